// @ts-check
// The small pieces of the page's data format: varints, string tables, value tables.

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** @param {Uint8Array} bytes @param {number} start @param {number} end @returns {string} */
function decodeText(bytes, start, end) {
  return start === end ? "" : utf8.decode(bytes.subarray(start, end));
}

class Reader {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  /** @returns {number} */
  varint() {
    const bytes = this.bytes;
    let byte = bytes[this.at++];
    if (byte < 128) return byte;
    let value = byte & 127;
    for (let scale = 128; ; scale *= 128) {
      byte = bytes[this.at++];
      if (byte === undefined || scale > 2 ** 49) throw new Error("damage.number");
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  /** @returns {number} */
  zigzag() {
    const value = this.varint();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  }

  /** @param {number} length @returns {Uint8Array} */
  take(length) {
    if (!(length >= 0) || this.at + length > this.bytes.length) throw new Error("damage.early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  /** The next stream of a block. @returns {Reader} */
  stream() {
    return new Reader(this.take(this.varint()));
  }

  /** @param {number} count @returns {Uint32Array} */
  varints(count) {
    const list = new Uint32Array(count);
    for (let i = 0; i < count; i++) list[i] = this.varint();
    return list;
  }

  /** Numbers stored as their differences. @template {Float64Array|Uint32Array} List @param {List} list room for them @returns {List} */
  sums(list) {
    for (let i = 0, sum = 0; i < list.length; i++) list[i] = sum += this.zigzag();
    return list;
  }

  /** @returns {StringTable} */
  stringTable() {
    const count = this.varint(), size = this.varint();
    const ends = new Uint32Array(count + 1), absent = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      const length = this.varint();
      absent[i] = length === 0 ? 1 : 0;
      ends[i + 1] = ends[i] + Math.max(length - 1, 0);
    }
    if (ends[count] !== size) throw new Error("damage.table");
    return new StringTable(this.take(size), ends, absent);
  }

  /** @returns {ValueTable} */
  valueTable() {
    const count = this.varint(), size = this.varint();
    const table = readValueLengths(this, count);
    if (table.ends[count] !== size) throw new Error("damage.table");
    return new ValueTable(this.take(size), table.ends, table.kinds);
  }
}

/** @param {Reader} reader @param {number} count @returns {{ends: Uint32Array, kinds: Uint8Array}} */
function readValueLengths(reader, count) {
  const ends = new Uint32Array(count + 1), kinds = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const code = reader.varint();
    kinds[i] = code % 2;
    ends[i + 1] = ends[i] + Math.floor(code / 2);
  }
  return { ends, kinds };
}

/** Texts that stay bytes until somebody reads them. */
class StringTable {
  /** @param {Uint8Array} bytes @param {Uint32Array} ends @param {Uint8Array} absent */
  constructor(bytes, ends, absent) {
    this.bytes = bytes;
    this.ends = ends;
    this.absent = absent;
    this.count = absent.length;
  }

  /** The text, or null where none was recorded. @param {number} index @returns {string|null} */
  text(index) {
    return this.absent[index] ? null : decodeText(this.bytes, this.ends[index], this.ends[index + 1]);
  }
}

/**
 * A field's content: `null`, "not recorded" and "withheld" are states of their own, never texts.
 * @typedef {{state: "value"|"empty"|"null"|"absent"|"withheld", json: boolean, text: string}} Value
 */

/** @type {Value} */
const absentValue = { state: "absent", json: false, text: "" };
/** @type {Value} */
const nullValue = { state: "null", json: true, text: "null" };
/** @type {Value} */
const withheldValue = { state: "withheld", json: false, text: "" };

/** Values that stay bytes until somebody reads them. */
class ValueTable {
  /** @param {Uint8Array} bytes @param {Uint32Array} ends @param {Uint8Array} kinds */
  constructor(bytes, ends, kinds) {
    this.bytes = bytes;
    this.ends = ends;
    this.kinds = kinds;
    this.count = kinds.length;
  }

  /** @param {number} index @returns {Value} */
  value(index) {
    if (!(index < this.count)) throw new Error("damage.value");
    const text = decodeText(this.bytes, this.ends[index], this.ends[index + 1]);
    return { state: text === "" ? "empty" : "value", json: this.kinds[index] === 1, text };
  }
}

/** @param {Uint8Array} bytes @param {number} fieldCount @returns {ValueTable[]} */
function decodeValues(bytes, fieldCount) {
  const reader = new Reader(bytes);
  return Array.from({ length: fieldCount }, () => reader.valueTable());
}
