// @ts-check
// What the marks of the Overview lead to: the list, under its own filter and one condition more.

/** The list's filter with more conditions: where it chose actions already, only those that both choose. @param {Partial<Filter>} more @returns {Filter} */
function narrowed(more) {
  const { filter } = model, chosen = filter.action;
  if (!more.action || chosen.size === 0) return { ...filter, ...more };
  return { ...filter, ...more, action: new Set([...more.action].filter((action) => chosen.has(action))) };
}

/** A mark that leads to the list. @param {Partial<Filter>} more @param {string} name @param {number} count @returns {Mark} */
function markTo(more, name, count) {
  const go = () => {
    follow(narrowed(more), null);
    table.focusCurrent();
  };
  return { label: `${name}: ${word("events", { n: count })}`, count, go };
}

/** The actions of a class. @param {string} name @returns {Partial<Filter>} */
function ofClass(name) {
  return { action: new Set(model.meta.actions.flatMap((action, index) => action.class === name ? [index] : [])) };
}

/**
 * The days of a period. At the ends of what is counted, the list's own range may be narrower than a day.
 * @param {OverviewCounts} counts @param {{from: string, to: string}} period @returns {Partial<Filter>}
 */
function onDays({ oldest, newest }, { from, to }) {
  const { filter, zone } = model;
  return {
    from: filter.from && from <= zone.isoDay(oldest) ? filter.from : from,
    to: filter.to && to >= zone.isoDay(newest) ? filter.to : to,
  };
}

/** The name of a choice as text: of a user, a module or an action. @param {"user"|"module"|"action"} dimension @param {number} place @returns {string} */
function choiceName(dimension, place) {
  const { actors, modules, actions } = model.meta;
  return clipped(dimension === "user" ? actorName(actors[place]) : dimension === "module" ? modules[place] : actions[place].name);
}

/**
 * The bars of some choices.
 * @param {"user"|"module"|"action"} dimension @param {number[]} places @param {Uint32Array} counts @param {(place: number) => string} classOf
 */
function choiceBars(dimension, places, counts, classOf) {
  return places.map((place) => {
    const name = choiceName(dimension, place), mark = markTo({ [dimension]: new Set([place]) }, plainText(name), counts[place]);
    return { text: plainText(name), name: isolated(name, "bar-name"), className: classOf(place), mark };
  });
}

/** @param {Uint32Array} counts @param {number[]} places @returns {number} */
function sumOf(counts, places) {
  return places.reduce((sum, place) => sum + counts[place], 0);
}

/** @param {number} part @param {number} whole @returns {string} */
function share(part, whole) {
  const ratio = whole ? part / whole : 0;
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: ratio < 0.1 ? 1 : 0 }).format(ratio);
}

/** @param {Mark[]} marks @returns {Mark} the one with the largest count */
function largest(marks) {
  return marks.reduce((most, mark) => mark.count > most.count ? mark : most);
}
