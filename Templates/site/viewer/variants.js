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
  const blocks = /** @type {Blocks} */ (model.blocks), original = blocks.original(event), { from, to } = instantOf(event);
  const found = original === null ? [event] : [];
  for (let other = from; other < to && original !== null; other++) {
    if (other === event || (mayBeVersion(other, event) && blocks.original(other) === original)) found.push(other);
  }
  return found;
}

/** Whether an event needs to be looked at. @param {number} other @param {number} event @returns {boolean} */
function mayBeVersion(other, event) {
  const { flags } = model.columns;
  return flags ? flags[other] !== 0 : Math.floor(other / model.meta.blockSize) === Math.floor(event / model.meta.blockSize);
}
