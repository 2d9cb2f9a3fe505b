// @ts-check
// The table, of which only the rows in view exist. Browsers limit the height of an element, so past that height
// the scroll bar is scaled: `top` is the true offset in pixels, `scroller.scrollTop` only stands for it.

const mostHeight = 15_000_000;
const rowsBeyond = 5;

class EventTable {
  constructor() {
    this.scroller = byId("scroller");
    this.body = byId("rows");
    this.grid = byId("events");
    this.head = /** @type {HTMLElement} */ (this.grid.querySelector("thead"));
    /** @type {Map<number, TableRow>} rows in the document, by place */
    this.shown = new Map();
    /** @type {TableRow[]} */
    this.spare = [];
    this.top = 0;
    this.written = 0;
    this.current = 0;
    this.selected = -1;
    this.wantsFocus = false;
    this.frame = 0;
    this.count = 0;
    this.moved = false;
    this.isNew = false;
    this.measure();
    this.listen();
  }

  listen() {
    this.scroller.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.scroller.addEventListener("wheel", (event) => this.onWheel(event), { passive: false });
    this.body.addEventListener("click", (event) => this.onClick(event));
    this.body.addEventListener("focusin", (event) => this.onFocus(event));
    new ResizeObserver(() => this.onResize()).observe(this.scroller);
    this.settle = delayed(() => this.setTop(this.top), 150);
  }

  measure() {
    this.rowHeight = parseFloat(getComputedStyle(this.grid).getPropertyValue("--row-height")) || 34;
    this.view = Math.max(Math.floor(this.scroller.clientHeight - this.head.getBoundingClientRect().height), this.rowHeight);
  }

  get height() {
    return Math.min(this.count * this.rowHeight, mostHeight);
  }

  get isScaled() {
    return this.count * this.rowHeight > mostHeight;
  }

  get lastTop() {
    return Math.max(this.count * this.rowHeight - this.view, 0);
  }

  /** True pixels for one pixel of the scroll bar. */
  get scale() {
    return this.isScaled ? this.lastTop / (this.height - this.view) : 1;
  }

  /** Shows a changed list of events. */
  update() {
    this.count = model.result.count;
    this.grid.setAttribute("aria-rowcount", String(this.count + 1));
    this.body.style.height = `${this.height}px`;
    this.current = Math.min(this.current, Math.max(this.count - 1, 0));
    this.isNew = true;
    this.setTop(this.top);
  }

  onResize() {
    const place = this.top / this.rowHeight, inView = this.isInView(this.current);
    this.measure();
    this.body.style.height = `${this.height}px`;
    this.setTop(place * this.rowHeight);
    if (inView) this.reveal(this.current);
  }

  /** @param {number} place @returns {boolean} */
  isInView(place) {
    const start = place * this.rowHeight;
    return start + this.rowHeight > this.top && start < this.top + this.view;
  }

  onScroll() {
    const now = this.scroller.scrollTop, step = now - this.written;
    if (Math.abs(step) <= 1) return;
    this.written = now;
    const near = this.isScaled && Math.abs(step) < 3 * this.view;
    this.top = Math.min(Math.max(near ? this.top + step : now * this.scale, 0), this.lastTop);
    if (near) this.settle?.();
    this.schedule();
  }

  /** Where the bar is scaled, the wheel moves by true pixels. @param {WheelEvent} event */
  onWheel(event) {
    if (!this.isScaled || event.ctrlKey || event.deltaY === 0) return;
    const unit = event.deltaMode === 1 ? this.rowHeight : event.deltaMode === 2 ? this.view : 1;
    this.setTop(this.top + event.deltaY * unit);
    event.preventDefault();
  }

  /** Scrolls with the next painting, because to touch the scroll bar makes the browser lay out the page. @param {number} top */
  setTop(top) {
    this.top = Math.min(Math.max(top, 0), this.lastTop);
    this.moved = true;
    this.schedule();
  }

  /** To write even the same place would make the browser lay out the page. */
  writeScroll() {
    this.moved = false;
    const place = this.isScaled ? Math.round(this.top / this.scale) : this.top;
    if (place !== this.written) this.scroller.scrollTop = this.written = place;
  }

  schedule() {
    if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  }

  /** The places that must have rows: those in view, and the current one, so that the tab key finds it. @returns {number[]} */
  wantedPlaces() {
    const first = Math.max(Math.floor(this.top / this.rowHeight) - rowsBeyond, 0);
    const last = Math.min(Math.ceil((this.top + this.view) / this.rowHeight) + rowsBeyond, this.count);
    const places = [];
    if (this.count && this.current < first) places.push(this.current);
    for (let place = first; place < last; place++) places.push(place);
    if (this.count && this.current >= last) places.push(this.current);
    return places;
  }

