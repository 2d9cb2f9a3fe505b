// @ts-check
// CSV in the two spellings of the bundle's files (BundleFormat.md): as values are, or altered so that no spreadsheet runs them.

/** A cell as it is; null is what was not recorded: nothing at all, where an empty text is two quotes. @param {string|null} text @returns {string} */
function csvCell(text) {
  return text === null ? "" : text === "" || /[",\r\n]/.test(text) ? quotedCell(text) : text;
}

/** @param {string} text @returns {string} */
function quotedCell(text) {
  return `"${text.replaceAll('"', '""')}"`;
}

/** A cell for spreadsheets: what was recorded stands in quotes. @param {string|null} text @returns {string} */
function spreadsheetCell(text) {
  return text === null ? "" : quotedCell(spreadsheetText(text));
}

/** Says to spreadsheets that a file is UTF-8. */
const byteOrderMark = "\uFEFF";

/** Where a spreadsheet would begin to take a line for a formula, blanks before it left aside; and a line break before everything. */
const formulaStarts = /(?<![^\r\n])(?=[ \u00A0\u3000\uFEFF]*[=+\-@\t\uFF1D\uFF0B\uFF0D\uFF20])|^(?=[\r\n])/g;

/** The text with an apostrophe there; a negative number alone is no formula. @param {string} text @returns {string} */
function spreadsheetText(text) {
  return /^-[0-9]+(?:\.[0-9]+)?$/.test(text) ? text : text.replace(formulaStarts, "'");
}
