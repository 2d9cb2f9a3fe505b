// @ts-check
// One box for two searches, of which the reader chooses one: all names and values, or the documents alone.

class SearchBox {
  constructor() {
    this.input = /** @type {HTMLInputElement} */ (byId("search"));
    this.scope = /** @type {HTMLSelectElement} */ (byId("search-scope"));
    this.input.addEventListener("input", delayed(() => this.apply(), 120));
    this.input.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) this.apply(); });
    this.input.addEventListener("focus", () => { if (this.scope.value === "text") model.texts?.warm(); });
    this.scope.addEventListener("change", () => this.apply());
  }

  apply() {
    const text = this.input.value.trim(), isText = this.scope.value === "text";
    const change = { text: isText ? text : "", document: isText ? "" : text };
    if (change.text !== model.filter.text || change.document !== model.filter.document) changeFilter(change);
    else this.update();
  }

  /** Shows what is searched for. A link may name both searches: the chips show the other one then. */
  update() {
    const { text, document: query } = model.filter;
    if (text || query) this.scope.value = text ? "text" : "document";
    if (this.input.value.trim() !== (text || query)) this.input.value = text || query;
    this.input.placeholder = word(this.scope.value === "text" ? "search.inTexts" : "search.inDocuments");
    this.input.parentElement?.toggleAttribute("data-active", Boolean(text || query));
  }
}
