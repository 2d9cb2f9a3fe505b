// @ts-check
// What differs between two texts, by words. The work is limited: where two texts have too little in common, they differ as a whole.

/**
 * A part of two sequences: the same in both, or a part of the first that stands where the second has another part.
 * @typedef {{same: boolean, from: number, to: number, otherFrom: number, otherTo: number}} Run
 *
 * @typedef {{kind: "same"|"removed"|"added", text: string}} Piece
 * @typedef {{pieces: Piece[], exact: boolean}} Comparison not exact: some part is marked as a whole that was too long to be compared
 */

/** Steps that one comparison may take: some milliseconds. */
const comparisonWork = 600_000;

/** Longer texts are compared by lines first, and by words within lines that differ. */
const longText = 20_000;

/**
 * Myers' greedy algorithm: the fewest removals and additions that lead from one sequence to the other.
 * @param {ArrayLike<number>} first
 * @param {ArrayLike<number>} second
 * @param {{work: number}} budget what is left of the work that may be done; null is returned when it is used up
 * @returns {Run[]|null}
 */
function compareSequences(first, second, budget) {
  const trace = [];
  let furthest = new Int32Array([0, 0, 0]);
  for (let distance = 0; ; distance++) {
    budget.work -= distance + 1;
    if (budget.work < 0) return null;
    const next = new Int32Array(2 * distance + 3);
    for (let diagonal = -distance; diagonal <= distance; diagonal += 2) {
      const at = diagonal + distance + 1;
      let x = distance === 0 ? 0 : stepsDown(furthest, diagonal, distance) ? furthest[at] : furthest[at - 2] + 1;
      const start = x;
      while (x < first.length && x - diagonal < second.length && first[x] === second[x - diagonal]) x++;
      budget.work -= x - start;
      next[at] = x;
      if (x < first.length || x - diagonal < second.length) continue;
      trace.push(next);
      return runsOf(trace, first.length, second.length);
    }
    trace.push(next);
    furthest = next;
  }
}

/**
 * Whether the best way to a diagonal comes from the one above, by an addition. A row for distance d has the diagonal k at k + d + 1.
 * @param {Int32Array} furthest the row of the distance before
 * @param {number} diagonal
 * @param {number} distance
 */
function stepsDown(furthest, diagonal, distance) {
  const at = diagonal + distance;
  return diagonal === -distance || (diagonal !== distance && furthest[at - 1] < furthest[at + 1]);
}

/** The way back through the rows, as runs. @param {Int32Array[]} trace @param {number} x @param {number} y @returns {Run[]} */
function runsOf(trace, x, y) {
  /** @type {Run[]} */
  const runs = [];
  const add = (/** @type {boolean} */ same, /** @type {number} */ fromX, /** @type {number} */ fromY) => {
    const last = runs.at(-1);
    if (last && last.same === same) Object.assign(last, { from: fromX, otherFrom: fromY });
    else if (fromX < x || fromY < y) runs.push({ same, from: fromX, to: x, otherFrom: fromY, otherTo: y });
    [x, y] = [fromX, fromY];
  };
  for (let distance = trace.length - 1; distance > 0; distance--) {
    const row = trace[distance - 1], diagonal = x - y, down = stepsDown(row, diagonal, distance);
    const previous = down ? diagonal + 1 : diagonal - 1, before = row[previous + distance];
    const startX = down ? before : before + 1;
    if (startX < x) add(true, startX, startX - diagonal);
    add(false, before, before - previous);
  }
  if (x > 0) add(true, 0, 0);
  return runs.reverse();
}

const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("en", { granularity: "word" }) : null;

/** Scripts that write no spaces between words: Thai to Khmer, Japanese, Chinese. Where they are, the browser knows the words. */
const withoutSpaces = /[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF]/;

/** Words, spaces and signs. @param {string} text @returns {string[]} */
function wordsOf(text) {
  if (segmenter && withoutSpaces.test(text)) return Array.from(segmenter.segment(text), ({ segment }) => segment);
  return text.match(/[\p{L}\p{M}\p{N}_]+|\s+|[^]/gu) || [];
}

