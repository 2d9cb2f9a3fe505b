// @ts-check
// The strip above the table: how many events each day or week has, how many of them pass the other filters, and the time range to brush.

const plotHeight = 32;

class Histogram {
  constructor() {
    this.element = byId("histogram");
    this.plot = byId("histogram-plot");
    this.text = byId("histogram-text");
    this.all = drawn("path", { class: "bars-all" });
    this.shown = drawn("path", { class: "bars-shown" });
    this.drawing = drawn("svg", { "aria-hidden": "true", focusable: "false", preserveAspectRatio: "none" }, this.all, this.shown);
    this.band = element("div", "brush");
    this.handles = [this.handle("from", 0), this.handle("to", 1)];
    this.plot.append(this.drawing, this.band, ...this.handles);
    /** @type {TimeBins|null} */
    this.bins = null;
    /** @type {number[]} events of each bin, and those that pass the other filters */
    this.totals = [];
    /** @type {number[]} */
    this.counts = [];
    /** @type {[number, number]} the first and the last bin of the range */
    this.range = [0, 0];
    /** @type {{end: 0|1|null, from: number}|null} the end that is being dragged; null for a new range */
    this.drag = null;
    /** Whether the range is ahead of the filter. */
    this.isAhead = false;
    this.refresh = delayed(() => this.draw(), 60);
    this.settle = delayed(() => this.apply(), 250);
    this.listen();
  }

  /** @param {"from"|"to"} name @param {0|1} end @returns {HTMLElement} */
  handle(name, end) {
    const handle = element("div", `handle ${name}`);
    handle.tabIndex = 0;
    handle.setAttribute("role", "slider");
    handle.setAttribute("aria-label", word(`histogram.${name}`));
    handle.addEventListener("keydown", (event) => this.onKey(event, end));
    return handle;
  }

  listen() {
    this.plot.addEventListener("pointerdown", (event) => this.onDown(event));
    this.plot.addEventListener("pointermove", (event) => this.onMove(event));
    this.plot.addEventListener("pointerup", () => this.onUp());
    this.plot.addEventListener("pointercancel", () => { this.drag = null; this.update(); });
    this.plot.addEventListener("pointerleave", () => this.say());
    new ResizeObserver(() => this.refresh()).observe(this.plot);
  }

  /** Called when the list, the filter or the zone have changed. */
  update() {
    this.refresh();
  }

  draw() {
    const { columns: { time, count }, zone, blocks } = model, width = this.plot.clientWidth;
    if (!blocks || count < 2 || width === 0 || isSearching()) return;
    const bins = this.bins = new TimeBins(time[count - 1], time[0], zone, Math.max(Math.floor(width / 5), 12));
    const places = bins.borders.map((border) => firstBefore(time, border)), { shown } = this.withoutTime();
    this.totals = differences(places);
    this.counts = differences(places.map((place) => shown.countBefore(place)));
    this.drawBars();
    if (!this.drag && !this.isAhead) this.range = this.filteredBins(bins);
    this.showRange();
  }

  /** The events that pass all filters but that of time. @returns {FilterResult} */
  withoutTime() {
    const { from, to } = model.filter;
    return from || to ? resultWithout(["time"]) : model.result;
  }

  drawBars() {
    const most = Math.max(...this.totals, 1);
    this.drawing.setAttribute("viewBox", `0 0 ${this.totals.length} ${plotHeight}`);
    this.all.setAttribute("d", barsPath(this.totals, most));
    this.shown.setAttribute("d", barsPath(this.counts, most));
  }

  /** @param {TimeBins} bins @returns {[number, number]} */
  filteredBins(bins) {
    const { from, to } = model.filter, { borders } = bins, range = timeRange(model.filter);
    return bins.touched({ start: from ? range.start : borders[0], end: to ? range.end : borders[bins.count] });
  }

  showRange() {
    const { bins, range: [first, last] } = this;
    if (!bins) return;
    const left = first / bins.count * 100, right = (last + 1) / bins.count * 100;
    this.band.style.left = `${left}%`;
    this.band.style.width = `${right - left}%`;
    this.element.toggleAttribute("data-active", first > 0 || last < bins.count - 1);
    this.handles.forEach((handle, end) => this.showHandle(handle, end ? last : first, end ? right : left));
    this.say();
  }

