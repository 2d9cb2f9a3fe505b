// @ts-check
// The details of events: blocks are decoded when needed, the last few are kept, neighbours are fetched in idle time.

/**
 * @typedef {{field: string, before: Value, after: Value}} Change
 * @typedef {object} Details
 * @property {number} archiveId
 * @property {Source|null} source null if it is withheld
 * @property {string} system the source system
 * @property {number} record
 * @property {string|null} sourceId
 * @property {string|null} writtenTime the time as the source wrote it, or null if it is the plain UTC text
 * @property {string|null} extras
 * @property {number} variantOf archive id; 0 if it is no variant, -1 if that event is withheld
 * @property {string[]} withheldExtras keys of the record that are withheld
 * @property {Change[]} changes
 */

class Blocks {
  /** @param {Meta} meta @param {[number, number, number][]} places @param {Element[]} [elements] */
  constructor(meta, places, elements = sectionElements("blocks")) {
    this.meta = meta;
    this.places = places;
    this.elements = elements;
    /** @type {Map<number, string>} */
    this.texts = new Map();
    /** @type {Map<number, Block>} */
    this.kept = new Map();
    /** @type {ValueTable[]|null} */
    this.values = null;
    /** Why elements may be missing, where they lie in files beside the page. */
    this.missing = "";
    /** The column of times, once it is read. */
    this.times = new Float64Array(0);
    if (places.length !== Math.ceil(meta.count / meta.blockSize)) throw new Error("damage.blocks");
  }

  /** @param {number} number @returns {Uint8Array} */
  packed(number) {
    const [part, offset, length] = this.places[number];
    let text = this.texts.get(part);
    if (text === undefined) {
      text = this.elements[part]?.textContent || "";
      keepLast(this.texts, part, text, 2);
    }
    if (offset + length > text.length) throw new Error(this.missing || "damage.block", { cause: number });
    return fromDenseText(text.slice(offset, offset + length));
  }

  /** @param {number} number @returns {Block} */
  block(number) {
    const kept = this.kept.get(number);
    const block = kept || decodeBlock(inflate(this.packed(number)), this.size(number));
    keepLast(this.kept, number, block, 12);
    return block;
  }

  /** @param {number} number @returns {number} */
  size(number) {
    return Math.min(this.meta.blockSize, this.meta.count - number * this.meta.blockSize);
  }

  /** Decodes the blocks of these events in idle time. @param {number[]} events */
  prefetch(events) {
    const missing = new Set(events.map((event) => Math.floor(event / this.meta.blockSize)).filter((number) => !this.kept.has(number)));
    for (const number of missing) whenIdle(() => this.tryBlock(number));
  }

  /** Decodes ahead of need; damage is told when the reader gets there. @param {number} number */
  tryBlock(number) {
    try { this.block(number); } catch { /* see above */ }
  }

  /** The archive ids of a block; only the beginning of the block is inflated. @param {number} number @returns {Float64Array} */
  archiveIds(number) {
    const kept = this.kept.get(number);
    if (kept) return kept.ids;
    const packed = this.packed(number);
    const size = new Reader(inflate(packed, new Uint8Array(256), 16)).varint();
    return new Reader(inflate(packed, new Uint8Array(size + 300), size + 10)).stream().sums(new Float64Array(this.size(number)));
  }

  /**
   * The event with this archive id, or -1. Looks in small steps, nearest blocks first, so that the page stays alive.
   * @param {number} archiveId
   * @param {number} near
   * @returns {Promise<number>}
   */
  async find(archiveId, near) {
    const order = nearestFirst(Math.floor(near / this.meta.blockSize), this.places.length);
    let pause = performance.now() + 12;
    for (const number of order) {
      const at = this.archiveIds(number).indexOf(archiveId);
      if (at >= 0) return number * this.meta.blockSize + at;
      if (performance.now() < pause) continue;
      await new Promise((resume) => setTimeout(resume, 0));
      pause = performance.now() + 12;
    }
    return -1;
  }

  /** @param {number} event @returns {Details} */
  details(event) {
    const number = Math.floor(event / this.meta.blockSize), at = event % this.meta.blockSize;
    const block = this.block(number), source = this.meta.sources[block.sources[at]];
    return {
      archiveId: block.ids[at],
      source: source.file === null ? null : source,
      system: source.system,
      record: block.records[at],
      sourceId: block.sourceIds.text(at, this.times[event]),
      writtenTime: block.times.text(at),
      extras: block.extras.text(at),
      variantOf: block.variants[at] < 2 ? -block.variants[at] : block.variants[at] - 1,
      withheldExtras: JSON.parse(block.withheldExtras?.text(at) ?? "[]"),
      changes: this.changes(block, at),
    };
  }

  /** The archive id of the event of which this is a version: its own if it is the first; null if that event is withheld. @param {number} event */
  original(event) {
    const block = this.block(Math.floor(event / this.meta.blockSize)), at = event % this.meta.blockSize, variant = block.variants[at];
    return variant === 0 ? block.ids[at] : variant === 1 ? null : variant - 1;
  }

  /** The source system that an event comes from, or null where that is withheld. @param {number} event */
  systemOf(event) {
    return this.meta.sources[this.block(Math.floor(event / this.meta.blockSize)).sources[event % this.meta.blockSize]].system;
  }

  /** @param {Block} block @param {number} at @returns {Change[]} */
  changes(block, at) {
    const changes = [];
    for (let i = block.starts[at]; i < block.starts[at + 1]; i++) {
      const field = block.fields[i];
      changes.push({
        field: this.meta.fields[field],
        before: this.value(block, field, block.before[i]),
        after: this.value(block, field, block.after[i]),
      });
    }
    return changes;
  }

  /** @param {Block} block @param {number} field @param {number} code @returns {Value} */
  value(block, field, code) {
    if (code % 2 === 0) return block.literals.value(code / 2);
    const plain = (code - 1) / 2;
    if (plain === 0) return absentValue;
    if (plain === 1) return nullValue;
    if (plain === 2) return withheldValue;
    if (!this.values) throw new Error("damage.notYet");
    return this.values[field].value(plain - 4);
  }
}

/**
 * Adds an entry to a map that keeps only the last few used.
 * @template Content
 * @param {Map<number, Content>} map
 * @param {number} key
 * @param {Content} content
 * @param {number} most
 */
function keepLast(map, key, content, most) {
  map.delete(key);
  map.set(key, content);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}

/** @param {number} start @param {number} count @returns {number[]} */
function nearestFirst(start, count) {
  const order = [];
  for (let distance = 0; distance <= count; distance++) {
    if (start + distance < count) order.push(start + distance);
    if (distance > 0 && start - distance >= 0 && start - distance < count) order.push(start - distance);
  }
  return order;
}
