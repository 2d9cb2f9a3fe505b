// @ts-check
// Compares the parts of the file with the digests at its end.

/** The parts that the tail has digests of, in the file's order. @returns {{name: string, text: () => string}[]} */
function pageParts() {
  const of = (/** @type {string} */ name, /** @type {Element|null} */ part) => ({ name, text: () => part?.textContent || "" });
  const sections = [...document.querySelectorAll("script[data-section]")].map((part) => of(part.getAttribute("data-section") || "", part));
  const apart = model.blocks?.missing ? Array.from(model.blocks.elements, (part) => of("blocks", part)) : [];
  sections.splice(sections.findLastIndex(({ name }) => name === "values") + 1, 0, ...apart);
  return [
    of("style", document.querySelector("style")), of("words", byId("page-words")), of("meta", byId("page-meta")), { name: "script", text: () => scriptText }, ...sections,
  ];
}

/** What a part of the file is called, with its number where it has several elements. @param {[string, string][]} digests @param {number} place @returns {string} */
function partName(digests, place) {
  const [name] = digests[place], count = digests.filter(([other]) => other === name).length;
  const words = word(`part.${["style", "words", "meta", "script", "columns", "targets", "values", "blocks", "evidence", "places"].includes(name) ? name : "other"}`);
  return count === 1 ? words : word("part.numbered", { part: words, k: digests.slice(0, place + 1).filter(([other]) => other === name).length, all: count });
}

class PartsCheck {
  /** @param {PageTail} tail @param {PageWorker} worker @param {(work: number) => void} onProgress told of each part, how many characters were hashed */
  constructor(tail, worker, onProgress) {
    this.tail = tail;
    this.worker = worker;
    this.onProgress = onProgress;
    this.parts = pageParts();
  }

  /** In characters. @returns {number} */
  get size() {
    return this.parts.reduce((sum, part) => sum + part.text().length, 0);
  }

  /** The parts, and the list of the blocks. @returns {number} */
  get count() {
    return this.parts.length + 1;
  }

  /** What is not as the file states it, in words. @param {string[]} kept names of the parts that the worker keeps @returns {Promise<string[]>} */
  async differences(kept) {
    const { digests, fingerprint } = this.tail, found = await this.digests(kept), stated = Array.isArray(digests) ? digests : [];
    const list = found.map(([name, digest]) => `${digest}  ${name}\n`).join("");
    const wrong = stated.flatMap((_, place) => found[place]?.join() === stated[place].join() ? [] : [partName(stated, place)]);
    if (found.length !== stated.length) wrong.push(word("part.number", { found: found.length, stated: stated.length }));
    if (wrong.length === 0 && hexText(sha256(new TextEncoder().encode(list))) !== fingerprint) wrong.push(word("part.fingerprint"));
    return wrong;
  }

  /** @param {string[]} kept @returns {Promise<[string, string][]>} the name and the SHA-256 of each part */
  async digests(kept) {
    /** @type {[string, string][]} */
    const found = [], digest = (/** @type {string} */ name, /** @type {string} */ text) => this.worker.call("check", { method: "part", values: [name, text, kept.includes(name)] });
    for (const { name, text } of this.parts) {
      const content = text();
      found.push([name, await digest(name, content)]);
      this.onProgress(content.length);
    }
    return [...found, ["places", await digest("places", JSON.stringify(this.tail.blocks))]];
  }
}

/** A list from a page that is not as it was made would carry that on without a word. @returns {Promise<void>} fails with the names of the parts that differ */
async function requireUnchanged() {
  const tail = readTail(), worker = new PageWorker();
  try {
    const wrong = tail ? await new PartsCheck(tail, worker, () => {}).differences([]) : [word("part.fingerprint")];
    if (wrong.length) throw new Error(word("download.changed", { parts: wrong.join("; ") }));
  } finally {
    worker.break();
  }
}
