// @ts-check
// Conflicts: events that are one and the same by their source's id, told with different content. All versions of an event have the same time.

/** The first event of the same instant, and the first after it. @param {number} event @returns {{from: number, to: number}} */
function instantOf(event) {
  const { time, count } = model.columns;
  let from = event, to = event + 1;
  while (from > 0 && time[from - 1] === time[event]) from--;
  while (to < count && time[to] === time[event]) to++;
  return { from, to };
}

/**
 * All versions of an event that this page holds, the first taken in first: the event alone if there is no conflict.
 * @param {number} event
 * @returns {number[]}
 */
function versionsOf(event) {
  const { flags } = model.columns, blocks = /** @type {Blocks} */ (model.blocks), original = flags[event] ? blocks.original(event) : null;
  if (original === null) return [event];
  const { from, to } = instantOf(event), found = [];
  for (let other = from; other < to; other++) if (flags[other] && blocks.original(other) === original) found.push(other);
  return found;
}
