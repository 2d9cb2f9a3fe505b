// @ts-check
// The filter, the zone and the open event in the page's address, so that a link or a reload restores them.

/** @type {Record<Dimension, string[]>|null} */
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
  for (const dimension of dimensions) {
    for (const choice of filter[dimension]) parameters.append(dimension, keys[dimension][choice]);
  }
  if (filter.from) parameters.set("from", filter.from);
  if (filter.to) parameters.set("to", filter.to);
  if (filter.document) parameters.set("doc", filter.document);
  if (zone !== zones[0]) parameters.set("zone", zone.choice);
  if (askedLanguage === language) parameters.set("lang", language);
  if (tab !== "events") parameters.set("tab", tab);
  if (archiveId !== null) parameters.set("event", String(archiveId));
  const text = parameters.toString();
  return text ? `#${text}` : "#";
}

/**
 * What the address asks for. Choices that this file does not have are named in `unknown`, never dropped silently.
 * @param {string} hash
 */
function readAddress(hash) {
  const parameters = new URLSearchParams(hash.replace(/^#/, "")), keys = choiceKeys();
  const filter = emptyFilter();
  /** @type {string[]} */
  const unknown = [];
  for (const dimension of dimensions) {
    for (const key of parameters.getAll(dimension)) {
      const choice = keys[dimension].indexOf(key);
      if (choice >= 0) filter[dimension].add(choice); else unknown.push(`${dimension} “${plainText(clipped(key))}”`);
    }
  }
  for (const end of /** @type {const} */ (["from", "to"])) {
    const day = parameters.get(end) || "";
    if (isDay(day)) filter[end] = day; else if (day) unknown.push(`date “${plainText(clipped(day))}”`);
  }
  filter.document = (parameters.get("doc") || "").trim();
  const asked = parameters.get("zone") || model.zones[0].choice;
  const zone = model.zones.find(({ name, choice }) => choice === asked || name === asked) || zoneNamed(asked) || model.zones[0];
  if (zone === model.zones[0] && asked !== zone.choice && asked !== zone.name && asked !== "computer") unknown.push(word("settings.unknownZone", { zone: plainText(clipped(asked)) }));
  const event = /^\d{1,15}$/.test(parameters.get("event") || "") ? Number(parameters.get("event")) : null;
  const tab = tabNames.find((name) => name === parameters.get("tab")) || "events";
  return { filter, zone, event, tab, unknown };
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
