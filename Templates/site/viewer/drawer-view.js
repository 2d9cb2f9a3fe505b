// @ts-check
// What the drawer shows of an event. The elements are made once; a step only changes their text, so that steps stay fast.

/** The facts, by the keys of their words, in groups. */
const eventFacts = [["module", "documentId", "name", "parent"], ["action", "time", "utc", "written"], ["user", "userKind", "userId"]];
const evidenceFacts = [["archiveEvent", "leaf", "leafHash", "sourceId", "sourceFile", "inArchive", "record", "fileDigest"]];
/** The column of events.csv that a fact stands in, where it can be withheld. @type {Record<string, string>} */
const factColumns = { documentId: "document_id", name: "document_name", parent: "parent_id", user: "actor", userId: "actor_id",
  sourceId: "source_event_id", sourceFile: "source_file", record: "record_number", fileDigest: "source_file" };
/** Facts that are read letter by letter. */
const codeFacts = ["documentId", "parent", "userId", "sourceId", "fileDigest", "leafHash", "written"];

/** The word for a kind of user. @param {string} kind @returns {string} */
function kindWord(kind) {
  return kind in actorKinds || kind === "person" ? word(`kind.${kind}`) : kind;
}

class DrawerView {
  constructor() {
    this.title = byId("drawer-title");
    this.changesTitle = byId("changes-title");
    this.changes = new ChangeList(byId("changes"));
    this.details = byId("drawer-details");
    this.conflict = byId("conflict");
    this.further = /** @type {HTMLDetailsElement} */ (byId("further"));
    this.furtherText = byId("further-text");
    this.furtherWithheld = byId("further-withheld");
    /** @type {string|null} further fields that are laid out when they are unfolded */
    this.extras = null;
    this.further.addEventListener("toggle", () => this.layOutFurther());
    /** @type {Map<string, {row: HTMLElement, value: HTMLElement}>} */
    this.facts = new Map();
    for (const group of eventFacts) this.addGroup(byId("drawer-facts"), group);
    for (const group of evidenceFacts) this.addGroup(byId("evidence-facts"), group);
    for (const name of codeFacts) this.facts.get(name)?.value.classList.add("code");
  }

  /** @param {HTMLElement} list @param {string[]} names */
  addGroup(list, names) {
    names.forEach((name, index) => {
      const value = element("bdi"), title = element("dt", "", word(`fact.${name}`)), row = element("div", "fact", title, element("dd", "", value));
      title.dataset.word = `fact.${name}`;
      row.dataset.fact = name;
      row.toggleAttribute("data-first", index === 0);
      this.facts.set(name, { row, value });
      list.append(row);
    });
  }

  /** @param {string} name @param {string|null} text */
  setFact(name, text) {
    const fact = this.facts.get(name);
    if (!fact) return;
    fact.value.toggleAttribute("data-missing", text === null || text === "");
    const missing = isWithheld(factColumns[name]) ? "value.withheld" : "value.absent";
    showText(fact.value, text === null ? word(missing) : text === "" ? word("value.empty") : text, true);
  }

  /** @param {string} name @param {boolean} shown */
  showFact(name, shown) {
    const fact = this.facts.get(name);
    if (fact) fact.row.hidden = !shown;
  }

  /** What is known from the columns alone. @param {number} event */
  showColumns(event) {
    const { columns } = model, target = columns.target[event], actor = actorOf(event), action = actionOf(event);
    showText(this.title, documentTitle(event));
    this.setFact("module", moduleName(event));
    this.setFact("documentId", columns.documentIds.text(target));
    this.setFact("name", columns.names.text(target));
    this.setFact("parent", columns.parents.text(target));
    this.setFact("action", action.name);
    /** @type {{row: HTMLElement}} */ (this.facts.get("action")).row.dataset.class = action.class;
    this.setFact("user", actor.name);
    this.setFact("userKind", kindWord(actor.kind));
    this.setFact("userId", actor.id);
    this.showTimes(event);
  }

  /** @param {number} event */
  showTimes(event) {
    const time = model.columns.time[event];
    this.setFact("time", model.zone.moment(time));
    this.setFact("utc", model.zones.find(({ choice }) => choice === "utc")?.moment(time) || new Date(time).toISOString());
    this.showFact("utc", model.zone.name !== "UTC");
  }

  showWaiting() {
    this.details.hidden = true;
    this.showFact("written", false);
    byId("drawer-waiting").hidden = false;
    byId("drawer-waiting").textContent = word("drawer.reading");
  }

  /** @param {unknown} error */
  showFailure(error) {
    this.showWaiting();
    byId("drawer-waiting").textContent = word("drawer.unreadable", { reason: reasonOf(error) });
  }

  /** @param {number} event @param {Details} details */
  showDetails(event, details) {
    this.details.hidden = false;
    byId("drawer-waiting").hidden = true;
    this.showFact("written", true);
    this.setFact("written", details.writtenTime ?? new Date(model.columns.time[event]).toISOString());
    this.changesTitle.textContent = details.changes.length ? word("change.title", { n: details.changes.length }) : word("change.titleNone");
    this.changes.show(details.changes);
    this.showFurther(details);
    this.showEvidence(details);
    this.showConflict(event, details);
  }

  /** @param {Details} details */
  showFurther({ extras, withheldExtras }) {
    const all = isWithheld("extras"), names = withheldExtras.join(", ");
    const words = all ? word("value.withheld") : names ? word("further.withheld", { names }) : "";
    this.further.hidden = extras === null && !words;
    this.extras = extras;
    this.furtherText.replaceChildren();
    if (this.further.open) this.layOutFurther();
    showText(this.furtherWithheld, words);
    this.furtherWithheld.hidden = !words;
  }

  layOutFurther() {
    if (!this.further.open || this.extras === null || this.furtherText.childElementCount > 0) return;
    const node = parseJson(this.extras);
    this.furtherText.replaceChildren(node ? structureView(node, new Map()) : textView(wholeText(this.extras), "value json"));
  }

  /** @param {Details} details */
  showEvidence({ archiveId, sourceId, source, record }) {
    this.setFact("archiveEvent", String(archiveId));
    this.showLeaf(null);
    this.setFact("sourceId", sourceId);
    this.setFact("sourceFile", source && (source.member ?? source.file));
    this.setFact("inArchive", source && source.file);
    this.showFact("inArchive", source !== null && source.member !== null);
    this.setFact("record", source && String(record));
    this.setFact("fileDigest", source && source.sha256);
  }

  /** @param {Leaf|null} leaf */
  showLeaf(leaf) {
    this.showFact("leaf", leaf !== null);
    this.showFact("leafHash", leaf !== null);
    if (!leaf) return;
    this.setFact("leaf", String(leaf.index));
    this.setFact("leafHash", leaf.hash);
  }

  /** @param {number} event @param {Details} details */
  showConflict(event, details) {
    const versions = versionsOf(event), isConflict = versions.length > 1 || details.variantOf !== 0;
    this.conflict.hidden = !isConflict;
    if (isConflict) this.conflict.replaceChildren(...conflictView(event, details, versions));
  }
}
