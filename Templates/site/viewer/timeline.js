// @ts-check
// The events of a record, newest first as everywhere in the page. A dot before each chooses the moment of the state beside.

/** Events that are shown before and after the chosen one, and how many more a button shows. */
const shownBefore = 60, shownAfter = 8, shownMore = 200;

/** Names of fields on one line. */
const namedFields = 4;

class Timeline {
  /** @param {Story} story @param {number} event the event in the drawer @param {(place: number) => void} choose */
  constructor(story, event, choose) {
    this.story = story;
    this.event = event;
    this.choose = choose;
    this.list = element("ul", "timeline");
    this.newer = button("", "quiet-link show-all", () => this.widen(0, shownMore));
    this.older = button("", "quiet-link show-all", () => this.widen(shownMore, 0));
    this.element = element("div", "", this.newer, this.list, this.older);
    /** @type {Set<number>} places of events with a break */
    this.broken = new Set(trueBreaks(story.history).map(({ place }) => place));
    this.from = this.to = 0;
    this.list.addEventListener("change", (event) => this.onChange(event));
  }

  /** @param {Event} event */
  onChange(event) {
    if (event.target instanceof HTMLInputElement) this.choose(Number(event.target.value));
  }

  /** Shows the entries around a place and marks it. @param {number} place */
  show(place) {
    const { entries } = this.story, index = Math.max(entries.findIndex((entry) => entry.place === place), 0);
    if (index < this.from || index >= this.to) this.fill(Math.max(index - shownBefore, 0), Math.min(index + shownAfter, entries.length));
    for (const dot of this.list.querySelectorAll("input")) dot.checked = Number(dot.value) === place;
    for (const item of this.list.children) item.toggleAttribute("data-future", Number(/** @type {HTMLElement} */ (item).dataset.place) > place);
  }

  /** @param {number} older @param {number} newer */
  widen(older, newer) {
    this.refill(Math.max(this.from - older, 0), Math.min(this.to + newer, this.story.entries.length));
  }

  /** Shows all entries. @returns {() => void} what shows those again that were shown before */
  unfold() {
    const { from, to } = this;
    this.refill(0, this.story.entries.length);
    return () => this.refill(from, to);
  }

  /** Shows other entries; the chosen moment stays. @param {number} from @param {number} to */
  refill(from, to) {
    const chosen = this.list.querySelector("input:checked");
    this.fill(from, to);
    if (chosen instanceof HTMLInputElement) this.show(Number(chosen.value));
  }

  /** @param {number} from @param {number} to the entries to show, oldest first */
  fill(from, to) {
    const { entries } = this.story;
    [this.from, this.to] = [from, to];
    this.list.replaceChildren(...entries.slice(from, to).reverse().map((entry) => this.entryView(entry)));
    this.newer.hidden = to === entries.length;
    this.newer.textContent = word("story.newer", { n: Math.min(entries.length - to, shownMore) });
    this.older.hidden = from === 0;
    this.older.textContent = word("story.older", { n: Math.min(from, shownMore) });
  }

  /** @param {StoryEntry} entry @returns {HTMLElement} */
  entryView({ event, details, place }) {
    const open = button("", "entry", () => drawer.leaveStory(event)), isShown = event === this.event;
    const marks = [...isShown ? [element("span", "tag", word("story.shown"))] : [], ...place < 0 ? [element("span", "tag", word("story.variant"))] : [],
      ...this.broken.has(place) ? [element("span", "tag warn", word("story.break"))] : []];
    open.append(element("span", "entry-line", actionBadge(event), momentText(event)),
      element("span", "entry-line", isolated(clipped(actorName(actorOf(event))), "text"), ...fieldNames(details.changes), ...marks));
    const item = element("li", "", this.dot(place, event), open);
    item.dataset.place = String(place);
    item.toggleAttribute("data-variant", place < 0);
    if (isShown) open.setAttribute("aria-current", "true");
    return item;
  }

  /** @param {number} place @param {number} event @returns {HTMLElement} */
  dot(place, event) {
    if (place < 0) return element("span", "dot");
    const made = element("input", "dot");
    made.type = "radio";
    made.name = "story-moment";
    made.value = String(place);
    made.setAttribute("aria-label", word("story.after", { moment: model.zone.moment(model.columns.time[event]), action: plainText(clipped(actionOf(event).name)) }));
    return made;
  }
}

/** @param {Change[]} changes @returns {HTMLElement[]} */
function fieldNames(changes) {
  if (changes.length === 0) return [];
  const names = changes.slice(0, namedFields).flatMap(({ field }, index) => [index ? ", " : "", isolated(clipped(field))]);
  const rest = changes.length - namedFields;
  return [element("span", "muted text", ...names, rest > 0 ? ` ${word("story.moreFields", { n: rest })}` : "")];
}
