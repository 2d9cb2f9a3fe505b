// @ts-check
// The bar above the table: menus, document search, chips of what is in force, the count, the zone, the empty result.

/** So many chips are shown; the menus show the rest. */
const mostChips = 10;

class FilterBar {
  constructor() {
    const { actors, modules, actions } = model.meta;
    this.menus = [
      new FacetMenu("user", "User", (index) => actorName(actors[index]), (index) => actorKinds[actors[index].kind] || ""),
      new FacetMenu("module", "Module", (index) => modules[index], () => ""),
      new FacetMenu("action", "Action", (index) => actions[index].name, () => ""),
    ];
    this.time = new TimeMenu();
    this.document = /** @type {HTMLInputElement} */ (byId("filter-document"));
    const search = delayed(() => changeFilter({ document: this.document.value.trim() }), 90);
    this.document.addEventListener("input", search);
    byId("clear-filters").addEventListener("click", () => { changeFilter(emptyFilter()); byId("filter-user").focus(); });
    byId("filters-toggle").addEventListener("click", () => this.toggle());
  }

  /** Folds or unfolds the filters where the window is narrow. */
  toggle() {
    const bar = byId("toolbar"), open = bar.toggleAttribute("data-open");
    byId("filters-toggle").setAttribute("aria-expanded", String(open));
  }

  /** Makes the bar usable, once the file is read. */
  enable() {
    for (const control of byId("toolbar").querySelectorAll("button, input, select")) {
      if (control.closest(".panel") === null) control.removeAttribute("disabled");
    }
  }

  /** Shows the filter as it is now. */
  update() {
    for (const menu of this.menus) menu.update();
    this.time.update();
    if (this.document.value.trim() !== model.filter.document) this.document.value = model.filter.document;
    this.document.toggleAttribute("data-active", model.filter.document !== "");
    this.showCount();
    this.showChips();
    this.showEmpty();
  }

  showCount() {
    const { count } = model.result, total = model.meta.count;
    const text = isFiltering(model.filter) ? `${grouped(count)} of ${counted(total, "event", "events")}` : counted(total, "event", "events");
    byId("result-count").textContent = text;
  }

  /** @returns {{name: string, value: string, remove: () => void}[]} */
  activeParts() {
    const parts = this.menus.flatMap((menu) => [...menu.chosen].map((choice) => ({
      name: menu.title,
      value: menu.label(choice),
      remove: () => changeFilter({ [menu.dimension]: new Set([...menu.chosen].filter((other) => other !== choice)) }),
    })));
    const { from, to, document: query } = model.filter;
    if (from || to) parts.push({ name: "Time", value: this.time.inWords(), remove: () => changeFilter({ from: "", to: "" }) });
    if (query) parts.push({ name: "Document", value: query, remove: () => changeFilter({ document: "" }) });
    return parts;
  }

  showChips() {
    const parts = this.activeParts(), chips = parts.slice(0, mostChips).map((part) => this.chip(part));
    const more = parts.length > mostChips ? [element("span", "note", `and ${parts.length - mostChips} more`)] : [];
    byId("chips").replaceChildren(...chips, ...more);
    byId("active-filters").hidden = parts.length === 0;
    byId("toggle-count").textContent = parts.length ? ` (${parts.length})` : "";
  }

  /** @param {{name: string, value: string, remove: () => void}} part @returns {HTMLElement} */
  chip({ name, value, remove }) {
    const chip = button("", "chip", () => {
      remove();
      const left = byId("chips").querySelector("button");
      (left || byId("filter-user")).focus();
    });
    chip.setAttribute("aria-label", `Remove filter: ${name} ${plainText(clipped(value))}`);
    chip.append(element("span", "chip-name", name), isolated(clipped(value), "chip-value"), icon("close"));
    return chip;
  }

  /** Says why nothing is shown, and which filter to loosen. */
  showEmpty() {
    const empty = byId("empty");
    empty.hidden = model.result.count > 0;
    if (!empty.hidden) empty.replaceChildren(...(model.meta.count === 0 ? [element("p", "", "This file holds no events.")] : this.emptyHint()));
  }

  /** @returns {HTMLElement[]} */
  emptyHint() {
    const names = { user: "user", module: "module", action: "action", time: "time", document: "document" };
    const best = bestToLoosen(model.filter, countWith);
    const sentence = element("p", "empty-title", "No event passes all filters.");
    if (!best) {
      const clear = button("Clear filters", "primary", () => { changeFilter(emptyFilter()); table.focusCurrent(); });
      return [sentence, element("p", "", "Several filters exclude each other."), clear];
    }
    const verb = best.count === 1 ? "is" : "are";
    const hint = element("p", "", `Without the ${names[best.key]} filter there ${verb} ${counted(best.count, "event", "events")}.`);
    return [sentence, hint, button(`Remove the ${names[best.key]} filter`, "primary", () => {
      changeFilter(withoutFilter(model.filter, best.key) || {});
      table.focusCurrent();
    })];
  }
}
