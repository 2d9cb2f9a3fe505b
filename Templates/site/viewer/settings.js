// @ts-check
// What the reader chooses for all tabs: the zone of times, and the page's language.

class Settings {
  constructor() {
    this.zones = new ZoneMenu();
    this.language = /** @type {HTMLSelectElement} */ (byId("language"));
    this.language.replaceChildren(...Object.entries(languageNames).map(([key, name]) => this.languageOption(key, name)));
    this.language.addEventListener("change", () => openIn(this.language.value));
  }

  /** @param {string} key @param {string} name in itself */
  languageOption(key, name) {
    const option = new Option(name, key, key === language, key === language);
    option.lang = key;
    return option;
  }

  /** Makes the zone usable, once the file is read. */
  enable() {
    this.zones.opener.disabled = false;
  }

  /** Shows the zone as it is now. */
  update() {
    const offsets = model.zone.offsets(...period());
    byId("zone-name").textContent = zoneInWords(model.zone);
    byId("zone-offset").textContent = offsets;
    byId("time-zone-name").textContent = model.zone.name;
    byId("time-zone-name").title = `${model.zone.name} ${offsets}`;
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
  settings.update();
  document.title = word("frame.title", { account: plainText(account) });
  byId("count").textContent = word("events", { n: count });
  if (model.columns.count === count) byId("period").textContent = count ? periodInWords(zone.isoDay(time[count - 1]), zone.isoDay(time[0])) : word("frame.noPeriod");
}

/** @param {string} from @param {string} to both days are within @returns {string} */
function periodInWords(from, to) {
  return from === to ? dayInWords(from) : word("frame.fromTo", { from: dayInWords(from), to: dayInWords(to) });
}
