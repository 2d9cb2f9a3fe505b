// @ts-check
// An event's leaf in the archive's log, from what the page shows of the event and from what opens it (EvidenceFormat.md, BundleFormat.md).

/**
 * @typedef {{event: number, system: string, class: string, where?: number[], fields?: string[], key?: string, original?: string, units?: string[], leaf: string}} EvidenceLine
 * @typedef {{meta: Meta, columns: Columns, blocks: Blocks}} Shown the events as the page shows them
 */

const unitNames = { when: 16, who: 17, what: 18, which: 19, id: 20, where: 21, rest: 22, original: 23 };
const valueTypes = { absent: 0, null: 1, text: 2, number: 3, true: 4, false: 5, nested: 6, integer: 8 };
const fieldName = 1, fieldNameAsJson = 2;

/** A message to be hashed: one buffer that grows and is used again. */
class Message {
  constructor() {
    this.bytes = new Uint8Array(4096);
    this.length = 0;
    this.scratch = new Uint8Array(4096);
    this.encoder = new TextEncoder();
  }

  /** @param {number} first the byte that says what kind of message it is */
  begin(first) {
    this.length = 0;
    this.byte(first);
  }

  /** @param {number} count */
  need(count) {
    if (this.length + count <= this.bytes.length) return;
    const larger = new Uint8Array(2 * (this.length + count));
    larger.set(this.bytes);
    this.bytes = larger;
  }

  /** @param {number} byte */
  byte(byte) {
    this.need(1);
    this.bytes[this.length++] = byte;
  }

