// @ts-check
// The details of events: blocks are decoded when needed, the last few are kept, neighbours are fetched in idle time.

/**
 * @typedef {object} Block
 * @property {Float64Array} ids archive ids
 * @property {Uint32Array} sources
 * @property {Float64Array} records
 * @property {StringTable} sourceIds
 * @property {StringTable} times
 * @property {StringTable} extras
 * @property {Float64Array} variants
 * @property {Uint32Array} starts where the changes of each event begin
 * @property {Uint32Array} fields
 * @property {Uint32Array} before even: twice the number of a literal; odd: twice the code, plus 1
 * @property {Uint32Array} after
 * @property {ValueTable} literals
 * @property {StringTable|null} withheldExtras null if there are none in the block
 *
 * @typedef {{field: string, before: Value, after: Value}} Change
 * @typedef {object} Details
 * @property {number} archiveId
 * @property {Source|null} source null if it is withheld
 * @property {number} record
 * @property {string|null} sourceId
 * @property {string|null} writtenTime the time as the source wrote it, or null if it is the plain UTC text
 * @property {string|null} extras
 * @property {number} variantOf archive id; 0 if it is no variant, -1 if that event is withheld
 * @property {string[]} withheldExtras keys of the record that are withheld
 * @property {Change[]} changes
 */

class Blocks {
  /** @param {Meta} meta @param {[number, number, number][]} places */
  constructor(meta, places) {
    this.meta = meta;
    this.places = places;
    this.elements = sectionElements("blocks");
    /** @type {Map<number, string>} */
    this.texts = new Map();
    /** @type {Map<number, Block>} */
    this.kept = new Map();
    /** @type {ValueTable[]|null} */
    this.values = null;
    if (places.length !== Math.ceil(meta.count / meta.blockSize)) throw new Error("the number of blocks is wrong");
  }

  /** @param {number} number @returns {Uint8Array} */
  packed(number) {
    const [part, offset, length] = this.places[number];
    let text = this.texts.get(part);
    if (text === undefined) {
      text = this.elements[part]?.textContent || "";
      keepLast(this.texts, part, text, 2);
    }
    if (offset + length > text.length) throw new Error(`block ${number} is cut`);
    return fromBase64(text.slice(offset, offset + length));
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
    const size = new Reader(inflate(packed, 64, 16)).varint();
    return new Reader(inflate(packed, size + 300, size + 10)).stream().sums(this.size(number));
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
      record: block.records[at],
      sourceId: block.sourceIds.text(at),
      writtenTime: block.times.text(at),
      extras: block.extras.text(at),
      variantOf: block.variants[at] < 2 ? -block.variants[at] : block.variants[at] - 1,
      withheldExtras: JSON.parse(block.withheldExtras?.text(at) ?? "[]"),
      changes: this.changes(block, at),
    };
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
    if (!this.values) throw new Error("the values are not read yet");
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

/** @param {Uint8Array} bytes @param {number} m the number of events in the block @returns {Block} */
function decodeBlock(bytes, m) {
  const reader = new Reader(bytes);
  const ids = reader.stream().sums(m), sources = reader.stream().varints(m), records = reader.stream().sums(m);
  const sourceIds = reader.stream().stringTable(), times = reader.stream().stringTable(), extras = reader.stream().stringTable();
  const variants = wideVarints(reader.stream(), m);
  const starts = runningStarts(reader.stream().varints(m));
  const fields = reader.stream().varints(starts[m]);
  const { before, after, literalCount } = decodeCodes(reader.stream(), fields);
  const { ends, kinds } = readValueLengths(reader.stream(), literalCount);
  const literals = new ValueTable(reader.take(reader.varint()), ends, kinds);
  if (literals.bytes.length !== ends[literalCount]) throw new Error("the literals have a wrong size");
  const rest = reader.stream(), withheldExtras = rest.bytes.length ? rest.stringTable() : null;
  return { ids, sources, records, sourceIds, times, extras, variants, starts, fields, before, after, literals, withheldExtras };
}

/** @param {Reader} reader @param {number} count @returns {Float64Array} */
function wideVarints(reader, count) {
  const list = new Float64Array(count);
  for (let i = 0; i < count; i++) list[i] = reader.varint();
  return list;
}

/** @param {Uint32Array} counts @returns {Uint32Array} */
function runningStarts(counts) {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i];
  return starts;
}

/**
 * The codes come grouped by field, ascending; this gives them back to their changes.
 * @param {Reader} reader
 * @param {Uint32Array} fields
 */
function decodeCodes(reader, fields) {
  const order = changesByField(fields);
  const before = new Uint32Array(fields.length), after = new Uint32Array(fields.length);
  let literalCount = 0;
  /** @param {Uint32Array} target @param {number} from @param {number} to */
  const fill = (target, from, to) => {
    for (let i = from; i < to; i++) {
      const code = reader.varint();
      target[order[i]] = code === 3 ? 2 * literalCount++ : 2 * code + 1;
    }
  };
  for (let from = 0, to = 0; from < order.length; from = to) {
    const field = fields[order[from]];
    while (to < order.length && fields[order[to]] === field) to++;
    fill(before, from, to);
    fill(after, from, to);
  }
  return { before, after, literalCount };
}

/** The numbers of the changes, sorted by field and within a field by number. @param {Uint32Array} fields @returns {Uint32Array} */
function changesByField(fields) {
  let most = 0;
  for (const field of fields) if (field > most) most = field;
  const next = new Uint32Array(most + 2);
  for (const field of fields) next[field + 1]++;
  for (let field = 0; field <= most; field++) next[field + 1] += next[field];
  const order = new Uint32Array(fields.length);
  for (let i = 0; i < fields.length; i++) order[next[fields[i]]++] = i;
  return order;
}
