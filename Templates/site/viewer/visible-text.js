// @ts-check
// Event text is hostile: characters that reorder, hide or break text are shown as small marks.
// Everything else is text inside <bdi>, so that it cannot reorder its surroundings.

// C0, C1, soft hyphen, joiners and fillers, bidi controls, line separators, variation selectors of the
// supplement, tag characters, byte order mark.
const hiddenCharacters =
  new RegExp("[\\u0000-\\u001F\\u007F-\\u009F\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180B-\\u180F\\u200B-\\u200F\\u2028-\\u202E" +
    "\\u2060-\\u206F\\u3164\\uFEFF\\uFFA0\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}]", "u");
const hiddenRuns = new RegExp(hiddenCharacters.source, "gu");

/** @param {string} character @returns {string} */
function codePointName(character) {
  const code = /** @type {number} */ (character.codePointAt(0));
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** @param {string} character @returns {HTMLElement} */
function mark(character) {
  const made = element("span", "mark", codePointName(character));
  made.title = word("value.unseen");
  return made;
}

/**
 * The text with its hidden characters as marks.
 * @param {string} text
 * @param {boolean} multiline whether line breaks and tabs are layout rather than marks
 * @returns {DocumentFragment}
 */
function markedText(text, multiline) {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const match of text.matchAll(hiddenRuns)) {
    if (multiline && (match[0] === "\n" || match[0] === "\t")) continue;
    fragment.append(text.slice(done, match.index), mark(match[0]));
    done = match.index + match[0].length;
  }
  fragment.append(text.slice(done));
  return fragment;
}

/**
 * Puts text into an element, which should be a <bdi>.
 * @param {HTMLElement} target
 * @param {string} text
 * @param {boolean} [multiline]
 */
function showText(target, text, multiline = false) {
  if (hiddenCharacters.test(text)) target.replaceChildren(markedText(text, multiline));
  else showPlain(target, text);
}

/** Shows a text that has no hidden characters. A text node that changes its text costs the browser less than a new one, and one that keeps it nothing. @param {HTMLElement} target @param {string} text */
function showPlain(target, text) {
  const node = target.firstChild;
  if (text === "" || !(node instanceof Text) || node !== target.lastChild) target.textContent = text;
  else if (node.data !== text) node.data = text;
}

/** How much of a text a table row shows; the drawer shows all of it. */
const clipLength = 200;

/** @param {string} text @returns {string} */
function clipped(text) {
  if (text.length <= clipLength) return text;
  const end = /[\uD800-\uDBFF]/.test(text[clipLength - 1]) ? clipLength - 1 : clipLength;
  return text.slice(0, end) + "…";
}

/**
 * Text for attributes and announcements, where no marks can be: hidden characters are named in brackets.
 * @param {string} text
 * @returns {string}
 */
function plainText(text) {
  return hiddenCharacters.test(text) ? text.replace(hiddenRuns, (found) => `[${codePointName(found)}]`) : text;
}

/**
 * A <bdi> that shows the text.
 * @param {string} text
 * @param {string} [className]
 * @returns {HTMLElement}
 */
function isolated(text, className = "") {
  const made = element("bdi", className);
  showText(made, text);
  return made;
}
