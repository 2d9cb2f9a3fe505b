// @ts-check
// Which events are shown, and how many each choice of a filter would show.

/**
 * @typedef {"user"|"module"|"action"|"kind"} Dimension a filter of several choices, each of which has its count
 * @typedef {object} Filter
 * @property {Set<number>} user
 * @property {Set<number>} module
 * @property {Set<number>} action
 * @property {Set<number>} kind places in `kindNames`
 * @property {Set<number>} hour hours of the week in the chosen zone: 0 is the first of Monday, 167 the last of Sunday
 * @property {string} from first day in the chosen zone, or a moment of UTC such as `2026-05-01T13:00Z`, or ""
 * @property {string} to last day, or the first moment that is not in the range, or ""
 * @property {string} document id or part of a name, or ""
 * @property {string} text part of a name or of a value, or ""
 * @property {boolean} conflicts only events that contradict another one
 * @property {boolean} deletions only actions that delete
 *
 * @typedef {object} Finds what the searches found; null where nothing is searched for
 * @property {Uint8Array|null} documents for each target 1 if it is found
 * @property {Uint8Array|null} texts for each event 1 if it is found
 *
 * @typedef {object} FilterResult
 * @property {ShownEvents} shown
 * @property {number} count of the shown events
 * @property {Record<Dimension, Uint32Array>} facets for each choice: events that pass all other filters
 * @property {number} conflicts shown events that are in conflict
 * @property {number} deletions shown events that are deletions, or would be if the filter were set
 * @property {{of: Ids, start: number, end: number, counts: Uint32Array}|null} counted the range of events whose combinations were counted last
 */

/** @type {Dimension[]} */
const dimensions = ["user", "module", "action", "kind"];
const kindNames = /** @type {const} */ (["person", "workflow", "integration", "system", "unknown"]);

/** @param {string} part @returns {part is Dimension} */
function isDimension(part) {
  return dimensions.some((dimension) => dimension === part);
}

/** Which filter an event fails, as one bit for each. */
const failing = { user: 1, module: 2, action: 4, kind: 8, deletions: 16 };

/** @returns {Filter} */
function emptyFilter() {
  return {
    user: new Set(), module: new Set(), action: new Set(), kind: new Set(), hour: new Set(),
    from: "", to: "", document: "", text: "", conflicts: false, deletions: false,
  };
}

/** @param {Filter} filter @returns {boolean} */
function isFiltering(filter) {
  return Object.values(filter).some((part) => part instanceof Set ? part.size > 0 : Boolean(part));
}

/** @param {Meta} meta @param {number} count @returns {FilterResult} */
function emptyResult({ actors, modules, actions }, count) {
  const sizes = { user: actors.length, module: modules.length, action: actions.length, kind: kindNames.length };
  const facets = /** @type {any} */ ({});
  for (const dimension of dimensions) facets[dimension] = new Uint32Array(sizes[dimension]);
  return { shown: new ShownEvents(count), count: 0, facets, conflicts: 0, deletions: 0, counted: null };
}

/** A byte for each choice. @param {number} count @param {(choice: number) => number} byteOf @returns {Uint8Array} */
function choiceTable(count, byteOf) {
  const table = new Uint8Array(count);
  for (let choice = 0; choice < count; choice++) table[choice] = byteOf(choice);
  return table;
}

/** @param {Set<number>} chosen @param {number} choice @param {number} bit @returns {number} */
function unlessChosen(chosen, choice, bit) {
  return chosen.size > 0 && !chosen.has(choice) ? bit : 0;
}

/** For each choice the bits of the filters that it fails, so that a pass over the events looks up three bytes for each. @param {Filter} filter */
function failureTables({ user, module, action, kind, deletions }) {
  const { actors, modules, actions } = model.meta, kinds = choiceTable(actors.length, (choice) => kindNames.findIndex((name) => name === actors[choice].kind));
  return {
    kinds,
    users: choiceTable(actors.length, (choice) => unlessChosen(user, choice, failing.user) | unlessChosen(kind, kinds[choice], failing.kind)),
    modules: choiceTable(modules.length, (choice) => unlessChosen(module, choice, failing.module)),
    actions: choiceTable(actions.length, (choice) =>
      unlessChosen(action, choice, failing.action) | (deletions && !isDeletion(choice) ? failing.deletions : 0)),
  };
}

