// @ts-check
// The numbers of the Overview: one pass over the shown events, in slices, so that the page stays alive.

/** Kinds of actions in the order in which they are drawn and named. */
const actionClasses = /** @type {const} */ (["create", "update", "delete", "restore", "read", "other"]);
const hourLength = 3_600_000;
/** Zones change their clocks at whole quarters of an hour. */
const clockStep = 900_000;
const hoursInWeek = 168;

/**
 * @typedef {object} OverviewCounts
 * @property {number} count
 * @property {number} firstDay number of the first day, in days since 1970 in the chosen zone
 * @property {Uint32Array} days for each day from `firstDay` on, for each class of actions: events
 * @property {Uint32Array} hours for each hour of the week from Monday 00:00 on
 * @property {Uint32Array} users for each user of the page
 * @property {Uint32Array} modules
 * @property {Uint32Array} actions
 * @property {number} oldest time of the oldest event, 0 if there is none
 * @property {number} newest
 */

/** Local days, from the time and the offset of the zone there: the offset is asked for once for each run of events. */
class DayClock {
  /** @param {Zone} zone */
  constructor(zone) {
    this.zone = zone;
    this.from = NaN;
    this.offset = 0;
  }

  /** Local time as if it were UTC. @param {number} time @returns {number} */
  local(time) {
    if (time >= this.from && time < this.from + clockStep) return time + this.offset;
    this.from = Math.floor(time / clockStep) * clockStep;
    this.offset = this.zone.offset(time);
    return time + this.offset;
  }
}

/** @param {Zone} zone @param {number} time @returns {number} days since 1970 of the local date */
function dayNumber(zone, time) {
  return Math.floor((time + zone.offset(time)) / dayLength);
}

/** @param {Columns} columns @param {FilterResult} result @param {Zone} zone @returns {OverviewCounts} */
function emptyCounts({ time }, { shown, count }, zone) {
  const newest = count ? time[shown.at(0)] : 0, oldest = count ? time[shown.at(count - 1)] : 0;
  const firstDay = dayNumber(zone, oldest), lastDay = dayNumber(zone, newest);
  const { actors, modules, actions } = model.meta;
  return {
    count, firstDay, oldest, newest,
    days: new Uint32Array((lastDay - firstDay + 2) * actionClasses.length), hours: new Uint32Array(hoursInWeek),
    users: new Uint32Array(actors.length), modules: new Uint32Array(modules.length), actions: new Uint32Array(actions.length),
  };
}

/**
 * Counts the shown events from the place `start` to `end`.
 * @param {OverviewCounts} counts
 * @param {Columns} columns
 * @param {Uint32Array} shown
 * @param {DayClock} clock
 * @param {Uint8Array} classes the class of each action, by its place in `actionClasses`
 * @param {number} start
 * @param {number} end
 */
function countShown(counts, columns, shown, clock, classes, start, end) {
  const { time, actor, module, action } = columns, { days, hours, users, modules, actions, firstDay } = counts;
  const width = actionClasses.length;
  for (let i = start; i < end; i++) {
    const event = shown[i], local = clock.local(time[event]), day = Math.floor(local / dayLength), act = action[event];
    days[(day - firstDay) * width + classes[act]]++;
    hours[(day + 3) % 7 * 24 + Math.floor((local - day * dayLength) / hourLength)]++;
    users[actor[event]]++;
    modules[module[event]]++;
    actions[act]++;
  }
}

/**
 * The numbers of the events that the filter shows; null if `isStale` says that nobody waits for them any more.
 * @param {() => boolean} isStale
 * @returns {Promise<OverviewCounts|null>}
 */
async function countOverview(isStale) {
  const { columns, result, zone } = model, counts = emptyCounts(columns, result, zone), clock = new DayClock(zone);
  const classes = Uint8Array.from(model.meta.actions, (action) => Math.max(actionClasses.indexOf(/** @type {any} */ (action.class)), 0));
  for (let start = 0; start < counts.count; start += 200_000) {
    if (start > 0) await new Promise((resume) => setTimeout(resume, 0));
    if (isStale()) return null;
    countShown(counts, columns, result.shown.all(), clock, classes, start, Math.min(start + 200_000, counts.count));
  }
  return counts;
}

