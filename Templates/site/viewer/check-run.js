// @ts-check
// One run of the self-check: hands the file's parts to the worker, one after another, and gathers what differs.

/**
 * @typedef {"parts"|"events"|"root"|"signature"} CheckStep
 * @typedef {{step: CheckStep, state: "good"|"bad"|"open", text: string, events?: EventFinding[]}} CheckResult
 */

/** So much work an event is, in characters of a part to be hashed. */
const eventWork = 4000;
/** So many events are named; more would be no help. */
const namedEvents = 20;

class CheckRun {
  /** @param {PageTail} tail @param {string|null} verifier the key to try the signature with @param {(share: number) => void} onProgress */
  constructor(tail, verifier, onProgress) {
    this.tail = tail;
    this.verifier = verifier;
    this.onProgress = onProgress;
    this.worker = new PageWorker();
    this.parts = new PartsCheck(tail, this.worker, (work) => this.progress(work));
    this.hasEvidence = evidence.isHere && model.meta.checkpoint !== null;
    this.work = this.parts.size + (this.hasEvidence ? model.meta.count * eventWork : 0);
    this.done = 0;
    this.isCancelled = false;
  }

  cancel() {
    this.isCancelled = true;
    this.worker.break();
  }

  /** @param {number} work */
  progress(work) {
    this.done += work;
    this.onProgress(Math.min(this.done / this.work, 1));
  }

  /** @param {string} method @param {...any} values */
  ask(method, ...values) {
    return this.worker.call("check", { method, values });
  }

  /** @returns {Promise<CheckResult[]>} in the order of the steps */
  async run() {
    const results = [await this.checkParts()], { checkpoint } = model.meta, note = checkpoint && readNote(checkpoint.note);
    if (this.hasEvidence && checkpoint) results.push(...await this.checkEvents(checkpoint.note, note));
    else results.push({ step: "events", state: "open", text: word(checkpoint ? "check.tooLarge" : "check.noLog") });
    if (note) results.push(await this.checkSignature(note));
    this.worker.break();
    return results;
  }

  /** @returns {Promise<CheckResult>} */
  async checkParts() {
    const wrong = await this.parts.differences(this.hasEvidence ? ["meta", "columns", "targets", "values", "blocks", "evidence"] : []);
    if (wrong.length) return { step: "parts", state: "bad", text: word("check.parts.bad", { parts: wrong.join("; ") }) };
    return { step: "parts", state: "good", text: word("check.parts.good", { n: this.parts.count }) };
  }

  /** @param {string} noteText @param {Checkpoint|null} note @returns {Promise<CheckResult[]>} */
  async checkEvents(noteText, note) {
    try {
      const { checkpoint, isComplete } = await this.ask("prepare", this.tail.blocks), events = await this.leaves();
      return [this.eventResult(events, isComplete), await this.rootResult(checkpoint === noteText, note)];
    } catch (error) {
      if (this.isCancelled) throw error;
      return [{ step: "events", state: "bad", text: word("check.unreadable", { reason: reasonOf(error) }) }];
    }
  }

  /** @returns {Promise<EventFinding[]>} */
  async leaves() {
    const found = [], { count, blockSize } = model.meta;
    for (let block = 0; block * blockSize < count; block++) {
      found.push(...await this.ask("block", block, namedEvents));
      this.progress(Math.min(blockSize, count - block * blockSize) * eventWork);
    }
    return found;
  }

  /** @param {EventFinding[]} events @param {boolean} isComplete @returns {CheckResult} */
  eventResult(events, isComplete) {
    if (events.length) return { step: "events", state: "bad", text: word("check.events.bad"), events: events.slice(0, namedEvents) };
    if (!isComplete) return { step: "events", state: "bad", text: word("check.events.others") };
    return { step: "events", state: "good", text: word("check.events.good", { n: model.meta.count }) };
  }

  /** @param {boolean} isSameNote @param {Checkpoint|null} note @returns {Promise<CheckResult>} */
  async rootResult(isSameNote, note) {
    if (!note || !isSameNote) return { step: "root", state: "bad", text: word(note ? "check.root.otherNote" : "check.root.noNote") };
    const root = await this.ask("root", note.size);
    if (root !== note.root) return { step: "root", state: "bad", text: word("check.root.bad", { root: root || word("check.root.none"), stated: note.root }) };
    return { step: "root", state: "good", text: word("check.root.good", { n: note.size, root }) };
  }

  /** @param {Checkpoint} note @returns {Promise<CheckResult>} */
  async checkSignature(note) {
    const state = await signatureState(note, this.verifier), names = note.signatures.map(({ name }) => name).join(", ");
    const isGood = state === "good" ? "good" : state === "bad" || state === "otherKey" ? "bad" : "open";
    return { step: "signature", state: isGood, text: word(`check.signature.${state}`, { names }) };
  }
}
