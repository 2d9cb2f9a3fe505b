// @ts-check
// The self-check's work, done in the worker: digests of the file's parts, leaves of its events, and the root of the log.

/** @typedef {{event: number, archiveId: number, reason: string}} EventFinding an event that is not as it was logged; reason "differs", "missing" or why it cannot be read */

/** An element as the readers of sections know it. @param {string} text @returns {any} */
function textElement(text) {
  return { textContent: text };
}

class SelfCheck {
  constructor() {
    /** @type {Map<string, string[]>} the texts that are needed again */
    this.texts = new Map();
    this.encoder = new TextEncoder();
    /** @type {Shown|null} */
    this.shown = null;
    /** @type {EvidenceSection|null} */
    this.section = null;
    /** @type {LeafMaker|null} */
    this.maker = null;
    /** @type {{place: number, hash: Uint8Array}[]} */
    this.leaves = [];
  }

  /** Takes a part of the file in. @param {string} name @param {string} text @param {boolean} isKept @returns {string} its SHA-256 in hex */
  part(name, text, isKept) {
    if (isKept) this.texts.set(name, [...this.texts.get(name) || [], text]);
    return hexText(sha256(this.encoder.encode(text)));
  }

  /** @param {string} name */
  elements(name) {
    return (this.texts.get(name) || []).map(textElement);
  }

  /** Reads what the events need. @param {[number, number, number][]} places of the blocks @returns {Promise<{checkpoint: string, isComplete: boolean}>} */
  async prepare(places) {
    const meta = JSON.parse(this.elements("meta")[0].textContent);
    const [columns, targets, values, lines] = ["columns", "targets", "values", "evidence"].map((name) => this.texts.get(name) || []);
    const decode = (/** @type {SectionName} */ name, /** @type {string[]} */ texts) => decodeTexts(takerOf({ name, count: meta.count, widths: meta.widths }), texts);
    const blocks = new Blocks(meta, places, this.elements("blocks"));
    blocks.values = decodeValues(await inflateTexts(values), meta.fields.length);
    this.shown = { meta, columns: columnsOf(await decode("columns", columns), await decode("targets", targets)), blocks };
    blocks.times = this.shown.columns.time;
    this.section = new EvidenceSection(await inflateTexts(lines));
    this.maker = new LeafMaker(this.shown);
    const { header, starts, repeats } = this.section;
    return { checkpoint: header.checkpoint, isComplete: starts.size === meta.count && header.events === meta.count && repeats === 0 };
  }

  /** The events of a block whose leaves are not those that were logged, at most so many. @param {number} number @param {number} most @returns {EventFinding[]} */
  block(number, most) {
    const { meta, blocks } = /** @type {Shown} */ (this.shown), found = [];
    for (let event = number * meta.blockSize; event < Math.min((number + 1) * meta.blockSize, meta.count); event++) {
      const archiveId = blocks.details(event).archiveId, reason = this.check(event, archiveId);
      if (reason && found.length < most) found.push({ event, archiveId, reason });
    }
    return found;
  }

  /** @param {number} event @param {number} archiveId @returns {string} "" if all is well */
  check(event, archiveId) {
    const source = this.section?.line(archiveId);
    if (!source) return "missing";
    try {
      const line = JSON.parse(source), hash = /** @type {LeafMaker} */ (this.maker).leaf(event, line, source);
      this.leaves.push({ place: archiveId - 1, hash });
      return areEqual(hash.subarray(0, 6), fromBase64(line.leaf)) ? "" : "differs";
    } catch (error) {
      return error instanceof Error ? error.message : "unknown reason";
    }
  }

  /** The root that leaves and given subtrees lead to, in Base64; null if they make no tree of this size. @param {number} size @returns {string|null} */
  root(size) {
    const leaves = this.leaves.sort((a, b) => a.place - b.place), hashes = (this.section?.hashes || []).slice().reverse(), node = new Uint8Array(65);
    /** @param {number} first @param {number} last @param {number} from @param {number} to @returns {Uint8Array} */
    const over = (first, last, from, to) => {
      if (from === to) {
        const given = hashes.pop();
        if (!given || given.length !== 32) throw new Error("a hash is missing");
        return given;
      }
      if (last - first === 1) return leaves[from].hash;
      const middle = first + largestPowerBelow(last - first);
      let border = from;
      for (let step = to - from; step > 0; step >>= 1) while (border + step <= to && leaves[border + step - 1].place < middle) border += step;
      const left = over(first, middle, from, border), right = over(middle, last, border, to);
      node[0] = 1;
      node.set(left, 1);
      node.set(right, 33);
      return sha256(node);
    };
    try {
      const root = over(0, size, 0, leaves.length);
      return hashes.length === 0 ? base64Text(root) : null;
    } catch { return null; }
  }
}

/** RFC 6962, section 2.1: where a tree of `count` leaves, at least two, is split. @param {number} count @returns {number} */
function largestPowerBelow(count) {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}
