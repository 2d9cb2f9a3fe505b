// @ts-check
// The drawer: one event in full or its record's story, and the way to the events before and after it. It is not modal.

class Drawer {
  constructor() {
    this.element = byId("drawer");
    this.event = -1;
    this.frame = 0;
    /** @type {number|null} */
    this.archiveId = null;
    /** @type {Leaf|null} */
    this.leaf = null;
    /** @type {string|null} the moment of the story that the address asks for */
    this.wantedMoment = null;
    /** @type {{event: number, count: number, place: {top: number, scroll: number, rowHeight: number}}|null} where the reader came from */
    this.origin = null;
    this.previous = /** @type {HTMLButtonElement} */ (byId("drawer-prev"));
    this.next = /** @type {HTMLButtonElement} */ (byId("drawer-next"));
    this.view = new DrawerView();
    this.story = new StoryView(byId("drawer-story"));
    this.previous.addEventListener("click", () => this.step(-1));
    this.next.addEventListener("click", () => this.step(1));
    byId("drawer-close").addEventListener("click", () => this.close());
    byId("copy-citation").addEventListener("click", () => this.copy(citation));
    byId("copy-json").addEventListener("click", () => this.copy(eventJson));
    byId("copy-link").addEventListener("click", () => this.copy((_, details) => eventLink(details)));
    byId("view-event").addEventListener("click", () => this.choose("event"));
    byId("view-story").addEventListener("click", () => this.choose("story"));
    byId("open-restore").addEventListener("click", () => this.choose("story"));
    this.announce = delayed(() => say(this.inWords()), 120);
    this.readLeaf = delayed(() => this.showLeaf(), 200);
  }

  get isOpen() {
    return !this.element.hidden;
  }

  get showsStory() {
    return this.isOpen && this.element.dataset.view === "story";
  }

  /** @param {number} event */
  open(event) {
    const wasOpen = this.isOpen;
    if (!wasOpen) this.origin = { event, count: model.result.count, place: table.spot() };
    this.element.hidden = false;
    document.documentElement.toggleAttribute("data-drawer", true);
    this.show(event);
    if (wasOpen) return;
    this.fitPage();
    this.element.focus({ preventScroll: true });
  }

  /** Where the drawer covers the page, what lies below is out of reach. */
  fitPage() {
    const covers = this.isOpen && getComputedStyle(this.element).position === "fixed";
    for (const id of ["page-head", "views", "toolbar", "list"]) byId(id).inert = covers;
  }

  /** @param {number} event */
  show(event) {
    this.event = event;
    this.archiveId = null;
    this.leaf = null;
    this.view.showColumns(event);
    if (model.blocks?.values) this.showDetails(event);
    else this.view.showWaiting();
    showHits(this.element);
    this.scrollUp();
    this.showPosition();
    const place = placeOf(event);
    table.select(place);
    if (place >= 0) table.moveTo(place, false);
    writeAddress();
  }

