// @ts-check
// The Exports tab: who took what out of the archive, as its ledger tells in this page. It is read when it is first opened.

/** So many exports are shown at a time. */
const exportsAtOnce = 200;

/** Whether the archive holds more than this page. */
function isPart() {
  const { filter, isRestricted } = /** @type {any} */ (model.meta);
  return isRestricted || Object.keys(filter).length > 0;
}

class ExportsTab {
  constructor() {
    this.panel = byId("panel-exports");
    /** @type {ExportJob[]|null} */
    this.jobs = null;
    this.isReading = false;
    /** @type {ExportRow[]} */
    this.rows = [];
    this.current = 0;
    /** Whether the reader left by a row, and comes back to it. */
    this.left = false;
    this.zone = model.zone;
    this.caption = element("caption");
    this.body = element("tbody");
    this.more = element("p", "more");
    this.body.setAttribute("role", "rowgroup");
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.body.addEventListener("keydown", (event) => this.onKey(event));
    this.body.addEventListener("focusin", (event) => this.setCurrent(this.placeOf(event)));
  }

  /** Called whenever the tab is opened, and when the file has been read. */
  show() {
    if (tabs.shown !== "exports") return;
    if (this.jobs) return this.comeBack();
    if (!this.isReading) this.say(word("exports.reading"));
    if (!this.isReading && model.blocks?.values) this.read();
  }

  /** A sentence in place of the table. @param {string} text */
  say(text) {
    const sentence = element("p", "exports-state", text);
    sentence.setAttribute("role", "status");
    this.panel.replaceChildren(sentence);
  }

  async read() {
    this.isReading = true;
    try {
      this.jobs = exportJobs(await readLedger());
      this.draw(this.jobs);
    } catch (error) {
      this.say(word("exports.unreadable", { reason: reasonOf(error) }));
    }
    this.isReading = false;
  }

  /** @param {ExportJob[]} jobs */
  draw(jobs) {
    const limits = (isPart() ? ["exports.partial", "exports.limit"] : ["exports.limit"]).map((key) => element("p", "muted", word(key)));
    if (jobs.length === 0) {
      this.say(word(namesSystems() ? "exports.none" : "exports.unnamed"));
      return this.panel.append(...limits);
    }
    const table = element("table", "exports", this.caption, this.head(), this.body);
    table.setAttribute("role", "grid");
    table.setAttribute("aria-rowcount", String(jobs.length + 1));
    this.panel.replaceChildren(table, this.more, ...limits);
    this.showMore();
    this.rows[0].setCurrent(true);
  }

  head() {
    const row = element("tr", "", ...exportColumns.map((column) => {
      const cell = element("th", "", word(`exports.${column}`));
      cell.scope = "col";
      cell.setAttribute("role", "columnheader");
      return cell;
    }));
    row.setAttribute("role", "row");
    const head = element("thead", "", row);
    head.setAttribute("role", "rowgroup");
    return head;
  }

  /** Adds the next rows to the table. */
  showMore() {
    const jobs = this.jobs || [], start = this.rows.length;
    for (const job of jobs.slice(start, start + exportsAtOnce)) {
      const row = new ExportRow(job, (chosen, event) => this.open(chosen, event));
      row.element.setAttribute("aria-rowindex", String(this.rows.length + 2));
      this.rows.push(row);
      this.body.append(row.element);
    }
    this.showCaption();
    const rest = jobs.length - this.rows.length;
    this.more.hidden = rest === 0;
    if (rest) this.more.replaceChildren(button(word("exports.older", { n: Math.min(rest, exportsAtOnce) }), "primary", () => {
      const next = this.rows.length;
      this.showMore();
      this.moveTo(next);
    }));
  }

  showCaption() {
    const n = this.jobs?.length || 0, shown = this.rows.length;
    this.caption.textContent = word(shown < n ? "exports.captionOfPart" : "exports.caption", { n, shown, zone: model.zone.name });
  }

  /** The table is there already: its times follow the zone, and who left by a row finds it again. */
  comeBack() {
    if (this.zone !== model.zone) {
      this.zone = model.zone;
      for (const row of this.rows) row.fill();
      this.rows[this.current]?.setCurrent(true);
      if (this.rows.length) this.showCaption();
    }
    if (this.left) this.rows[this.current]?.element.focus();
    this.left = false;
  }

  /** Leads to the export's entries in the list. @param {ExportJob} job @param {number} event the event to open, or -1 */
  open(job, event) {
    const archiveId = job.entries.find((entry) => entry.event === event)?.details.archiveId ?? null;
    this.left = true;
    follow({ ...emptyFilter(), document: job.id || "" }, archiveId);
    if (archiveId === null) table.focusCurrent();
  }

  /** @param {Event} event @returns {number} the place of the row that it happened in, or -1 */
  placeOf(event) {
    const row = /** @type {Element} */ (event.target).closest("tr");
    return this.rows.findIndex((shown) => shown.element === row);
  }

  /** @param {number} place */
  setCurrent(place) {
    if (place < 0 || place === this.current) return;
    this.rows[this.current]?.setCurrent(false);
    this.current = place;
    this.rows[place].setCurrent(true);
  }

  /** @param {number} place */
  moveTo(place) {
    this.setCurrent(Math.min(Math.max(place, 0), this.rows.length - 1));
    this.rows[this.current].element.focus();
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const place = this.placeOf(event), selection = getSelection();
    if (place < 0 || /** @type {Element} */ (event.target).closest("button")) return;
    if (selection && !selection.isCollapsed && this.body.contains(selection.anchorNode)) return;
    this.setCurrent(place);
    this.openRow(place);
  }

  /** @param {number} place */
  openRow(place) {
    this.open(this.rows[place].job, firstEntry(this.rows[place].job).event);
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    /** @type {Record<string, number>} */
    const steps = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10, Home: -Infinity, End: Infinity };
    if (event.key === "Enter" && event.target === this.rows[this.current]?.element) this.openRow(this.current);
    else if (event.key in steps) this.moveTo(this.current + steps[event.key]);
    else return;
    event.preventDefault();
  }
}
