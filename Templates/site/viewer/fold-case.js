// @ts-check
// How texts are compared where case does not count: by searches, and by what marks their hits.

/**
 * The text in small letters, as long as it was, so that a place in it is a place in the text. Every sigma is the same, and a dotted İ is an i:
 * these two are the only letters whose small form has another length or depends on what stands beside it.
 * @param {string} text
 * @returns {string}
 */
function foldCase(text) {
  return text.replaceAll("İ", "i").toLowerCase().replaceAll("ς", "σ");
}
