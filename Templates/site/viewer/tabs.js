// @ts-check
// Which of the views is shown.

const tabNames = /** @type {const} */ (["events", "exports", "coverage", "overview", "about"]);

class Tabs {
  constructor() {
    this.shown = "events";
    for (const name of tabNames) byId(`tab-${name}`).addEventListener("click", () => this.choose(name));
    byId("tabs").addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(() => this.reveal()).observe(byId("tabs"));
  }

  /** In a narrow window the tabs scroll. */
  reveal() {
    byId(`tab-${this.shown}`).scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** @param {string} name */
  show(name) {
    if (name === "coverage") coverage.draw();
    this.shown = name;
    for (const other of tabNames) {
      const tab = byId(`tab-${other}`);
      tab.setAttribute("aria-selected", String(other === name));
      tab.tabIndex = other === name ? 0 : -1;
      byId(`panel-${other}`).hidden = other !== name;
    }
    // Once they have their places.
    requestAnimationFrame(() => this.reveal());
    if (name === "events") table.update();
    if (name === "exports") exportsTab.show();
    if (name === "overview") overview.show();
    if (name === "about") about.show();
  }

  /** @param {string} name */
  choose(name) {
    this.show(name);
    writeAddress();
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const last = tabNames.length - 1, current = tabNames.findIndex((name) => name === this.shown);
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: Math.max(current - 1, 0), ArrowRight: Math.min(current + 1, last), Home: 0, End: last };
    if (!(event.key in places)) return;
    const name = tabNames[places[event.key]];
    this.choose(name);
    byId(`tab-${name}`).focus();
    event.preventDefault();
  }
}