  /** @param {HTMLElement} handle @param {number} bin @param {number} place in percent */
  showHandle(handle, bin, place) {
    const bins = /** @type {TimeBins} */ (this.bins);
    handle.style.left = `${place}%`;
    const values = { "aria-valuemin": 0, "aria-valuemax": bins.count - 1, "aria-valuenow": bin, "aria-valuetext": this.inWords(bin, bin) };
    for (const [name, value] of Object.entries(values)) handle.setAttribute(name, String(value));
  }

  /** Says what is under the pointer, or else the range. @param {number} [bin] */
  say(bin) {
    if (!this.bins) return;
    const [first, last] = bin === undefined ? this.range : [bin, bin];
    this.text.textContent = this.inWords(first, last);
  }

  /** @param {number} first @param {number} last @returns {string} such as `1 May 2026 to 7 May 2026: 12 of 340 events` */
  inWords(first, last) {
    const bins = /** @type {TimeBins} */ (this.bins), sum = (/** @type {number[]} */ list) => list.slice(first, last + 1).reduce((all, count) => all + count, 0);
    const from = endInWords(bins.ends[first]), end = bins.ends[last + 1], to = endInWords(isDay(end) ? addDays(end, -1) : end);
    const period = from === to ? from : word("time.range", { first: from, last: to }), n = sum(this.totals), shown = sum(this.counts);
    return word("histogram.bin", { period, events: shown === n ? word("events", { n }) : word("events.of", { n, shown }) });
  }

  /** Shows the range in the list. */
  apply() {
    const { bins, range: [first, last] } = this;
    this.isAhead = false;
    if (bins) changeFilter(bins.range(first, last));
  }

  /** @param {number} end @param {number} bin */
  move(end, bin) {
    const [first, last] = this.range, most = (this.bins?.count ?? 1) - 1;
    this.range = end === 0 ? [Math.min(Math.max(bin, 0), last), last] : [first, Math.max(Math.min(bin, most), first)];
    this.showRange();
  }

  /** @param {KeyboardEvent} event @param {0|1} end */
  onKey(event, end) {
    if (!this.bins || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const bin = this.range[end], page = Math.max(Math.round(this.bins.count / 10), 1);
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: bin - 1, ArrowDown: bin - 1, ArrowRight: bin + 1, ArrowUp: bin + 1, PageDown: bin - page, PageUp: bin + page, Home: 0, End: this.bins.count - 1 };
    if (!Object.hasOwn(places, event.key)) return;
    event.preventDefault();
    this.move(end, places[event.key]);
    this.isAhead = true;
    this.settle();
  }

  /** @param {PointerEvent} event @returns {number} */
  binAt({ clientX }) {
    const { left, width } = this.plot.getBoundingClientRect(), count = this.bins?.count ?? 1;
    return Math.min(Math.max(Math.floor((clientX - left) / width * count), 0), count - 1);
  }

  /** @param {PointerEvent} event */
  onDown(event) {
    if (!this.bins || event.button !== 0) return;
    const handle = this.handles.findIndex((one) => one === event.target), bin = this.binAt(event);
    this.drag = { end: handle < 0 ? null : /** @type {0|1} */ (handle), from: bin };
    if (handle < 0) this.range = [bin, bin];
    else this.handles[handle].focus();
    this.plot.setPointerCapture(event.pointerId);
    this.showRange();
    event.preventDefault();
  }

  /** @param {PointerEvent} event */
  onMove(event) {
    if (!this.bins) return;
    const bin = this.binAt(event);
    if (!this.drag) return this.say(bin);
    if (this.drag.end !== null) return this.move(this.drag.end, bin);
    this.range = [Math.min(this.drag.from, bin), Math.max(this.drag.from, bin)];
    this.showRange();
  }

  onUp() {
    const { drag } = this;
    this.drag = null;
    if (drag) this.apply();
  }
}

/** Bars from the bottom of the plot. Heights follow the root of the count, so that one busy day does not flatten all others. @param {number[]} counts @param {number} most @returns {string} */
function barsPath(counts, most) {
  return counts.map((count, bin) => {
    const height = count ? Math.max(Math.sqrt(count / most) * (plotHeight - 1), 1.5) : 0;
    return height ? `M${bin + 0.1} ${plotHeight}v${-height.toFixed(2)}h.8V${plotHeight}z` : "";
  }).join("");
}

/** From the places of the borders, which fall with time, the events between each two. @param {number[]} places @returns {number[]} */
function differences(places) {
  return places.slice(1).map((place, bin) => places[bin] - place);
}
