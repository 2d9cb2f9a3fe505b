// @ts-check
// Reads what the page holds of one record, in small steps, so that the page stays alive.

/**
 * @typedef {object} StoryEntry an event of the record's timeline
 * @property {number} event
 * @property {Details} details
 * @property {number} place its place in the history, or -1 if it does not count there: another version of an event that does
 */

class Story {
  /** @param {number} event any event of the record @param {RecordKey} record */
  constructor(event, record) {
    this.record = record;
    this.history = new RecordHistory();
    /** @type {StoryEntry[]} oldest first */
    this.entries = [];
    /** @type {number[]} newest first */
    this.children = [];
    this.system = systemOf(event);
    this.isStopped = false;
  }

  /**
   * Reads everything. Stops early, and returns false, when nobody wants it any more.
   * @param {(done: number, all: number) => void} onProgress
   * @returns {Promise<boolean>}
   */
  async read(onProgress) {
    const events = eventsOf(this.record).reverse();
    let pause = performance.now() + 12;
    for (let from = 0, to = 0; from < events.length; from = to) {
      while (to < events.length && model.columns.time[events[to]] === model.columns.time[events[from]]) to++;
      // Within an instant the page's order is that of the archive.
      this.addMoment(events.slice(from, to).reverse());
      if (performance.now() < pause) continue;
      onProgress(to, events.length);
      await new Promise((resume) => setTimeout(resume, 0));
      if (this.isStopped) return false;
      pause = performance.now() + 12;
    }
    this.children = childrenOf(this.record);
    return true;
  }

  /** @param {number[]} events of one instant, in the order of the archive */
  addMoment(events) {
    const blocks = /** @type {Blocks} */ (model.blocks);
    const entries = events.filter((event) => systemOf(event) === this.system).map((event) => ({ event, details: blocks.details(event), place: -1 }));
    /** @type {Map<number, StoryEntry>} */
    const byEvent = new Map(entries.map((entry) => [entry.event, entry]));
    const first = this.history.events.length;
    this.history.addMoment(entries.filter(counts).map(({ event, details }) => ({
      event, archiveId: details.archiveId, actionClass: actionOf(event).class, changes: details.changes,
    })));
    this.history.events.slice(first).forEach(({ event }, index) => {
      const entry = byEvent.get(event);
      if (entry) entry.place = first + index;
    });
    // Another version stands behind the event that it is one of.
    const order = (/** @type {StoryEntry} */ { event, place }) => place >= 0 ? place : (byEvent.get(versionsOf(event)[0])?.place ?? first) + 0.5;
    this.entries.push(...entries.sort((a, b) => order(a) - order(b)));
  }

  /** The place of the state to show for an event: after it, or after the event of which it is another version. @param {number} event @returns {number} */
  placeOf(event) {
    const index = this.entries.findIndex((entry) => entry.event === event);
    return this.entries.findLast(({ place }, at) => at <= index && place >= 0)?.place ?? this.history.events.length - 1;
  }
}

/** Whether an event counts in its record's history: of the versions of one event the first that the page holds does. @param {StoryEntry} entry */
function counts({ event, details }) {
  return details.variantOf === 0 || versionsOf(event)[0] === event;
}

/** The system that an event comes from, or null where that is withheld. @param {number} event @returns {string|null} */
function systemOf(event) {
  const { sources } = model.meta;
  return sources.length === 1 ? sources[0].system : /** @type {Blocks} */ (model.blocks).systemOf(event);
}