/** @param {number} action @returns {boolean} */
function isDeletion(action) {
  return model.meta.actions[action].class === "delete";
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

/** The moments of a filter's time range; the end is the first that is not in it. @param {Filter} filter @returns {{start: number, end: number}} */
function timeRange({ from, to }) {
  const { zone } = model;
  return {
    start: from ? isDay(from) ? zone.dayStart(from) : Date.parse(from) : -Infinity,
    end: to ? isDay(to) ? zone.dayEnd(to) : Date.parse(to) : Infinity,
  };
}

/** Events lie in order of time, so a time range is a range of events. @param {Filter} filter */
function eventRange(filter) {
  const { start, end } = timeRange(filter), { time } = model.columns;
  return { start: firstBefore(time, end), end: firstBefore(time, start) };
}

/** For each event its hour of the week, worked out once for a zone. */
const weekHours = {
  /** @type {Columns|null} */ columns: null,
  /** @type {Zone|null} */ zone: null,
  hours: new Uint8Array(0),

  /** @returns {Uint8Array} */
  get() {
    const { columns, zone } = model;
    if (this.columns !== columns || this.zone !== zone) {
      Object.assign(this, { columns, zone, hours: Uint8Array.from(columns.time, (time) => hourOfWeek(time + zone.offset(time))) });
    }
    return this.hours;
  },
};

/** The first of January 1970 was a Thursday. @param {number} localTime @returns {number} */
function hourOfWeek(localTime) {
  return (Math.floor(localTime / 3_600_000) + 72) % 168;
}

/**
 * Fills `result` anew. An event counts for a choice if it passes all filters but, perhaps, that choice's own.
 * @param {Filter} filter
 * @param {Finds} finds
 * @param {FilterResult} result
 */
function runFilter(filter, finds, result) {
  const found = combinations(), tables = failureTables(filter), passing = new Uint8Array(found.conflicts.length);
  const failed = new Uint8Array(passing.length), { users, modules, actions } = tables, onlyConflicts = filter.conflicts;
  for (let k = 0; k < passing.length; k++) {
    failed[k] = users[found.actors[k]] | modules[found.modules[k]] | actions[found.actions[k]];
    passing[k] = failed[k] === 0 && (!onlyConflicts || found.conflicts[k] === 1) ? 1 : 0;
  }
  const counts = passEvents(filter, finds, found.of, passing, result), counted = onlyConflicts ? counts.map((of, k) => of * found.conflicts[k]) : counts;
  Object.assign(result, countChoices(found, failed, counted, tables, result.facets));
}

/**
 * Says which events are shown, and counts the combinations of all that pass the filters by time and by searches.
 * @param {Filter} filter
 * @param {Finds} finds
 * @param {Ids} of the combination of each event
 * @param {Uint8Array} passing for each combination 1 if its events pass
 * @param {FilterResult} result
 * @returns {Uint32Array} of each combination how many
 */
function passEvents(filter, finds, of, passing, result) {
  const { start, end } = eventRange(filter);
  if (finds.documents !== null || finds.texts !== null || filter.hour.size > 0) return passFound(filter, finds, of, passing, result.shown);
  result.shown.begin(start, end, of, passing);
  return countsOfRange(start, end, of, passing.length, result);
}

/** From one choice to the next the range mostly stays, and with it its counts. @param {number} start @param {number} end @param {Ids} of @param {number} size @param {FilterResult} result */
function countsOfRange(start, end, of, size, result) {
  const { counted } = result;
  if (counted?.of === of && counted.start === start && counted.end === end) return counted.counts;
  const counts = new Uint32Array(size);
  for (let event = start; event < end; event++) counts[of[event]]++;
  result.counted = { of, start, end, counts };
  return counts;
}

/** As `passEvents`, of what searches and hours leave. @param {Filter} filter @param {Finds} finds @param {Ids} of @param {Uint8Array} passing @param {ShownEvents} shown */
function passFound(filter, { documents, texts }, of, passing, shown) {
  const { target } = model.columns, { found } = shown, hourTable = filter.hour.size > 0 ? choiceTable(168, (hour) => unlessChosen(filter.hour, hour, 1)) : null;
  const hours = hourTable ? weekHours.get() : null, { start, end } = eventRange(filter), counts = new Uint32Array(passing.length);
  let count = 0;
  for (let event = start; event < end; event++) {
    if (documents !== null && documents[target[event]] === 0) continue;
    if (texts !== null && texts[event] === 0) continue;
    if (hours !== null && hourTable !== null && hourTable[hours[event]] !== 0) continue;
    const k = of[event];
    counts[k]++;
    found[count] = event;
    count += passing[k];
  }
  shown.take(count);
  return counts;
}

/**
 * What each choice would show, from the counts of the combinations.
 * @param {Combinations} found
 * @param {Uint8Array} failed for each combination the bits of the filters that it fails
 * @param {Uint32Array} counts
 * @param {ReturnType<typeof failureTables>} tables
 * @param {FilterResult["facets"]} facets
 * @returns {{count: number, conflicts: number, deletions: number}}
 */
function countChoices({ actors, modules, actions, conflicts: isConflict }, failed, counts, { kinds }, facets) {
  for (const dimension of dimensions) facets[dimension].fill(0);
  const { user, module, action, kind } = facets, deleting = choiceTable(model.meta.actions.length, (choice) => isDeletion(choice) ? 1 : 0);
  let count = 0, conflicts = 0, deletions = 0;
  for (let k = 0; k < counts.length; k++) {
    const bits = failed[k], more = counts[k];
    if (more === 0 || (bits & (bits - 1)) !== 0) continue; // none, or two filters keep it out
    if (bits === 0 || bits === failing.user) user[actors[k]] += more;
    if (bits === 0 || bits === failing.module) module[modules[k]] += more;
    if (bits === 0 || bits === failing.action) action[actions[k]] += more;
    if (bits === 0 || bits === failing.kind) kind[kinds[actors[k]]] += more;
    if (bits === 0) count += more;
    if (bits === 0 && isConflict[k] === 1) conflicts += more;
    if ((bits === 0 || bits === failing.deletions) && deleting[actions[k]] === 1) deletions += more;
  }
  return { count, conflicts, deletions };
}
