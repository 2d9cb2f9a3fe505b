// @ts-check
// The page's own data, as ViewerFormat.md describes it, from the texts of its elements. All of this works in the worker too.

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

/** For each character its number in the alphabet of 91; 255 for the others. */
const digits = new Uint8Array(256).fill(255);
for (let code = 33, value = 0; code < 127; code++) if (!"&<>".includes(String.fromCharCode(code))) digits[code] = value++;
/** For two characters, the first in the lower byte, their 13 bits; 0xFFFF for what is none of them. */
const pairValues = new Uint16Array(0x10000).map((_, pair) => {
  const first = digits[pair & 0xFF], second = digits[pair >> 8], value = first + 91 * second;
  return first === 255 || second === 255 || value >= 8192 ? 0xFFFF : value;
});
const utf8Encoder = new TextEncoder();
/** Room for the characters of a text: one for all, since fresh memory costs more than to write into it. */
let characterRoom = new Uint8Array(1 << 16);

/** The characters of a text, one byte each, until the next text is asked for. @param {string} text @returns {Uint8Array} */
function charactersOf(text) {
  if (characterRoom.length < text.length) characterRoom = new Uint8Array(2 * text.length);
  const { read } = utf8Encoder.encodeInto(text, characterRoom.subarray(0, text.length));
  if (read < text.length) throw new Error("damage.character");
  return characterRoom.subarray(0, text.length);
}

/** The bytes that a text stands for: 13 bits in two characters, so 13 bytes in eight pairs of them. @param {string} text @returns {Uint8Array<ArrayBuffer>} */
function fromDenseText(text) {
  const codes = charactersOf(text), count = codes.length >> 1, pairs = new Uint16Array(codes.buffer, 0, count);
  const bytes = new Uint8Array(Math.floor((count * 13 + (codes.length & 1) * 6) / 8));
  let at = 0, i = 0, seen = 0;
  for (; i + 8 <= count; i += 8, at += 13) {
    const a = pairValues[pairs[i]], b = pairValues[pairs[i + 1]], c = pairValues[pairs[i + 2]], d = pairValues[pairs[i + 3]];
    const e = pairValues[pairs[i + 4]], f = pairValues[pairs[i + 5]], g = pairValues[pairs[i + 6]], h = pairValues[pairs[i + 7]];
    seen |= a | b | c | d | e | f | g | h;
    bytes[at] = a;
    bytes[at + 1] = a >> 8 | b << 5;
    bytes[at + 2] = b >> 3;
    bytes[at + 3] = b >> 11 | c << 2;
    bytes[at + 4] = c >> 6 | d << 7;
    bytes[at + 5] = d >> 1;
    bytes[at + 6] = d >> 9 | e << 4;
    bytes[at + 7] = e >> 4;
    bytes[at + 8] = e >> 12 | f << 1;
    bytes[at + 9] = f >> 7 | g << 6;
    bytes[at + 10] = g >> 2;
    bytes[at + 11] = g >> 10 | h << 3;
    bytes[at + 12] = h >> 5;
  }
  let hold = 0, held = 0;
  for (; i < count; i++) {
    seen |= pairValues[pairs[i]];
    hold |= pairValues[pairs[i]] << held;
    for (held += 13; held >= 8; held -= 8, hold >>>= 8) bytes[at++] = hold;
  }
  const last = codes.length & 1 ? digits[codes[2 * count]] : 0;
  if (at < bytes.length) bytes[at] = hold | last << held;
  if (seen >= 8192 || last === 255) throw new Error("damage.character");
  return bytes;
}
