// @ts-check
// The filter in force, and what follows from a change of it.

/**
 * The last search for a text.
 * @type {{query: string, hits: Uint8Array|null, search: Promise<void>|null}}
 */
const textFinds = { query: "", hits: null, search: null };

/** Whether the text of the filter is being searched for. @returns {boolean} */
function isSearching() {
  return model.filter.text !== "" && textFinds.query === model.filter.text && textFinds.hits === null;
}

/** @param {Filter} filter whose text is found already @returns {Finds} */
function findsOf(filter) {
  return { documents: model.documents?.find(filter.document) ?? null, texts: filter.text ? textFinds.hits : null };
}

/** @type {FilterResult|null} */
let spareResult = null;

/** The events that the filter would show without some of its parts, until the next call. @param {FilterPart[]} parts @returns {FilterResult} */
function resultWithout(parts) {
  if (spareResult?.shown.found.length !== model.columns.count) spareResult = emptyResult(model.meta, model.columns.count);
  const filter = withoutParts(model.filter, parts);
  runFilter(filter, findsOf(filter), spareResult);
  return spareResult;
}

/** How many events the filter would show without some of its parts. For one with choices the counts of these say it without another pass. @param {FilterPart[]} parts @returns {number} */
function countWithout(parts) {
  const [part] = parts;
  if (parts.length === 1 && isDimension(part)) return model.result.facets[part].reduce((sum, count) => sum + count, 0);
  return resultWithout(parts).count;
}

/** @param {Partial<Filter>} change */
function changeFilter(change) {
  model.filter = { ...model.filter, ...change };
  showNotice("");
  writeAddress();
  applyFilter().then((isShown) => { if (isShown) say(byId("result-count").textContent || ""); });
}

/** What `clearFilters` took away. @type {Filter|null} */
let clearedFilter = null;

/** Clears all filters; once more brings them back. */
function clearFilters() {
  const { filter } = model;
  if (isFiltering(filter)) changeFilter(emptyFilter());
  else if (clearedFilter) changeFilter(clearedFilter);
  else return;
  clearedFilter = isFiltering(filter) ? filter : null;
}

/** Shows what passes the filter, once its text is found. @returns {Promise<boolean>} whether it is shown: the filter may have changed meanwhile */
async function applyFilter() {
  const { text } = model.filter;
  if (text && (textFinds.query !== text || textFinds.hits === null)) {
    const saying = setTimeout(() => filterBar.update(), quickSearch);
    await findText(text);
    clearTimeout(saying);
    if (model.filter.text !== text) return false;
  }
  return showFiltered();
}

/** @param {string} query @returns {Promise<void>} */
function findText(query) {
  if (textFinds.query !== query) Object.assign(textFinds, { query, hits: null, search: null });
  return textFinds.search ||= searchText(query);
}

/** @param {string} query */
async function searchText(query) {
  let hits = new Uint8Array(model.columns.count);
  try {
    hits = await /** @type {TextSearch} */ (model.texts).find(query);
  } catch (error) {
    if (textFinds.query === query) showNotice(word("search.failed", { reason: reasonOf(error) }));
  }
  if (textFinds.query === query) textFinds.hits = hits;
}

/** A search that takes fewer milliseconds is not announced: the words would only flicker, and to show them takes longer than the search. */
const quickSearch = 80;

let shownQuery = "";

/** @returns {true} */
function showFiltered() {
  runFilter(model.filter, findsOf(model.filter), model.result);
  const place = drawer.isOpen ? placeOf(drawer.event) : 0;
  const query = model.filter.text || model.filter.document;
  if (query !== shownQuery) table.forget();
  shownQuery = query;
  table.current = Math.max(place, 0);
  table.top = 0;
  table.update();
  table.reveal(table.current);
  filterBar.update();
  drawer.update();
  overview.update();
  return true;
}

/** @param {Zone} zone */
function changeZone(zone) {
  const { from, to, hour } = model.filter;
  model.zone = zone;
  settings.update();
  table.refreshTimes();
  if (from || to || hour.size) applyFilter(); else filterBar.update();
  drawer.update();
  overview.update();
  writeAddress();
}
