// @ts-check
// The Coverage tab: which days of which module the archive holds.

/**
 * @typedef {{module: string|null, runs: [number, number][]}} CoverageCalendar
 * @typedef {{name: string, retentionDays: number, firstDay: string, calendars: CoverageCalendar[], gaps: string[], purge: string|null}} CoverageSystem
 * @typedef {{name: string, from: number|null, to: number|null, covers: string, filter: string, trail: string|null}} CoverageFile
 * @typedef {{asOf: number, isWhole: boolean, limit: string, states: {key: string, words: string}[], systems: CoverageSystem[], files: CoverageFile[], notes: string[]}} CoverageData
 * @typedef {{day: string, state: number}} CoverageDay
 */

/** The sign of each state in a day's cell, beside its colour and pattern. @type {Record<string, string>} */
const coverageSigns = {
  covered: "✓", coveredTwice: "✓✓", different: "≠", quiet: "–", partly: "½", filteredOnly: "F", perhapsCut: "…", unknown: "?", lost: "✕",
};

/** An element with a role. @param {string} role @param {string} className @param {...(Node|string)} children */
function roled(role, className, ...children) {
  const made = element("div", className, ...children);
  made.setAttribute("role", role);
  return made;
}

/** @param {string} title @param {...Node} children */
function coverageSection(title, ...children) {
  return element("section", "", element("h2", "", title), ...children);
}

/** Text of the archive, with its invisible characters shown. @param {string} tag @param {string} text */
function shownText(tag, text) {
  const made = document.createElement(tag);
  showText(made, text);
  return made;
}

class CoverageTab {
  constructor() {
    this.panel = byId("panel-coverage");
    /** @type {CoverageData|null} */
    this.data = model.meta.coverage;
    this.isDrawn = false;
    this.system = 0;
    this.calendar = 0;
    /** @type {HTMLElement[]} The cells of the days in order. */
    this.cells = [];
    /** @type {CoverageDay[]} */
    this.days = [];
  }

  draw() {
    if (this.isDrawn) return;
    this.isDrawn = true;
    if (!this.data || !this.data.systems.length) {
      this.panel.append(element("p", "muted", word(model.meta.isRestricted ? "coverage.restricted" : "coverage.nothing")));
      return;
    }
    this.months = element("div", "months");
    this.detail = element("p", "day-detail muted", word("coverage.chooseDay"));
    this.detail.setAttribute("aria-live", "polite");
    this.legend = element("ul", "legend");
    this.ranges = roled("table", "ranges");
    this.ranges.setAttribute("aria-label", word("coverage.ranges"));
    this.gaps = element("div", "");
    this.panel.append(
      coverageSection(word("coverage.calendar"), this.chooser(), this.legend, this.months, this.detail),
      coverageSection(word("coverage.gaps"), this.gaps), coverageSection(word("coverage.ranges"), this.ranges),
      coverageSection(word("coverage.files"), this.files()), coverageSection(word("coverage.limits"), ...this.limits()),
    );
    this.months.addEventListener("keydown", (event) => this.onKey(event));
    this.update();
  }

  /** Which module the calendar is of. */
  chooser() {
    const data = /** @type {CoverageData} */ (this.data), select = element("select", "");
    select.id = "coverage-module";
    data.systems.forEach((system, index) => system.calendars.forEach((calendar, place) => {
      const name = calendar.module === null ? word("coverage.everyModule") : plainText(clipped(calendar.module));
      const option = element("option", "", data.systems.length > 1 ? `${system.name}: ${name}` : name);
      option.value = `${index} ${place}`;
      select.append(option);
    }));
    select.addEventListener("change", () => {
      [this.system, this.calendar] = select.value.split(" ").map(Number);
      this.update();
    });
    return element("label", "module-choice", element("span", "", word("coverage.module")), select);
  }

  /** Draws what depends on the chosen module. */
  update() {
    const data = /** @type {CoverageData} */ (this.data), system = data.systems[this.system];
    this.days = [];
    for (const [state, length] of system.calendars[this.calendar].runs) {
      for (let i = 0; i < length; i++) this.days.push({ day: addDays(system.firstDay, this.days.length), state });
    }
    this.drawMonths();
    this.drawLegend();
    this.drawRanges();
    const list = element("ul", "plain", ...system.gaps.map((gap) => inEnglish(shownText("li", gap)))), purge = system.purge ? [inEnglish(shownText("p", system.purge))] : [];
    purge[0]?.classList.add("purge");
    this.gaps?.replaceChildren(...purge, system.gaps.length ? list : element("p", "muted", word("coverage.noGaps")));
    if (this.detail) this.detail.textContent = word("coverage.chooseDay");
  }

  drawMonths() {
    this.cells = [];
    /** @type {Map<string, HTMLElement>} */
    const grids = new Map();
    this.days.forEach((day, index) => {
      const month = day.day.slice(0, 7);
      const grid = grids.get(month) || this.newMonth(month);
      grids.set(month, grid);
      const weekday = (new Date(`${day.day}T00:00:00Z`).getUTCDay() + 6) % 7;
      let row = /** @type {HTMLElement} */ (grid.lastElementChild);
      if (row.dataset.head || (weekday === 0 && row.childElementCount)) grid.append(row = roled("row", "week"));
      row.append(this.newCell(day, index, weekday));
    });
    this.months?.replaceChildren(...[...grids.values()].map((grid) => /** @type {HTMLElement} */ (grid.parentElement)));
    if (this.cells.length) this.cells[this.cells.length - 1].tabIndex = 0;
  }

