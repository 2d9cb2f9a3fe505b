// @ts-check
// A record's state at a moment: each field with what is known of it and from which event, and the restore data of a deleted record.

/** Chooses a moment among a record's events. It stays the same element, so that it keeps the focus while it is moved. */
class MomentSlider {
  /** @param {(place: number) => void} choose */
  constructor(choose) {
    this.input = element("input", "moment-slider");
    this.input.type = "range";
    this.input.min = "0";
    this.input.setAttribute("aria-label", word("state.slider"));
    let frame = 0;
    this.input.addEventListener("input", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => choose(Number(this.input.value) - 1));
    });
  }

  /** @param {number} count @param {number} moment @param {string} words @returns {HTMLElement} */
  show(count, moment, words) {
    this.input.max = String(count);
    this.input.value = String(moment + 1);
    this.input.setAttribute("aria-valuetext", words);
    return this.input;
  }
}

/** @param {Story} story @param {number} moment @param {MomentSlider} slider @returns {Node[]} */
function stateView(story, moment, slider) {
  const { history } = story, fields = history.fieldsAt(moment), state = history.stateAt(moment);
  const words = momentWords(story, moment), told = fields.filter(({ status }) => status !== "unknown");
  const caption = element("p", "moment-words", words);
  if (state === "deleted") caption.append(" ", element("strong", "", word("state.deleted")));
  const rows = clippedItems("dl", "state", told, (field) => fieldStateView(history, field, moment), firstFields);
  const parts = [element("h3", "", word("state.title")), slider.show(history.events.length, moment, words), caption, rows];
  if (told.length === 0) parts.splice(3, 1, element("p", "muted", word("state.nothing")));
  const unknown = fields.filter(({ status }) => status === "unknown");
  if (unknown.length) parts.push(unknownView(history, unknown));
  return state === "deleted" ? [...parts, restoreView(story, moment)] : parts;
}

/** Such as `After event 12 of 40: 3 May 2026, 10:00:00.000 UTC`. @param {Story} story @param {number} moment @returns {string} */
function momentWords({ history }, moment) {
  const count = history.events.length;
  if (moment < 0) return word("state.before");
  return word("state.after", { n: moment + 1, count, moment: model.zone.moment(model.columns.time[history.events[moment].event]) });
}

/** @param {RecordHistory} history @param {FieldState} state @param {number} moment @returns {HTMLElement} */
function fieldStateView(history, { field, status, said, other }, moment) {
  const view = element("div", "field-state", element("dt", "", isolated(field)));
  view.dataset.status = status;
  view.dataset.field = field;
  if (said?.place === moment && said.side === "after") view.firstElementChild?.append(changedHere());
  if (status === "contradictory") view.append(element("dd", "contradiction", icon("conflict"), element("span", "", word("state.contradictory"))));
  for (const saying of [said, other]) if (saying) view.append(sayingView(history, saying));
  return view;
}

/** Stands beside a field that the event of the moment changed. @returns {HTMLElement} */
function changedHere() {
  const made = element("span", "changed-here", element("span", "unseen", word("state.changedHere")));
  made.title = word("state.changedHere");
  return made;
}

/** A value and where it is known from. @param {RecordHistory} history @param {Saying} saying @returns {HTMLElement} */
function sayingView(history, { value, place, side }) {
  const from = element("span", "known-from", placeLink(history, place, `state.${side}Event`));
  return element("dd", "saying", valueView(value), from);
}

/** @param {RecordHistory} history @param {FieldState[]} fields @returns {HTMLElement} */
function unknownView(history, fields) {
  const list = clippedItems("ul", "unknown-fields", fields, ({ field, said }) => {
    const item = element("li", "", isolated(field));
    item.dataset.field = field;
    if (said) item.append(" ", ...filled("state.lost", { event: placeLink(history, said.place) }));
    return item;
  }, firstFields);
  return element("div", "unknown", element("h4", "", word("state.unknown", { n: fields.length })), list);
}

/** @param {Story} story @param {number} moment @returns {HTMLElement} */
function restoreView(story, moment) {
  const name = recordFileName(story.record), json = () => restoreJson(story, moment), csv = () => restoreCsv(story, moment, false);
  /** @type {[string, () => void][]} */
  const actions = [
    ["restore.copyJson", () => copyText(json())], ["restore.copyCsv", () => copyText(csv())],
    ["restore.json", () => download(`${name}.json`, "application/json", json())],
    ["restore.csv", () => download(`${name}-lossless.csv`, "text/csv", csv())],
    ["restore.spreadsheet", () => download(`${name}-spreadsheet-altered.csv`, "text/csv", restoreCsv(story, moment, true))],
  ];
  const buttons = actions.map(([key, run]) => {
    const made = button(word(key), "", run);
    made.dataset.restore = key.slice("restore.".length);
    return made;
  });
  return element("section", "restore", element("h3", "", word("restore.title")), element("p", "note", restoreWords(story.history.fieldsAt(moment))),
    element("div", "restore-actions", ...buttons));
}

/** What the files lack. @param {FieldState[]} fields @returns {string} */
function restoreWords(fields) {
  const names = (/** @type {string} */ status) => fields.filter((field) => field.status === status).map(({ field }) => plainText(clipped(field)));
  const lacking = /** @type {const} */ (["contradictory", "unknown", "withheld"]).flatMap((status) => {
    const list = names(status), shown = list.slice(0, 12).join(", ") + (list.length > 12 ? ", …" : "");
    return list.length ? [word(`restore.${status}`, { n: list.length, names: shown })] : [];
  });
  return [word("restore.about"), ...lacking].join(" ");
}
