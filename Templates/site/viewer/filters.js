// @ts-check
// Which events are shown, and how many each choice of a filter would show.

/**
 * @typedef {"user"|"module"|"action"} Dimension
 * @typedef {object} Filter
 * @property {Set<number>} user
 * @property {Set<number>} module
 * @property {Set<number>} action
 * @property {string} from first day, in the chosen zone, or ""
 * @property {string} to last day, or ""
 * @property {string} document id or part of a name, or ""
 *
 * @typedef {object} FilterResult
 * @property {Uint32Array} rows the shown events, newest first; only the first `count` are valid
 * @property {number} count
 * @property {Record<Dimension, Uint32Array>} facets for each choice: events that pass all other filters
 */

/** @type {Dimension[]} */
const dimensions = ["user", "module", "action"];

/** @returns {Filter} */
function emptyFilter() {
  return { user: new Set(), module: new Set(), action: new Set(), from: "", to: "", document: "" };
}

/** @param {Filter} filter @returns {boolean} */
function isFiltering(filter) {
  return dimensions.some((dimension) => filter[dimension].size > 0) || Boolean(filter.from || filter.to || filter.document);
}

/** How many choices each dimension has. @param {Meta} meta @returns {Record<Dimension, number>} */
function choiceCounts(meta) {
  return { user: meta.actors.length, module: meta.modules.length, action: meta.actions.length };
}

/** For each choice: 0 if it passes, else `bit`. @param {Set<number>} chosen @param {number} count @param {number} bit @returns {Uint8Array} */
function failureTable(chosen, count, bit) {
  const table = new Uint8Array(count);
  if (chosen.size === 0) return table;
  table.fill(bit);
  for (const choice of chosen) table[choice] = 0;
  return table;
}

/** The first event, counted from the newest, that is older than `time`. @param {Float64Array} times @param {number} time @returns {number} */
function firstBefore(times, time) {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < time) high = middle; else low = middle + 1;
  }
  return low;
}

/** Events lie in order of time, so a time range is a range of events. @param {Columns} columns @param {Filter} filter @param {Zone} zone */
function eventRange(columns, filter, zone) {
  return {
    start: filter.to ? firstBefore(columns.time, zone.dayEnd(filter.to)) : 0,
    end: filter.from ? firstBefore(columns.time, zone.dayStart(filter.from)) : columns.count,
  };
}

/**
 * Fills `result` anew in one pass. An event counts for a choice if it passes all filters but, perhaps, that choice's own.
 * @param {Columns} columns
 * @param {Filter} filter
 * @param {Zone} zone
 * @param {Uint8Array|null} documents for each target 1 if it passes; null if all do
 * @param {FilterResult} result
 */
function runFilter(columns, filter, zone, documents, result) {
  const users = failureTable(filter.user, result.facets.user.length, 1);
  const modules = failureTable(filter.module, result.facets.module.length, 2);
  const actions = failureTable(filter.action, result.facets.action.length, 4);
  const { user: userCounts, module: moduleCounts, action: actionCounts } = result.facets;
  for (const dimension of dimensions) result.facets[dimension].fill(0);
  const { actor, module, action, target } = columns, rows = result.rows;
  const { start, end } = eventRange(columns, filter, zone);
  let count = 0;
  for (let event = start; event < end; event++) {
    if (documents !== null && documents[target[event]] === 0) continue;
    const a = actor[event], m = module[event], c = action[event];
    const failed = users[a] | modules[m] | actions[c];
    if (failed === 0) {
      rows[count++] = event;
      userCounts[a]++;
      moduleCounts[m]++;
      actionCounts[c]++;
    } else if (failed === 1) userCounts[a]++;
    else if (failed === 2) moduleCounts[m]++;
    else if (failed === 4) actionCounts[c]++;
  }
  result.count = count;
}

/** @param {Meta} meta @param {number} count @returns {FilterResult} */
function emptyResult(meta, count) {
  const choices = choiceCounts(meta);
  const facets = { user: new Uint32Array(choices.user), module: new Uint32Array(choices.module), action: new Uint32Array(choices.action) };
  return { rows: new Uint32Array(count), count: 0, facets };
}

/** Finds documents by exact id or by a part of the name. */
class DocumentSearch {
  /** @param {Columns} columns */
  constructor(columns) {
    this.columns = columns;
    /** @type {string[]|null} */
    this.names = null;
    this.query = "";
    /** @type {Uint8Array|null} */
    this.matches = null;
  }

  /** For each target 1 if it matches, or null for an empty query. @param {string} query @returns {Uint8Array|null} */
  find(query) {
    if (query === this.query) return this.matches;
    this.query = query;
    this.matches = query ? this.search(query) : null;
    return this.matches;
  }

  /** @param {string} query @returns {Uint8Array} */
  search(query) {
    const { names, documentIds } = this.columns, part = query.toLowerCase();
    const lowered = this.names ||= Array.from({ length: names.count }, (_, index) => (names.text(index) || "").toLowerCase());
    const matches = new Uint8Array(names.count);
    for (let i = 0; i < matches.length; i++) {
      if (lowered[i].includes(part) || documentIds.text(i) === query) matches[i] = 1;
    }
    return matches;
  }
}

/**
 * The one filter whose removal shows most events, for the hint beside an empty result.
 * @param {Filter} filter
 * @param {(filter: Filter) => number} count
 * @returns {{key: Dimension|"time"|"document", count: number}|null}
 */
function bestToLoosen(filter, count) {
  let best = null;
  for (const key of /** @type {const} */ (["user", "module", "action", "time", "document"])) {
    const loosened = withoutFilter(filter, key);
    if (!loosened) continue;
    const found = count(loosened);
    if (found > 0 && (!best || found > best.count)) best = { key, count: found };
  }
  return best;
}

/** The filter without one part, or null if that part is not in use. @param {Filter} filter @param {string} key @returns {Filter|null} */
function withoutFilter(filter, key) {
  switch (key) {
    case "time": return filter.from || filter.to ? { ...filter, from: "", to: "" } : null;
    case "document": return filter.document ? { ...filter, document: "" } : null;
    default: return filter[/** @type {Dimension} */ (key)].size ? { ...filter, [key]: new Set() } : null;
  }
}