  /** @param {string} month such as `2026-05` */
  newMonth(month) {
    const name = dateFormat({ month: "long", year: "numeric" }).format(Date.parse(`${month}-01T00:00:00Z`));
    const head = roled("row", "week", ...weekdayNames.map((day) => roled("columnheader", "", day)));
    head.dataset.head = "1";
    const grid = roled("grid", "month-grid", head);
    grid.setAttribute("aria-label", name);
    element("div", "month", element("h3", "", name), grid);
    return grid;
  }

  /** The key of a state's words. @param {number} state its place in the list, or -1 for a date that never was */
  stateKey(state) {
    return this.data?.states[state]?.key ?? "noDay";
  }

  /** @param {CoverageDay} day @param {number} index @param {number} weekday */
  newCell(day, index, weekday) {
    const key = this.stateKey(day.state), sign = coverageSigns[key] || "";
    const cell = roled("gridcell", `calendar-day on-${weekday}`, element("span", "number", String(Number(day.day.slice(8)))), element("span", "sign", sign));
    cell.dataset.state = key;
    cell.dataset.day = day.day;
    cell.setAttribute("aria-label", `${dayInWords(day.day)}: ${word(`coverage.${key}`)}`);
    cell.title = cell.getAttribute("aria-label") || "";
    cell.tabIndex = -1;
    cell.addEventListener("focus", () => this.showDay(index));
    cell.addEventListener("click", () => cell.focus());
    this.cells.push(cell);
    return cell;
  }

  /** @param {number} index */
  showDay(index) {
    for (const cell of this.cells) if (cell.tabIndex === 0) cell.tabIndex = -1;
    this.cells[index].tabIndex = 0;
    const data = /** @type {CoverageData} */ (this.data), { day, state } = this.days[index], zone = model.zones[0];
    const start = zone.dayStart(day), end = zone.dayEnd(day);
    const files = data.files.filter((file) => file.from !== null && file.to !== null && file.from < end && file.to > start);
    const names = files.map((file) => plainText(clipped(file.name))).join(", ");
    const which = files.length ? word("coverage.dayFiles", { files: names }) : data.isWhole ? word("coverage.dayNoFile") : "";
    if (this.detail) this.detail.textContent = `${word("coverage.day", { day: dayInWords(day), state: word(`coverage.${this.stateKey(state)}`) })} ${which}`;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7, PageUp: -28, PageDown: 28 });
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const current = this.cells.indexOf(/** @type {HTMLElement} */ (event.target)), last = this.cells.length - 1;
    if (current < 0) return;
    const next = event.key === "Home" ? 0 : event.key === "End" ? last : event.key in steps ? Math.min(Math.max(current + steps[event.key], 0), last) : -1;
    if (next < 0) return;
    this.cells[next].focus();
    event.preventDefault();
  }

  drawLegend() {
    const data = /** @type {CoverageData} */ (this.data), used = new Set(this.days.map((day) => day.state));
    this.legend?.replaceChildren(...data.states.flatMap((state, index) => {
      if (!used.has(index)) return [];
      const sign = element("span", "calendar-day sign-only", element("span", "sign", coverageSigns[state.key]));
      sign.dataset.state = state.key;
      sign.setAttribute("aria-hidden", "true");
      return [element("li", "", sign, word(`coverage.${state.key}`))];
    }));
  }

  drawRanges() {
    const data = /** @type {CoverageData} */ (this.data);
    /** @type {{first: string, last: string, state: number, count: number}[]} */
    const ranges = [];
    for (const { day, state } of this.days) {
      const last = ranges[ranges.length - 1];
      if (last && last.state === state) { last.last = day; last.count++; } else ranges.push({ first: day, last: day, state, count: 1 });
    }
    const head = roled("row", "head", ...["from", "to", "days", "state"].map((name) => roled("columnheader", "", word(`coverage.${name}`))));
    const rows = ranges.reverse().map(({ first, last, state, count }) => roled("row", "", ...[
      dayInWords(first), dayInWords(last), grouped(count), word(`coverage.${this.stateKey(state)}`),
    ].map((text) => roled("cell", "", text))));
    this.ranges?.replaceChildren(head, ...rows);
  }

  files() {
    const data = /** @type {CoverageData} */ (this.data);
    return element("ul", "plain files", ...data.files.map((file) => {
      const facts = element("dl", "facts");
      for (const [name, text] of [["covers", file.covers], ["filter", file.filter], ["trail", file.trail]]) {
        const shown = text ? inEnglish(shownText("dd", text)) : name === "filter" ? element("dd", "", word("coverage.noFilter")) : null;
        if (shown) facts.append(element("div", "fact", element("dt", "", word(`coverage.${name}`)), shown));
      }
      return element("li", "", shownText("h3", file.name), facts);
    }));
  }

  limits() {
    const data = /** @type {CoverageData} */ (this.data);
    const texts = [word("coverage.limitOfTrail"), ...(data.isWhole ? [] : [word("coverage.limitOfPart")])].map((text) => element("p", "", text));
    return [inEnglish(element("p", "", data.limit)), ...texts, element("ul", "plain", ...data.notes.map((note) => inEnglish(shownText("li", note))))];
  }
}