/** @param {string} text @returns {string[]} */
function linesOf(text) {
  return text.match(/[^\n]{0,2000}\n|[^\n]{1,2000}/gu) || [];
}

/** @param {string} before @param {string} after @returns {Comparison} */
function compareTexts(before, after) {
  const start = commonStart(before, after), end = commonEnd(before, after, start);
  const middle = { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
  const found = compareMiddle(middle.before, middle.after, { work: comparisonWork });
  const pieces = joined([{ kind: "same", text: before.slice(0, start) }, ...found.pieces, { kind: "same", text: before.slice(before.length - end) }]);
  return { pieces, exact: found.exact };
}

/** How much the beginnings have in common, up to the end of a word. @param {string} before @param {string} after @returns {number} */
function commonStart(before, after) {
  const most = Math.min(before.length, after.length);
  let length = 0;
  while (length < most && before.charCodeAt(length) === after.charCodeAt(length)) length++;
  if (length === before.length && length === after.length) return length;
  while (length > 0 && !/\s/.test(before[length - 1])) length--;
  return length;
}

/** @param {string} before @param {string} after @param {number} start @returns {number} */
function commonEnd(before, after, start) {
  const most = Math.min(before.length, after.length) - start;
  let length = 0;
  while (length < most && before.charCodeAt(before.length - 1 - length) === after.charCodeAt(after.length - 1 - length)) length++;
  while (length > 0 && !/\s/.test(before[before.length - length])) length--;
  return length;
}

/** @param {string} before @param {string} after @param {{work: number}} budget @returns {Comparison} */
function compareMiddle(before, after, budget) {
  if (before === "" || after === "") return { pieces: replaced(before, after), exact: true };
  const isLong = before.length + after.length > longText, split = isLong ? linesOf : wordsOf;
  budget.work -= (before.length + after.length) / (isLong ? 50 : 1);
  if (budget.work < 0) return { pieces: replaced(before, after), exact: false };
  const lists = [split(before), split(after)], [first, second] = numbered(lists);
  const runs = compareSequences(first, second, budget);
  if (!runs) return { pieces: replaced(before, after), exact: false };
  let exact = true;
  const pieces = runs.flatMap((run) => {
    const removed = lists[0].slice(run.from, run.to).join(""), added = lists[1].slice(run.otherFrom, run.otherTo).join("");
    if (run.same) return [/** @type {Piece} */ ({ kind: "same", text: removed })];
    if (!isLong || removed.length + added.length > longText) {
      exact &&= !isLong || removed === "" || added === "";
      return replaced(removed, added);
    }
    const inner = compareMiddle(removed, added, budget);
    exact &&= inner.exact;
    return inner.pieces;
  });
  return { pieces, exact };
}

/** @param {string} before @param {string} after @returns {Piece[]} */
function replaced(before, after) {
  return [{ kind: "removed", text: before }, { kind: "added", text: after }];
}

/** A number for each text, the same for equal ones. @param {string[][]} lists @returns {Uint32Array[]} */
function numbered(lists) {
  /** @type {Map<string, number>} */
  const numbers = new Map();
  return lists.map((list) => Uint32Array.from(list, (text) => {
    const number = numbers.get(text) ?? numbers.size;
    numbers.set(text, number);
    return number;
  }));
}

/** Neighbours of one kind as one piece. A space between two changed words belongs to the change. @param {Piece[]} pieces @returns {Piece[]} */
function joined(pieces) {
  /** @type {Piece[]} */
  const result = [];
  let removed = "", added = "";
  const flush = () => {
    if (removed) result.push({ kind: "removed", text: removed });
    if (added) result.push({ kind: "added", text: added });
    removed = added = "";
  };
  const filled = pieces.filter(({ text }) => text !== "");
  filled.forEach(({ kind, text }, index) => {
    const isGap = kind === "same" && (removed || added) && index < filled.length - 1 && /^[^\S\n]{1,3}$/.test(text);
    if (kind === "removed" || isGap) removed += text;
    if (kind === "added" || isGap) added += text;
    if (kind !== "same" || isGap) return;
    flush();
    const last = result.at(-1);
    if (last?.kind === "same") last.text += text; else result.push({ kind, text });
  });
  flush();
  return result;
}
