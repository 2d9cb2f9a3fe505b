// @ts-check
// The bar above the table: search, menus, switches, chips of what is in force, the count, the empty result.

/** So many chips are shown; the menus show the rest. */
const mostChips = 10;

/** @param {FilterPart} part @returns {string} */
function filterName(part) {
  return word(`filter.${part}`);
}

class FilterBar {
  constructor() {
    const { actors, modules, actions } = model.meta;
    this.menus = [
      new FacetMenu("user", (index) => actorName(actors[index]), (index) => actorKinds[actors[index].kind] || ""),
      new FacetMenu("module", (index) => modules[index]),
      new FacetMenu("action", (index) => actions[index].name),
      new FacetMenu("kind", (index) => word(`kind.${kindNames[index]}`)),
    ];
    this.time = new TimeMenu();
    this.search = new SearchBox();
    this.histogram = new Histogram();
    this.downloads = new DownloadMenu();
    this.switches = [new FilterSwitch("deletions"), new FilterSwitch("conflicts")];
    /** @type {{chip: Chip, element: HTMLElement}[]} */
    this.chips = [];
    this.moreChips = element("span", "note");
    byId("clear-filters").addEventListener("click", () => { clearFilters(); byId("filter-user").focus(); });
    byId("filters-toggle").addEventListener("click", () => this.toggle());
  }

  /** Folds or unfolds the filters where the window is narrow. */
  toggle() {
    const bar = byId("toolbar"), open = bar.toggleAttribute("data-open");
    byId("filters-toggle").setAttribute("aria-expanded", String(open));
  }

  /** @returns {boolean} whether there is a search to go to */
  focusSearch() {
    const { input } = this.search;
    if (input.disabled || byId("toolbar").inert) return false;
    if (input.offsetParent === null) this.toggle();
    input.focus();
    input.select();
    return true;
  }

  /** Makes the bar usable, once the columns are read, or not. @param {boolean} isUsable */
  enable(isUsable) {
    for (const control of byId("toolbar").querySelectorAll("button, input, select")) {
      if (control.id !== "download" && control.closest(".panel") === null) control.toggleAttribute("disabled", !isUsable);
    }
  }

  /** Shows the filter as it is now. */
  update() {
    for (const part of [...this.menus, this.time, this.search, ...this.switches, this.histogram, this.downloads]) part.update();
    this.showCount();
    this.showChips();
    this.showEmpty();
  }

  showCount() {
    const { count } = model.result, n = model.meta.count;
    const text = isSearching() ? word("search.running") : isFiltering(model.filter) ? word("events.of", { n, shown: count }) : word("events", { n });
    byId("result-count").textContent = text;
    byId("scroller").toggleAttribute("data-searching", isSearching());
  }

  /** @returns {Chip[]} */
  activeChips() {
    const { filter } = model, chips = this.menus.flatMap((menu) => menu.chips());
    /** @type {[FilterPart, string][]} */
    const others = [["time", this.time.inWords()], ["hour", hoursInWords(filter.hour)], ["document", filter.document], ["text", filter.text],
      ["deletions", ""], ["conflicts", ""]];
    const used = partsInUse(filter);
    for (const [part, value] of others) {
      if (used.includes(part)) chips.push({ name: filterName(part), value, remove: () => changeFilter(clearing(part)) });
    }
    return chips;
  }

  showChips() {
    const chips = this.activeChips(), more = chips.length - mostChips;
    const before = this.chips;
    this.chips = chips.slice(0, mostChips).map((chip) => this.chipFor(chip, before));
    if (more > 0) this.moreChips.textContent = word("filter.moreChips", { n: more });
    showChildren(byId("chips"), [...this.chips.map((shown) => shown.element), ...(more > 0 ? [this.moreChips] : [])]);
    byId("active-filters").hidden = chips.length === 0;
    byId("toggle-count").textContent = chips.length ? ` (${chips.length})` : "";
  }

  /** One that looks the same keeps its element, so that the browser has little to lay out. @param {Chip} chip @param {FilterBar["chips"]} before of which the chosen one is taken */
  chipFor(chip, before) {
    const at = before.findIndex((shown) => shown.chip.name === chip.name && shown.chip.value === chip.value);
    if (at >= 0) return Object.assign(before.splice(at, 1)[0], { chip });
    /** @type {FilterBar["chips"][number]} */
    const made = { chip, element: this.chipElement(chip, () => made.chip.remove()) };
    return made;
  }

  /** @param {Chip} chip @param {() => void} remove @returns {HTMLElement} */
  chipElement({ name, value }, remove) {
    const chip = button("", "chip", () => {
      remove();
      const left = byId("chips").querySelector("button");
      (left || byId("filter-user")).focus();
    });
    chip.setAttribute("aria-label", word("filter.remove", { filter: value ? `${name} ${plainText(clipped(value))}` : name }));
    chip.append(element("span", "chip-name", name), ...(value ? [isolated(clipped(value), "chip-value")] : []), icon("close"));
    return chip;
  }

  /** Says why nothing is shown, and which filter to loosen. */
  showEmpty() {
    const empty = byId("empty");
    empty.hidden = model.result.count > 0;
    if (empty.hidden) return;
    if (model.meta.count === 0) empty.replaceChildren(element("p", "empty-title", word("empty.noEvents")));
    else if (isSearching()) empty.replaceChildren(element("p", "empty-title", word("search.running")));
    else empty.replaceChildren(...this.emptyHint());
  }

  /** @returns {HTMLElement[]} */
  emptyHint() {
    const best = bestToLoosen(partsInUse(model.filter), countWithout), sentence = element("p", "empty-title", word("empty.title"));
    if (!best) return [sentence, this.emptyButton(word("filter.clear"), filterParts)];
    const { parts, count: n } = best, one = parts.length === 1;
    const filter = new Intl.ListFormat(language).format(parts.map(filterName));
    const hint = element("p", "", word(one ? "empty.without" : "empty.withoutSeveral", { filter, n }));
    return [sentence, hint, this.emptyButton(word(one ? "empty.loosen" : "empty.loosenSeveral", { filter }), parts)];
  }

  /** @param {string} label @param {FilterPart[]} parts what to take away @returns {HTMLElement} */
  emptyButton(label, parts) {
    return button(label, "primary", () => {
      changeFilter(withoutParts(model.filter, parts));
      table.focusCurrent();
    });
  }
}

/**
 * @typedef {{name: string, value: string, remove: () => void}} Chip one part of the filter in force
 */

/** @param {Set<number>} hours @returns {string} such as `Monday 09:00` */
function hoursInWords(hours) {
  if (hours.size !== 1) return word("time.hours", { n: hours.size });
  const [hour] = hours, day = Math.floor(hour / 24);
  return `${new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" }).format((day + 4) * dayLength)} ${padded(hour % 24)}:00`;
}
