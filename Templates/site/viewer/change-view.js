// @ts-check
// The changes of an event: one block for each field, before and after side by side.

const stateWords = { absent: "not recorded", null: "null", empty: "empty", value: "" };

/** @param {"Before"|"After"} title @param {Value} value @returns {HTMLElement} */
function changeSide(title, value) {
  const side = element("div", title.toLowerCase());
  side.dataset.state = value.state;
  side.append(element("span", "side-title", title));
  if (value.state !== "value") side.append(element("span", "state-word", stateWords[value.state]));
  else side.append(valueView(value));
  return side;
}

/** @param {Value} value @returns {HTMLElement} */
function valueView(value) {
  const view = element("bdi", value.json ? "value json" : "value");
  showText(view, value.json ? prettyJson(value.text) : value.text, true);
  return view;
}

/** @param {Change} change @returns {HTMLElement} */
function changeView({ field, before, after }) {
  const view = element("div", "change");
  view.dataset.field = field;
  view.append(element("h4", "field-name", isolated(field)), changeSide("Before", before), changeSide("After", after));
  return view;
}

/** @param {Change[]} changes @returns {HTMLElement[]} */
function changeViews(changes) {
  if (changes.length === 0) return [element("p", "muted", "The source recorded no field changes for this event.")];
  return changes.map(changeView);
}
