// @ts-check
// What the events of one record say about its state at any moment, and where they contradict each other. No elements here: ViewerFormat.md has the rule.

/**
 * @typedef {object} StoryEvent
 * @property {number} event
 * @property {number} archiveId
 * @property {string} actionClass
 * @property {Change[]} changes
 *
 * @typedef {"before"|"after"} Side
 * @typedef {{value: Value, place: number, side: Side}} Saying what the event at a place said: that the field had this value
 * @typedef {object} FieldState
 * @property {string} field
 * @property {"known"|"unknown"|"withheld"|"contradictory"} status
 * @property {Saying|null} said what is known; of a contradiction the older saying; of an unknown field what made it so
 * @property {Saying|null} other of a contradiction the saying that differs
 *
 * @typedef {"startsLate"|"createdAgain"|"afterDelete"|"deletedAgain"|"restoredUndeleted"|"before"} BreakKind
 * @typedef {{kind: BreakKind, place: number, field: string|null, expected: Saying|null, found: Saying|null}} Break
 *
 * @typedef {{place: number, before: Value|null, after: Value|null, side: Side}} FieldEvent null: says nothing of it; side: where `after` stands in the event
 */

/** Whether a value is told, so that it can be compared. @param {Value|null|undefined} value @returns {value is Value} */
function isTold(value) {
  return value !== null && value !== undefined && value.state !== "absent" && value.state !== "withheld";
}

/** Whether two told values are the same. A number and a text of the same digits are: a CSV cell has no types. @param {Value} a @param {Value} b */
function sameValue(a, b) {
  if (a.state !== b.state) return false;
  if (a.text === b.text) return true;
  return a.json && b.json && a.state === "value" && compactJson(a.text) === compactJson(b.text);
}

/** What a change says of its field before and after its event. @param {string} actionClass @param {Change} change @returns {Omit<FieldEvent, "place">} */
function sayingsOf(actionClass, { before, after }) {
  const isGone = (/** @type {Value} */ value) => value.state === "absent" || value.state === "null" || value.state === "empty";
  const told = before.state === "absent" ? null : before;
  switch (actionClass) {
    case "create": case "restore": return { before: isGone(before) ? null : before, after, side: "after" };
    case "delete": return isGone(after) ? { before: told, after: told, side: "before" } : { before: told, after, side: "after" };
    default: return { before: told, after, side: "after" };
  }
}

/** The history of one field: the events that say something of it, in order. */
class FieldHistory {
  constructor() {
    /** @type {FieldEvent[]} */
    this.events = [];
  }

  /** How many of the events lie at or before a place. @param {number} place @returns {number} */
  countUntil(place) {
    let low = 0, high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.events[middle].place <= place) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** The newest saying of the value after an event, among the first `count` and after the place `since`. @param {number} count @param {number} since @returns {Saying|null} */
  afterAmong(count, since) {
    for (let i = count - 1; i >= 0 && this.events[i].place >= since; i--) {
      const { after: value, place, side } = this.events[i];
      if (value) return { value, place, side };
    }
    return null;
  }

  /** What the next event says of the value before it. @param {number} count @param {number} until @returns {Saying|null} */
  beforeNext(count, until) {
    const next = this.events[count];
    return next?.before && next.place <= until ? { value: next.before, place: next.place, side: "before" } : null;
  }

  /** Of a value that a deletion tells: what was known before it, if that differs. @param {Saying|null} said @param {number} since @returns {Saying|null} */
  differingBefore(said, since) {
    if (!said || said.side !== "before") return null;
    const earlier = this.afterAmong(this.countUntil(said.place - 1), since);
    return earlier && isTold(earlier.value) && isTold(said.value) && !sameValue(earlier.value, said.value) ? earlier : null;
  }
}

/** One record's events in order of time, and what they say. Variants and events that only read do not count here. */
class RecordHistory {
  constructor() {
    /** @type {StoryEvent[]} */
    this.events = [];
    /** @type {Map<string, FieldHistory>} */
    this.fields = new Map();
    /** @type {number[]} the places of creations: nothing is known across them */
    this.creations = [];
    /** @type {Break[]} */
    this.breaks = [];
    /** @type {"none"|"exists"|"deleted"} */
    this.state = "none";
  }

  /**
   * Adds the events of one moment. Their order is not told; of the archive's order and its reverse the one with fewer contradictions counts.
   * @param {StoryEvent[]} events
   */
  addMoment(events) {
    const isReversed = events.length > 1 && this.contradictions(events.slice().reverse()) < this.contradictions(events);
    for (const event of isReversed ? events.slice().reverse() : events) this.add(event);
  }

