// @ts-check
// The record's story in the drawer: its timeline, its state at a moment, and breaks in continuity.

/** Breaks, fields and children that are shown at first. */
const firstBreaks = 10, firstFields = 150, firstChildren = 20;

class StoryView {
  /** @param {HTMLElement} container */
  constructor(container) {
    this.container = container;
    /** @type {Story|null} */
    this.story = null;
    this.isRead = false;
    this.event = -1;
    /** The place in the history after which the state is shown; -1 is before its first event. */
    this.moment = -1;
    /** @type {Timeline|null} */
    this.timeline = null;
    this.state = new StateView((place) => this.choose(place));
    /** @type {string|null} a moment that the address asks for, as `momentName` gives it */
    this.wanted = null;
    this.begin = delayed(() => this.read(), 150);
  }

  /** @param {number} event @param {string|null} [moment] */
  show(event, moment = null) {
    const record = recordOf(event), story = this.story;
    this.event = event;
    this.wanted = moment;
    if (record && story && isSameRecord(story.record, record) && story.system === systemOf(event)) {
      if (this.isRead) this.arrive();
      return;
    }
    this.stop();
    if (!record) return this.container.replaceChildren(element("p", "muted", word("story.noRecord")));
    this.story = new Story(event, record);
    this.isRead = false;
    this.container.replaceChildren(element("p", "muted", word("story.reading")));
    if (moment === null && story) this.begin(); else this.read();
  }

  /** What is not read yet is not wanted any more. */
  stop() {
    if (!this.story || this.isRead) return;
    this.story.isStopped = true;
    this.story = null;
  }

  async read() {
    const { story } = this;
    if (!story || this.isRead) return;
    const bar = element("progress"), words = element("p", "muted", word("story.reading"));
    bar.setAttribute("aria-label", word("story.reading"));
    try {
      const isWhole = await story.read((done, all) => {
        if (bar.max !== all) this.container.replaceChildren(words, bar);
        bar.max = all;
        bar.value = done;
        words.textContent = word("story.progress", { done, n: all });
      });
      if (!isWhole || this.story !== story) return;
      this.isRead = true;
      this.arrive();
      say(plainText(this.container.querySelector(".story-lead")?.textContent || ""));
    } catch (error) {
      if (this.story === story) this.container.replaceChildren(element("p", "muted", word("drawer.unreadable", { reason: reasonOf(error) })));
    }
  }

  /** The story is here: chooses the moment and shows everything. */
  arrive() {
    const story = /** @type {Story} */ (this.story), { wanted } = this;
    const asked = wanted === null ? -1 : story.history.events.findIndex(({ archiveId }) => String(archiveId) === wanted);
    this.moment = wanted === "start" ? -1 : asked >= 0 ? asked : story.placeOf(this.event);
    this.draw();
  }

  /** The moment for the address: the archive id of the event after which it is, or `start`. @returns {string} */
  momentName() {
    if (!this.isRead || !this.story) return this.wanted ?? "";
    return this.moment < 0 ? "start" : String(this.story.history.events[this.moment].archiveId);
  }

  draw() {
    if (!this.isRead || !this.story) return;
    const story = this.story;
    this.timeline = new Timeline(story, this.event, (place) => this.choose(place));
    this.timeline.show(this.moment);
    const timeline = element("section", "story-timeline", element("h3", "", word("story.timeline")), this.timeline.element);
    this.container.replaceChildren(this.lead(), ...this.notes(), ...this.breaks(), element("div", "story-columns", timeline, this.state.element), ...this.children());
    this.state.begin(story, this.moment);
  }

  /** Shows every event, break and field for paper. @returns {() => void} what folds the timeline again */
  unfold() {
    if (this.container.hidden || !this.timeline) return () => {};
    for (let more; (more = this.container.querySelector(":is(.breaks, .state, .unknown-fields, .children) + .show-all")); ) /** @type {HTMLElement} */ (more).click();
    return this.timeline.unfold();
  }

  /** @param {number} place */
  choose(place) {
    this.moment = place;
    this.timeline?.show(place);
    if (this.story) this.state.show(this.story, place);
    writeAddress();
  }

