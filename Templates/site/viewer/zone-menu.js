// @ts-check
// The choice of zone: the account's, UTC, this computer's, or any that the browser knows, found by typing.

/** So many zones are listed at once; typing finds the others. */
const mostZones = 60;

/** How a zone is found: as it is typed, with or without accents and underscores. @param {string} text @returns {string} */
function plainLetters(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\s_]+/g, " ").toLowerCase();
}

class ZoneMenu {
  constructor() {
    this.opener = /** @type {HTMLButtonElement} */ (byId("zone"));
    this.panel = element("div", "panel zones");
    this.panel.id = "menu-zone";
    this.panel.hidden = true;
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", word("settings.zone"));
    this.find = element("input", "narrow");
    this.find.type = "text";
    this.find.placeholder = word("settings.findZone");
    this.find.setAttribute("aria-label", word("settings.findZone"));
    this.find.autocomplete = "off";
    this.find.spellcheck = false;
    this.list = element("div", "options");
    this.note = element("p", "note");
    this.note.setAttribute("role", "status");
    this.panel.append(this.find, this.list, this.note);
    this.opener.after(this.panel);
    this.find.addEventListener("input", () => this.fill());
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
    this.popover = new Popover(this.opener, this.panel, () => this.onOpen());
  }

  onOpen() {
    this.find.value = "";
    this.fill();
    this.find.focus();
  }

  /** Lists what matches: the zone in force and the usual ones first. */
  fill() {
    const part = plainLetters(this.find.value.trim()), usual = new Set([model.zone, ...model.zones]), names = new Set([...usual].map(({ name }) => name));
    const others = part === "" ? [] : allZones().filter((name) => !names.has(name));
    const isFound = (/** @type {string} */ text) => plainLetters(text).includes(part);
    const found = [...[...usual].filter((zone) => isFound(zoneInWords(zone))), ...others.filter(isFound)];
    this.list.replaceChildren(...found.slice(0, mostZones).map((zone) => this.option(typeof zone === "string" ? new Zone(zone, zone) : zone)));
    const rest = part === "" ? allZones().length : found.length - mostZones;
    this.note.textContent = found.length === 0 ? word("settings.noZone") : rest > 0 ? word("settings.moreZones", { n: rest }) : "";
  }

  /** @param {Zone} zone */
  option(zone) {
    const made = button("", "option", () => { this.popover.close(true); changeZone(zone); });
    made.append(element("span", "option-name", zoneInWords(zone)), element("span", "count", zone.offsets(...period())));
    made.setAttribute("aria-pressed", String(zone === model.zone));
    return made;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    const stops = [this.find, .../** @type {NodeListOf<HTMLElement>} */ (this.list.querySelectorAll("button"))];
    const at = stops.findIndex((stop) => stop === document.activeElement), step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.isComposing) return;
    if (event.key === "Enter" && at === 0) stops[1]?.click();
    else if (step) stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
    else return;
    event.preventDefault();
  }
}

/** A zone's name, and whose it is. @param {Zone} zone @returns {string} */
function zoneInWords({ name, choice }) {
  return choice === "account" || choice === "computer" ? word(`settings.${choice}`, { zone: name }) : name;
}

/** From the oldest to the newest event that is known yet. @returns {[number, number]} */
function period() {
  const { time, count } = model.columns;
  return count ? [time[count - 1], time[0]] : [model.meta.archivedAt, model.meta.archivedAt];
}
