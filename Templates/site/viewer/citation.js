// @ts-check
// What the drawer copies: a citation, the event as JSON, a link.

/** @typedef {{index: number, hash: string, isProven: boolean}} Leaf where an event stands in the evidence log */

/**
 * A line for programs and files, `event id · time · hash · bundle fingerprint`, and a sentence for readers.
 * @param {number} event
 * @param {Details} details
 * @param {Leaf|null} leaf
 * @returns {string}
 */
function citation(event, details, leaf) {
  return `${citationLine(event, details, leaf)}\n${citationSentence(event, details)}`;
}

/** @param {number} event @param {Details} details @param {Leaf|null} leaf @returns {string} */
function citationLine(event, details, leaf) {
  const { fingerprint } = model;
  return [
    word("citation.event", { id: String(details.archiveId) }), new Date(model.columns.time[event]).toISOString(),
    leaf ? word("citation.hash", { hash: leaf.hash }) : word("citation.noHash"),
    fingerprint ? word("citation.bundle", { fingerprint }) : word("citation.noBundle"),
  ].join(" · ");
}

/** @param {number} event @param {Details} details @returns {string} */
function citationSentence(event, details) {
  const { columns, meta } = model, target = columns.target[event], { source } = details;
  const id = columns.documentIds.text(target), name = columns.names.text(target), actor = actorOf(event);
  const what = [moduleName(event), name === null ? "" : `“${name}”`, id === null ? "" : `(${word("citation.document", { id })})`].filter(Boolean).join(" ");
  const who = actor.id && actor.name ? `${actor.name} (${actor.id})` : actorName(actor);
  const sentence = word("citation.sentence", { account: meta.account, action: actionOf(event).name, what, who });
  const file = source && (source.member ? `${source.file}, ${source.member}` : source.file);
  const where = source ? word("citation.source", { file: file ?? "", record: String(details.record), sha256: source.sha256 }) : word("citation.sourceWithheld");
  return `${sentence} ${where}`;
}

/** A value's JSON text, its digits as the source wrote them. @param {Value} value @returns {string} */
function valueJson(value) {
  return value.json ? value.text : JSON.stringify(value.text);
}

/** A change as JSON text; what was not recorded has no key. @param {Change} change @returns {string} */
function changeJson({ field, before, after }) {
  const parts = [`"field": ${JSON.stringify(field)}`];
  if (before.state === "withheld") return `    { ${parts[0]}, "withheld": true }`;
  if (before.state !== "absent") parts.push(`"before": ${valueJson(before)}`);
  if (after.state !== "absent") parts.push(`"after": ${valueJson(after)}`);
  return `    { ${parts.join(", ")} }`;
}

/** @param {number} event @param {Details} details @param {Leaf|null} leaf @returns {string} */
function eventJson(event, details, leaf) {
  const { columns } = model, target = columns.target[event], time = new Date(columns.time[event]).toISOString();
  const source = details.source && { file: details.source.file, member: details.source.member, sha256: details.source.sha256, record: details.record };
  /** @type {[string, unknown][]} */
  const entries = [
    ["archiveId", details.archiveId], ["leaf", leaf && { index: leaf.index, hash: leaf.hash }], ["bundleFingerprint", model.fingerprint],
    ["sourceId", details.sourceId], ["occurredAt", time], ["occurredAtText", details.writtenTime ?? time],
    ["actor", actorOf(event)], ["module", moduleName(event)], ["action", actionOf(event)],
    ["documentId", columns.documentIds.text(target)], ["documentName", columns.names.text(target)], ["parentId", columns.parents.text(target)],
    ["source", source], ["variantOf", details.variantOf > 0 ? details.variantOf : null],
  ];
  const withheld = [...model.meta.withheld?.columns ?? [], ...details.variantOf < 0 ? ["variant_of"] : []];
  if (withheld.length) entries.push(["withheld", withheld]);
  if (details.withheldExtras.length) entries.push(["withheldFurtherFields", details.withheldExtras]);
  const lines = entries.map(([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  lines.push(details.changes.length ? `  "changes": [\n${details.changes.map(changeJson).join(",\n")}\n  ]` : `  "changes": []`);
  if (details.extras !== null) lines.push(`  "furtherFields": ${details.extras}`);
  return `{\n${lines.join(",\n")}\n}`;
}

/** @param {Details} details @returns {string} */
function eventLink(details) {
  return location.href.replace(/#.*$/s, "") + addressOf(details.archiveId);
}

/**
 * Copies text, or shows it selected where the browser gives a local file no clipboard.
 * @param {string} text
 */
async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    sayCopied();
  } catch {
    showForCopy(text);
  }
}

/** @param {string} text */
function showForCopy(text) {
  const dialog = /** @type {HTMLDialogElement} */ (byId("copy")), area = /** @type {HTMLTextAreaElement} */ (byId("copy-text"));
  area.value = text;
  dialog.showModal();
  area.focus();
  area.select();
  let done = false;
  try { done = document.execCommand("copy"); } catch { /* The reader copies by hand. */ }
  if (!done) return;
  dialog.close();
  sayCopied();
}
