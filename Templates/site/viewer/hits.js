// @ts-check
// Shows where a text was found. The browser paints ranges of the text, so the text itself and its elements stay as they are.

/** So many places are painted in one text. */
const mostHits = 500;

/** The text nodes of an element, and their texts joined, folded. Marks count as the characters that they stand for. */
class ShownText {
  /** @param {Element} root */
  constructor(root) {
    /** @type {{node: Text, start: number, isMark: boolean}[]} */
    this.pieces = [];
    this.text = "";
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) this.add(/** @type {Text} */ (node));
  }

  /** @param {Text} node */
  add(node) {
    const isMark = node.parentElement?.classList.contains("mark") ?? false;
    this.pieces.push({ node, start: this.text.length, isMark });
    this.text += foldCase(isMark ? String.fromCodePoint(parseInt(node.data.slice(2), 16)) : node.data);
  }

  /** @param {number} index @param {boolean} isEnd whether the place may lie behind a piece @returns {[Text, number]} */
  place(index, isEnd) {
    const at = this.pieces.findLastIndex(({ start }) => isEnd ? start < index : start <= index), { node, start, isMark } = this.pieces[Math.max(at, 0)];
    if (isMark) return [node, isEnd ? node.data.length : 0];
    return [node, Math.min(index - start, node.data.length)];
  }

  /** @param {string} part folded @returns {StaticRange[]} */
  ranges(part) {
    const ranges = [];
    for (let at = this.text.indexOf(part); at >= 0 && ranges.length < mostHits; at = this.text.indexOf(part, at + part.length)) {
      const [startContainer, startOffset] = this.place(at, false), [endContainer, endOffset] = this.place(at + part.length, true);
      ranges.push(new StaticRange({ startContainer, startOffset, endContainer, endOffset }));
    }
    return ranges;
  }
}

/** The painted places of one part of the page, by who showed them. Browsers without such painting show plain text. */
class HitPainter {
  /** @param {string} name of the style `::highlight(name)` */
  constructor(name) {
    this.highlight = typeof Highlight === "function" ? new Highlight() : null;
    if (this.highlight) CSS.highlights.set(name, this.highlight);
    /** @type {Map<object, StaticRange[]>} */
    this.shown = new Map();
  }

  /** Paints a text's places in elements instead of what their owner showed before. @param {object} owner @param {Element[]} elements @param {string} query */
  show(owner, elements, query) {
    for (const range of this.shown.get(owner) || []) this.highlight?.delete(range);
    this.shown.delete(owner);
    if (query === "") return false;
    const part = foldCase(query), ranges = elements.flatMap((root) => new ShownText(root).ranges(part));
    for (const range of ranges) this.highlight?.add(range);
    if (ranges.length) this.shown.set(owner, ranges);
    return ranges.length > 0;
  }
}

const listHits = new HitPainter("hit-list");
const drawerHits = new HitPainter("hit-drawer");

/** Paints what the search found, in a part of the drawer that has just been filled. @param {HTMLElement} root */
function showHits(root) {
  const { text, document: query } = model.filter, selector = text ? ".value, .fact bdi, h2 bdi" : "h2 bdi";
  drawerHits.show(root, text || query ? [...root.querySelectorAll(selector)] : [], text || query);
}
