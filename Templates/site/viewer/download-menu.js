// @ts-check
// The menu beside the count of events: the list as a file, as values are or for spreadsheets; while one is made, how far it is.

class DownloadMenu {
  constructor() {
    this.opener = /** @type {HTMLButtonElement} */ (byId("download"));
    this.label = element("span", "", word("download.open"));
    this.opener.replaceChildren(icon("download"), this.label);
    this.title = element("p", "download-title");
    this.choices = element("div", "download-choices", this.choice("lossless", false), this.choice("spreadsheet", true));
    this.bar = element("progress");
    this.bar.setAttribute("aria-labelledby", "download-words");
    this.words = element("p", "note");
    this.words.id = "download-words";
    this.running = element("div", "download-running", this.words, this.bar, button(word("download.cancel"), "", () => this.cancel()));
    this.panel = element("div", "panel downloads", this.title, this.choices, this.running);
    Object.assign(this.panel, { id: "menu-download", hidden: true });
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", word("download.label"));
    this.opener.after(this.panel);
    /** Whether everything that rows are made of is read. */
    this.isReadable = false;
    /** @type {EventsDownload|null} what is being made */
    this.run = null;
    this.popover = new Popover(this.opener, this.panel, () => this.onOpen());
  }

  /** @param {"lossless"|"spreadsheet"} name @param {boolean} forSpreadsheets */
  choice(name, forSpreadsheets) {
    const made = button("", "download-choice", () => this.start(forSpreadsheets));
    made.dataset.download = name;
    made.append(element("span", "download-name", word(`download.${name}`)), element("span", "note", word(`download.${name}Note`)));
    return made;
  }

  /** Makes the menu usable. */
  enable() {
    this.isReadable = true;
    this.update();
  }

  /** Shows how many events there are to download. */
  update() {
    const { count } = model.result;
    this.opener.disabled = !this.run && (!this.isReadable || count === 0 || isSearching());
    this.title.textContent = word("download.title", { n: this.run ? this.run.events.length : count });
    this.choices.hidden = this.run !== null;
    this.running.hidden = this.run === null;
    if (!this.run) this.label.textContent = word("download.open");
  }

  onOpen() {
    this.update();
    /** @type {HTMLElement} */ (this.panel.querySelector(":scope > :not([hidden]) > button")).focus();
  }

  /** @param {boolean} forSpreadsheets */
  async start(forSpreadsheets) {
    const { shown, count } = model.result, run = this.run = new EventsDownload(shown.all().slice(), forSpreadsheets);
    this.checking();
    this.onOpen();
    try {
      await requireUnchanged();
      const content = await run.make((done) => this.progress(done));
      if (content) download(run.name, content);
      this.end(content ? word("download.done", { n: count, name: run.name }) : word("download.cancelled"));
    } catch (error) {
      this.end("");
      showNotice(word("download.failed", { reason: reasonOf(error) }));
    }
  }

  cancel() {
    if (this.run) this.run.isStopped = true;
  }

  /** Says that the page is compared with its digests first. */
  checking() {
    this.bar.removeAttribute("value");
    this.words.textContent = this.label.textContent = word("download.checking");
  }

  /** @param {number} done */
  progress(done) {
    const n = /** @type {EventsDownload} */ (this.run).events.length;
    if (this.bar.max !== n) this.bar.max = n;
    this.bar.value = done;
    this.words.textContent = word("download.progress", { done, n });
    this.label.textContent = word("download.share", { share: String(Math.floor(done / n * 100)) });
  }

  /** @param {string} text */
  end(text) {
    this.run = null;
    this.popover.close(this.panel.contains(document.activeElement));
    this.update();
    if (!text) return;
    say(text);
    showToast(text);
  }
}
