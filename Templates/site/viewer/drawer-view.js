// @ts-check
// What the drawer shows. The elements are made once; a step only changes their text, so that steps stay fast.

const eventFacts = ["Module", "Document ID", "Document name", "Parent", "Action", "Date & time", "UTC", "As written", "User",
  "User kind", "User ID"];
const evidenceFacts = ["Archive event", "Source event ID", "Source file", "In archive file", "Record", "SHA-256 of file"];
/** The column of events.csv that a fact stands in, where it can be withheld. @type {Record<string, string>} */
const factColumns = { "Document ID": "document_id", "Document name": "document_name", "Parent": "parent_id", "User": "actor", "User ID": "actor_id",
  "Source event ID": "source_event_id", "Source file": "source_file", "Record": "record_number", "SHA-256 of file": "source_file" };
/** Facts that are read letter by letter. */
const codeFacts = ["Document ID", "Parent", "User ID", "Source event ID", "SHA-256 of file", "As written"];

class DrawerView {
  constructor() {
    this.title = byId("drawer-title");
    this.changesTitle = byId("changes-title");
    this.changes = byId("changes");
    this.actions = byId("drawer-actions");
    this.details = byId("drawer-details");
    this.conflict = byId("conflict");
    this.further = /** @type {HTMLDetailsElement} */ (byId("further"));
    this.furtherText = byId("further-text");
    this.furtherWithheld = byId("further-withheld");
    /** @type {Map<string, {row: HTMLElement, value: HTMLElement}>} */
    this.facts = new Map();
    for (const name of eventFacts) this.addFact(byId("drawer-facts"), name);
    for (const name of evidenceFacts) this.addFact(byId("evidence-facts"), name);
    for (const name of codeFacts) this.facts.get(name)?.value.classList.add("code");
  }

  /** @param {HTMLElement} list @param {string} name */
  addFact(list, name) {
    const value = element("bdi"), row = element("div", "fact", element("dt", "", name), element("dd", "", value));
    this.facts.set(name, { row, value });
    list.append(row);
  }

  /** @param {string} name @param {string|null} text */
  setFact(name, text) {
    const fact = this.facts.get(name);
    if (!fact) return;
    fact.value.toggleAttribute("data-missing", text === null || text === "");
    const word = isWithheld(factColumns[name]) ? stateWords.withheld : stateWords.absent;
    showText(fact.value, text === null ? word : text === "" ? stateWords.empty : text, true);
  }

  /** @param {string} name @param {boolean} shown */
  showFact(name, shown) {
    const fact = this.facts.get(name);
    if (fact) fact.row.hidden = !shown;
  }

  /** What is known from the columns alone. @param {number} event */
  showColumns(event) {
    const { columns } = model, target = columns.target[event], actor = actorOf(event);
    showText(this.title, documentTitle(event));
    this.setFact("Module", moduleName(event));
    this.setFact("Document ID", columns.documentIds.text(target));
    this.setFact("Document name", columns.names.text(target));
    this.setFact("Parent", columns.parents.text(target));
    this.setFact("Action", actionOf(event).name);
    this.setFact("User", actor.name);
    this.setFact("User kind", actor.kind === "person" ? "Person" : actorKinds[actor.kind] || actor.kind);
    this.setFact("User ID", actor.id);
    this.showTimes(event);
  }

  /** @param {number} event */
  showTimes(event) {
    const time = model.columns.time[event];
    this.setFact("Date & time", model.zone.moment(time));
    this.setFact("UTC", model.zones.find(({ choice }) => choice === "utc")?.moment(time) || new Date(time).toISOString());
    this.showFact("UTC", model.zone.name !== "UTC");
  }

  showWaiting() {
    this.details.hidden = true;
    this.showFact("As written", false);
    byId("drawer-waiting").hidden = false;
    byId("drawer-waiting").textContent = "Reading the details…";
  }

  /** @param {unknown} error */
  showFailure(error) {
    this.showWaiting();
    this.showFact("As written", false);
    byId("drawer-waiting").textContent = `The details of this event cannot be read: ${reasonOf(error)}. Copy or download the file again.`;
  }

  /** @param {number} event @param {Details} details */
  showDetails(event, details) {
    this.details.hidden = false;
    byId("drawer-waiting").hidden = true;
    this.showFact("As written", true);
    this.setFact("As written", details.writtenTime ?? new Date(model.columns.time[event]).toISOString());
    this.changesTitle.textContent = details.changes.length ? `Changes (${grouped(details.changes.length)})` : "Changes";
    this.changes.replaceChildren(...changeViews(details.changes));
    this.showFurther(details);
    this.showEvidence(details);
    this.showConflict(event, details.variantOf);
  }

  /** @param {Details} details */
  showFurther({ extras, withheldExtras }) {
    const all = isWithheld("extras"), words = all ? "withheld" : withheldExtras.length ? `withheld: ${withheldExtras.join(", ")}` : "";
    this.further.hidden = extras === null && !words;
    showText(this.furtherText, extras === null ? "" : prettyJson(extras), true);
    showText(this.furtherWithheld, words);
    this.furtherWithheld.hidden = !words;
  }

  /** @param {Details} details */
  showEvidence({ archiveId, sourceId, source, record }) {
    this.setFact("Archive event", String(archiveId));
    this.setFact("Source event ID", sourceId);
    this.setFact("Source file", source && (source.member ?? source.file));
    this.setFact("In archive file", source && source.file);
    this.showFact("In archive file", source !== null && source.member !== null);
    this.setFact("Record", source && String(record));
    this.setFact("SHA-256 of file", source && source.sha256);
  }

  /** @param {number} event @param {number} variantOf */
  async showConflict(event, variantOf) {
    this.conflict.hidden = variantOf === 0;
    if (variantOf === 0 || !model.blocks) return;
    const which = variantOf < 0 ? "which is withheld" : `event ${variantOf}`;
    const sentence = element("p", "", `Conflict: another export shows this event with other content (${which}).`);
    this.conflict.replaceChildren(icon("conflict"), sentence);
    if (variantOf < 0) return;
    const other = await model.blocks.find(variantOf, event).catch(() => -1);
    if (drawer.event !== event || !this.conflict.contains(sentence)) return;
    if (other >= 0) this.conflict.append(button(`Show event ${variantOf}`, "", () => openEvent(other)));
    else sentence.append(" That event is not in this file.");
  }
}
