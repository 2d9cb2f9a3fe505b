// @ts-check
// The changes of an event: one block for each field, before and after side by side.

const stateWords = { absent: "not recorded", null: "null", empty: "empty", withheld: "withheld", value: "" };

/** What a JSON value is, in a word; text needs none. @param {Value} value @returns {string} */
function typeWord({ state, json, text }) {
  if (state !== "value" || !json) return "";
  switch (text[0]) {
    case "{": return "object";
    case "[": return "list";
    case '"': return "text as JSON";
    case "t": case "f": return "true or false";
    default: return "number";
  }
}

/** @param {"Before"|"After"} title @param {Value} value @returns {HTMLElement} */
function changeSide(title, value) {
  const side = element("div", title.toLowerCase()), type = typeWord(value);
  side.dataset.state = value.state;
  side.append(element("span", "side-title", type ? `${title}, ${type}` : title));
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
