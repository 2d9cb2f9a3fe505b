// @ts-check
// The filter, the zone and the open event in the page's address, so that a link or a reload restores them.

/** The names that an address may use. What else it has is told to the reader. */
const addressNames = ["user", "module", "action", "kind", "hour", "from", "to", "doc", "text", "deletions", "conflicts", "zone", "lang", "tab", "event", "story"];
const addressSets = /** @type {const} */ ([...dimensions, "hour"]);
const addressTexts = /** @type {const} */ ([["from", "from"], ["to", "to"], ["doc", "document"], ["text", "text"]]);
const addressSwitches = /** @type {const} */ (["deletions", "conflicts"]);
const weekdayKeys = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** @type {Record<Dimension|"hour", string[]>|null} */
let addressKeys = null;

/** A readable key for each choice: the name where it is the only one, else the id, else the place in the list. */
function choiceKeys() {
  if (addressKeys) return addressKeys;
  const { actors, modules, actions } = model.meta;
  /** @type {Map<string, number>} */
  const uses = new Map();
  for (const { name, id } of actors) for (const key of new Set([name, id])) if (key) uses.set(key, (uses.get(key) || 0) + 1);
  const only = (/** @type {string|null} */ key) => key && uses.get(key) === 1 ? key : null;
  addressKeys = {
    user: actors.map(({ name, id }, index) => only(name) || only(id) || `~${index}`),
    module: modules.slice(),
    action: actions.map((action, index) => actions.findIndex((other) => other.name === action.name) === index ? action.name : `~${index}`),
    kind: [...kindNames],
    hour: Array.from({ length: 168 }, (_, hour) => `${weekdayKeys[Math.floor(hour / 24)]}${padded(hour % 24)}`),
  };
  return addressKeys;
}

/**
 * @param {number|null} archiveId the open event
 * @param {Filter} [filter]
 * @param {string} [tab]
 * @returns {string}
 */
function addressOf(archiveId, filter = model.filter, tab = tabs.shown) {
  const parameters = new URLSearchParams(), keys = choiceKeys(), { zone, zones } = model;
  for (const part of addressSets) {
    for (const choice of filter[part]) parameters.append(part, keys[part][choice]);
  }
  for (const [name, part] of addressTexts) if (filter[part]) parameters.set(name, filter[part]);
  for (const part of addressSwitches) if (filter[part]) parameters.set(part, "only");
  if (zone !== zones[0]) parameters.set("zone", zone.choice);
  if (askedLanguage === language) parameters.set("lang", language);
  if (tab !== "events") parameters.set("tab", tab);
  if (archiveId !== null) parameters.set("event", String(archiveId));
  const moment = archiveId !== null && archiveId === drawer.archiveId ? drawer.storyMoment : null;
  if (moment !== null) parameters.set("story", moment);
  const text = parameters.toString();
  return text ? `#${text}` : "#";
}

/**
 * What the address asks for. What this file does not have is named in `unknown`, never dropped silently.
 * @param {string} hash
 */
function readAddress(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  /** @type {string[]} */
  const unknown = [];
  const refuse = (/** @type {string} */ name, /** @type {string} */ text) => { unknown.push(`${name} “${plainText(clipped(text))}”`); };
  for (const [name, text] of parameters) if (!addressNames.includes(name)) refuse(plainText(clipped(name)), text);
  const filter = readFilter(parameters, refuse);
  /** @template T @param {string} name @param {readonly T[]} choices @param {(choice: T) => string} keyOf @returns {T} */
  const pick = (name, choices, keyOf) => {
    const text = parameters.get(name), found = choices.find((choice) => keyOf(choice) === text);
    if (text !== null && found === undefined) refuse(name, text);
    return found ?? choices[0];
  };
  const zone = readZone(parameters.get("zone"), unknown), tab = pick("tab", tabNames, (name) => name);
  pick("lang", Object.keys(translations), (key) => key);
  const eventText = parameters.get("event"), event = /^\d{1,15}$/.test(eventText || "") ? Number(eventText) : null;
  if (eventText !== null && event === null) refuse("event", eventText);
  const story = event === null ? null : parameters.get("story");
  return { filter, zone, event, story, tab, unknown };
}

/** @param {string|null} text @param {string[]} unknown @returns {Zone} */
function readZone(text, unknown) {
  const asked = text || model.zones[0].choice;
  const zone = model.zones.find(({ name, choice }) => choice === asked || name === asked) || zoneNamed(asked) || model.zones[0];
  if (zone === model.zones[0] && asked !== zone.choice && asked !== zone.name && asked !== "computer") unknown.push(word("settings.unknownZone", { zone: plainText(clipped(asked)) }));
  return zone;
}

/** @param {URLSearchParams} parameters @param {(name: string, text: string) => void} refuse @returns {Filter} */
function readFilter(parameters, refuse) {
  const filter = emptyFilter(), keys = choiceKeys();
  for (const part of addressSets) {
    for (const key of parameters.getAll(part)) {
      const choice = keys[part].indexOf(key);
      if (choice >= 0) filter[part].add(choice); else refuse(part, key);
    }
  }
  for (const [name, part] of addressTexts) {
    const text = (parameters.get(name) || "").trim(), isTime = part === "from" || part === "to";
    if (isTime && text && !isDay(text) && !isMoment(text)) refuse(name, text); else filter[part] = text;
  }
  for (const part of addressSwitches) {
    for (const text of parameters.getAll(part)) if (text === "only") filter[part] = true; else refuse(part, text);
  }
  return filter;
}

let writtenAddress = location.hash;

// Browsers refuse many changes of the address in a short time, so a burst of steps writes it once.
const writeAddress = delayed(() => {
  const address = addressOf(drawer.archiveId);
  if (address === writtenAddress || (address === "#" && location.hash === "")) return;
  writtenAddress = address;
  history.replaceState(null, "", address);
}, 300);

/**
 * Leads to the list with this filter, as a link would: the browser's way back comes back here.
 * @param {Filter} filter
 * @param {number|null} archiveId
 */
function follow(filter, archiveId) {
  history.replaceState(null, "", addressOf(drawer.archiveId));
  writtenAddress = addressOf(archiveId, filter, "events");
  history.pushState(null, "", writtenAddress);
  followAddress();
}
