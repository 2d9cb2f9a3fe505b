// @ts-check
// The page's side of its worker. A worker from a file is not allowed, so it is made from a part of this script; the policy allows no other.

const workerMark = "// Here the worker's part of the script ends.";
const scriptText = document.currentScript?.textContent || "";

class PageWorker {
  constructor() {
    const source = `${scriptText.slice(0, scriptText.indexOf(workerMark))}\nserveWorker();\n})();\n`;
    this.worker = workerOf(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
    /** @type {Map<number, {resolve: (result: any) => void, reject: (error: Error) => void}>} */
    this.waiting = new Map();
    this.sent = 0;
    this.worker.addEventListener("message", ({ data: { id, result, error } }) => {
      const call = this.waiting.get(id);
      this.waiting.delete(id);
      if (error === undefined) call?.resolve(result); else call?.reject(new Error(error));
    });
    this.worker.addEventListener("error", () => this.break());
  }

  /** Asks for one of `workerTasks`. @param {string} task @param {any} data @param {Transferable[]} [transfer] @returns {Promise<any>} */
  call(task, data, transfer = []) {
    return new Promise((resolve, reject) => {
      this.waiting.set(++this.sent, { resolve, reject });
      this.worker.postMessage({ id: this.sent, task, data }, transfer);
    });
  }

  break() {
    this.worker.terminate();
    for (const { reject } of this.waiting.values()) reject(new Error("the worker has failed"));
    this.waiting.clear();
  }
}

/** Where the browser asks for trusted addresses, this one is, and no other. @param {string} address @returns {Worker} */
function workerOf(address) {
  const types = /** @type {any} */ (globalThis).trustedTypes;
  if (!types) return new Worker(address);
  workerAddress = address;
  workerPolicy ||= types.createPolicy("counterroll-worker", {
    createScriptURL: (/** @type {string} */ asked) => {
      if (asked !== workerAddress) throw new TypeError("only the page's own worker may run");
      return asked;
    },
  });
  return new Worker(/** @type {any} */ (workerPolicy).createScriptURL(address));
}

let workerAddress = "";
/** @type {unknown} */
let workerPolicy = null;
