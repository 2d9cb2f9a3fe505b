// @ts-check
// The page's evidence: the lines that open its events' leaves, and the checkpoint that they lead to.

/** The section `evidence`: lines that stay bytes until somebody asks for one. */
class EvidenceSection {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.utf8 = new TextDecoder();
    /** @type {Map<number, number>} where the line of an event begins, by the event's archive number */
    this.starts = new Map();
    /** @type {Uint8Array[]} the subtrees that hold none of these events */
    this.hashes = [];
    this.header = JSON.parse(this.textAt(0));
    this.repeats = 0;
    let start = bytes.indexOf(10) + 1;
    for (let end; start < bytes.length; start = end + 1) {
      end = bytes.indexOf(10, start);
      if (end < 0) throw new Error("the evidence ends too early");
      this.take(start);
    }
  }

  /** @param {number} start */
  take(start) {
    if (this.bytes[start + 2] === 0x68) { // {"hashes"
      this.hashes.push(...JSON.parse(this.textAt(start)).hashes.map(fromBase64));
      return;
    }
    let event = 0;
    for (let at = start + '{"event":'.length, digit; (digit = this.bytes[at] - 48) >= 0 && digit < 10; at++) event = event * 10 + digit;
    if (this.starts.has(event)) this.repeats++;
    this.starts.set(event, start);
  }

  /** @param {number} start @returns {string} */
  textAt(start) {
    return this.utf8.decode(this.bytes.subarray(start, this.bytes.indexOf(10, start)));
  }

  /** The line of an event as it stands in the file, or null. @param {number} archiveId @returns {string|null} */
  line(archiveId) {
    const start = this.starts.get(archiveId);
    return start === undefined ? null : this.textAt(start);
  }
}

/** What a page can prove about its events. Nothing is read before somebody asks. */
class Evidence {
  constructor() {
    /** @type {Promise<EvidenceSection|null>|null} */
    this.section = null;
    /** Whether the self-check has led all leaves to the root of the checkpoint. */
    this.isProven = false;
  }

  /** @returns {boolean} */
  get isHere() { return sectionElements("evidence").length > 0; }

  /** @returns {Promise<EvidenceSection|null>} */
  read() {
    this.section ||= this.isHere ? readSection("evidence").then((bytes) => new EvidenceSection(bytes)) : Promise.resolve(null);
    return this.section;
  }

  /**
   * The leaf of an event, computed from what the page shows: its place in the log from 0, its hash in hex, and whether the self-check has led it to
   * the checkpoint's root. Null where the page has no evidence for it.
   * @param {number} event
   * @returns {Promise<{index: number, hash: string, isProven: boolean}|null>}
   */
  async leafOf(event) {
    const section = await this.read(), { blocks } = model;
    if (!section || !blocks?.values) return null;
    const { archiveId } = blocks.details(event), source = section.line(archiveId);
    if (source === null) return null;
    const hash = new LeafMaker({ meta: model.meta, columns: model.columns, blocks }).leaf(event, JSON.parse(source), source);
    return { index: archiveId - 1, hash: hexText(hash), isProven: this.isProven };
  }
}

const evidence = new Evidence();
