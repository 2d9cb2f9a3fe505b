// @ts-check
// The events that pass a filter, newest first. They are looked for only as far as somebody looks at them: the first rows need not wait for
// millions that nobody may ever see, and how many there are the counts of the combinations say.

/** So many events are looked through at a time. */
const stride = 16_384;

class ShownEvents {
  /** @param {number} most of all events */
  constructor(most) {
    /** Its first are those that are found. */
    this.found = new Uint32Array(most);
    this.knownCount = 0;
    this.next = 0;
    this.end = 0;
    /** @type {Ids} */
    this.of = new Uint16Array(0);
    this.passing = new Uint8Array(0);
  }

  /**
   * Looks anew, among the events of a range.
   * @param {number} next the first
   * @param {number} end the first that is not in the range
   * @param {Ids} of the combination of each event
   * @param {Uint8Array} passing for each combination 1 if its events pass
   */
  begin(next, end, of, passing) {
    Object.assign(this, { knownCount: 0, next, end, of, passing });
  }

  /** Takes what another pass put into `found`. @param {number} count */
  take(count) {
    this.begin(0, 0, this.of, this.passing);
    this.knownCount = count;
  }

  get isComplete() {
    return this.next >= this.end;
  }

  /** Nothing is decided in the loop, so that it does not matter how many pass. */
  lookFurther() {
    const { found, of, passing, next } = this, end = Math.min(next + stride, this.end);
    let count = this.knownCount;
    for (let event = next; event < end; event++) {
      found[count] = event;
      count += passing[of[event]];
    }
    Object.assign(this, { knownCount: count, next: end });
  }

  /** @param {number} place which must be one of those that pass @returns {number} */
  at(place) {
    while (place >= this.knownCount && !this.isComplete) this.lookFurther();
    return this.found[place];
  }

  /** @returns {Uint32Array} */
  all() {
    while (!this.isComplete) this.lookFurther();
    return this.found.subarray(0, this.knownCount);
  }

  /** How many come before an event. @param {number} event @returns {number} */
  countBefore(event) {
    while (this.next <= event && !this.isComplete) this.lookFurther();
    let low = 0, high = this.knownCount;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.found[middle] < event) low = middle + 1; else high = middle;
    }
    return low;
  }

  /** @param {number} event @returns {number} its place; if it does not pass, `-1 - place` where it would be */
  placeOf(event) {
    const place = this.countBefore(event);
    return place < this.knownCount && this.found[place] === event ? place : -1 - place;
  }
}
