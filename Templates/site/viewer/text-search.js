// @ts-check
// Full text: the events whose document's name, values before or after, or further fields hold a text, or whose document's or parent's id it is.
// Case does not count. A JSON value is searched as the source wrote it. Names and ids are looked through here, all else in the worker.

/** Bytes that the index of values may take; what is beyond is decoded again for each search. @param {number} count events */
const indexBudget = (count) => Math.max(45 * count, 64_000_000);

class TextSearch {
  /** @param {Columns} columns @param {Blocks} blocks */
  constructor(columns, blocks) {
    this.columns = columns;
    this.blocks = blocks;
    this.queries = 0;
    /** @type {Promise<(part: string, number: number) => Promise<Uint8Array>>|null} */
    this.index = null;
  }

  /** Makes the index, so that the first search need not wait for it. @returns {Promise<unknown>} */
  warm() {
    return this.index ||= this.indexInWorker().catch(() => this.indexHere());
  }

  /**
   * For each event 1 if it holds the query. The answer to a query that a later one has overtaken is of no use to anybody, and may be incomplete.
   * @param {string} query
   * @returns {Promise<Uint8Array>}
   */
  async find(query) {
    const part = foldCase(query), number = ++this.queries, start = performance.now();
    this.warm();
    const search = await /** @type {NonNullable<typeof this.index>} */ (this.index);
    const found = search(part, number), documents = findDocuments(this.columns, part, query);
    const hits = await found;
    if (documents.count > 0) markTargets(this.columns.target, documents.matches, hits);
    performance.measure("counterroll-text", { start });
    return hits;
  }

  /** @returns {Promise<(part: string, number: number) => Promise<Uint8Array>>} */
  async indexInWorker() {
    const worker = new PageWorker();
    await worker.call("textIndex", await this.settings());
    for (const packed of this.groups()) await worker.call("addBlocks", packed, packed.map((block) => block.buffer));
    return (part, number) => worker.call("findText", { part, number });
  }

  /** The same without a worker, in small steps. */
  async indexHere() {
    const index = new TextIndex(await this.settings());
    for (const packed of this.groups()) {
      await index.add(packed);
      await nextTask();
    }
    return (/** @type {string} */ part, /** @type {number} */ number) => index.find(part, () => number === this.queries);
  }

  async settings() {
    const { count, blockSize, fields } = this.blocks.meta;
    return { count, blockSize, fieldCount: fields.length, values: await readSection("values"), budget: indexBudget(count) };
  }

  /** The packed blocks of one group after the other. @returns {Generator<Uint8Array[]>} */
  *groups() {
    const count = this.blocks.places.length;
    for (let first = 0; first < count; first += groupBlocks) {
      yield Array.from({ length: Math.min(groupBlocks, count - first) }, (_, place) => this.blocks.packed(first + place));
    }
  }
}

/**
 * Documents with a part in their name, or this id.
 * @param {Columns} columns
 * @param {string} part folded
 * @param {string} id
 * @returns {{matches: Uint8Array, count: number}} for each target 1 if it is found
 */
function findDocuments(columns, part, id) {
  const matches = new Uint8Array(columns.names.count);
  let count = 0;
  const found = (/** @type {number} */ target) => { matches[target] = 1; count++; };
  foldedNames(columns).find(part, found);
  for (const ids of [columns.documentIds, columns.parents]) findWhole(/** @type {StringTable} */ (ids), id, found);
  return { matches, count };
}

/** @type {{columns: Columns|null, names: FoldedTexts|null}} */
const namesOnce = { columns: null, names: null };

/** The names of all documents in small letters, made when they are first needed. @param {Columns} columns @returns {FoldedTexts} */
function foldedNames(columns) {
  if (namesOnce.columns !== columns) {
    const { bytes, ends } = /** @type {StringTable} */ (columns.names);
    Object.assign(namesOnce, { columns, names: new FoldedTexts(bytes, ends) });
  }
  return /** @type {FoldedTexts} */ (namesOnce.names);
}

/** Finds the texts that are equal to another one, letter by letter. @param {StringTable} texts @param {string} text @param {(index: number) => void} found */
function findWhole({ bytes, ends, count }, text, found) {
  const wanted = new TextEncoder().encode(text), { length } = wanted;
  for (let index = 0; index < count; index++) {
    const start = ends[index];
    if (ends[index + 1] - start !== length || bytes[start] !== wanted[0]) continue;
    let at = 1;
    while (at < length && bytes[start + at] === wanted[at]) at++;
    if (at === length) found(index);
  }
}

/** @param {Ids} target @param {Uint8Array} matches @param {Uint8Array} hits */
function markTargets(target, matches, hits) {
  for (let event = 0; event < hits.length; event++) hits[event] |= matches[target[event]];
}
