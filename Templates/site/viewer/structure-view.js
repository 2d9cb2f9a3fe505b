// @ts-check
// A list or an object as such: keys beside values, items one below the other, tags in a row. What is deep is folded, what is long is clipped.

/** Levels that are open from the start; items of one list or object that are shown at first, and with each further request. */
const openLevels = 3, firstItems = 25, moreItems = 1000;

/** The view of one value inside a list or object. @param {JsonNode} node @param {Marks} marks @param {number} level @returns {HTMLElement} */
function nodeView(node, marks, level) {
  const view = node.kind === "object" || node.kind === "list" ? containerView(node, marks, level) : scalarView(node);
  const mark = marks.get(node);
  return mark ? markedPiece(mark, view) : view;
}

/** @param {JsonNode} node @returns {HTMLElement} */
function scalarView({ kind, source }) {
  if (kind !== "text") return element("span", "scalar", source);
  const text = jsonString(source);
  if (text === "") return element("span", "state-word", word("value.empty"));
  const view = textView(wholeText(text), "scalar-text");
  // A text that reads like a number or like null stands in quotes.
  if (/^(?:-?\d[\d.eE+-]*|true|false|null)$|^\s|\s$/.test(text)) view.classList.add("quoted");
  return view;
}

/** @param {JsonNode} node @param {Marks} marks @param {number} level @returns {HTMLElement} */
function containerView(node, marks, level) {
  if (node.entries.length === 0) return element("span", "state-word", word(node.kind === "list" ? "value.emptyList" : "value.emptyObject"));
  if (level < openLevels) return openedView(node, marks, level);
  const folded = element("details", "folded", element("summary", "", containerWords(node)));
  folded.addEventListener("toggle", () => { if (folded.children.length === 1) folded.append(openedView(node, marks, level)); });
  return folded;
}

/** Such as `list of 3`. @param {JsonNode} node @returns {string} */
function containerWords({ kind, entries }) {
  return word(kind === "list" ? "value.list" : "value.object", { n: entries.length });
}

/** @param {JsonNode} node @param {Marks} marks @param {number} level @returns {HTMLElement} */
function openedView(node, marks, level) {
  const named = namedItems(node);
  if (named) {
    return clippedItems("dl", "json-rows", named, ({ node: row, name, value, others }) => jsonRow(name, row, nodeView(value, marks, level + 1), marks, others));
  }
  if (node.kind === "object") {
    return clippedItems("dl", "json-rows", node.entries, ({ key, node: value }) => jsonRow(key, value, nodeView(value, marks, level + 1), marks, []));
  }
  return clippedItems("ul", isTagList(node) ? "json-tags" : "json-items", node.entries, ({ node: item }) => element("li", "", nodeView(item, marks, level + 1)));
}

/** @param {string} key @param {JsonNode} row @param {HTMLElement} view @param {Marks} marks @param {JsonEntry[]} others further keys of a named value */
function jsonRow(key, row, view, marks, others) {
  const notes = others.map((entry) => element("span", "note", isolated(clipped(entry.key)), " ", isolated(clipped(scalarText(entry.node)))));
  const name = key === "" ? element("span", "state-word", word("value.empty")) : isolated(key), mark = marks.get(row);
  const isMarked = mark && !/^(?:INS|DEL)$/.test(view.tagName);
  return element("div", "json-row", element("dt", "", name), element("dd", "", isMarked ? markedPiece(mark, view) : view, ...notes));
}

/** @param {JsonNode} node @returns {string} */
function scalarText({ kind, source }) {
  return kind === "text" ? jsonString(source) : source;
}

/**
 * The first items, and a button that shows more.
 * @template Item
 * @param {"dl"|"ul"} tag
 * @param {string} className
 * @param {Item[]} items
 * @param {(item: Item) => HTMLElement} view
 * @param {number} [first]
 * @returns {HTMLElement}
 */
function clippedItems(tag, className, items, view, first = firstItems) {
  // A few more are not worth a button.
  const isLong = items.length > first + 5, list = element(tag, className, ...(isLong ? items.slice(0, first) : items).map(view));
  if (!isLong) return list;
  const more = button("", "quiet-link show-all", () => {
    const shown = list.childElementCount;
    list.append(...items.slice(shown, shown + moreItems).map(view));
    name();
  });
  const name = () => {
    const rest = items.length - list.childElementCount;
    more.textContent = word("value.showItems", { more: Math.min(rest, moreItems), n: items.length });
    if (rest === 0) more.remove();
  };
  name();
  return element("div", "clipped-value", list, more);
}

/**
 * A whole value of a field, with a button that shows its JSON as the source has it.
 * @param {JsonNode} node
 * @param {Marks} marks
 * @returns {HTMLElement}
 */
function structureView(node, marks) {
  const view = element("div", "value structure", nodeView(node, marks, 0));
  const toggle = button(word("value.asJson"), "quiet-link as-json", () => {
    const isSource = view.toggleAttribute("data-source");
    toggle.setAttribute("aria-pressed", String(isSource));
    view.replaceChildren(isSource ? textView(wholeText(prettyJson(node.source)), "value json") : nodeView(node, marks, 0));
  });
  toggle.setAttribute("aria-pressed", "false");
  return element("div", "structure-box", view, toggle);
}
