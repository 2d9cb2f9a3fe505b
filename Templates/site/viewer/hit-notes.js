// @ts-check
// Rows whose name does not show what was searched for say in which value it stands. Values are read in idle time.

/** So much of a value stands before and behind what was found in it. */
const excerptBefore = 24, excerptBehind = 90;

/** @type {Map<TableRow, number>} the events of the rows that wait for their note */
const waitingNotes = new Map();

/** @param {TableRow} row */
function requestNote(row) {
  if (waitingNotes.size === 0) whenIdle(fillNotes);
  waitingNotes.set(row, row.event);
}

function fillNotes() {
  const pause = performance.now() + 8;
  for (const [row, event] of waitingNotes) {
    waitingNotes.delete(row);
    if (row.event === event) row.showNote(noteOf(event));
    if (performance.now() > pause) break;
  }
  if (waitingNotes.size > 0) whenIdle(fillNotes);
}

/** @param {number} event @returns {{field: string, excerpt: string}|null} the first text of an event that holds the text of the filter */
function noteOf(event) {
  const part = foldCase(model.filter.text);
  if (!part || !model.blocks?.values) return null;
  try {
    const { changes, extras } = model.blocks.details(event), values = changes.flatMap(({ field, before, after }) => [[field, after.text], [field, before.text]]);
    const found = [...values, [word("filter.inFurther"), extras || ""]].find(([, text]) => foldCase(text).includes(part));
    return found ? { field: found[0], excerpt: excerptOf(found[1], part) } : null;
  } catch {
    return null; // Damage is told where the event is opened.
  }
}

/** @param {string} text @param {string} part folded @returns {string} */
function excerptOf(text, part) {
  const at = foldCase(text).indexOf(part), start = wholeCharacter(text, Math.max(at - excerptBefore, 0));
  const end = wholeCharacter(text, Math.min(at + part.length + excerptBehind, text.length));
  return `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
}

/** The index, or the one before it if it lies within a character. @param {string} text @param {number} index @returns {number} */
function wholeCharacter(text, index) {
  return /[\uDC00-\uDFFF]/.test(text[index] || "") ? index - 1 : index;
}
