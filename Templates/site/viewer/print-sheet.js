// @ts-check
// The printed list: what it is, and its rows, also those out of view. An open event is printed as it stands in the drawer.

/** So many rows are printed; what is left out is said. */
const mostPrinted = 1000;

class PrintSheet {
  constructor() {
    this.element = element("section", "print-sheet");
    byId("panel-events").prepend(this.element);
    this.foldStory = () => {};
    addEventListener("beforeprint", () => {
      this.fill();
      this.foldStory = drawer.story.unfold();
    });
    addEventListener("afterprint", () => {
      this.element.replaceChildren();
      this.foldStory();
    });
  }

  fill() {
    if (tabs.shown !== "events" || drawer.isOpen || model.result.count === 0) return;
    const { shown, count } = model.result, printed = Math.min(count, mostPrinted);
    const body = element("tbody", "", ...Array.from({ length: printed }, (_, place) => printedRow(shown.at(place))));
    const heads = ["name", "module", "action", "actor", "time"].map((column) => element("th", "", word(`table.${column}`)));
    const said = word(printed < count ? "print.part" : "print.all", { n: count, shown: printed, rest: count - printed });
    this.element.replaceChildren(this.head(), element("p", "", said), element("table", "printed", element("thead", "", element("tr", "", ...heads)), body));
  }

  /** What a reader of the paper must know of the list. */
  head() {
    const filter = filterBar.activeChips().map(({ name, value }) => value ? `${name}: ${plainText(clipped(value))}` : name).join("; ");
    const { zone, fingerprint } = model, zoneText = `${zone.name} ${zone.offsets(...period())}`;
    /** @type {[string, string][]} */
    const facts = [["filter.title", filter || word("print.noFilter")], ["settings.zone", zoneText], ["print.at", zone.moment(Date.now())]];
    if (fingerprint) facts.push(["about.fingerprint", fingerprint]);
    return element("dl", "facts", ...facts.map(([key, text]) => element("div", "fact", element("dt", "", word(key)), element("dd", "", isolated(text)))));
  }
}

/** @param {number} event */
function printedRow(event) {
  const actor = actorOf(event), kind = actorKinds[actor.kind], time = model.columns.time[event];
  const texts = [documentTitle(event), moduleName(event), actionOf(event).name, kind ? `${actorName(actor)} (${kind})` : actorName(actor)];
  const moment = element("td", "", `${model.zone.day(time)} ${model.zone.clock(time)}`);
  return element("tr", "", ...texts.map((text) => element("td", "", isolated(clipped(text)))), moment);
}
