// @ts-check
// Details of events that lie in files beside the page, because one file would have been too large.

/**
 * Reads them into the blocks; each file calls `counterrollDetails` with the text of some elements.
 * @param {string[]} names
 * @param {Blocks} blocks
 */
async function readSiblings(names, blocks) {
  if (names.length === 0) return;
  blocks.missing = word("app.siblingsMissing");
  const page = /** @type {any} */ (globalThis);
  page.counterrollDetails = (/** @type {number} */ number, /** @type {string} */ text) => { blocks.elements[number] = textElement(text); };
  for (const name of names) await loadScript(name);
  delete page.counterrollDetails;
}

/** @param {string} name @returns {Promise<unknown>} */
function loadScript(name) {
  const script = element("script");
  script.src = trustedAddress(name);
  return new Promise((resolve, reject) => {
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(word("app.siblingsMissing"))));
    document.head.append(script);
  });
}