  /** How much there is, from when to when. @returns {HTMLElement} */
  lead() {
    const { entries, record } = /** @type {Story} */ (this.story), { time } = model.columns;
    const first = entries[0], last = entries[entries.length - 1];
    const span = word("story.span", { n: entries.length, from: model.zone.day(time[first.event]), to: model.zone.day(time[last.event]) });
    const id = record.id === null ? [] : [isolated(clipped(record.id), "code")];
    return element("p", "story-lead", element("span", "", isolated(clipped(model.meta.modules[record.module])), " ", ...id), element("span", "muted", span));
  }

  /** What the reader has to know of the limits. @returns {HTMLElement[]} */
  notes() {
    const { record, history, entries } = /** @type {Story} */ (this.story), notes = [];
    if (record.id === null) notes.push(word("story.byName"));
    if (isPart()) notes.push(word("story.part"));
    if (history.breaks[0]?.kind === "startsLate") notes.push(word("story.startsLate"));
    const variants = entries.length - history.events.length;
    if (variants) notes.push(word("story.variants", { n: variants }));
    return notes.map((text) => element("p", "note", text));
  }

  /** @returns {HTMLElement[]} */
  breaks() {
    const { history } = /** @type {Story} */ (this.story), breaks = trueBreaks(history);
    if (breaks.length === 0) return [element("p", "story-whole", icon("check"), element("span", "", word("story.noBreaks")))];
    const list = clippedItems("ul", "breaks", breaks, (found) => breakView(history, found), firstBreaks);
    return [element("section", "story-breaks", element("h3", "", word("story.breaks", { n: breaks.length })), list)];
  }

  /** Events of records that name this one as their parent. @returns {HTMLElement[]} */
  children() {
    const { children } = /** @type {Story} */ (this.story);
    if (children.length === 0) return [];
    const list = clippedItems("ul", "timeline children", children, childView, firstChildren);
    return [element("section", "story-children", element("h3", "", word("story.children", { n: children.length })), list)];
  }
}

/** A button that opens an event of the story. @param {number} event @param {string} text @returns {HTMLElement} */
function eventLinkButton(event, text) {
  const made = button(text, "quiet-link", () => drawer.leaveStory(event));
  made.title = plainText(clipped(`${actionOf(event).name}, ${model.zone.moment(model.columns.time[event])}`));
  return made;
}

/** @param {RecordHistory} history @param {number} place @param {string} [words] @returns {HTMLElement} */
function placeLink(history, place, words = "event.link") {
  const { event, archiveId } = history.events[place];
  return eventLinkButton(event, word(words, { id: String(archiveId) }));
}

/** @param {RecordHistory} history @param {Break} found @returns {HTMLElement} */
function breakView(history, { kind, place, field, expected, found }) {
  if (!expected || !found) return element("li", "", placeLink(history, place), " ", word(`break.${kind}`));
  return element("li", "", placeLink(history, place), " ", ...filled("break.before", {
    field: isolated(clipped(field ?? ""), "field"), found: briefValue(found.value), expected: briefValue(expected.value), event: placeLink(history, expected.place),
  }));
}

/** Words with elements in the place of their values. @param {string} key @param {Record<string, Node>} parts @returns {(Node|string)[]} */
function filled(key, parts) {
  return word(key).split(/\{(\w+)\}/).map((text, index) => index % 2 ? parts[text] ?? "" : text);
}

/** An event of another record. @param {number} event @returns {HTMLElement} */
function childView(event) {
  const open = button("", "entry", () => drawer.leaveStory(event));
  const name = isolated(clipped(documentTitle(event)), "text"), module = isolated(clipped(moduleName(event)), "muted");
  open.append(element("span", "entry-line", actionBadge(event), momentText(event)), element("span", "entry-line", name, module));
  return element("li", "", open);
}

/** @param {number} event @returns {HTMLElement} */
function actionBadge(event) {
  const action = actionOf(event), badge = element("span", "badge", icon(action.class), isolated(clipped(action.name), "text"));
  badge.dataset.class = action.class;
  return badge;
}

/** @param {number} event @returns {HTMLElement} */
function momentText(event) {
  const time = model.columns.time[event], made = element("span", "moment", model.zone.day(time), " ", element("span", "clock", model.zone.clock(time)));
  made.title = model.zone.moment(time);
  return made;
}
