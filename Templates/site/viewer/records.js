// @ts-check
// Which events tell of the same record, found by the columns alone.

/**
 * A record: the events of one source system and module with the same document id. Without an id, those with the same name and no id.
 * @typedef {object} RecordKey
 * @property {number} module
 * @property {string|null} id null: known by its name alone
 * @property {string|null} name
 */

/** The record that an event tells of, or null if it names none. @param {number} event @returns {RecordKey|null} */
function recordOf(event) {
  const { columns } = model, target = columns.target[event], module = columns.module[event];
  const id = columns.documentIds.text(target) || null, name = columns.names.text(target) || null;
  return id === null && name === null ? null : { module, id, name };
}

/** @param {RecordKey|null} a @param {RecordKey|null} b @returns {boolean} */
function isSameRecord(a, b) {
  return a !== null && b !== null && a.module === b.module && a.id === b.id && (a.id !== null || a.name === b.name);
}

/** For each target 1 if its text is this one. @param {Texts} texts @param {string} wanted @returns {Uint8Array} */
function targetsWith(texts, wanted) {
  return /** @type {SharedTexts} */ (texts).addMarks(entriesEqual(texts, wanted), new Uint8Array(texts.count));
}

/** Events that may tell of the record, newest first: their source system stands in their details. @param {RecordKey} record @returns {number[]} */
function eventsOf({ module, id, name }) {
  const { columns } = model, targets = targetsWith(id === null ? columns.names : columns.documentIds, id ?? name ?? "");
  if (id === null) targets.forEach((hit, target) => { if (hit && columns.documentIds.text(target)) targets[target] = 0; });
  return eventsWhere((event) => targets[columns.target[event]] === 1 && columns.module[event] === module);
}

/** Events of other records that name this one as their parent, newest first. @param {RecordKey} record @returns {number[]} */
function childrenOf(record) {
  const { columns } = model, { id } = record;
  if (id === null) return [];
  const targets = targetsWith(columns.parents, id);
  return eventsWhere((event) => targets[columns.target[event]] === 1 && !isSameRecord(recordOf(event), record));
}

/** @param {(event: number) => boolean} isWanted @returns {number[]} */
function eventsWhere(isWanted) {
  const events = [];
  for (let event = 0; event < model.columns.count; event++) if (isWanted(event)) events.push(event);
  return events;
}