  /** How often a value before an event would differ from what is known. @param {StoryEvent[]} events @returns {number} */
  contradictions(events) {
    /** @type {Map<string, Value>} */
    const known = new Map();
    let count = 0, { state } = this, isNew = false;
    for (const { actionClass, changes } of events) {
      if (lifeBreak(actionClass, state)) count++;
      state = stateAfter(actionClass, state);
      if (actionClass === "create") known.clear();
      isNew ||= actionClass === "create";
      for (const change of actionClass === "read" ? [] : changes) {
        const { before, after } = sayingsOf(actionClass, change);
        const earlier = known.get(change.field) ?? (isNew ? null : this.lastSaying(change.field)?.value);
        if (isTold(before) && isTold(earlier) && !sameValue(before, earlier)) count++;
        if (after) known.set(change.field, after);
      }
    }
    return count;
  }

  /** @param {string} field @returns {Saying|null} */
  lastSaying(field) {
    const history = this.fields.get(field);
    return history ? history.afterAmong(history.events.length, this.creations.at(-1) ?? 0) : null;
  }

  /** @param {StoryEvent} event */
  add(event) {
    const place = this.events.push(event) - 1, { actionClass } = event;
    if (actionClass === "read") return;
    const kind = lifeBreak(actionClass, this.state);
    if (kind) this.breaks.push({ kind, place, field: null, expected: null, found: null });
    this.state = stateAfter(actionClass, this.state);
    if (actionClass === "create") this.creations.push(place);
    for (const change of event.changes) this.addChange(place, actionClass, change);
  }

  /** @param {number} place @param {string} actionClass @param {Change} change */
  addChange(place, actionClass, change) {
    const sayings = sayingsOf(actionClass, change), { field } = change, { before } = sayings;
    const expected = this.lastSaying(field);
    if (isTold(before) && expected && expected.place < place && isTold(expected.value) && !sameValue(before, expected.value)) {
      this.breaks.push({ kind: "before", place, field, expected, found: { value: before, place, side: "before" } });
    }
    const history = this.fields.get(field) || new FieldHistory();
    if (sayings.before || sayings.after) history.events.push({ place, ...sayings });
    this.fields.set(field, history);
  }

  /** Whether the record exists after the event at a place. @param {number} place @returns {"none"|"exists"|"deleted"} */
  stateAt(place) {
    for (let i = place; i >= 0; i--) {
      const { actionClass } = this.events[i];
      if (actionClass !== "read") return actionClass === "delete" ? "deleted" : "exists";
    }
    return "none";
  }

  /** The record after the event at a place; before its first event at -1. @param {number} place @returns {FieldState[]} */
  fieldsAt(place) {
    const since = this.creations.findLast((creation) => creation <= place) ?? 0;
    const until = this.creations.find((creation) => creation > place) ?? this.events.length;
    return Array.from(this.fields, ([field, history]) => fieldState(field, history, place, since, until));
  }
}

/**
 * @param {string} field
 * @param {FieldHistory} history
 * @param {number} place
 * @param {number} since the record's creation before the place
 * @param {number} until its next creation
 * @returns {FieldState}
 */
function fieldState(field, history, place, since, until) {
  const count = history.countUntil(place), left = history.afterAmong(count, since), right = history.beforeNext(count, until);
  if (left?.value.state === "withheld") return { field, status: "withheld", said: left, other: null };
  if (left && isTold(left.value)) {
    const earlier = history.differingBefore(left, since);
    const other = earlier || (right && isTold(right.value) && !sameValue(left.value, right.value) ? right : null);
    return { field, status: other ? "contradictory" : "known", said: left, other };
  }
  if (right?.value.state === "withheld") return { field, status: "withheld", said: right, other: null };
  return right ? { field, status: "known", said: right, other: null } : { field, status: "unknown", said: left, other: null };
}

/** What is odd about an action while the record is in a state. @param {string} actionClass @param {"none"|"exists"|"deleted"} state @returns {BreakKind|null} */
function lifeBreak(actionClass, state) {
  if (actionClass === "read" || (state === "none" && actionClass === "create")) return null;
  if (state === "none") return "startsLate";
  if (actionClass === "create") return state === "exists" ? "createdAgain" : null;
  if (actionClass === "restore") return state === "exists" ? "restoredUndeleted" : null;
  if (state === "exists") return null;
  return actionClass === "delete" ? "deletedAgain" : "afterDelete";
}

/** @param {string} actionClass @param {"none"|"exists"|"deleted"} state @returns {"none"|"exists"|"deleted"} */
function stateAfter(actionClass, state) {
  if (actionClass === "read") return state;
  return actionClass === "delete" ? "deleted" : "exists";
}

/** The breaks without the one that only says that a history begins late. @param {RecordHistory} history @returns {Break[]} */
function trueBreaks({ breaks }) {
  return breaks.filter(({ kind }) => kind !== "startsLate");
}
