// @ts-check
// The time range: presets counted back from the newest event's day, or two dates, both inclusive, in the chosen zone.

const presets = [
  { label: "Newest day", days: 1 },
  { label: "Last 7 days", days: 7 },
  { label: "Last 30 days", days: 30 },
  { label: "Last 60 days", days: 60 },
  { label: "All", days: 0 },
];

class TimeMenu {
  constructor() {
    this.opener = byId("filter-time");
    this.panel = element("div", "panel time-panel");
    this.panel.id = "menu-time";
    this.panel.hidden = true;
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", "Time");
    this.note = element("p", "note");
    this.from = this.dateInput("filter-from", "from");
    this.to = this.dateInput("filter-to", "to");
    this.buttons = presets.map(({ label, days }) => button(label, "preset", () => this.choosePreset(days)));
    const presetList = element("div", "presets", ...this.buttons);
    const dates = element("div", "dates", element("label", "", "From", this.from), element("label", "", "To", this.to));
    this.panel.append(presetList, dates, this.note);
    this.opener.after(this.panel);
    this.popover = new Popover(this.opener, this.panel, () => this.onOpen());
  }

  /** @param {string} id @param {"from"|"to"} end @returns {HTMLInputElement} */
  dateInput(id, end) {
    const input = element("input");
    input.type = "date";
    input.id = id;
    input.addEventListener("change", () => { if (input.value === "" || isDay(input.value)) changeFilter({ [end]: input.value }); });
    return input;
  }

  /** The newest event's day, in the chosen zone. @returns {string} */
  newestDay() {
    return model.columns.count ? model.zone.isoDay(model.columns.time[0]) : "";
  }

  /** @param {number} days @returns {{from: string, to: string}} */
  presetRange(days) {
    const to = this.newestDay();
    return days && to ? { from: addDays(to, 1 - days), to } : { from: "", to: "" };
  }

  /** @param {number} days */
  choosePreset(days) {
    changeFilter(this.presetRange(days));
    this.popover.close(true);
  }

  /** @returns {number} the place of the preset in force, or -1 */
  activePreset() {
    const { from, to } = model.filter;
    return presets.findIndex(({ days }) => { const range = this.presetRange(days); return range.from === from && range.to === to; });
  }

  onOpen() {
    this.update();
    this.buttons[Math.max(this.activePreset(), 0)].focus();
  }

  update() {
    const { from, to } = model.filter, active = this.activePreset();
    this.from.value = from;
    this.to.value = to;
    this.buttons.forEach((preset, index) => preset.setAttribute("aria-pressed", String(index === active)));
    const newest = this.newestDay();
    this.note.textContent = `${newest ? `Counted back from the newest event, ${dayInWords(newest)}. ` : ""}Days in ${model.zone.name}.`;
    this.opener.toggleAttribute("data-active", Boolean(from || to));
    showButtonValue(this.opener, from || to ? this.inWords() : "");
  }

  /** @returns {string} */
  inWords() {
    const { from, to } = model.filter, active = this.activePreset();
    if (active >= 0) return presets[active].label;
    if (!from) return `to ${dayInWords(to)}`;
    if (!to) return `from ${dayInWords(from)}`;
    return from === to ? dayInWords(from) : `${dayInWords(from)} to ${dayInWords(to)}`;
  }
}
