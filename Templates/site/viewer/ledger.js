// @ts-check
// The archive's own exports: read from those entries of its ledger that this page holds, and from nothing else.

/** The source system of the ledger. Events of the same module and name that another system exported are not entries of it. */
const ledgerSystem = "counterroll";
const ledgerModule = "Audit Logs";
/** Such as `Export requested`. The CRM's own note of it, `Export Requested`, need not be decoded to be told apart. */
const entryAction = /^Export (?=[a-z])/;

/**
 * @typedef {{event: number, actor: Actor, action: string, details: Details}} LedgerEntry
 * @typedef {object} ExportJob What the page's entries say of one export.
 * @property {string|null} id
 * @property {LedgerEntry[]} entries newest first
 * @property {LedgerEntry|null} request the request or its denial; null if the page holds later entries only
 * @property {Map<string, Value>} asked what the request says, by field
 * @property {Map<string, Value>} known the newest that is said of it, by field
 * @property {string|null} status
 * @property {number} downloads
 * @property {boolean} hasVariant whether an entry came a second time with other content
 */

/** Whether the page says which systems its events come from. If it does not, an entry cannot be told from another system's event. */
function namesSystems() {
  return model.meta.count === 0 || model.meta.sources.some(({ system }) => system);
}

/**
 * Events that may be entries about exports, by the columns alone: what they come from stands in their details.
 * @returns {number[]}
 */
function possibleEntries() {
  const { columns, meta } = model;
  if (!meta.sources.some(({ system }) => system === ledgerSystem)) return [];
  const module = meta.modules.indexOf(ledgerModule), actions = meta.actions.map(({ name }) => entryAction.test(name));
  const events = [];
  for (let event = 0; event < columns.count; event++) {
    if (columns.module[event] === module && actions[columns.action[event]]) events.push(event);
  }
  return events;
}

/**
 * The entries about exports, newest first. Only the blocks that they lie in are decoded, in small steps, so that the page stays alive.
 * @returns {Promise<LedgerEntry[]>}
 */
async function readLedger() {
  const blocks = /** @type {Blocks} */ (model.blocks), entries = [];
  let pause = performance.now() + 12;
  for (const event of possibleEntries()) {
    const details = blocks.details(event);
    const isEntry = details.source?.system === ledgerSystem;
    if (isEntry) entries.push({ event, actor: actorOf(event), action: actionOf(event).name, details });
    if (performance.now() < pause) continue;
    await new Promise((resume) => setTimeout(resume, 0));
    pause = performance.now() + 12;
  }
  return entries.sort((a, b) => byAge(a.event, b.event));
}

/** Newest first. Of one moment the page has the events in the order of the archive, and so the newest last. @param {number} a @param {number} b */
function byAge(a, b) {
  return model.columns.time[b] - model.columns.time[a] || b - a;
}

/**
 * The entries by export, the newest export first. An entry without an id stands by itself.
 * @param {LedgerEntry[]} entries
 * @returns {ExportJob[]}
 */
function exportJobs(entries) {
  /** @type {Map<unknown, LedgerEntry[]>} */
  const groups = new Map();
  for (const entry of entries) {
    const id = model.columns.documentIds.text(model.columns.target[entry.event]), key = id === null ? entry : `id ${id}`;
    const group = groups.get(key);
    if (group) group.push(entry); else groups.set(key, [entry]);
  }
  const jobs = [...groups.values()].map(exportJob);
  return jobs.sort((a, b) => byAge(firstEntry(a).event, firstEntry(b).event));
}

/** The request, or the oldest entry that the page holds. @param {ExportJob} job @returns {LedgerEntry} */
function firstEntry({ request, entries }) {
  return request || entries[entries.length - 1];
}

/** @param {LedgerEntry[]} entries of one export, newest first @returns {ExportJob} */
function exportJob(entries) {
  const first = entries.filter(({ details }) => details.variantOf === 0);
  const originals = (first.length ? first : entries.slice()).reverse();
  const isNamed = (/** @type {LedgerEntry} */ { action }, /** @type {string} */ word) => action === `Export ${word}`;
  // Somebody who may not fetch or cancel an export is noted with it, and changes nothing about it.
  const isAttempt = (/** @type {LedgerEntry} */ entry) => whatIsSaid(entry).has("attempt");
  const request = originals.find((entry) => isNamed(entry, "requested") || (isNamed(entry, "denied") && !isAttempt(entry))) || null;
  /** @type {Map<string, Value>} */
  const known = new Map();
  let status = null;
  for (const entry of originals) {
    if (isAttempt(entry) || isNamed(entry, "downloaded")) continue;
    const said = whatIsSaid(entry), stated = said.get("status");
    for (const [field, value] of said) known.set(field, value);
    status = stated?.state === "value" ? stated.text : entry.action.replace(entryAction, "");
  }
  return {
    id: model.columns.documentIds.text(model.columns.target[entries[0].event]), entries, request, known, status,
    asked: request ? whatIsSaid(request) : new Map(),
    downloads: originals.filter((entry) => isNamed(entry, "downloaded")).length,
    hasVariant: first.length < entries.length,
  };
}

/** The side after of an entry's fields. @param {LedgerEntry} entry @returns {Map<string, Value>} */
function whatIsSaid({ details }) {
  return new Map(details.changes.filter(({ after }) => after.state !== "absent").map(({ field, after }) => [field, after]));
}