  /** Of a changed list the rows in view are painted first, those beyond with the next frame. */
  paint() {
    if (this.moved) this.writeScroll();
    const places = this.wantedPlaces(), wanted = new Set(places), { isNew } = this;
    for (const [place, row] of this.shown) {
      if (wanted.has(place)) continue;
      this.shown.delete(place);
      row.element.remove();
      this.spare.push(row);
    }
    let before = this.body.firstElementChild;
    for (const place of places) {
      const isLater = isNew && place !== this.current && !this.isInView(place);
      if (isLater && !this.shown.has(place)) continue;
      const row = this.rowAt(place, isLater);
      if (row.element === before) before = before.nextElementSibling;
      else this.body.insertBefore(row.element, before);
    }
    if (this.wantsFocus) this.focusRow();
    this.isNew = false;
    if (isNew) this.schedule();
  }

  focusRow() {
    this.wantsFocus = false;
    this.shown.get(this.current)?.element.focus({ preventScroll: true });
  }

  /** @param {number} place @param {boolean} isLater whether it is filled with the next frame @returns {TableRow} */
  rowAt(place, isLater) {
    const row = this.shown.get(place) || this.spare.pop() || new TableRow();
    this.shown.set(place, row);
    if (!isLater) row.fill(place, model.result.shown.at(place));
    const offset = place * this.rowHeight - this.top + this.written;
    row.stand(Math.min(Math.max(offset, 0), Math.max(this.height - this.rowHeight, 0)), place === this.current, place === this.selected);
    return row;
  }

  /** Times are written anew after a change of zone. */
  refreshTimes() {
    for (const row of this.shown.values()) if (row.event >= 0) row.fillTime();
    for (const row of this.spare) row.event = -1;
  }

  /** Forgets what rows show, because the events are numbered anew. */
  forget() {
    for (const row of [...this.shown.values(), ...this.spare]) row.event = -1;
  }

  /** Scrolls as little as needed to show a place. @param {number} place */
  reveal(place) {
    const start = place * this.rowHeight;
    if (start < this.top) this.setTop(start);
    else if (start + this.rowHeight > this.top + this.view) this.setTop(start + this.rowHeight - this.view);
  }

  /** @param {number} place @param {boolean} focus */
  moveTo(place, focus) {
    if (this.count === 0) return;
    this.current = Math.min(Math.max(place, 0), this.count - 1);
    this.wantsFocus = focus;
    this.reveal(this.current);
    this.schedule();
  }

  focusCurrent() {
    this.moveTo(this.current, true);
  }

  /** @param {number} place the row whose event is in the drawer, or -1 */
  select(place) {
    this.selected = place;
    this.schedule();
  }

  /** Rows that fit into the view, less one, for the page keys. @returns {number} */
  get page() {
    return Math.max(Math.floor(this.view / this.rowHeight) - 1, 1);
  }

  /** @param {Event} event @returns {TableRow|undefined} */
  rowOf(event) {
    const row = /** @type {Element} */ (event.target).closest("tr");
    return [...this.shown.values()].find((shown) => shown.element === row);
  }

  /** @param {MouseEvent} event */
  onClick(event) {
    const row = this.rowOf(event), selection = getSelection();
    if (!row || (selection && !selection.isCollapsed && this.body.contains(selection.anchorNode))) return;
    this.current = row.place;
    openEvent(model.result.shown.at(row.place));
  }

  /** @param {FocusEvent} event */
  onFocus(event) {
    const row = this.rowOf(event);
    if (!row || row.place === this.current) return;
    this.current = row.place;
    this.schedule();
  }

  /** What is needed to come back to this exact spot. */
  spot() {
    return { top: this.top, scroll: this.scroller.scrollTop, rowHeight: this.rowHeight };
  }

  /** @param {{top: number, scroll: number, rowHeight: number}} spot */
  returnTo(spot) {
    this.measure();
    if (spot.rowHeight !== this.rowHeight) return this.setTop(spot.top / spot.rowHeight * this.rowHeight);
    this.body.style.height = `${this.height}px`;
    this.moved = false;
    this.top = spot.top;
    this.written = spot.scroll;
    this.scroller.scrollTop = spot.scroll;
    this.schedule();
  }
}
