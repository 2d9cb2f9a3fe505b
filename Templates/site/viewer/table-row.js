// @ts-check
// One row of the table. Rows are reused: an element is filled anew when another event comes into view.

class TableRow {
  constructor() {
    this.place = -1;
    this.event = -1;
    this.offset = NaN;
    /** @type {boolean|null} null until the row has stood */
    this.isCurrent = null;
    this.isSelected = false;
    this.name = element("bdi", "text");
    this.nameNote = element("bdi", "name-id");
    this.hitField = element("bdi", "hit-field");
    this.hitText = element("bdi", "hit-text");
    this.hit = element("span", "hit-note", this.hitField, " ", this.hitText);
    this.module = element("bdi", "text");
    this.badge = element("span", "badge");
    this.badgeLine = drawn("path");
    this.badgeIcon = drawn("svg", { class: "icon", "aria-hidden": "true", viewBox: "0 0 16 16" }, this.badgeLine);
    this.badgeText = element("bdi", "text");
    this.badge.append(this.badgeIcon, this.badgeText);
    this.actor = element("bdi", "text");
    this.actorKind = element("span", "tag");
    this.day = element("span", "day");
    this.clock = element("span", "clock");
    this.preview = this.previewButton();
    this.element = this.build();
  }

  /** @returns {HTMLButtonElement} */
  previewButton() {
    const made = element("button", "eye", icon("eye"));
    made.type = "button";
    made.tabIndex = -1;
    made.title = word("table.preview");
    made.setAttribute("aria-label", word("table.preview"));
    return made;
  }

  /** @returns {HTMLTableRowElement} */
  build() {
    /** @type {[string, ...(Node|string)[]][]} */
    const cells = [["name", this.name, this.nameNote, this.hit], ["module", this.module], ["action", this.badge],
      ["actor", this.actor, this.actorKind], ["time", this.day, " ", this.clock], ["preview", this.preview]];
    const row = element("tr");
    row.setAttribute("role", "row");
    for (const [className, ...content] of cells) {
      const cell = element("td", className, ...content);
      cell.setAttribute("role", "gridcell");
      row.append(cell);
    }
    return row;
  }

  /** Most rows stand as they stood: to write that again would cost the browser time. @param {number} offset in pixels @param {boolean} isCurrent @param {boolean} isSelected */
  stand(offset, isCurrent, isSelected) {
    if (this.offset !== offset) this.element.style.transform = `translateY(${offset}px)`;
    if (this.isCurrent !== isCurrent) this.element.tabIndex = isCurrent ? 0 : -1;
    if (isSelected && !this.isSelected) this.element.setAttribute("aria-selected", "true");
    if (!isSelected && this.isSelected) this.element.removeAttribute("aria-selected");
    Object.assign(this, { offset, isCurrent, isSelected });
  }

  /** @param {number} place @param {number} event */
  fill(place, event) {
    if (this.place !== place) {
      this.place = place;
      this.element.setAttribute("aria-rowindex", String(place + 2));
    }
    if (this.event === event) return;
    this.event = event;
    this.element.dataset.event = String(event);
    this.fillName(model.columns.target[event]);
    showText(this.module, clipped(moduleName(event)));
    const action = actionOf(event);
    this.fillBadge(action.class);
    showText(this.badgeText, clipped(action.name));
    this.fillActor(actorOf(event));
    this.fillTime();
    this.showHits();
  }

  /** The icon is one line, drawn here: for a use of the sprite the browser would build a tree anew with each change. @param {string} actionClass */
  fillBadge(actionClass) {
    if (this.badge.dataset.class === actionClass) return;
    this.badge.dataset.class = actionClass;
    this.badgeLine.setAttribute("d", iconLine(actionClass));
  }

  /** Paints what was searched for; if the name does not have it, a note says where it stands. */
  showHits() {
    const { text, document: query } = model.filter;
    this.hit.hidden = true;
    const isShown = listHits.show(this, [this.name, this.nameNote], text || query);
    if (text && !isShown) requestNote(this);
  }

  /** @param {{field: string, excerpt: string}|null} note */
  showNote(note) {
    this.hit.hidden = note === null;
    if (note === null) return;
    showText(this.hitField, clipped(note.field));
    showText(this.hitText, note.excerpt);
    listHits.show(this, [this.hitText], model.filter.text);
  }

  /** @param {number} target */
  fillName(target) {
    const name = model.columns.names.text(target);
    this.name.toggleAttribute("data-missing", !name);
    showText(this.name, name ? clipped(name) : word(isWithheld("document_name") ? "name.withheld" : "name.none"));
    showText(this.nameNote, name ? "" : clipped(model.columns.documentIds.text(target) || ""));
  }

  /** @param {Actor} actor */
  fillActor(actor) {
    const known = Boolean(actor.name || actor.id);
    this.actor.toggleAttribute("data-missing", !known);
    showText(this.actor, clipped(actorName(actor)));
    // A pseudonym begins with the kind.
    const isPseudonym = model.meta.withheld?.pseudonyms.includes("actor") ?? false;
    showPlain(this.actorKind, isPseudonym ? "" : actorKinds[actor.kind] || "");
  }

  fillTime() {
    const time = model.columns.time[this.event];
    showPlain(this.day, model.zone.day(time));
    showPlain(this.clock, model.zone.clock(time));
  }
}
