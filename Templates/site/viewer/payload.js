// @ts-check
// The page's own data: JSON elements and deflated sections, as ViewerFormat.md describes them.

/**
 * @typedef {{name: string|null, id: string|null, kind: string}} Actor
 * @typedef {{name: string, class: string}} Action
 * @typedef {{file: string, member: string|null, bytes: number, sha256: string, system: string}} Source its file is null where it is withheld
 * @typedef {[number, number, number, number, string|null, string|null]} FirstEvent
 * @typedef {object} Meta
 * @property {string} format
 * @property {number} version
 * @property {string} generator
 * @property {string} account
 * @property {string} timeZone
 * @property {number} archivedAt
 * @property {number} count
 * @property {number|null} archiveCount null where it is not told
 * @property {number} blockSize
 * @property {unknown} filter
 * @property {string} filterText
 * @property {boolean} isRestricted whether more is in the archive than whoever asked may see
 * @property {{text: string, columns: string[], pseudonyms: string[], fields: string[]}|null} withheld
 * @property {Actor[]} actors
 * @property {string[]} modules
 * @property {Action[]} actions
 * @property {string[]} fields
 * @property {Source[]} sources
 * @property {{actor: number, module: number, action: number, target: number}} widths
 * @property {FirstEvent[]} first
 * @property {CoverageData|null} coverage
 * @property {unknown[]} narrowedTo filters, of which an event passes at least one; empty if the right is not narrowed
 * @property {{note: string, verifier: string|null}|null} checkpoint
 */

/**
 * @typedef {{blocks: [number, number, number][], siblings?: string[], digests: [string, string][], fingerprint: string}} PageTail
 * @typedef {Uint8Array|Uint16Array|Uint32Array} Ids
 * @typedef {{text: (index: number) => string|null, count: number}} Texts
 * @typedef {object} Columns What the table and the filters need of each event, newest first.
 * @property {number} count
 * @property {Float64Array} time
 * @property {Ids} actor
 * @property {Ids} module
 * @property {Ids} action
 * @property {Ids} target
 * @property {Uint8Array} flags bit 0: is a variant of another event; bit 1: another event of the page is a variant of it
 * @property {Texts} documentIds
 * @property {Texts} names
 * @property {Texts} parents
 */

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

/** Lets the browser do what it has to do. @returns {Promise<void>} */
function nextTask() {
  return new Promise((resume) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { port1.close(); resume(); };
    port2.postMessage(null);
  });
}

/** @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromBase64(text) {
  const native = /** @type {any} */ (Uint8Array).fromBase64;
  if (native) return native.call(Uint8Array, text);
  const binary = atob(text), bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** For each character its number in the alphabet of 91; a number that is out of all bounds for the others. */
const characterValues = new Uint32Array(128).fill(0x10000);
for (let code = 33, value = 0; code < 127; code++) if (!"&<>".includes(String.fromCharCode(code))) characterValues[code] = value++;

/** The bytes that a text stands for: 13 bits in two characters. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromDenseText(text) {
  const paired = text.length & ~1, bytes = new Uint8Array(Math.floor((paired / 2 * 13 + (text.length & 1) * 6) / 8));
  let hold = 0, held = 0, at = 0, seen = 0;
  for (let i = 0; i < paired; i += 2) {
    const value = characterValues[text.charCodeAt(i)] + 91 * characterValues[text.charCodeAt(i + 1)];
    seen |= value;
    hold |= value << held;
    for (held += 13; held >= 8; held -= 8) {
      bytes[at++] = hold;
      hold >>>= 8;
    }
  }
  if (at < bytes.length) bytes[at] = hold | characterValues[text.charCodeAt(paired)] << held;
  if (seen >= 8192) throw new Error("damage.character");
  return bytes;
}

/**
 * A whole section, inflated.
 * @param {string} section
 * @param {Element[]} [elements]
 * @returns {Promise<Uint8Array>}
 */
