// @ts-check
// Sections of the page from the texts of their elements, taken in one after the other as the file is read. In the worker as well as in the page.

/** @typedef {"columns"|"targets"} SectionName those that are decoded before the filters can be used */

/** @typedef {{name: SectionName, count: number, widths: Meta["widths"]}} Section and what meta says of it */
/** @typedef {{add: (bytes: Uint8Array) => void, end: () => any}} Taker of what is inflated, piece by piece */

/** What makes plain lists of a section, which a worker can hand over. @param {Section} section @returns {Taker} */
function takerOf({ name, count, widths }) {
  return name === "columns" ? new ColumnPlanes(count, widths) : new WholeSection(decodeTargets);
}

/** Takes in a section, element by element. */
class SectionDecoder {
  /** @param {Taker} taker */
  constructor(taker) {
    this.taker = taker;
    this.inflation = new Inflation((bytes) => taker.add(bytes));
  }

  /** @param {string} text of the next element @returns {Promise<void>} when there is room for more */
  async add(text) {
    return this.inflation.add(fromDenseText(text));
  }

  async end() {
    await this.inflation.end();
    return this.taker.end();
  }
}

/** @param {Taker} taker @param {string[]} texts of all elements of a section @returns {Promise<any>} what the taker makes of them */
async function decodeTexts(taker, texts) {
  if (texts.length === 0) throw new Error("damage.section");
  const decoder = new SectionDecoder(taker);
  for (const text of texts) await decoder.add(text);
  return decoder.end();
}

/** A section that is needed as bytes. @param {string[]} texts of its elements @returns {Promise<Uint8Array>} */
async function inflateTexts(texts) {
  return decodeTexts(new WholeSection((bytes) => bytes), texts);
}

/** A section that is read once it is whole. */
class WholeSection {
  /** @param {(bytes: Uint8Array) => any} read */
  constructor(read) {
    this.read = read;
    /** @type {Uint8Array[]} */
    this.parts = [];
  }

  /** @param {Uint8Array} bytes the next ones */
  add(bytes) {
    this.parts.push(bytes);
  }

  end() {
    return this.read(concatenated(this.parts));
  }
}

/** The columns from their planes, added up as they are inflated: sixty million bytes of five million events need no room of their own. */
class ColumnPlanes {
  /** @param {number} count @param {Meta["widths"]} widths */
  constructor(count, widths) {
    this.count = count;
    this.time = new Float64Array(count);
    this.ids = { actor: roomForIds(count, widths.actor), module: roomForIds(count, widths.module), action: roomForIds(count, widths.action), target: roomForIds(count, widths.target) };
    this.flags = new Uint8Array(count);
    this.planes = [
      ...planesOf(this.time, 6), ...planesOf(this.ids.actor, widths.actor), ...planesOf(this.ids.module, widths.module),
      ...planesOf(this.ids.action, widths.action), ...planesOf(this.ids.target, widths.target), ...planesOf(this.flags, 1),
    ];
    this.size = 0;
  }

  /** @param {Uint8Array} bytes the next ones */
  add(bytes) {
    if (this.size + bytes.length > this.planes.length * this.count) throw new Error("damage.size");
    for (let from = 0; from < bytes.length;) {
      const { list, scale } = this.planes[Math.floor(this.size / this.count)], at = this.size % this.count;
      const part = bytes.subarray(from, from + this.count - at);
      addPlane(list, at, part, scale);
      from += part.length;
      this.size += part.length;
    }
  }

  end() {
    if (this.size < this.planes.length * this.count) throw new Error("damage.early");
    const { count, time, ids, flags } = this;
    for (let i = 1; i < count; i++) time[i] = time[i - 1] - time[i];
    return { count, time, ...ids, flags };
  }
}

/** @param {number} count @param {number} width in bytes @returns {Ids} */
function roomForIds(count, width) {
  return width === 1 ? new Uint8Array(count) : width === 2 ? new Uint16Array(count) : new Uint32Array(count);
}

/** @typedef {Float64Array|Ids} Column @param {Column} list @param {number} width @returns {{list: Column, scale: number}[]} lowest first */
function planesOf(list, width) {
  return Array.from({ length: width }, (_, plane) => ({ list, scale: 0x100 ** plane }));
}

/** @param {Column} list @param {number} at @param {Uint8Array} bytes @param {number} scale */
function addPlane(list, at, bytes, scale) {
  if (scale === 1) list.set(bytes, at);
  else if (list instanceof Float64Array) addToNumbers(list, at, bytes, scale);
  else addToIds(list, at, bytes, scale);
}

/** Most bytes of the upper planes are zero. @param {Float64Array} list @param {number} at @param {Uint8Array} bytes @param {number} scale */
function addToNumbers(list, at, bytes, scale) {
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== 0) list[at + i] += bytes[i] * scale;
}

/** @param {Ids} list @param {number} at @param {Uint8Array} bytes @param {number} scale */
function addToIds(list, at, bytes, scale) {
  for (let i = 0; i < bytes.length; i++) list[at + i] += bytes[i] * scale;
}

/** The tables of the targets, and for each target its places in them. @param {Uint8Array} bytes */
function decodeTargets(bytes) {
  const reader = new Reader(bytes), count = reader.varint(), ids = reader.stringTable(), names = reader.stringTable();
  const documents = reader.sums(new Uint32Array(count)), parents = reader.sums(new Uint32Array(count));
  const width = widthOf(names.count + 1), named = roomForIds(count, width);
  for (const { list, scale } of planesOf(named, width)) addPlane(list, 0, reader.take(count), scale);
  if (reader.at !== bytes.length) throw new Error("damage.size");
  return { ids, names, documents, parents, named };
}

/** The bytes that an index into so many entries takes. @param {number} entries @returns {number} */
function widthOf(entries) {
  return entries <= 0x100 ? 1 : entries <= 0x10000 ? 2 : entries <= 0x1000000 ? 3 : 4;
}

/** @param {ReturnType<ColumnPlanes["end"]>} lists @param {ReturnType<typeof decodeTargets>} targets @returns {Columns} */
function columnsOf(lists, { ids, names, documents, parents, named }) {
  const [idTable, nameTable] = [ids, names].map(({ bytes, ends, absent }) => new StringTable(bytes, ends, absent));
  return { ...lists, documentIds: new SharedTexts(idTable, documents), names: new SharedTexts(nameTable, named), parents: new SharedTexts(idTable, parents) };
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

