// @ts-check
// The list of choices behind the buttons User, Module, Action and Kind: type to narrow, tick, clear.

/** So many choices are shown at once; typing finds the others. */
const mostChoices = 200;

class FacetMenu {
  /** @param {Dimension} dimension @param {(index: number) => string} label @param {(index: number) => string} [detail] */
  constructor(dimension, label, detail = () => "") {
    this.dimension = dimension;
    this.title = filterName(dimension);
    this.label = label;
    this.detail = detail;
    this.opener = /** @type {HTMLButtonElement} */ (byId(`filter-${dimension}`));
    /** @type {Map<number, {item: HTMLElement, box: HTMLInputElement, count: HTMLElement}>} the choices that are shown */
    this.items = new Map();
    /** @type {number[]} the choices in the order in which they were when the list was opened */
    this.order = [];
    /** @type {string[]|null} what typing is compared with, by choice */
    this.texts = null;
    this.narrow = this.narrowBox();
    this.list = element("div", "options");
    this.note = element("p", "note");
    this.clear = button(word("menu.clear"), "quiet", () => this.choose(new Set()));
    this.panel = this.build();
    this.opener.after(this.panel);
    this.list.addEventListener("change", (event) => this.onChange(event));
    this.panel.addEventListener("keydown", (event) => this.onKeydown(event));
    this.popover = new Popover(this.opener, this.panel, () => this.onOpen());
  }

  /** @returns {HTMLInputElement} */
  narrowBox() {
    const box = element("input", "narrow");
    Object.assign(box, { type: "text", placeholder: word("menu.narrow"), autocomplete: "off", spellcheck: false });
    box.setAttribute("aria-label", word("menu.narrowLabel", { filter: this.title }));
    box.addEventListener("input", () => this.fill());
    return box;
  }

  /** @returns {HTMLElement} */
  build() {
    const panel = element("div", "panel facet", this.narrow, this.list, element("div", "panel-foot", this.note, this.clear));
    Object.assign(panel, { id: `menu-${this.dimension}`, hidden: true });
    panel.setAttribute("role", "group");
    panel.setAttribute("aria-label", this.title);
    return panel;
  }

  /** @returns {Set<number>} */
  get chosen() {
    return model.filter[this.dimension];
  }

  onOpen() {
    this.narrow.value = "";
    this.order = this.byCount();
    this.fill();
    this.narrow.focus();
  }

  /** What is chosen first, then the most frequent. Numbers are sorted, not texts: there may be very many. @returns {number[]} */
  byCount() {
    const counts = model.result.facets[this.dimension], chosen = this.chosen, size = counts.length;
    const weights = Float64Array.from(counts, (count, index) => (count + (chosen.has(index) ? 2 ** 32 : 0)) * size - index);
    return Array.from(weights.sort(), (weight) => (size - weight % size) % size).reverse();
  }

  /** Makes the items that match what was typed. */
  fill() {
    const part = foldCase(this.narrow.value.trim());
    const texts = this.texts ||= Array.from(this.order, (_, index) => foldCase(`${this.label(index)} ${this.detail(index)}`));
    const found = part ? this.order.filter((index) => texts[index].includes(part)) : this.order, more = found.length - mostChoices;
    this.items.clear();
    this.list.replaceChildren(...found.slice(0, mostChoices).map((index) => this.item(index)));
    this.list.scrollTop = 0;
    this.note.textContent = found.length === 0 ? word("menu.nothing") : more > 0 ? word("menu.more", { n: more }) : "";
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

  /** Shows counts and choices as they are now. A closed list has none to show: it is filled when it is opened. */
  update() {
    const { chosen } = this;
    if (this.popover.isOpen) this.updateItems();
    this.clear.disabled = chosen.size === 0;
    this.opener.toggleAttribute("data-active", chosen.size > 0);
    showButtonValue(this.opener, chosen.size === 0 ? "" : chosen.size === 1 ? this.label([...chosen][0]) : grouped(chosen.size));
  }

  updateItems() {
    const counts = model.result.facets[this.dimension], { chosen } = this;
    for (const [index, { item, box, count }] of this.items) {
      box.checked = chosen.has(index);
      showPlain(count, grouped(counts[index]));
      item.toggleAttribute("data-none", counts[index] === 0);
    }
  }

  /** What is chosen, for the bar. @returns {Chip[]} */
  chips() {
    const { chosen } = this;
    return [...chosen].map((choice) => ({
      name: this.title,
      value: this.label(choice),
      remove: () => this.choose(new Set([...chosen].filter((other) => other !== choice))),
    }));
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