  /** Shows the top of the drawer with the next frame: to scroll at once would make each key step lay out the page. */
  scrollUp() {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => { this.element.scrollTop = 0; });
  }

  /** @param {number} event */
  showDetails(event) {
    try {
      const details = /** @type {Blocks} */ (model.blocks).details(event);
      this.archiveId = details.archiveId;
      this.view.showDetails(event, details);
      byId("open-restore").hidden = actionOf(event).class !== "delete";
      /** @type {HTMLButtonElement} */ (byId("view-story")).disabled = recordOf(event) === null;
      if (this.showsStory) this.showStory();
      this.prefetch();
      this.readLeaf();
    } catch (error) {
      this.view.showFailure(error);
    }
  }

  /** The leaf is looked up when the reader stays with an event. */
  async showLeaf() {
    const { event } = this, leaf = await model.evidence.leafOf(event).catch(() => null);
    if (this.event !== event || !leaf || !this.isOpen) return;
    this.leaf = leaf;
    this.view.showLeaf(leaf);
  }

  /** The reader chooses what is shown. @param {"event"|"story"} view */
  choose(view) {
    this.showView(view);
    if (view === "story") this.showStory();
    this.scrollUp();
    writeAddress();
  }

  /** @param {"event"|"story"} view */
  showView(view) {
    this.element.dataset.view = view;
    for (const name of ["event", "story"]) {
      byId(`drawer-${name}`).hidden = name !== view;
      byId(`view-${name}`).setAttribute("aria-pressed", String(name === view));
    }
    if (view === "event") this.story.stop();
  }

  /** Opens an event of the story. @param {number} event */
  leaveStory(event) {
    this.showView("event");
    this.open(event);
    this.element.focus({ preventScroll: true });
  }

  /** What the address says of the story: the moment, or null if the story is not shown. @returns {string|null} */
  get storyMoment() {
    return this.showsStory ? this.story.momentName() : null;
  }

  /** @param {string|null} moment as `storyMoment` gives it */
  followStory(moment) {
    if (!this.isOpen) return;
    if (moment === null) return this.showView("event");
    if (this.showsStory && this.story.momentName() === moment) return;
    this.showView("story");
    this.wantedMoment = moment;
    if (this.archiveId !== null) this.showStory();
  }

  showStory() {
    this.story.show(this.event, this.wantedMoment);
    this.wantedMoment = null;
  }

  /** Called when the values have arrived. */
  refresh() {
    if (this.isOpen) this.show(this.event);
  }

  /** The filter or the zone has changed under the open drawer. */
  update() {
    if (!this.isOpen) return;
    this.view.showTimes(this.event);
    if (this.showsStory) this.story.draw();
    showHits(this.element);
    this.showPosition();
    table.select(placeOf(this.event));
  }

  /** The places that the two buttons lead to; out of range where there is none. @returns {[number, number]} */
  neighbours() {
    const place = placeOf(this.event);
    return place >= 0 ? [place - 1, place + 1] : [-2 - place, -1 - place];
  }

  showPosition() {
    const place = placeOf(this.event), { count } = model.result, [before, after] = this.neighbours();
    byId("drawer-position").textContent = place >= 0 ? word("drawer.position", { n: place + 1, count }) : word("drawer.notInList");
    this.setUsable(this.previous, before >= 0);
    this.setUsable(this.next, after < count);
  }

  /** A button that goes out of use hands its focus to the drawer. @param {HTMLButtonElement} control @param {boolean} usable */
  setUsable(control, usable) {
    if (control.disabled === !usable) return;
    if (!usable && document.activeElement === control) this.element.focus({ preventScroll: true });
    control.disabled = !usable;
  }

  /** @param {-1|1} direction */
  step(direction) {
    this.goTo(this.neighbours()[direction < 0 ? 0 : 1]);
  }

  /** @param {number} place */
  goTo(place) {
    if (place < 0 || place >= model.result.count || model.result.shown.at(place) === this.event) return;
    this.show(model.result.shown.at(place));
    this.announce();
  }

  /** Decodes what the next steps need. */
  prefetch() {
    const { shown, count } = model.result, place = placeOf(this.event), blocks = model.blocks;
    if (!blocks || place < 0) return;
    const near = [place - 1, place + 1, place - 8, place + 8, place - 64, place + 64, 0, count - 1];
    blocks.prefetch(near.filter((other) => other >= 0 && other < count).map((other) => shown.at(other)));
  }

  /** @returns {string} such as `12 of 340, Deleted, Contacts` */
  inWords() {
    return `${byId("drawer-position").textContent}, ${plainText(actionOf(this.event).name)}, ${plainText(moduleName(this.event))}`;
  }

  /** Closes, and leads the reader back to the spot where the drawer was opened, or to the row shown last. */
  close() {
    if (!this.isOpen) return;
    const origin = this.origin, place = placeOf(this.event);
    this.element.hidden = true;
    this.archiveId = null;
    this.showView("event");
    document.documentElement.toggleAttribute("data-drawer", false);
    this.fitPage();
    table.select(-1);
    if (origin && origin.event === this.event && origin.count === model.result.count) table.returnTo(origin.place);
    else table.onResize();
    if (place >= 0) table.current = place;
    table.wantsFocus = true;
    if (!origin || origin.event !== this.event) table.reveal(table.current);
    table.schedule();
    writeAddress();
  }

  /** @param {(event: number, details: Details, leaf: Leaf|null) => string} make */
  async copy(make) {
    const { event } = this, { blocks } = model;
    if (!blocks?.values) return;
    if (!this.leaf) await this.showLeaf();
    copyText(make(event, blocks.details(event), this.event === event ? this.leaf : null));
  }
}
