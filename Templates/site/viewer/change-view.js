// @ts-check
// The changes of an event: one row for each field, before and after beside each other. What differs is marked after the first paint.

/** What is said where a field has no value. */
const stateWords = {
  absent: word("value.absent"), null: word("value.null"), empty: word("value.empty"), withheld: word("value.withheld"), value: "",
};

/** What a JSON value is, in a word; text needs none. @param {Value} value @returns {string} */
function typeWord({ state, json, text }) {
  if (state !== "value" || !json) return "";
  switch (jsonKind(text)) {
    case "object": return word("value.type.object");
    case "list": return word("value.type.list");
    case "text": return word("value.type.text");
    case "word": return word("value.type.boolean");
    default: return word("value.type.number");
  }
}

/** Whether a value is shown as a list or an object. @param {Value} value @returns {boolean} */
function isStructured({ state, json, text }) {
  return state === "value" && json && (text[0] === "{" || text[0] === "[");
}

/** Structures up to this length are laid out at once; longer ones after the first paint, since that takes time. */
const quickStructure = 1500;

/** Structures beyond this length are shown as their JSON text. */
const longestStructure = 3_000_000;

/** @param {Value} value @returns {HTMLElement} */
function valueView(value) {
  if (value.state !== "value") return element("span", "state-word", stateWords[value.state]);
  const node = isStructured(value) && value.text.length <= quickStructure ? parseJson(value.text) : null;
  return node ? structureView(node, new Map()) : textView(wholeText(value.text), value.json ? "value json" : "value");
}

class ChangeView {
  /** @param {Change} change */
  constructor({ field, before, after }) {
    this.values = { before, after };
    this.sides = { before: this.side("before"), after: this.side("after") };
    this.element = element("div", "change", element("h4", "field-name", isolated(field)), this.sides.before, this.sides.after);
    this.element.dataset.field = field;
    this.element.toggleAttribute("data-wide", isWide(before) || isWide(after));
  }

  /** @param {"before"|"after"} name @returns {HTMLElement} */
  side(name) {
    const value = this.values[name], type = typeWord(value), title = word(`change.${name}`);
    const made = element("div", name, element("span", "side-title", type ? `${title}, ${type}` : title), valueView(value));
    made.dataset.state = value.state;
    return made;
  }

  /** @param {"before"|"after"} name @param {HTMLElement} view */
  replace(name, view) {
    this.sides[name].lastElementChild?.replaceWith(view);
  }

  /** Marks what differs, and lays out what is too long to be laid out at once. */
  complete() {
    const { before, after } = this.values, isPair = before.state === "value" && after.state === "value";
    if (isStructured(before) || isStructured(after)) this.completeStructures();
    else if (isPair && before.json === after.json && before.text !== after.text) this.completeTexts(before.text, after.text, before.json);
  }

  completeStructures() {
    const names = /** @type {const} */ (["before", "after"]);
    const [before, after] = names.map((name) => {
      const value = this.values[name];
      return isStructured(value) && value.text.length <= longestStructure ? parseJson(value.text) : null;
    });
    const marks = before && after ? compareStructures(before, after) : new Map();
    [before, after].forEach((node, index) => {
      const isNew = marks.size > 0 || this.values[names[index]].text.length > quickStructure;
      if (node && isNew) this.replace(names[index], structureView(node, marks));
    });
  }

  /** @param {string} before @param {string} after @param {boolean} json */
  completeTexts(before, after, json) {
    const { pieces, exact } = compareTexts(before, after), className = json ? "value json" : "value";
    // Two values without a word in common differ as a whole: marks would only be noise.
    if (!pieces.some(({ kind, text }) => kind === "same" && /[\p{L}\p{N}]/u.test(text))) return;
    this.replace("before", textView(pieces.filter(({ kind }) => kind !== "added"), className));
    this.replace("after", textView(pieces.filter(({ kind }) => kind !== "removed"), className));
    if (!exact) this.element.append(element("p", "note inexact", word("diff.inexact")));
  }
}

/** Whether a value needs more room than a line. @param {Value} value @returns {boolean} */
function isWide(value) {
  return value.text.length > 60 || isStructured(value) || value.text.includes("\n");
}

/** Changes that are shown with the first paint, and those that are shown without being asked for. */
const firstChanges = 10, shownChanges = 60;

/** The list of changes in the drawer. A step shows its beginning at once; the rest follows when the browser has time. */
class ChangeList {
  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    this.head = element("div", "change-head", ...["field", "before", "after"].map((name) => {
      const title = element("span", "", word(`change.${name}`));
      title.dataset.word = `change.${name}`;
      return title;
    }));
    this.head.setAttribute("aria-hidden", "true");
    /** @type {Change[]} */
    this.changes = [];
    /** @type {ChangeView[]} */
    this.waiting = [];
    this.isPlanned = false;
  }

  /** @param {Change[]} changes */
  show(changes) {
    this.changes = changes;
    if (changes.length === 0) return this.container.replaceChildren(element("p", "muted", word("change.none")));
    this.waiting = changes.slice(0, firstChanges).map((change) => new ChangeView(change));
    this.container.replaceChildren(this.head, ...this.waiting.map((view) => view.element));
    if (this.isPlanned) return;
    this.isPlanned = true;
    afterPaint(() => this.complete());
  }

  /** Completes what is shown now, in slices. */
  complete() {
    this.isPlanned = false;
    const end = performance.now() + 8, { changes } = this;
    while (this.waiting.length && performance.now() < end) this.waiting.shift()?.complete();
    const shown = this.container.querySelectorAll(":scope > .change").length;
    if (this.waiting.length === 0 && shown < Math.min(changes.length, shownChanges)) this.append(changes.slice(shown, Math.min(shown + 10, shownChanges)));
    else if (this.waiting.length === 0 && shown < changes.length) this.offerRest(shown);
    // What has been laid out anew has lost the paint of what was searched for.
    if (this.waiting.length === 0) return showHits(byId("drawer"));
    this.isPlanned = true;
    setTimeout(() => this.complete());
  }

  /** @param {Change[]} changes */
  append(changes) {
    const views = changes.map((change) => new ChangeView(change));
    this.waiting.push(...views);
    this.container.append(...views.map((view) => view.element));
  }

  /** @param {number} shown */
  offerRest(shown) {
    if (this.container.querySelector(":scope > .show-all")) return;
    const more = button(word("change.showAll", { n: this.changes.length }), "quiet-link show-all", () => {
      more.remove();
      this.append(this.changes.slice(shown));
      this.complete();
    });
    this.container.append(more);
  }
}

/** Runs work when what is shown now has been painted. @param {() => void} work */
function afterPaint(work) {
  requestAnimationFrame(() => setTimeout(work));
}