async function readSection(section, elements = sectionElements(section)) {
  if (elements.length === 0) throw new Error("damage.section", { cause: section });
  return inflateBeside(function* () {
    for (const { textContent } of elements) yield fromDenseText(textContent || "");
  });
}

/**
 * All columns, each a step of its own, so that the page stays alive.
 * @param {Uint8Array} bytes
 * @param {number} count
 * @param {Meta} meta
 * @returns {Promise<Omit<Columns, "documentIds"|"names"|"parents">>}
 */
async function decodeColumns(bytes, count, meta) {
  const reader = new Reader(bytes), time = decodeTimes(reader.take(6 * count), count);
  /** @type {Record<"actor"|"module"|"action"|"target", Ids>} */
  const ids = /** @type {any} */ ({});
  for (const column of /** @type {const} */ (["actor", "module", "action", "target"])) {
    await nextTask();
    ids[column] = decodeIds(reader, count, meta.widths[column]);
  }
  const flags = reader.take(count).slice();
  if (reader.at !== bytes.length) throw new Error("damage.size");
  return { count, time, ...ids, flags };
}

/** @param {Uint8Array} planes @param {number} n @returns {Float64Array} */
function decodeTimes(planes, n) {
  const times = new Float64Array(n);
  let time = 0;
  for (let i = 0; i < n; i++) {
    const low = planes[i] + planes[n + i] * 0x100 + planes[2 * n + i] * 0x10000;
    const value = low + planes[3 * n + i] * 0x1000000 + planes[4 * n + i] * 0x100000000 + planes[5 * n + i] * 0x10000000000;
    times[i] = time = i === 0 ? value : time - value;
  }
  return times;
}

/** @param {Reader} reader @param {number} n @param {number} width @returns {Ids} */
function decodeIds(reader, n, width) {
  const planes = reader.take(n * width);
  if (width === 1) return planes.slice(); // else all planes stay in memory with it
  const ids = width === 2 ? new Uint16Array(n) : new Uint32Array(n);
  for (let plane = 0; plane < width; plane++) {
    const shift = plane * 8, start = plane * n;
    for (let i = 0; i < n; i++) ids[i] |= planes[start + i] << shift;
  }
  return ids;
}

/** @param {Uint8Array} bytes @returns {Promise<Pick<Columns, "documentIds"|"names"|"parents">>} */
async function decodeTargets(bytes) {
  const reader = new Reader(bytes), count = reader.varint(), ids = reader.stringTable(), names = reader.stringTable();
  const lists = [];
  for (let i = 0; i < 2; i++) {
    await nextTask();
    lists.push(new Uint32Array(reader.sums(count)));
  }
  const named = decodeIds(reader, count, widthOf(names.count + 1));
  if (reader.at !== bytes.length) throw new Error("damage.size");
  return { documentIds: new SharedTexts(ids, lists[0]), names: new SharedTexts(names, named), parents: new SharedTexts(ids, lists[1]) };
}

/** The bytes that an index into so many entries takes. @param {number} entries @returns {number} */
function widthOf(entries) {
  return entries <= 0x100 ? 1 : entries <= 0x10000 ? 2 : entries <= 0x1000000 ? 3 : 4;
}

/** Texts of which many are equal: each stands in the table once. */
class SharedTexts {
  /** @param {StringTable} table @param {Ids} numbers for each text its place in the table, from 1; 0 where none was recorded */
  constructor(table, numbers) {
    this.table = table;
    this.numbers = numbers;
    this.count = numbers.length;
  }

  /** The text, or null where none was recorded. @param {number} index @returns {string|null} */
  text(index) {
    return this.numbers[index] === 0 ? null : this.table.text(this.numbers[index] - 1);
  }

  /** For each text what stands for it in a list of the table's entries; 0 where none was recorded. @param {Uint8Array} marks @param {Uint8Array} found @returns {Uint8Array} */
  addMarks(marks, found) {
    const { numbers } = this;
    for (let index = 0; index < numbers.length; index++) if (numbers[index] !== 0) found[index] |= marks[numbers[index] - 1];
    return found;
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
