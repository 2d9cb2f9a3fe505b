// @ts-check
// Full text: the events whose document's name, id or parent, values before or after, or further fields hold a text. Case does not count. A JSON
// value is searched as the source wrote it. Names and ids are looked through here, all else in the worker.

/** Bytes that the index of values may take; what is beyond is decoded again for each search. @param {number} count events */
const indexBudget = (count) => Math.max(45 * count, 64_000_000);

class TextSearch {
  /** @param {Columns} columns @param {Promise<Blocks>} fileRead a search waits for the file to be read */
  constructor(columns, fileRead) {
    this.columns = columns;
    this.fileRead = fileRead;
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
    const found = search(part, number), documents = findDocuments(this.columns, part);
    const hits = await found;
    if (documents.includes(1)) markTargets(this.columns.target, documents, hits);
    performance.measure("counterroll-text", { start });
    return hits;
  }

  /** @returns {Promise<(part: string, number: number) => Promise<Uint8Array>>} */
  async indexInWorker() {
    const blocks = await this.fileRead, worker = new PageWorker();
    await worker.call("textIndex", await indexSettings(blocks));
    for (const packed of groupsOf(blocks)) await worker.call("addBlocks", packed, packed.map((block) => block.buffer));
    return (part, number) => worker.call("findText", { part, number });
  }

  /** The same without a worker, in small steps. */
  async indexHere() {
    const blocks = await this.fileRead, index = new TextIndex(await indexSettings(blocks));
    for (const packed of groupsOf(blocks)) {
      index.add(packed);
      await nextTask();
    }
    return (/** @type {string} */ part, /** @type {number} */ number) => index.find(part, () => number === this.queries);
  }
}

/** @param {Blocks} blocks @returns {Promise<ConstructorParameters<typeof TextIndex>[0]>} */
async function indexSettings({ meta: { count, blockSize, fields } }) {
  return { count, blockSize, fieldCount: fields.length, values: await readSection("values"), budget: indexBudget(count) };
}

/** The packed blocks of one group after the other. @param {Blocks} blocks @returns {Generator<Uint8Array[]>} */
function* groupsOf(blocks) {
  const count = blocks.places.length;
  for (let first = 0; first < count; first += groupBlocks) {
    yield Array.from({ length: Math.min(groupBlocks, count - first) }, (_, place) => blocks.packed(first + place));
  }
}

/**
 * Documents with a part in their name, or in their own or their parent's id.
 * @param {Columns} columns
 * @param {string} part folded
 * @returns {Uint8Array} for each target 1 if it is found
 */
function findDocuments({ documentIds, names, parents }, part) {
  const found = new Uint8Array(names.count), ids = entriesWith(documentIds, part);
  if (ids) /** @type {SharedTexts} */ (documentIds).addMarks(ids, found);
  if (ids) /** @type {SharedTexts} */ (parents).addMarks(ids, found);
  const named = entriesWith(names, part);
  return named ? /** @type {SharedTexts} */ (names).addMarks(named, found) : found;
}

/** For each entry of the table 1 if it holds the part; null if none does. @param {Texts} texts @param {string} part @returns {Uint8Array|null} */
function entriesWith(texts, part) {
  const { table } = /** @type {SharedTexts} */ (texts), marks = new Uint8Array(table.count);
  let count = 0;
  foldedTable(table).find(part, (index) => { marks[index] = 1; count++; });
  return count > 0 ? marks : null;
}

/** For each entry of the table 1 if it is this text, letter by letter. @param {Texts} texts @param {string} text @returns {Uint8Array} */
function entriesEqual(texts, text) {
  const { table } = /** @type {SharedTexts} */ (texts), { bytes, ends, count } = table, marks = new Uint8Array(count), wanted = new TextEncoder().encode(text);
  for (let index = 0; index < count; index++) {
    if (ends[index + 1] - ends[index] === wanted.length && wanted.every((byte, at) => bytes[ends[index] + at] === byte)) marks[index] = 1;
  }
  return marks;
}

/** @type {WeakMap<StringTable, FoldedTexts>} */
const foldedTables = new WeakMap();

/** The texts of a table in small letters, made when they are first needed. @param {StringTable} table @returns {FoldedTexts} */
function foldedTable(table) {
  const made = foldedTables.get(table) || new FoldedTexts(table.bytes, table.ends);
  foldedTables.set(table, made);
  return made;
}

/** @param {Ids} target @param {Uint8Array} matches @param {Uint8Array} hits */
function markTargets(target, matches, hits) {
  for (let event = 0; event < hits.length; event++) hits[event] |= matches[target[event]];
}
