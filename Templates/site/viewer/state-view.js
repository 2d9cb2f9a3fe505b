// @ts-check
// A record's state at a moment: each field with what is known of it and from which event, and the restore data of a deleted record.

/** A record's state at the moment that its slider chooses. The slider stays the same element, so that it keeps the focus while it is moved. */
class StateView {
  /** @param {(place: number) => void} choose */
  constructor(choose) {
    this.slider = element("input", "moment-slider");
    this.slider.type = "range";
    this.slider.min = "0";
    this.slider.setAttribute("aria-label", word("state.slider"));
    this.content = element("div");
    /** @type {Map<string, {signature: string, view: HTMLElement}>} what is shown of each field: a moment later most is the same */
    this.views = new Map();
    this.element = element("section", "story-state", element("h3", "", word("state.title")), this.slider, this.content);
    let frame = 0;
    this.slider.addEventListener("input", () => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => choose(Number(this.slider.value) - 1));
    });
  }

  /** Shows a story anew. @param {Story} story @param {number} moment */
  begin(story, moment) {
    this.views.clear();
    this.show(story, moment);
  }

  /** @param {Story} story @param {number} moment */
  show(story, moment) {
    const { history } = story, fields = history.fieldsAt(moment), isDeleted = history.stateAt(moment) === "deleted", words = momentWords(story, moment);
    this.slider.max = String(history.events.length);
    this.slider.value = String(moment + 1);
    this.slider.setAttribute("aria-valuetext", words);
    const caption = element("p", "moment-words", words);
    if (isDeleted) caption.append(" ", element("strong", "", word("state.deleted")));
    const told = fields.filter(({ status }) => status !== "unknown"), unknown = fields.filter(({ status }) => status === "unknown");
    const rows = clippedItems("dl", "state", told, (field) => this.fieldView(history, field, moment), firstFields);
    this.content.replaceChildren(caption, told.length ? rows : element("p", "muted", word("state.nothing")),
      ...unknown.length ? [unknownView(history, unknown)] : [], ...isDeleted ? [restoreView(story, moment)] : []);
  }

  /** @param {RecordHistory} history @param {FieldState} state @param {number} moment @returns {HTMLElement} */
  fieldView(history, state, moment) {
    const { field, status, said, other } = state, isChanged = said?.place === moment && said.side === "after";
    const signature = [status, said?.place, said?.side, other?.place, other?.side, isChanged].join(), shown = this.views.get(field);
    if (shown?.signature === signature) return shown.view;
    const view = fieldStateView(history, state, isChanged);
    this.views.set(field, { signature, view });
    return view;
  }
}

/** Such as `After event 12 of 40: 3 May 2026, 10:00:00.000 UTC`. @param {Story} story @param {number} moment @returns {string} */
function momentWords({ history }, moment) {
  const count = history.events.length;
  if (moment < 0) return word("state.before");
  return word("state.after", { n: moment + 1, count, moment: model.zone.moment(model.columns.time[history.events[moment].event]) });
}

/** @param {RecordHistory} history @param {FieldState} state @param {boolean} isChanged by the event of the moment @returns {HTMLElement} */
function fieldStateView(history, { field, status, said, other }, isChanged) {
  const view = element("div", "field-state", element("dt", "", isolated(field)));
  view.dataset.status = status;
  view.dataset.field = field;
  if (isChanged) view.firstElementChild?.append(changedHere());
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
  const name = recordFileName(story.record), save = (/** @type {string} */ ending, /** @type {string} */ type, /** @type {string} */ text) => download(name + ending, new Blob([text], { type }));
  const json = () => restoreJson(story, moment), csv = () => restoreCsv(story, moment, false);
  /** @type {[string, () => void][]} */
  const actions = [
    ["restore.copyJson", () => copyText(json())], ["restore.copyCsv", () => copyText(csv())],
    ["restore.json", () => save(".json", "application/json", json())],
    ["restore.csv", () => save("-lossless.csv", "text/csv", csv())],
    ["restore.spreadsheet", () => save("-for-spreadsheets-altered.csv", "text/csv", restoreCsv(story, moment, true))],
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
