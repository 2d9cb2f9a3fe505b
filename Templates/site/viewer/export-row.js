// @ts-check
// One row of the Exports tab. Whatever the ledger says is text; what it does not say is told in words.

/** The columns, as their cells are called in the style and in the words. */
const exportColumns = /** @type {const} */ (["id", "by", "at", "filter", "status", "rows", "size", "expires", "downloads", "entries"]);
/** @typedef {typeof exportColumns[number]} ExportColumn */

/** The status that the ledger writes as this text: its colour, and its words. @type {Map<string, [string, string]>} */
const exportStates = new Map([
  ["completed", ["create", "completed"]], ["queued", ["update", "queued"]], ["running", ["update", "running"]], ["requested", ["update", "requested"]],
  ["denied", ["delete", "denied"]], ["failed", ["delete", "failed"]], ["over limit", ["delete", "overLimit"]], ["cancelled", ["other", "cancelled"]],
  ["expired", ["other", "expired"]], ["empty", ["other", "empty"]],
]);

/** A filter longer than this is clipped. */
const clippedFilter = 140;

/** A value for reading, or null if the ledger does not say it. @param {Value|undefined} value @returns {string|null} */
function saidText(value) {
  if (!value || value.state === "null" || value.state === "empty") return null;
  return value.state === "value" ? value.text : word(`value.${value.state}`);
}

/** Digits in groups; anything else as it stands. @param {string|null} text @returns {string|null} */
function groupedText(text) {
  return text !== null && /^\d{1,15}$/.test(text) ? grouped(Number(text)) : text;
}

/** Such as `1.2 MB`. @param {string|null} text @returns {string|null} */
function sizeText(text) {
  if (text === null || !/^\d{1,15}$/.test(text)) return text;
  const bytes = Number(text), power = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  if (power === 0) return word("exports.bytes", { n: bytes });
  const size = bytes / 1000 ** power;
  return `${size < 9.95 ? decimals.format(size) : grouped(Math.round(size))} ${["", "kB", "MB", "GB", "TB"][power]}`;
}

/** The number of entries in a JSON list. @param {Value|undefined} value @returns {number} */
function lengthOf(value) {
  try {
    const list = value?.json ? JSON.parse(value.text) : null;
    return Array.isArray(list) ? list.length : 0;
  } catch {
    return 0;
  }
}

/** A moment written as ISO 8601 with a zone; null if the text is none. @param {string|null} text @returns {number|null} */
function momentOf(text) {
  const time = text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? null : time;
}

/** The filter in words, else as the JSON that it is kept as. @param {ExportJob} job @returns {string|null} */
function filterOf({ asked, known }) {
  const said = asked.size ? asked : known;
  return saidText(said.get("filterText")) ?? saidText(said.get("filter"));
}

class ExportRow {
  /** @param {ExportJob} job @param {(job: ExportJob, event: number) => void} open leads to the export's entries; event -1 opens none */
  constructor(job, open) {
    this.job = job;
    this.open = open;
    this.element = element("tr");
    this.element.setAttribute("role", "row");
    this.element.tabIndex = -1;
    this.all = button(word("exports.entryCount", { n: job.entries.length }), "quiet-link", () => open(job, -1));
    this.all.tabIndex = -1;
    this.all.disabled = !job.id;
    this.all.setAttribute("aria-label", word("exports.showEntries", {
      n: job.entries.length, id: job.id ? plainText(clipped(job.id)) : word("exports.withoutId"),
    }));
    this.fill();
  }

  /** Writes the row, also anew when the zone has changed. */
  fill() {
    const { job } = this, rows = saidText(job.known.get("rows"));
    const at = job.request ? this.moment(model.columns.time[job.request.event]) : this.elsewhere();
    /** @type {Record<ExportColumn, Node>} */
    const cells = {
      id: this.id(), by: this.requester(), at, filter: this.filter(), status: this.status(),
      rows: this.text(groupedText(rows)), size: this.size(), expires: this.expiry(), downloads: element("span", "", grouped(job.downloads)),
      entries: this.all,
    };
    this.element.replaceChildren(...exportColumns.map((column) => this.cell(column, cells[column])));
  }

