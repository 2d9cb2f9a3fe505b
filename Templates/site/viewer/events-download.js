// @ts-check
// Writes events as a file, in small steps, so that the page stays alive while millions are written.

/** Letters of a piece of the file: the browser may keep pieces on disk. */
const pieceSize = 1 << 22;

class EventsDownload {
  /** @param {Uint32Array} events @param {boolean} forSpreadsheets */
  constructor(events, forSpreadsheets) {
    this.events = events;
    this.row = forSpreadsheets ? spreadsheetRow : eventRow;
    this.name = `${eventsFileName(events.length)}-${forSpreadsheets ? "for-spreadsheets-altered" : "lossless"}.csv`;
    this.isStopped = false;
    /** @type {Blob[]} */
    this.pieces = [];
    this.text = forSpreadsheets ? byteOrderMark + [...eventColumns, "altered"].map(spreadsheetCell).join(",") + "\r\n" : `${eventColumns.join(",")}\r\n`;
  }

  /**
   * Makes the file. Stops early, and returns null, when nobody wants it any more.
   * @param {(done: number) => void} onProgress
   * @returns {Promise<Blob|null>}
   */
  async make(onProgress) {
    let pause = performance.now() + 12;
    for (const [index, event] of this.events.entries()) {
      this.text += this.row(eventCells(event));
      if (this.text.length >= pieceSize) this.cut();
      if (performance.now() < pause) continue;
      onProgress(index + 1);
      await nextTask();
      if (this.isStopped) return null;
      pause = performance.now() + 12;
    }
    this.cut();
    return new Blob(this.pieces, { type: "text/csv" });
  }

  cut() {
    this.pieces.push(new Blob([this.text]));
    this.text = "";
  }
}

/** A name that says whose events these are, until when and how many, and nothing of the filter. @param {number} count @returns {string} */
function eventsFileName(count) {
  const { account, archivedAt } = model.meta;
  return `${fileNamePart(account) || "archive"}-${model.zones[0].isoDay(archivedAt)}-${count}-events`;
}

/** A text as a part of a file's name. @param {string} text @returns {string} */
function fileNamePart(text) {
  return text.normalize("NFC").replace(/[^\p{L}\p{N}_-]+/gu, "-").slice(0, 60).replace(/^-+|-+$/g, "");
}

/** Hands the reader a file. @param {string} name @param {Blob} content */
function download(name, content) {
  const address = URL.createObjectURL(content), link = element("a");
  link.href = address;
  link.download = name;
  link.hidden = true;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
