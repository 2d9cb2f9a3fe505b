// @ts-check
// The time range: presets counted back from the newest event's day, or two dates, both inclusive, in the chosen zone.

/** Days of the presets, or the word of one that is not a number of days. @type {(number|"month"|"all")[]} */
const presets = [1, 7, 30, 60, 90, "month", "all"];

/** @param {number|"month"|"all"} preset @returns {string} */
function presetName(preset) {
  if (preset === 1) return word("time.newestDay");
  return typeof preset === "number" ? word("time.lastDays", { n: preset }) : word(`time.${preset}`);
}

/** Whether the text is a moment, as an address has it. @param {string} text @returns {boolean} */
function isMoment(text) {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{3})?)?Z$/.test(text) ? Date.parse(text) : NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, -1));
}

class TimeMenu {
  constructor() {
    this.opener = byId("filter-time");
    this.panel = element("div", "panel time-panel");
    this.panel.id = "menu-time";
    this.panel.hidden = true;
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", filterName("time"));
    this.note = element("p", "note");
    this.from = this.dateInput("filter-from", "from");
    this.to = this.dateInput("filter-to", "to");
    this.buttons = presets.map((preset) => button(presetName(preset), "preset", () => this.choosePreset(preset)));
    const presetList = element("div", "presets", ...this.buttons);
    const dates = element("div", "dates", element("label", "", word("time.from"), this.from), element("label", "", word("time.to"), this.to));
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

  /** @param {number|"month"|"all"} preset @returns {{from: string, to: string}} */
  presetRange(preset) {
    const to = this.newestDay();
    if (preset === "all" || !to) return { from: "", to: "" };
    return { from: preset === "month" ? `${to.slice(0, 7)}-01` : addDays(to, 1 - preset), to };
  }

  /** @param {number|"month"|"all"} preset */
  choosePreset(preset) {
    changeFilter(this.presetRange(preset));
    this.popover.close(true);
  }

  /** @returns {number} the place of the preset in force, or -1 */
  activePreset() {
    const { from, to } = model.filter;
    return presets.findIndex((preset) => { const range = this.presetRange(preset); return range.from === from && range.to === to; });
  }

  onOpen() {
    this.update();
    this.buttons[Math.max(this.activePreset(), 0)].focus();
  }

  update() {
    const { from, to } = model.filter, active = this.activePreset(), newest = this.newestDay(), zone = model.zone.name;
    this.showDay(this.from, this.dayOf(from, 0));
    this.showDay(this.to, this.dayOf(to, -1));
    this.buttons.forEach((preset, index) => preset.setAttribute("aria-pressed", String(index === active)));
    showPlain(this.note, newest ? word("time.note", { day: dayInWords(newest), zone }) : word("time.noteEmpty", { zone }));
    this.opener.toggleAttribute("data-active", Boolean(from || to));
    showButtonValue(this.opener, from || to ? this.inWords() : "");
  }

  /** A field of a date takes long to be written. @param {HTMLInputElement} input @param {string} day */
  showDay(input, day) {
    if (input.value !== day) input.value = day;
  }

  /** The day of one end of the range. @param {string} end @param {0|-1} shift from the end to a moment in the range @returns {string} */
  dayOf(end, shift) {
    return end === "" || isDay(end) ? end : model.zone.isoDay(Date.parse(end) + shift);
  }

  /** @returns {string} */
  inWords() {
    const { from, to } = model.filter, active = this.activePreset();
    if (active >= 0) return presetName(presets[active]);
    const first = endInWords(from), last = endInWords(to);
    if (!from) return word("time.until", { last });
    if (!to) return word("time.since", { first });
    return first === last ? first : word("time.range", { first, last });
  }
}

/** One end of a time range. @param {string} end @returns {string} */
function endInWords(end) {
  if (end === "" || isDay(end)) return end && dayInWords(end);
  const time = Date.parse(end);
  return `${dayInWords(model.zone.isoDay(time))}, ${model.zone.clock(time).slice(0, 5)}`;
}