  /** @param {ExportColumn} column @param {Node} content */
  cell(column, content) {
    const isHead = column === "id", made = element(isHead ? "th" : "td", `export-${column}`, content);
    if (isHead) made.setAttribute("scope", "row");
    made.setAttribute("role", isHead ? "rowheader" : "gridcell");
    made.dataset.label = word(`exports.${column}`);
    return made;
  }

  /** A text of the ledger, or that it says nothing. @param {string|null} text @returns {HTMLElement} */
  text(text) {
    if (text !== null) return isolated(clipped(text));
    return element("span", "nothing", element("span", "unseen", word("value.absent")));
  }

  elsewhere() {
    return element("span", "muted", word("exports.otherPage"));
  }

  id() {
    const { id } = this.job, isHidden = !id && isWithheld("document_id");
    return element("span", "", isHidden ? element("span", "muted", word("value.withheld")) : this.text(id || null));
  }

  requester() {
    const { request, asked } = this.job;
    if (!request) return this.elsewhere();
    const { name, id } = request.actor, as = saidText(asked.get("actingAs"));
    const made = element("span", "stack", this.text(actorName(request.actor)));
    if (name && id && name !== id) made.append(isolated(clipped(id), "note"));
    if (as !== null) made.append(element("span", "note", word("exports.actingAs"), isolated(clipped(as))));
    return made;
  }

  /** @param {number} time */
  moment(time) {
    const day = element("span", "day", model.zone.day(time)), clock = element("span", "clock", model.zone.clock(time));
    const made = element("span", "moment", day, " ", clock);
    made.title = model.zone.moment(time);
    return made;
  }

  size() {
    const { known } = this.job, bytes = saidText(known.get("bytes")), parts = lengthOf(known.get("parts"));
    const made = element("span", "stack", this.text(sizeText(bytes)));
    if (bytes !== null) made.title = word("exports.bytesAsWritten", { bytes: plainText(groupedText(clipped(bytes)) || "") });
    if (parts > 1) made.append(element("span", "note", word("exports.parts", { n: parts })));
    return made;
  }

  expiry() {
    const text = saidText(this.job.known.get("expiresAt")), time = momentOf(text);
    return time === null ? this.text(text) : this.moment(time);
  }

  filter() {
    const text = filterOf(this.job);
    if (text === null || text.length <= clippedFilter) return this.text(text);
    const words = isolated(text, "clip"), made = element("span", "stack", words);
    const more = button(word("exports.wholeFilter"), "quiet-link", () => {
      const isOpen = made.toggleAttribute("data-open");
      more.textContent = word(isOpen ? "exports.shortFilter" : "exports.wholeFilter");
      more.setAttribute("aria-expanded", String(isOpen));
    });
    more.tabIndex = this.element.tabIndex;
    more.setAttribute("aria-expanded", "false");
    made.append(more);
    return made;
  }

  status() {
    const { status, hasVariant } = this.job, text = (status || "").toLowerCase().replace(/[\s_-]+/g, " ");
    const [colour, key] = exportStates.get(text) || ["other", ""];
    const words = key ? word(`exports.state.${key}`) : text ? text[0].toUpperCase() + text.slice(1) : word("value.absent");
    const badge = element("span", "badge", isolated(clipped(words)));
    badge.dataset.class = colour;
    return element("span", "stack", badge, ...(hasVariant ? [element("span", "note", word("exports.conflict"))] : []));
  }

  /** Makes this the row that the tab key finds, with what is in it. @param {boolean} isCurrent */
  setCurrent(isCurrent) {
    this.element.tabIndex = isCurrent ? 0 : -1;
    for (const control of this.element.querySelectorAll("button")) control.tabIndex = this.element.tabIndex;
  }
}
