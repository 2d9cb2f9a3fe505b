// @ts-check
// What the page knows at the moment. The parts below read it; app.js changes it.

/**
 * @typedef {object} Model
 * @property {Meta} meta
 * @property {Columns} columns
 * @property {Blocks|null} blocks null until the file is read
 * @property {Zone[]} zones
 * @property {Zone} zone
 * @property {Filter} filter
 * @property {FilterResult} result
 * @property {DocumentSearch|null} documents
 * @property {Evidence} evidence what proves the events
 * @property {string|null} fingerprint of the page, in hex; null until the file is read
 * @property {TextSearch|null} texts
 */

/** @type {Model} */
const model = /** @type {any} */ ({});

/** @param {number} event @returns {string} */
function moduleName(event) {
  return model.meta.modules[model.columns.module[event]];
}

/** @param {number} event @returns {Action} */
function actionOf(event) {
  return model.meta.actions[model.columns.action[event]];
}

/** @param {number} event @returns {Actor} */
function actorOf(event) {
  return model.meta.actors[model.columns.actor[event]];
}

/** Whether a column of events.csv is withheld in this page. @param {string} column @returns {boolean} */
function isWithheld(column) {
  return model.meta.withheld?.columns.includes(column) ?? false;
}

/** @param {Actor} actor @returns {string} the name, or what stands for it */
function actorName(actor) {
  return actor.name || actor.id || word(isWithheld("actor") ? "value.withheld" : "value.absent");
}

/** The words for kinds of users that are not persons. @type {Record<string, string>} */
const actorKinds = { workflow: word("kind.workflow"), integration: word("kind.integration"), system: word("kind.system"), unknown: word("kind.unknown") };

/** @param {number} event @returns {string} the name or id of the event's document */
function documentTitle(event) {
  const target = model.columns.target[event];
  return model.columns.names.text(target) || model.columns.documentIds.text(target) || word(isWithheld("document_name") ? "name.withheld" : "name.none");
}

/** The place of an event in the list; if it is not shown, `-1 - place` where it would be. @param {number} event @returns {number} */
function placeOf(event) {
  return model.result.shown.placeOf(event);
}
