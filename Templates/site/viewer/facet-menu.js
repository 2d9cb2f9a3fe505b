// @ts-check
// The list of choices behind the buttons User, Module and Action: type to narrow, tick, clear.

/** So many choices are shown at once; typing finds the others. */
const mostChoices = 200;

class FacetMenu {
  /** @param {Dimension} dimension @param {string} title @param {(index: number) => string} label @param {(index: number) => string} detail */
  constructor(dimension, title, label, detail) {
    this.dimension = dimension;
    this.title = title;
    this.label = label;
    this.detail = detail;
    this.opener = /** @type {HTMLButtonElement} */ (byId(`filter-${dimension}`));
    /** @type {Map<number, {item: HTMLElement, box: HTMLInputElement, count: HTMLElement}>} */
    this.items = new Map();
    /** @type {number[]} the choices in the order in which they were when the list was opened */
    this.order = [];
    this.panel = element("div", "panel facet");
    this.panel.id = `menu-${this.dimension}`;
    this.panel.hidden = true;
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", this.title);
    this.narrow = element("input", "narrow");
    this.narrow.type = "text";
    this.narrow.placeholder = "Type to narrow";
    this.narrow.setAttribute("aria-label", `Narrow the list: ${this.title}`);
    this.narrow.autocomplete = "off";
    this.narrow.spellcheck = false;
    this.list = element("div", "options");
    this.note = element("p", "note");
    this.clear = button("Clear", "quiet", () => this.choose(new Set()));
    this.panel.append(this.narrow, this.list, element("div", "panel-foot", this.note, this.clear));
    this.opener.after(this.panel);
    this.narrow.addEventListener("input", () => this.fill());
    this.list.addEventListener("change", (event) => this.onChange(event));
    this.panel.addEventListener("keydown", (event) => this.onKeydown(event));
    this.popover = new Popover(this.opener, this.panel, () => this.onOpen());
  }

  /** @returns {Set<number>} */
  get chosen() {
    return model.filter[this.dimension];
  }

  onOpen() {
    this.narrow.value = "";
    const counts = model.result.facets[this.dimension], chosen = this.chosen;
    this.order = Array.from(counts.keys()).sort((a, b) =>
      Number(chosen.has(b)) - Number(chosen.has(a)) || counts[b] - counts[a] || this.label(a).localeCompare(this.label(b)));
    this.fill();
    this.narrow.focus();
  }

  /** Makes the items that match what was typed. */
  fill() {
    const part = this.narrow.value.trim().toLowerCase();
    const found = this.order.filter((index) => `${this.label(index)} ${this.detail(index)}`.toLowerCase().includes(part));
    this.items.clear();
    this.list.replaceChildren(...found.slice(0, mostChoices).map((index) => this.item(index)));
    this.note.textContent = found.length === 0 ? "Nothing matches."
      : found.length > mostChoices ? `${grouped(found.length - mostChoices)} more: type to narrow` : "";
    this.update();
  }

  /** @param {number} index @returns {HTMLElement} */
  item(index) {
    const box = element("input");
    box.type = "checkbox";
    const count = element("span", "count"), item = element("label", "option", box, isolated(clipped(this.label(index)), "option-name"));
    if (this.detail(index)) item.append(element("span", "tag", this.detail(index)));
    item.append(count);
    item.dataset.option = String(index);
    this.items.set(index, { item, box, count });
    return item;
  }

  /** Shows counts and choices as they are now. */
  update() {
    const counts = model.result.facets[this.dimension], chosen = this.chosen;
    for (const [index, { item, box, count }] of this.items) {
      box.checked = chosen.has(index);
      count.textContent = grouped(counts[index]);
      item.toggleAttribute("data-none", counts[index] === 0);
    }
    this.clear.disabled = chosen.size === 0;
    this.opener.toggleAttribute("data-active", chosen.size > 0);
    showButtonValue(this.opener, chosen.size === 0 ? "" : chosen.size === 1 ? this.label([...chosen][0]) : String(chosen.size));
  }

  /** @param {Event} event */
  onChange(event) {
    const item = /** @type {HTMLElement} */ (event.target).closest("[data-option]");
    if (!(item instanceof HTMLElement)) return;
    const chosen = new Set(this.chosen), index = Number(item.dataset.option);
    if (!chosen.delete(index)) chosen.add(index);
    this.choose(chosen);
  }

  /** @param {Set<number>} chosen */
  choose(chosen) {
    changeFilter({ [this.dimension]: chosen });
  }

  /** @param {KeyboardEvent} event */
  onKeydown(event) {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || event.isComposing) return;
    const stops = [this.narrow, ...[...this.items.values()].map(({ box }) => box)];
    const at = stops.indexOf(/** @type {HTMLInputElement} */ (document.activeElement));
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    event.preventDefault();
  }
}

/** Shows beside a filter's name what is chosen. @param {HTMLElement} opener @param {string} value */
function showButtonValue(opener, value) {
  const place = /** @type {HTMLElement} */ (opener.querySelector(".chosen"));
  showText(place, value ? clipped(value) : "");
}
