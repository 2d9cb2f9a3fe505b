// @ts-check
// What the reader chooses for all tabs: the zone of times, and the page's language.

class Settings {
  constructor() {
    this.zone = /** @type {HTMLSelectElement} */ (byId("zone"));
    this.zone.replaceChildren(...model.zones.map((zone) => element("option", "", this.zoneInWords(zone))));
    this.zone.addEventListener("change", () => changeZone(model.zones[this.zone.selectedIndex]));
    this.language = /** @type {HTMLSelectElement} */ (byId("language"));
    this.language.replaceChildren(...Object.entries(languageNames).map(([key, name]) => this.languageOption(key, name)));
    this.language.addEventListener("change", () => openIn(this.language.value));
  }

  /** @param {Zone} zone */
  zoneInWords({ name, choice }) {
    return choice === "utc" ? name : word(`settings.${choice}`, { zone: name });
  }

  /** @param {string} key @param {string} name in itself */
  languageOption(key, name) {
    const option = new Option(name, key, key === language, key === language);
    option.lang = key;
    return option;
  }

  /** Makes the zone usable, once the file is read. */
  enable() {
    this.zone.disabled = false;
  }

  /** Shows the zone as it is now. */
  update() {
    this.zone.selectedIndex = model.zones.indexOf(model.zone);
    byId("time-zone-name").textContent = model.zone.name;
  }
}

/** Opens the page again, at the same place, in another language. @param {string} chosen */
function openIn(chosen) {
  const parameters = new URLSearchParams(addressOf(drawer.archiveId).slice(1));
  parameters.set("lang", chosen);
  history.replaceState(null, "", `#${parameters}`);
  location.reload();
}

/** Says the head of the page in its language. */
function sayHead() {
  const { account, count } = model.meta, { time } = model.columns, zone = model.zones[0];
  document.title = word("frame.title", { account: plainText(account) });
  byId("count").textContent = word("events", { n: count });
  if (model.blocks) byId("period").textContent = count ? periodInWords(zone.isoDay(time[count - 1]), zone.isoDay(time[0])) : word("frame.noPeriod");
}

/** @param {string} from @param {string} to both days are within @returns {string} */
function periodInWords(from, to) {
  return from === to ? dayInWords(from) : word("frame.fromTo", { from: dayInWords(from), to: dayInWords(to) });
}
