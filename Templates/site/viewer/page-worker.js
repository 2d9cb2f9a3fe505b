// @ts-check
// The page's side of its worker. A worker from a file is not allowed, so it is made from a part of this script; the policy allows no other.

const workerMark = "// Here the worker's part of the script ends.";
const scriptText = document.currentScript?.textContent || "";

class PageWorker {
  constructor() {
    const source = `${scriptText.slice(0, scriptText.indexOf(workerMark))}\nserveWorker();\n})();\n`;
    workerAddress = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    this.worker = new Worker(trustedAddress(workerAddress));
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
    for (const { reject } of this.waiting.values()) reject(new Error("damage.worker"));
    this.waiting.clear();
  }
}
