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
  /** @type {[string, string][]} */
  const columns = [["document_id", record.id ?? ""], ["document_name", record.name ?? ""]];
  for (const { field, said } of known) columns.push([field, said && said.value.state === "value" ? said.value.text : ""]);
  const cell = (/** @type {string} */ text) => csvCell(forSpreadsheets ? spreadsheetText(text) : text);
  const rows = [0, 1].map((index) => columns.map((column) => cell(column[index])).join(",") + "\r\n");
  return (forSpreadsheets ? "\uFEFF" : "") + rows.join("");
}

/** @param {string} text @returns {string} */
function csvCell(text) {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A line that a spreadsheet would take for a formula begins with an apostrophe, as in the bundle's table for spreadsheets. @param {string} text @returns {string} */
function spreadsheetText(text) {
  if (/^-\d+(?:\.\d+)?$/.test(text)) return text;
  return text.replace(/^(?=[\r\n])|(^|[\r\n])(?=[ \u00A0\uFEFF]*[=+\-@\t\uFF1D\uFF0B\uFF0D\uFF20])/g, "$1'");
}

/** Hands the reader a file. @param {string} name @param {string} type @param {string} text */
function download(name, type, text) {
  const address = URL.createObjectURL(new Blob([text], { type })), link = element("a");
  link.href = address;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** A file name for a record. @param {RecordKey} record @returns {string} */
function recordFileName({ module, id, name }) {
  const text = `${model.meta.modules[module]}-${id ?? name}`.normalize("NFC").replace(/[^\p{L}\p{N}_-]+/gu, "-");
  return `restore-${text.slice(0, 60).replace(/^-+|-+$/g, "")}`;
}
