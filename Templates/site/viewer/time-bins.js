// @ts-check
// The bins of the histogram above the table: hours, days, weeks, months or years of the chosen zone, as fine as the room allows.

/** Days of a bin, about; a day's hours are for files of a few days. @type {[string, number][]} */
const binUnits = [["day", 1], ["week", 7], ["month", 28], ["year", 365]];

class TimeBins {
  /** @param {number} oldest @param {number} newest @param {Zone} zone @param {number} most bins that there is room for */
  constructor(oldest, newest, zone, most) {
    const first = dayNumber(zone, oldest), last = dayNumber(zone, newest);
    /** @type {string[]} where each bin begins, as a filter says it, and the end of the last */
    this.ends = last - first < 3 && most >= 72 ? hourEnds(oldest, newest, zone) : dayEnds(first, last, most);
    /** @type {number[]} the same as moments */
    this.borders = this.ends.map((end) => isDay(end) ? zone.dayStart(end) : Date.parse(end));
  }

  get count() {
    return this.borders.length - 1;
  }

  /** The filter of some bins. @param {number} first @param {number} last @returns {{from: string, to: string}} */
  range(first, last) {
    if (first === 0 && last === this.count - 1) return { from: "", to: "" };
    const to = this.ends[last + 1];
    return { from: this.ends[first], to: isDay(to) ? addDays(to, -1) : to };
  }

  /** The bin of a moment. @param {number} time @returns {number} */
  at(time) {
    const after = this.borders.findIndex((border) => border > time);
    return after < 0 ? this.count - 1 : Math.max(after - 1, 0);
  }

  /** The first and the last bin that a filter's range touches. @param {{start: number, end: number}} range of time @returns {[number, number]} */
  touched({ start, end }) {
    return [this.at(start), this.at(end - 1)];
  }
}

/** @param {number} first days since 1970 @param {number} last @param {number} most @returns {string[]} */
function dayEnds(first, last, most) {
  const [unit] = binUnits.find(([, days]) => (last - first + 1) / days <= most) || binUnits[binUnits.length - 1], ends = [];
  let day = periodStart(first, unit);
  for (; day <= last; day = nextPeriod(day, unit)) ends.push(isoOfDay(day));
  return [...ends, isoOfDay(day)];
}

/** @param {number} oldest @param {number} newest @param {Zone} zone @returns {string[]} */
function hourEnds(oldest, newest, zone) {
  const first = oldest - (oldest + zone.offset(oldest)) % hourLength, count = Math.floor((newest - first) / hourLength) + 1;
  return Array.from({ length: count + 1 }, (_, hour) => `${new Date(first + hour * hourLength).toISOString().slice(0, 16)}Z`);
}