  /** @param {Uint8Array} bytes */
  add(bytes) {
    this.need(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** UTF-8 with its length before it: seven bits a byte, the lowest first. @param {string} text */
  text(text) {
    if (this.scratch.length < text.length * 3) this.scratch = new Uint8Array(text.length * 3);
    const { written } = this.encoder.encodeInto(text, this.scratch);
    let rest = written;
    for (; rest > 0x7F; rest = Math.floor(rest / 128)) this.byte(rest % 128 | 0x80);
    this.byte(rest);
    this.add(this.scratch.subarray(0, written));
  }

  /** A text of ours. @param {string|null} text @param {number} [type] */
  optional(text, type = valueTypes.text) {
    if (text === null) return this.byte(valueTypes.absent);
    this.byte(type);
    this.text(text);
  }

  /** A number of the archive's own, never negative here: eight bytes, the highest first. @param {number} number */
  integer(number) {
    this.byte(valueTypes.integer);
    for (let scale = 2 ** 56; scale >= 1; scale /= 256) this.byte(Math.floor(number / scale) % 256);
  }

  /** A side of a change. @param {Value} value */
  value(value) {
    switch (value.state) {
      case "absent": return this.byte(valueTypes.absent);
      case "null": return this.byte(valueTypes.null);
    }
    const type = value.json ? jsonType(value.text) : valueTypes.text;
    this.byte(type);
    if (type !== valueTypes.true && type !== valueTypes.false) this.text(value.text);
  }

  /** @param {Uint8Array} target @param {number} place */
  hash(target, place) {
    sha256(this.bytes, this.length, target, place);
  }
}

/** @param {string} text JSON @returns {number} */
function jsonType(text) {
  if (text === "true") return valueTypes.true;
  if (text === "false") return valueTypes.false;
  return /^[{["]/.test(text) ? valueTypes.nested : valueTypes.number;
}

/** Computes leaves; one for all events, since it keeps its buffers. */
class LeafMaker {
  /** @param {Shown} shown */
  constructor(shown) {
    this.shown = shown;
    this.message = new Message();
    /** @type {Map<string, string>} the JSON text of names with half a surrogate pair */
    this.oddNames = new Map();
  }

  /** The hash of an event's leaf. @param {number} event @param {EvidenceLine} line @param {string} source the line as it stands in the file @returns {Uint8Array} */
  leaf(event, line, source) {
    const details = this.shown.blocks.details(event), units = 8 + details.changes.length, openings = this.openings(line, units);
    if (openings.length !== units) throw new Error("its evidence speaks of other units");
    const names = details.changes.some(({ field }) => !isWhole(field)) ? fieldTexts(source) : [];
    const commitments = new Uint8Array(6 + 32 * units + 1);
    for (let unit = 0; unit < units; unit++) this.commit(unit, event, details, line, openings[unit], names, commitments, 7 + 32 * unit);
    commitments.set([0, 1, 1, units >>> 24, units >>> 16 & 255, units >>> 8 & 255, units & 255]);
    return sha256(commitments);
  }

  /** For each unit its salt, or, where it is withheld, its commitment. @param {EvidenceLine} line @param {number} units @returns {Uint8Array[]} */
  openings(line, units) {
    if (!line.key) return (line.units || []).map(fromBase64);
    const key = fromBase64(line.key), salts = [];
    for (let pair = 0; salts.length < units; pair++) {
      this.message.begin(3);
      this.message.add(key);
      this.message.add(Uint8Array.of(pair >>> 24, pair >>> 16 & 255, pair >>> 8 & 255, pair & 255));
      const both = sha256(this.message.bytes, this.message.length);
      salts.push(both.subarray(0, 16), both.subarray(16));
    }
    return [...salts.slice(0, units - 1), fromBase64(line.original || "")];
  }

  /**
   * Writes the commitment to one unit.
   * @param {number} unit @param {number} event @param {Details} details @param {EvidenceLine} line @param {Uint8Array} opening
   * @param {string[]} names @param {Uint8Array} target @param {number} place
   */
  commit(unit, event, details, line, opening, names, target, place) {
    if (opening.length === 32) return target.set(opening, place);
    const { message } = this, change = unit - 6;
    message.begin(2);
    message.add(opening);
    if (unit < 6) this.fixed(unit, event, details, line);
    else if (change < details.changes.length) this.change(details.changes[change], names[change]);
    else {
      message.byte(unitNames.rest);
      message.optional(details.extras, valueTypes.nested);
    }
    message.hash(target, place);
  }

  /** The units that each event has: when, who, what, which, id, where. @param {number} unit @param {number} event @param {Details} details @param {EvidenceLine} line */
  fixed(unit, event, details, line) {
    const { message, shown: { meta, columns } } = this, target = columns.target[event], actor = meta.actors[columns.actor[event]], action = meta.actions[columns.action[event]];
    message.byte(unitNames.when + unit);
    switch (unit) {
      case 0: message.integer(columns.time[event]); return message.optional(details.writtenTime);
      case 1: for (const text of [actor.name, actor.id, actor.kind]) message.optional(text); return;
      case 2: for (const text of [meta.modules[columns.module[event]], action.name, action.class]) message.optional(text); return;
      case 3: for (const texts of [columns.documentIds, columns.names, columns.parents]) message.optional(texts.text(target)); return;
      case 4: message.optional(details.system); return message.optional(details.sourceId);
      default: {
        const [part, , offset, length] = line.where || [];
        for (const number of [part, details.record, offset, length]) message.integer(number);
      }
    }
  }

  /** @param {Change} change @param {string|undefined} name the JSON text of its field, where that cannot be said in UTF-8 */
  change({ field, before, after }, name) {
    const isOdd = name !== undefined && !isWhole(field);
    this.message.byte(isOdd ? fieldNameAsJson : fieldName);
    this.message.text(isOdd ? name : field);
    this.message.value(before);
    this.message.value(after);
  }
}

/** Whether a text has no half of a surrogate pair. @param {string} text @returns {boolean} */
function isWhole(text) {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}

/** The names of a line's fields as they are spelled there. @param {string} source @returns {string[]} */
function fieldTexts(source) {
  const start = source.indexOf('"fields":[');
  return start < 0 ? [] : /^(?:"(?:[^"\\]|\\.)*",?)*/.exec(source.slice(start + 10))?.[0].match(/"(?:[^"\\]|\\.)*"/g) || [];
}
