// @ts-check
// Moments as text. The zone is always chosen by the reader and always named beside the time.

const dayLength = 86_400_000;

/** Writes parts of dates in the page's language. @param {Intl.DateTimeFormatOptions} parts @returns {Intl.DateTimeFormat} */
function dateFormat(parts) {
  return new Intl.DateTimeFormat(language, { timeZone: "UTC", calendar: "gregory", ...parts });
}

/** The months as they are called in a date, in short. */
const monthNames = Array.from({ length: 12 }, (_, month) =>
  dateFormat({ day: "numeric", month: "short" }).formatToParts(Date.UTC(2026, month, 1)).find(({ type }) => type === "month")?.value || "");
/** In short, from Monday on. */
const weekdayNames = Array.from({ length: 7 }, (_, day) => dateFormat({ weekday: "short" }).format(Date.UTC(2026, 5, 1 + day)));

/** A date for reading, its parts in the language's order. @param {string} day @param {number} month from 0 on @param {number} year */
function dateInWords(day, month, year) {
  return word("date.day", { day, month: monthNames[month], year: String(year) });
}

/** @param {number} number @param {number} [width] @returns {string} */
function padded(number, width = 2) {
  return String(number).padStart(width, "0");
}

/** A named time zone: how far local time is from UTC at any moment. */
class Zone {
  /** @param {string} name @param {string} choice how the address says it: account, utc, computer, or the name itself */
  constructor(name, choice) {
    this.name = name;
    this.choice = choice;
    this.format = new Intl.DateTimeFormat("en-US", {
      timeZone: name, hourCycle: "h23", calendar: "iso8601", numberingSystem: "latn",
      year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
    });
    /** @type {Map<number, number>} The offset of each UTC day, or NaN if it changes on that day. */
    this.days = new Map();
  }

  /** Local time minus UTC, in milliseconds. @param {number} time @returns {number} */
  offset(time) {
    if (this.name === "UTC") return 0;
    const day = Math.floor(time / dayLength);
    let offset = this.days.get(day);
    if (offset === undefined) {
      const start = this.measure(day * dayLength);
      offset = start === this.measure((day + 1) * dayLength) ? start : NaN;
      this.days.set(day, offset);
    }
    return Number.isNaN(offset) ? this.measure(time) : offset;
  }

  /** @param {number} time @returns {number} */
  measure(time) {
    const whole = Math.floor(time / 1000) * 1000;
    /** @type {Record<string, number>} */
    const part = {};
    for (const { type, value } of this.format.formatToParts(whole)) part[type] = Number(value);
    return Date.UTC(part.year, part.month - 1, part.day, part.hour % 24, part.minute, part.second) - whole;
  }

  /** A date whose UTC parts are the local parts. @param {number} time @returns {Date} */
  local(time) {
    return new Date(time + this.offset(time));
  }

  /** @param {number} time @returns {string} */
  day(time) {
    const date = this.local(time);
    return dateInWords(padded(date.getUTCDate()), date.getUTCMonth(), date.getUTCFullYear());
  }

  /** @param {number} time @returns {string} */
  clock(time) {
    const date = this.local(time);
    return `${padded(date.getUTCHours())}:${padded(date.getUTCMinutes())}:${padded(date.getUTCSeconds())}`;
  }

  /** Such as `UTC−05:00`. @param {number} time @returns {string} */
  offsetName(time) {
    const minutes = Math.round(this.offset(time) / 60_000), size = Math.abs(minutes);
    return `UTC${minutes < 0 ? "−" : "+"}${padded(Math.floor(size / 60))}:${padded(size % 60)}`;
  }

  /** Every offset in a stretch of time, such as `UTC−05:00/−06:00`; clocks stay changed for a month at least. @param {number} from @param {number} to */
  offsets(from, to) {
    const names = new Set([this.offsetName(to)]);
    for (let time = to; time > from; time -= 15 * dayLength) names.add(this.offsetName(time));
    names.add(this.offsetName(from));
    return [...names].sort().join("/").replace(/\/UTC/g, "/");
  }

  /** The whole moment with its zone. @param {number} time @returns {string} */
  moment(time) {
    const fraction = padded(time % 1000, 3);
    const zone = this.name === "UTC" ? "UTC" : `${this.name} (${this.offsetName(time)})`;
    return `${this.day(time).replace(/^0/, "")}, ${this.clock(time)}.${fraction} ${zone}`;
  }

  /** Such as `2026-05-01`. @param {number} time @returns {string} */
  isoDay(time) {
    return this.local(time).toISOString().slice(0, 10);
  }

  /** The first moment of a day, also where clocks change at midnight. @param {string} isoDay @returns {number} */
  dayStart(isoDay) {
    const wanted = Date.parse(`${isoDay}T00:00:00Z`);
    const moments = [this.offset(wanted - dayLength), this.offset(wanted + dayLength)].map((offset) => wanted - offset);
    const reached = moments.filter((moment) => moment + this.offset(moment) >= wanted);
    return reached.length ? Math.min(...reached) : Math.max(...moments);
  }

  /** The first moment after a day. @param {string} isoDay @returns {number} */
  dayEnd(isoDay) {
    return this.dayStart(addDays(isoDay, 1));
  }
}

/** @type {string[]|null} */
let knownZones = null;

/** The names of all zones that this browser knows. To list them takes it a while. @returns {string[]} */
function allZones() {
  return knownZones ||= Intl.supportedValuesOf("timeZone");
}

/** A zone by its name, however its letters are written; null if the browser knows none. @param {string} name @returns {Zone|null} */
function zoneNamed(name) {
  const known = allZones().find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? name;
  try { return new Zone(known, known); } catch { return null; }
}

/** @param {string} isoDay @param {number} days @returns {string} */
function addDays(isoDay, days) {
  return new Date(Date.parse(`${isoDay}T00:00:00Z`) + days * dayLength).toISOString().slice(0, 10);
}

/** Whether the text is a day of the calendar. @param {string} text @returns {boolean} */
function isDay(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** A day for reading, such as `1 May 2026`. @param {string} isoDay @returns {string} */
function dayInWords(isoDay) {
  const [year, month, day] = isoDay.split("-").map(Number);
  return dateInWords(String(day), month - 1, year);
}

/** The usual zones, each once; those that this browser does not know are left out. @param {string} accountZone @returns {Zone[]} */
function availableZones(accountZone) {
  const wanted = [["account", accountZone], ["utc", "UTC"], ["computer", Intl.DateTimeFormat().resolvedOptions().timeZone]];
  /** @type {Zone[]} */
  const zones = [];
  for (const [choice, name] of wanted) {
    if (zones.some((zone) => zone.name === name)) continue;
    try { zones.push(new Zone(name, choice)); } catch { /* not known here */ }
  }
  return zones;
}
