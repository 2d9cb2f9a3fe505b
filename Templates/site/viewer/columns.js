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

/**
 * Gives each element of a section as soon as it is whole, while the browser still reads what follows.
 * @param {string} section
 * @param {string} next the section behind it
 * @param {(text: string) => void} take
 * @returns {Promise<void>} when all have been given
 */
function readElements(section, next, take) {
  let given = 0;
  return new Promise((resolve) => {
    const look = () => {
      const elements = sectionElements(section), isWhole = document.readyState !== "loading" || sectionElements(next).length > 0;
      while (given < elements.length - (isWhole ? 0 : 1)) take(elements[given++].textContent || "");
      if (isWhole) { observer.disconnect(); resolve(); }
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { childList: true });
    document.addEventListener("DOMContentLoaded", look, { once: true });
    look();
  });
}

/** @param {Meta} meta @returns {Promise<Columns>} */
async function readColumns(meta) {
  const [lists, targets] = await Promise.all([decodeEarly("columns", "targets", meta), decodeEarly("targets", "values", meta)]);
  return columnsOf(lists, targets);
}

/** @param {SectionName} name @param {string} next the section behind it @param {Meta} meta @returns {Promise<any>} */
async function decodeEarly(name, next, { count, widths }) {
  const section = { name, count, widths };
  if (count >= manyEvents) {
    try { return await decodeInWorker(section, next); } catch { /* What is wrong is told by the page, if it fails there too. */ }
  }
  /** @type {string[]} */
  const texts = [];
  await readElements(name, next, (text) => { texts.push(text); });
  return decodeTexts(takerOf(section), texts);
}

/** By a worker that ends with its answer: with it goes all that the decoding leaves behind. @param {Section} section @param {string} next */
async function decodeInWorker(section, next) {
  const worker = new PageWorker(), /** @type {Promise<any>[]} */ calls = [];
  const call = (/** @type {string} */ task, /** @type {any} */ data) => {
    calls.push(worker.call(task, data));
    calls[calls.length - 1].catch(() => {}); // told when all are waited for
  };
  try {
    call("section", section);
    await readElements(section.name, next, (text) => call("element", text));
    call("lists", null);
    return (await Promise.all(calls)).pop();
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
