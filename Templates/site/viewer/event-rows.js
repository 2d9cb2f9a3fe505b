// @ts-check
// Events as rows of the bundle's events.csv, to the byte (BundleFormat.md).

const eventColumns = [
  "event", "occurred_at", "source_time", "system", "source_event_id", "actor", "actor_id", "actor_kind", "module", "action", "document_id", "document_name", "parent_id",
  "changed_fields", "before", "after", "extras", "variant_of", "source_file", "source_member", "record_number", "withheld",
];

/** Columns whose cells are JSON, always in quotes. */
const jsonColumns = new Set(["changed_fields", "before", "after", "extras", "withheld"]);

/** Stands in the place of what is withheld; it is no JSON, and so no cell of those columns can be mistaken for it. */
const withheldMark = "[withheld]";

/** The cells of an event, in the order of the columns; null where nothing was recorded. @param {number} event @returns {(string|null)[]} */
function eventCells(event) {
  const { columns, meta } = model, blocks = /** @type {Blocks} */ (model.blocks);
  const details = blocks.details(event), target = columns.target[event], { name, id, kind } = actorOf(event), { changes, source, variantOf } = details;
  const time = new Date(columns.time[event]).toISOString(), [system, extras] = carriedSystem(details);
  const cells = [
    String(details.archiveId), time, details.writtenTime ?? time, system, details.sourceId, name, id, kind, moduleName(event), actionOf(event).name,
    columns.documentIds.text(target), columns.names.text(target), columns.parents.text(target),
    `[${changes.map(({ field }) => JSON.stringify(field)).join(",")}]`, sideJson(changes, "before"), sideJson(changes, "after"), extras,
    variantOf === 0 ? null : variantOf < 0 ? withheldMark : String(variantOf), source && source.file, source && source.member, String(details.record), withheldJson(details),
  ];
  for (const column of meta.withheld?.columns ?? []) cells[eventColumns.indexOf(column)] = withheldMark;
  return cells;
}

/** What one side of the changes held: an object, or an array of objects if a field is named twice. @param {Change[]} changes @param {"before"|"after"} side @returns {string} */
function sideJson(changes, side) {
  const members = changes.map((change) => change[side].state === "absent" ? "" : `${JSON.stringify(change.field)}:${recordedJson(change[side])}`);
  if (new Set(changes.map(({ field }) => field)).size === changes.length) return `{${members.filter(Boolean).join(",")}}`;
  return `[${members.map((member) => `{${member}}`).join(",")}]`;
}

/** @param {Value} value @returns {string} */
function recordedJson(value) {
  return value.state === "withheld" ? `"${withheldMark}"` : valueJson(value);
}

/** The system of an event, and its further fields without the one that carries the system of an event that came in with an archive's export. @param {Details} details */
function carriedSystem({ system, extras }) {
  const carried = system === "counterroll-export" && extras !== null ? /,?"counterroll:system":("(?:[^"\\]|\\.)*")\}$/.exec(extras) : null;
  if (!carried || extras === null) return [system, extras];
  return [JSON.parse(carried[1]), carried.index <= 1 ? null : `${extras.slice(0, carried.index)}}`];
}

/** What of an event is withheld, by name; null if nothing is. @param {Details} details @returns {string|null} */
function withheldJson({ changes, variantOf, withheldExtras }) {
  const { columns, pseudonyms } = model.meta.withheld ?? { columns: [], pseudonyms: [] };
  const fields = new Set(changes.filter(({ before }) => before.state === "withheld").map(({ field }) => field));
  const lists = { columns: variantOf < 0 ? [...columns, "variant_of"] : columns, pseudonyms, fields: [...fields], extras: withheldExtras };
  const told = Object.entries(lists).filter(([, names]) => names.length > 0);
  return told.length ? JSON.stringify(Object.fromEntries(told)) : null;
}

/** @param {(string|null)[]} cells @returns {string} */
function eventRow(cells) {
  const row = cells.map((cell, column) => cell !== null && cell !== withheldMark && jsonColumns.has(eventColumns[column]) ? quotedCell(cell) : csvCell(cell));
  return `${row.join(",")}\r\n`;
}

/** A row for spreadsheets; its last cell names the columns whose cells are altered. @param {(string|null)[]} cells @returns {string} */
function spreadsheetRow(cells) {
  const altered = eventColumns.filter((_, column) => cells[column] !== null && spreadsheetText(cells[column] ?? "") !== cells[column]);
  return `${[...cells, altered.length ? altered.join(" ") : null].map(spreadsheetCell).join(",")}\r\n`;
}