/** The day with most events, the latest of several. @param {OverviewCounts} counts @returns {{day: number, count: number}} */
function busiestDay({ days, firstDay }) {
  const width = actionClasses.length, best = { day: firstDay, count: 0 };
  for (let day = 0; day < days.length / width; day++) {
    let count = 0;
    for (let kind = 0; kind < width; kind++) count += days[day * width + kind];
    if (count > 0 && count >= best.count) Object.assign(best, { day: firstDay + day, count });
  }
  return best;
}

/**
 * @typedef {{from: string, to: string, label: string, short: string, classes: number[], total: number}} Period
 * days `from` to `to`, both in it
 */

/** Days, weeks, months or years: as many as can be drawn and read. @param {number} days @returns {"day"|"week"|"month"|"year"} */
function periodUnit(days) {
  return days <= 93 ? "day" : days <= 93 * 7 ? "week" : days <= 93 * 30 ? "month" : "year";
}

/** @param {number} day since 1970 @returns {string} */
function isoOfDay(day) {
  return new Date(day * dayLength).toISOString().slice(0, 10);
}

/** The first day of the period that a day lies in. @param {number} day @param {string} unit @returns {number} */
function periodStart(day, unit) {
  if (unit === "day") return day;
  if (unit === "week") return day - (day + 3) % 7;
  const date = new Date(day * dayLength);
  return Date.UTC(date.getUTCFullYear(), unit === "month" ? date.getUTCMonth() : 0, 1) / dayLength;
}

/** @param {number} start @param {string} unit @returns {number} the first day of the next period */
function nextPeriod(start, unit) {
  if (unit === "day") return start + 1;
  if (unit === "week") return start + 7;
  return periodStart(start + (unit === "month" ? 31 : 366), unit);
}

/** The counts of the days, added up by days, weeks, months or years without a gap. @param {OverviewCounts} counts @returns {{unit: string, periods: Period[]}} */
function periodsOf({ days, firstDay }) {
  const width = actionClasses.length, lastDay = firstDay + days.length / width - 2, unit = periodUnit(lastDay - firstDay + 1);
  const periods = [];
  for (let start = periodStart(firstDay, unit); start <= lastDay; start = nextPeriod(start, unit)) {
    const end = nextPeriod(start, unit), classes = actionClasses.map(() => 0);
    for (let day = Math.max(start, firstDay); day < Math.min(end, lastDay + 1); day++) {
      for (let kind = 0; kind < width; kind++) classes[kind] += days[(day - firstDay) * width + kind];
    }
    const total = classes.reduce((sum, count) => sum + count, 0);
    periods.push({ from: isoOfDay(start), to: isoOfDay(end - 1), ...periodNames(start, end, unit), classes, total });
  }
  return { unit, periods };
}

/** How a period is called, whole and beneath its column. @param {number} start @param {number} end @param {string} unit */
function periodNames(start, end, unit) {
  if (unit === "month") return { label: dateText(start, { month: "long", year: "numeric" }), short: dateText(start, { month: "short", year: "numeric" }) };
  if (unit === "year") return { label: dateText(start, { year: "numeric" }), short: dateText(start, { year: "numeric" }) };
  const short = shortDay(start), first = wholeDay(start);
  if (unit === "day") return { label: `${weekdayName((start + 3) % 7, "short")}, ${first}`, short };
  return { label: word("overview.weekOf", { from: first, to: wholeDay(end - 1) }), short };
}

/** @param {number} day since 1970 @returns {string} such as `1 May 2026` */
function wholeDay(day) {
  return dayInWords(isoOfDay(day));
}

/** @param {number} day since 1970 @returns {string} such as `1 May` */
function shortDay(day) {
  const date = new Date(day * dayLength);
  return word("date.dayMonth", { day: String(date.getUTCDate()), month: monthNames[date.getUTCMonth()] });
}

/** A day as the page's language writes it. @param {number} day since 1970 @param {Intl.DateTimeFormatOptions} parts @returns {string} */
function dateText(day, parts) {
  return dateFormat(parts).format(day * dayLength);
}

/** @param {number} weekday 0 is Monday @param {"short"|"long"} width @returns {string} */
function weekdayName(weekday, width) {
  return dateText(weekday + 4, { weekday: width });
}

/** @param {Uint32Array} counts @param {(index: number) => boolean} [isMeant] @returns {number[]} the places with a count, the largest first */
function ranked(counts, isMeant = () => true) {
  const places = [];
  for (let i = 0; i < counts.length; i++) if (counts[i] > 0 && isMeant(i)) places.push(i);
  return places.sort((a, b) => counts[b] - counts[a] || a - b);
}
