// @ts-check
// The last known values of a record as files: JSON with everything that is and is not known, CSV with the known values.

/** @param {Story} story @param {number} place @returns {string} */
function restoreJson(story, place) {
  const { history } = story, fields = history.fieldsAt(place), idAt = (/** @type {Saying|null} */ said) => said && history.events[said.place].archiveId;
  const listed = (/** @type {FieldState["status"]} */ status) => fields.filter((field) => field.status === status);
  const known = listed("known").map(({ field, said }) => `    ${JSON.stringify(field)}: ${said ? valueJson(said.value) : "null"}`);
  const sources = listed("known").map(({ field, said }) => `    ${JSON.stringify(field)}: ${idAt(said)}`);
  const contradictory = listed("contradictory").map(({ field, said, other }) => {
    const sayings = [said, other].map((one) => one && `{ "value": ${valueJson(one.value)}, "event": ${idAt(one)}, "side": ${JSON.stringify(one.side)} }`);
    return `    ${JSON.stringify(field)}: [${sayings.join(", ")}]`;
  });
  const names = (/** @type {FieldState["status"]} */ status) => JSON.stringify(listed(status).map(({ field }) => field));
  const lines = Object.entries(recordFacts(story, place)).map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  lines.push(`  "values": ${block("{", known, "}")}`, `  "knownFromEvents": ${block("{", sources, "}")}`, `  "contradictory": ${block("{", contradictory, "}")}`,
    `  "notKnown": ${names("unknown")}`, `  "withheld": ${names("withheld")}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** @param {string} open @param {string[]} lines @param {string} close */
function block(open, lines, close) {
  return lines.length ? `${open}\n${lines.join(",\n")}\n  ${close}` : open + close;
}

/** @param {Story} story @param {number} place */
function recordFacts({ record, history, system }, place) {
  const event = history.events[place];
  return {
    account: model.meta.account, system, module: model.meta.modules[record.module], documentId: record.id, documentName: record.name,
    afterEvent: event?.archiveId ?? null, afterTime: event ? new Date(model.columns.time[event.event]).toISOString() : null,
    state: history.stateAt(place), bundleFingerprint: model.fingerprint,
    isPart: isPart(),
  };
}

/**
 * One row of the known values below a row of their fields. Values stay as they are, or, for spreadsheets, texts that a spreadsheet would run get a mark.
 * @param {Story} story
 * @param {number} place
 * @param {boolean} forSpreadsheets
 * @returns {string}
 */
function restoreCsv(story, place, forSpreadsheets) {
  const { record } = story, known = story.history.fieldsAt(place).filter(({ status }) => status === "known");
  /** @type {[string, string|null][]} */
  const columns = [["document_id", record.id], ["document_name", record.name]];
  for (const { field, said } of known) columns.push([field, said && said.value.state !== "null" ? said.value.text : null]);
  const cell = forSpreadsheets ? spreadsheetCell : csvCell;
  const rows = [0, 1].map((index) => columns.map((column) => cell(column[index])).join(",") + "\r\n");
  return (forSpreadsheets ? byteOrderMark : "") + rows.join("");
}

/** A file name for a record. @param {RecordKey} record @returns {string} */
function recordFileName({ module, id, name }) {
  return `restore-${fileNamePart(`${model.meta.modules[module]}-${id ?? name}`)}`;
}
