// @ts-check
// Which filters to take away so that an empty list shows events again.

/** @typedef {keyof Filter|"time"} FilterPart the time range is one part with two ends */

/** @type {FilterPart[]} in the order of the bar */
const filterParts = ["text", "document", "user", "module", "action", "kind", "time", "hour", "deletions", "conflicts"];

/** So many filters are tried, so that a large file stays quick. */
const mostTries = 30;

/** The change that takes a part away. @param {FilterPart} part @returns {Partial<Filter>} */
function clearing(part) {
  return part === "time" ? { from: "", to: "" } : { [part]: emptyFilter()[part] };
}

/** @param {Filter} filter @returns {FilterPart[]} */
function partsInUse(filter) {
  return filterParts.filter((part) => isFiltering({ ...emptyFilter(), ...picked(filter, part) }));
}

/** @param {Filter} filter @param {FilterPart} part @returns {Partial<Filter>} */
function picked(filter, part) {
  return part === "time" ? { from: filter.from, to: filter.to } : { [part]: filter[part] };
}

/** @param {Filter} filter @param {FilterPart[]} parts @returns {Filter} */
function withoutParts(filter, parts) {
  return Object.assign({ ...filter }, ...parts.map(clearing));
}

/**
 * The fewest parts to take away, and among as few those that show most events. Null if no try showed any.
 * @param {FilterPart[]} used
 * @param {(parts: FilterPart[]) => number} countWithout
 * @returns {{parts: FilterPart[], count: number}|null}
 */
function bestToLoosen(used, countWithout) {
  let tries = 0;
  for (let size = 1; size <= used.length; size++) {
    let best = null;
    for (const parts of choicesOf(used, size)) {
      if (tries++ === mostTries) return best;
      const found = countWithout(parts);
      if (found > 0 && (!best || found > best.count)) best = { parts, count: found };
    }
    if (best) return best;
  }
  return null;
}

/**
 * All ways to choose so many of a list.
 * @param {FilterPart[]} list
 * @param {number} size
 * @returns {FilterPart[][]}
 */
function choicesOf(list, size) {
  if (size === 0) return [[]];
  return list.flatMap((first, index) => choicesOf(list.slice(index + 1), size - 1).map((rest) => [first, ...rest]));
}
