// @ts-check
// A synchronous decoder of raw deflate (RFC 1951). The drawer needs a block at once, and DecompressionStream
// answers only later: it serves whole sections. Every length and distance is checked; damaged data throws and never yields wrong bytes.

const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const lengthExtra = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const distanceBase = [1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577];
const distanceExtra = [0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13];
const codeLengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/**
 * A code table: entry `symbol << 4 | length` for each value of the next `bits` bits; 0 where no code fits.
 * @typedef {object} Codes
 * @property {Uint16Array} entries
 * @property {number} bits
 */

/** @param {string} what @returns {never} */
function damaged(what) {
  throw new Error("damage.packed", { cause: what });
}

/**
 * @param {Uint8Array} lengths code length of each symbol
 * @param {boolean} mayBeIncomplete whether one or no code alone is allowed, as for distances
 * @returns {Codes}
 */
function makeCodes(lengths, mayBeIncomplete) {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  const used = lengths.length - counts[0];
  counts[0] = 0;
  const next = new Uint16Array(17);
  let room = 1, bits = 0;
  for (let length = 1; length <= 15; length++) {
    room = room * 2 - counts[length];
    if (room < 0) damaged("too many codes");
    if (counts[length]) bits = length;
    next[length + 1] = (next[length] + counts[length]) << 1;
  }
  if (room > 0 && !(mayBeIncomplete && used <= 1)) damaged("codes are missing");
  const entries = new Uint16Array(1 << bits);
  for (let symbol = 0; symbol < lengths.length; symbol++) {
    const length = lengths[symbol];
    if (length) fillCode(entries, reversed(next[length]++, length), symbol << 4 | length, 1 << length);
  }
  return { entries, bits };
}

/** @param {Uint16Array} entries @param {number} start @param {number} entry @param {number} step */
function fillCode(entries, start, entry, step) {
  for (let at = start; at < entries.length; at += step) entries[at] = entry;
}

/** @param {number} code @param {number} length @returns {number} */
function reversed(code, length) {
  let result = 0;
  for (let i = 0; i < length; i++) result |= (code >> i & 1) << length - 1 - i;
  return result;
}

/** @type {{literals: Codes, distances: Codes}|null} */
let fixedCodes = null;

function fixed() {
  if (fixedCodes) return fixedCodes;
  const lengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280, 288);
  fixedCodes = { literals: makeCodes(lengths, false), distances: makeCodes(new Uint8Array(32).fill(5), false) };
  return fixedCodes;
}

class Inflater {
  /** @param {Uint8Array} input @param {Uint8Array} output room, which is made larger where it is not enough */
  constructor(input, output) {
    this.input = input;
    this.at = 0;
    this.hold = 0;
    this.held = 0;
    this.output = output;
    this.size = 0;
  }

  /** @param {number} count at most 16 @returns {number} */
  bits(count) {
    while (this.held < count) {
      if (this.at >= this.input.length) damaged("it ends too early");
      this.hold |= this.input[this.at++] << this.held;
      this.held += 8;
    }
    const value = this.hold & (1 << count) - 1;
    this.hold >>>= count;
    this.held -= count;
    return value;
  }

  /** @param {Codes} codes @returns {number} */
  symbol(codes) {
    while (this.held < codes.bits && this.at < this.input.length) {
      this.hold |= this.input[this.at++] << this.held;
      this.held += 8;
    }
    const entry = codes.entries[this.hold & (1 << codes.bits) - 1];
    const length = entry & 15;
    if (length === 0) damaged("a code is unknown");
    if (length > this.held) damaged("it ends too early");
    this.hold >>>= length;
    this.held -= length;
    return entry >> 4;
  }

  /** @param {number} more */
  reserve(more) {
    if (this.size + more <= this.output.length) return;
    const larger = new Uint8Array(Math.max(this.output.length * 2, this.size + more, 256));
    larger.set(this.output.subarray(0, this.size));
    this.output = larger;
  }

  stored() {
    this.at -= this.held >> 3;
    this.hold = this.held = 0;
    const length = this.bits(16);
    if (this.bits(16) !== (length ^ 0xFFFF)) damaged("a stored length is wrong");
    if (this.at + length > this.input.length) damaged("it ends too early");
    this.reserve(length);
    this.output.set(this.input.subarray(this.at, this.at + length), this.size);
    this.at += length;
    this.size += length;
  }

