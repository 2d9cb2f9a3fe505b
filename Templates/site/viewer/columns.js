// @ts-check
// What the page reads of its own file. The columns stand before the blocks: they are decoded while the browser still reads those.

/** So many events are worth a worker. */
const manyEvents = 100_000;

/** @param {string} id @returns {any} */
function jsonElement(id) {
  return JSON.parse(byId(id).textContent || "");
}

/** @returns {Meta} */
function readMeta() {
  const meta = jsonElement("page-meta");
  if (meta.format !== "counterroll-page" || meta.version !== 1) throw new Error("damage.format");
  return meta;
}

/** @param {string} section @returns {Element[]} */
function sectionElements(section) {
  return [...document.querySelectorAll(`script[data-section="${section}"]`)];
}

/** @param {string} section @returns {string[]} */
function sectionTexts(section) {
  return sectionElements(section).map(({ textContent }) => textContent || "");
}

/** A whole section, inflated. @param {string} section @returns {Promise<Uint8Array>} */
async function readSection(section) {
  return inflateTexts(sectionTexts(section));
}

/** Until what stands before a section is there, or the whole file. @param {string} section @returns {Promise<void>} */
function untilParsed(section) {
  return new Promise((resolve) => {
    const isThere = () => document.readyState !== "loading" || document.querySelector(`script[data-section="${section}"]`) !== null;
    const look = () => { if (isThere()) { observer.disconnect(); resolve(); } };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true });
    document.addEventListener("DOMContentLoaded", look, { once: true });
    look();
  });
}

/** @param {Meta} meta @returns {Promise<Columns>} */
async function readColumns(meta) {
  const [lists, targets] = await Promise.all([decodeSection("columns", "targets", meta), decodeSection("targets", "values", meta)]);
  return columnsOf(lists, targets);
}

/**
 * @template {keyof typeof sectionDecoders} Name
 * @param {Name} name
 * @param {string} next the section behind it
 * @param {Meta} meta
 * @returns {Promise<Awaited<ReturnType<(typeof sectionDecoders)[Name]>>>}
 */
async function decodeSection(name, next, { count, widths }) {
  await untilParsed(next);
  const section = { texts: sectionTexts(name), count, widths }, decode = () => /** @type {any} */ (sectionDecoders[name])(section);
  return count < manyEvents ? decode() : inOwnWorker("decode", { name, section }).catch(decode);
}

/** By a worker that ends with its answer: with it goes all that the decoding leaves behind. @param {string} task @param {any} data @returns {Promise<any>} */
async function inOwnWorker(task, data) {
  const worker = new PageWorker();
  try {
    return await worker.call(task, data);
  } finally {
    worker.break();
  }
}

/** @param {(string|null)[]} list @returns {Texts} */
function listedTexts(list) {
  return { count: list.length, text: (index) => list[index] };
}

/** The newest events, which meta carries so that rows show before the rest is read. @param {Meta} meta @returns {Columns} */
function firstColumns(meta) {
  const first = meta.first;
  return {
    count: first.length,
    time: Float64Array.from(first, (event) => event[0]),
    actor: Uint32Array.from(first, (event) => event[1]),
    module: Uint32Array.from(first, (event) => event[2]),
    action: Uint32Array.from(first, (event) => event[3]),
    target: Uint32Array.from(first, (_, index) => index),
    flags: new Uint8Array(first.length),
    names: listedTexts(first.map((event) => event[4])),
    documentIds: listedTexts(first.map((event) => event[5])),
    parents: listedTexts(first.map(() => null)),
  };
}
