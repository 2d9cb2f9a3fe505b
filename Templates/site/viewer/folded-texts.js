// @ts-check
// Many texts, kept as a few long ones in small letters: the browser looks through these at some gigabytes a second.

/** Bytes of texts that make one long text. One letter beyond Latin-1 doubles the memory of the long text that it is in. */
const chunkSize = 1 << 18;

class FoldedTexts {
  /** @param {Uint8Array} bytes the texts in UTF-8, joined @param {Uint32Array} ends where each begins, and the end of the last */
  constructor(bytes, ends) {
    /** @type {{first: number, text: string, ends: Uint32Array}[]} */
    this.chunks = [];
    const count = ends.length - 1;
    for (let first = 0, last = 0; first < count; first = last) {
      while (last < count && ends[last + 1] - ends[first] <= chunkSize) last++;
      if (last === first) last++;
      this.chunks.push({ first, ...foldedChunk(bytes, ends.subarray(first, last + 1)) });
    }
  }

  /** Calls `found` with the number of each text that holds the part, in ascending order. @param {string} part folded @param {(index: number) => void} found */
  find(part, found) {
    for (const { first, text, ends } of this.chunks) {
      const base = ends[0];
      let index = 0, at = text.indexOf(part);
      while (at >= 0) {
        while (ends[index + 1] - base <= at) index++;
        const isWithin = at + part.length <= ends[index + 1] - base;
        if (isWithin) found(first + index);
        at = text.indexOf(part, isWithin ? ends[index + 1] - base : at + 1);
      }
    }
  }

  /** Bytes in memory, about. @returns {number} */
  get size() {
    return this.chunks.reduce((sum, { text, ends }) => sum + text.length + ends.byteLength, 0);
  }
}

/** @param {Uint8Array} bytes @param {Uint32Array} ends @returns {{text: string, ends: Uint32Array}} */
function foldedChunk(bytes, ends) {
  const count = ends.length - 1, text = decodeText(bytes, ends[0], ends[count]);
  if (text.length === ends[count] - ends[0]) return { text: text.toLowerCase(), ends };
  return { text: foldCase(text), ends: unitEnds(bytes, ends) };
}

/** The ends of texts in UTF-16 units, from those in bytes of UTF-8. @param {Uint8Array} bytes @param {Uint32Array} ends @returns {Uint32Array} */
function unitEnds(bytes, ends) {
  const own = new Uint32Array(ends.length);
  for (let i = 1, at = ends[0], units = 0; i < ends.length; i++) {
    for (; at < ends[i]; at++) if ((bytes[at] & 0xC0) !== 0x80) units += bytes[at] < 0xF0 ? 1 : 2;
    own[i] = units;
  }
  return own;
}
