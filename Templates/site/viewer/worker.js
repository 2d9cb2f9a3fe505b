// @ts-check
// The worker: its code is the beginning of this script, up to the mark at the end of this file. What stands above needs no page while it is read.

/** An answer whose bytes are handed over, not copied. */
class HandedOver {
  /** @param {any} result @param {ArrayBufferView[]} views all that lie in it */
  constructor(result, views) {
    this.result = result;
    this.buffers = [...new Set(views.map(({ buffer }) => buffer))];
  }
}

/** What it can be asked for. @type {Record<string, (data: any) => Promise<any>>} */
const workerTasks = {
  /** @param {Section} section whose elements follow */
  async section(section) { workerSection = new SectionDecoder(takerOf(section)); },
  /** @param {string} text */
  element: (text) => /** @type {SectionDecoder} */ (workerSection).add(text),
  async lists() {
    const lists = await /** @type {SectionDecoder} */ (workerSection).end(), parts = Object.values(lists);
    return new HandedOver(lists, [...parts, ...parts.flatMap((part) => part instanceof StringTable ? Object.values(part) : [])].filter(ArrayBuffer.isView));
  },
  /** @param {ConstructorParameters<typeof TextIndex>[0]} settings */
  async textIndex(settings) { workerIndex = new TextIndex(settings); },
  /** @param {Uint8Array[]} packed */
  async addBlocks(packed) { workerIndex?.add(packed); },
  /** @param {{part: string, number: number}} query */
  async findText({ part, number }) {
    const hits = await /** @type {TextIndex} */ (workerIndex).find(part, () => number === newestQuery);
    return new HandedOver(hits, [hits]);
  },
  /** @param {{method: "part"|"prepare"|"block"|"root", values: any[]}} step of the self-check */
  async check({ method, values }) {
    workerCheck ||= new SelfCheck();
    return /** @type {any} */ (workerCheck)[method](...values);
  },
};

/** @type {SectionDecoder|null} */
let workerSection = null;
/** @type {SelfCheck|null} */
let workerCheck = null;
/** @type {TextIndex|null} */
let workerIndex = null;
let newestQuery = 0;

/** Answers one message after the other. A later query makes the search for an earlier one stop. */
function serveWorker() {
  let done = Promise.resolve();
  addEventListener("message", ({ data: { id, task, data } }) => {
    if (task === "findText") newestQuery = data.number;
    done = done.then(async () => {
      try {
        const answer = await workerTasks[task](data), { result, buffers } = answer instanceof HandedOver ? answer : { result: answer, buffers: [] };
        /** @type {any} */ (self).postMessage({ id, result }, buffers);
      } catch (error) {
        self.postMessage({ id, error: error instanceof Error ? error.message : String(error) });
      }
    });
  });
}
// Here the worker's part of the script ends.