  dynamic() {
    const literalCount = this.bits(5) + 257, distanceCount = this.bits(5) + 1, codeCount = this.bits(4) + 4;
    if (literalCount > 286 || distanceCount > 30) damaged("too many codes");
    const order = new Uint8Array(19);
    for (let i = 0; i < codeCount; i++) order[codeLengthOrder[i]] = this.bits(3);
    const lengths = this.codeLengths(makeCodes(order, false), literalCount + distanceCount);
    if (lengths[256] === 0) damaged("no end code");
    return {
      literals: makeCodes(lengths.subarray(0, literalCount), true),
      distances: makeCodes(lengths.subarray(literalCount), true),
    };
  }

  /** @param {Codes} codes @param {number} total @returns {Uint8Array} */
  codeLengths(codes, total) {
    const lengths = new Uint8Array(total);
    for (let i = 0; i < total;) {
      const symbol = this.symbol(codes);
      if (symbol < 16) { lengths[i++] = symbol; continue; }
      if (symbol === 16 && i === 0) damaged("nothing to repeat");
      const value = symbol === 16 ? lengths[i - 1] : 0;
      const times = symbol === 16 ? 3 + this.bits(2) : symbol === 17 ? 3 + this.bits(3) : 11 + this.bits(7);
      if (i + times > total) damaged("too many lengths");
      lengths.fill(value, i, i + times);
      i += times;
    }
    return lengths;
  }

  /** @param {Codes} literals @param {Codes} distances @param {number} limit */
  compressed(literals, distances, limit) {
    while (this.size < limit) {
      this.reserve(258);
      const symbol = this.symbol(literals);
      if (symbol < 256) { this.output[this.size++] = symbol; continue; }
      if (symbol === 256) return;
      if (symbol > 285) damaged("a length is unknown");
      const length = lengthBase[symbol - 257] + this.bits(lengthExtra[symbol - 257]);
      const code = this.symbol(distances);
      if (code > 29) damaged("a distance is unknown");
      this.copy(distanceBase[code] + this.bits(distanceExtra[code]), length);
    }
  }

  /** @param {number} distance @param {number} length */
  copy(distance, length) {
    if (distance > this.size) damaged("a distance is too far");
    const output = this.output, end = this.size + length;
    for (let to = this.size, from = to - distance; to < end;) output[to++] = output[from++];
    this.size = end;
  }
}

/**
 * Decodes raw deflate.
 * @param {Uint8Array} input
 * @param {Uint8Array} [room] for the output; the result lies in it unless it is too small
 * @param {number} [limit] stop when so many bytes are there; the result may be a little longer
 * @returns {Uint8Array}
 */
function inflate(input, room = new Uint8Array(Math.max(input.length * 3, 256)), limit = Infinity) {
  const state = new Inflater(input, room);
  for (let last = 0; !last && state.size < limit;) {
    last = state.bits(1);
    const kind = state.bits(2);
    if (kind === 0) { state.stored(); continue; }
    if (kind === 3) damaged("a block's kind is unknown");
    const codes = kind === 1 ? fixed() : state.dynamic();
    state.compressed(codes.literals, codes.distances, limit);
  }
  return state.output.subarray(0, state.size);
}

/** The browser's own decoder; null in browsers without one for raw deflate. @returns {TransformStream<Uint8Array, Uint8Array>|null} */
function nativeInflater() {
  try {
    return /** @type {any} */ (new DecompressionStream("deflate-raw"));
  } catch {
    return null;
  }
}

/** Decodes raw deflate that comes piece by piece, by the browser's own decoder where there is one, else by ours. */
class Inflation {
  /** @param {(bytes: Uint8Array) => void} take is given what is inflated, piece by piece */
  constructor(take) {
    const native = nativeInflater();
    this.take = take;
    /** @type {Uint8Array[]} what waits for our decoder */
    this.packed = [];
    this.writer = native && native.writable.getWriter();
    this.taken = native ? takeAll(native.readable, take) : Promise.resolve();
    this.taken.catch(() => {}); // told by whoever waits for it
  }

  /** @param {Uint8Array} packed @returns {Promise<void>} when there is room for more */
  async add(packed) {
    if (this.writer) await Promise.race([this.writer.write(packed).catch(() => this.taken), this.taken]);
    else this.packed.push(packed);
  }

  /** @returns {Promise<void>} when all has been taken */
  async end() {
    if (!this.writer) return this.take(inflate(concatenated(this.packed)));
    this.writer.close().catch(() => {}); // what is wrong is told by the other side
    await this.taken;
  }
}

/** @param {ReadableStream<Uint8Array>} stream @param {(bytes: Uint8Array) => void} take */
async function takeAll(stream, take) {
  const reader = stream.getReader(), next = () => reader.read().catch(() => damaged("the browser cannot inflate it"));
  for (let step = await next(); !step.done; step = await next()) take(step.value);
}

/** @param {Uint8Array[]} parts @returns {Uint8Array<ArrayBuffer>} */
function concatenated(parts) {
  const bytes = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
