// @ts-check
// A conflict: the versions of one event side by side, and what differs between them.

/** @typedef {{event: number, details: Details}} Version */

/** The facts by which versions are compared, as `drawer-view.js` names them. */
const comparedFacts = ["module", "documentId", "name", "parent", "action", "written", "user", "userKind", "userId", "sourceId"];

/** What one version says of a fact. @param {string} fact @param {Version} version @returns {string|null} */
function versionFact(fact, { event, details }) {
  const { columns } = model, target = columns.target[event], actor = actorOf(event);
  switch (fact) {
    case "module": return moduleName(event);
    case "documentId": return columns.documentIds.text(target);
    case "name": return columns.names.text(target);
    case "parent": return columns.parents.text(target);
    case "action": return actionOf(event).name;
    case "written": return details.writtenTime ?? new Date(columns.time[event]).toISOString();
    case "user": return actor.name;
    case "userKind": return kindWord(actor.kind);
    case "userId": return actor.id;
    default: return details.sourceId;
  }
}

/** @param {number} event @param {Details} details @param {number[]} versions @returns {Node[]} */
function conflictView(event, details, versions) {
  const isAlone = versions.length < 2, blocks = /** @type {Blocks} */ (model.blocks);
  const sentence = isAlone ? aloneWords(details.variantOf) : word("conflict.versions", { n: versions.length });
  const head = element("p", "conflict-head", icon("conflict"), element("span", "", sentence));
  if (isAlone) return [head];
  const all = versions.map((other) => ({ event: other, details: blocks.details(other) }));
  const rows = [...factRows(all), ...fieldRows(all)];
  const table = element("table", "versions", versionHead(all, event), element("tbody", "", ...rows));
  const same = rows.length ? "conflict.rest" : "conflict.nothing";
  const box = element("div", "versions-box", table);
  box.tabIndex = 0;
  box.setAttribute("role", "group");
  box.setAttribute("aria-label", sentence);
  return [head, box, element("p", "note", word(same))];
}

/** @param {number} variantOf @returns {string} */
function aloneWords(variantOf) {
  return variantOf < 0 ? word("conflict.withheld") : word("conflict.elsewhere", { id: String(variantOf) });
}

/** @param {Version[]} versions @param {number} shown @returns {HTMLElement} */
function versionHead(versions, shown) {
  const cells = versions.map(({ event, details }, index) => {
    const name = word("event.link", { id: String(details.archiveId) }), isShown = event === shown;
    const title = isShown ? element("strong", "", name) : button(name, "quiet-link", () => openEvent(event));
    const order = word(isShown ? "conflict.shown" : index === 0 ? "conflict.first" : "conflict.later");
    const file = details.source ? isolated(clipped(details.source.member ?? details.source.file ?? "")) : element("span", "", word("value.withheld"));
    const cell = element("th", "", title, element("span", "note", order), element("span", "note", file));
    cell.scope = "col";
    return cell;
  });
  return element("thead", "", element("tr", "", element("td"), ...cells));
}

/** @param {HTMLElement} title @param {HTMLElement[]} cells @returns {HTMLElement} */
function versionRow(title, cells) {
  const head = element("th", "", title);
  head.scope = "row";
  return element("tr", "", head, ...cells.map((cell) => element("td", "", cell)));
}

/** @param {Version[]} versions @returns {HTMLElement[]} */
function factRows(versions) {
  return comparedFacts.flatMap((fact) => {
    const texts = versions.map((version) => versionFact(fact, version));
    if (texts.every((text) => text === texts[0])) return [];
    return [versionRow(element("span", "", word(`fact.${fact}`)), texts.map((text) => textOrState(text, isWithheld(factColumns[fact]))))];
  });
}

/** @param {string|null} text @param {boolean} withheld @returns {HTMLElement} */
function textOrState(text, withheld) {
  if (text) return isolated(clipped(text));
  return element("span", "state-word", word(text === "" ? "value.empty" : withheld ? "value.withheld" : "value.absent"));
}

/** @param {Version[]} versions @returns {HTMLElement[]} */
function fieldRows(versions) {
  const changes = versions.map(({ details }) => new Map(details.changes.map((change) => [change.field, change])));
  const fields = new Set(changes.flatMap((map) => [...map.keys()]));
  return [...fields].flatMap((field) => {
    const told = changes.map((map) => map.get(field) ?? null);
    if (told.every((change) => change && told[0] && changeJson(change) === changeJson(told[0]))) return [];
    return [versionRow(isolated(clipped(field)), told.map(changeCell))];
  });
}

/** @param {Change|null} change @returns {HTMLElement} */
function changeCell(change) {
  if (!change) return element("span", "state-word", word("conflict.noChange"));
  const { before, after } = change;
  return element("span", "brief-change", briefValue(before), element("span", "arrow", " → "), briefValue(after));
}

/** A value on one line. @param {Value} value @returns {HTMLElement} */
function briefValue(value) {
  return value.state === "value" ? isolated(clipped(value.text), value.json ? "json" : "") : element("span", "state-word", stateWords[value.state]);
}
