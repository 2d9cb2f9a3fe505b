// @ts-check
// A text of an event, clipped where it is long, with what differs marked. A mark is an <ins> or <del>: it has a sign and is heard, not only coloured.

/** A text up to this length is shown whole. */
const wholeLength = 700;

/** Of a longer one, how much of what is the same stands around a difference, and how much of one difference. */
const keptLength = 120, keptDifference = 400;

/** The kinds of pieces as elements. */
const pieceTags = /** @type {const} */ ({ removed: "del", added: "ins" });

/** Marks what is in an element as removed or added. @param {"removed"|"added"} kind @param {...Node} content @returns {HTMLElement} */
function markedPiece(kind, ...content) {
  const made = element(pieceTags[kind], "", ...content);
  made.dataset.said = word(`diff.${kind}`);
  return made;
}

/** Where a text may be cut at or before a place. @param {string} text @param {number} at @returns {number} */
function cutBefore(text, at) {
  return at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at]) ? at - 1 : at;
}

/** @param {string} text @param {"same"|"removed"|"added"} kind @returns {Node} */
function pieceView(text, kind) {
  const content = hiddenCharacters.test(text) ? markedText(text, true) : document.createTextNode(text);
  return kind === "same" ? content : markedPiece(kind, content);
}

/** Stands for text that is left out. @param {number} count @returns {HTMLElement} */
function elision(count) {
  return element("span", "elision", word("value.leftOut", { n: count }));
}

/** A piece with its middle left out. @param {Piece} piece @param {number} start @param {number} end how much stays of both ends @returns {Node[]} */
function shortenedPiece({ text, kind }, start, end) {
  if (text.length <= start + end + 60) return [pieceView(text, kind)];
  const from = cutBefore(text, start), to = cutBefore(text, text.length - end);
  return [pieceView(text.slice(0, from), kind), elision(to - from), ...(to < text.length ? [pieceView(text.slice(to), kind)] : [])];
}

/** The pieces of a long text: what differs, with a little around. @param {Piece[]} pieces @returns {Node[]} */
function shortenedPieces(pieces) {
  const last = pieces.length - 1, differs = pieces.some(({ kind }) => kind !== "same"), most = 40;
  if (!differs) return shortenedPiece(pieces[0], wholeLength - 200, 0);
  const shown = pieces.slice(0, most).flatMap((piece, index) => {
    if (piece.kind !== "same") return shortenedPiece(piece, keptDifference, 0);
    return shortenedPiece(piece, keptLength, index === last ? 0 : keptLength);
  });
  const rest = pieces.slice(most).reduce((sum, { text }) => sum + text.length, 0);
  return rest ? [...shown, elision(rest)] : shown;
}

/**
 * A text as a block. A long one is clipped and has a button that shows all of it.
 * @param {Piece[]} pieces
 * @param {string} [className]
 * @returns {HTMLElement}
 */
function textView(pieces, className = "value") {
  const length = pieces.reduce((sum, { text }) => sum + text.length, 0), view = element("bdi", className);
  const showAll = () => view.replaceChildren(...pieces.map(({ text, kind }) => pieceView(text, kind)));
  if (length <= wholeLength || isSought(pieces)) {
    showAll();
    return view;
  }
  view.append(...shortenedPieces(pieces));
  const more = button(word("value.showAll", { n: length }), "quiet-link show-all", () => {
    showAll();
    more.remove();
    view.tabIndex = -1;
    view.focus({ preventScroll: true });
  });
  return element("div", "clipped-value", view, more);
}

/** Whether the reader searches for something that a clipped text might leave out. @param {Piece[]} pieces @returns {boolean} */
function isSought(pieces) {
  const { text } = model.filter;
  return text !== "" && foldCase(pieces.map((piece) => piece.text).join("")).includes(foldCase(text));
}

/** @param {string} text @returns {Piece[]} */
function wholeText(text) {
  return [{ kind: "same", text }];
}
