// @ts-check
// The order of things: newest rows at once, then all rows and the filters, as soon as the columns are read; with the rest of the file its details.

/** @param {"first"|"usable"|"ready"|"failed"} state */
function setState(state) {
  document.documentElement.dataset.state = state;
  byId("scroller").setAttribute("aria-busy", String(state === "first"));
}

/** In words. Parts that are the worker's too, and so have no words, name the key of theirs. @param {unknown} error @returns {string} */
function reasonOf(error) {
  const message = error instanceof Error ? error.message.replace(/\.$/, "") : "app.unknownReason";
  return Object.hasOwn(translations.en, message) ? word(message) : message;
}

/** Says something to screen readers. @param {string} text */
function say(text) {
  byId("status").textContent = text;
}

function sayCopied() {
  say(word("app.copied"));
  showToast(word("app.copied"));
}

/** @param {string} text */
function showToast(text) {
  byId("toast").textContent = text;
  byId("toast").hidden = false;
  hideToast();
}

const hideToast = delayed(() => { byId("toast").hidden = true; }, 2000);

/** @param {string} text a sentence, or "" for none */
function showNotice(text) {
  byId("notice").hidden = text === "";
  byId("notice-text").textContent = text;
}

/** @param {string} message */
function fail(message) {
  setState("failed");
  byId("failure").hidden = false;
  byId("failure").textContent = message;
}

/** Of a file that is cut or damaged only the newest events are shown. @param {unknown} error */
function failToRead(error) {
  const isCut = error instanceof Error && error.message === "app.incomplete";
  fail(isCut ? word("app.incomplete") : word("app.damaged", { reason: reasonOf(error) }));
  model.filter = emptyFilter();
  filterBar.enable(false);
  showFirst();
  byId("result-count").textContent = word("app.newestOf", { n: model.meta.count, shown: model.columns.count });
}

/** Says that files beside the page are missing; "" if none is. */
let siblingNotice = "";

/** The event that the reader opened before the file was read. */
let waitingEvent = -1;

/** @param {number} event */
function openEvent(event) {
  if (model.blocks) drawer.open(event); else waitingEvent = event;
}

/** Does what the address says. */
function followAddress() {
  const address = readAddress(location.hash), { filter, zone, event, tab } = address;
  if (event === null) drawer.close();
  Object.assign(model, { filter, zone });
  settings.update();
  tabs.show(tab);
  table.refreshTimes();
  applyFilter();
  if (model.blocks) followEvent(address, model.blocks);
}

/** Opens the event that the address names, and says what in it is unknown. @param {ReturnType<typeof readAddress>} address @param {Blocks} blocks */
async function followEvent({ event, story, unknown }, blocks) {
  const isElsewhere = event !== null && event !== drawer.archiveId;
  const found = isElsewhere ? await blocks.find(event, 0).catch(() => -1) : -1;
  if (found >= 0) openEvent(found);
  if (found >= 0 || !isElsewhere) drawer.followStory(story);
  const missing = isElsewhere && found < 0 ? [...unknown, word("app.unknownEvent", { id: String(event) })] : unknown;
  showNotice(missing.length ? word("app.unknownInLink", { what: missing.join(", ") }) : "");
}

/** What stands at the end of the file; null if the file is cut before or inside it. @returns {PageTail|null} */
function readTail() {
  try { return document.getElementById("page-tail") && jsonElement("page-tail"); } catch { return null; }
}

/** Filters need the columns alone: they work while the browser still reads what follows. @param {Columns} columns */
function becomeUsable(columns) {
  if (document.documentElement.dataset.state === "failed") return;
  Object.assign(model, { columns, documents: new DocumentSearch(columns), texts: new TextSearch(columns, fileRead), result: emptyResult(model.meta, columns.count) });
  table.forget();
  filterBar.enable(true);
  settings.enable();
  sayHead();
  followAddress();
  setState("usable");
  performance.mark("counterroll-usable");
  addEventListener("hashchange", onAddress);
}

/** @returns {Promise<unknown>} when the browser has read the file to its end */
function untilParsed() {
  return new Promise((resolve) => {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", resolve, { once: true }); else resolve(null);
  });
}

/** Reads the whole file. It may be cut: a copied or downloaded file that is not whole has no tail. @returns {Promise<Blocks>} */
async function readFile() {
  await untilParsed();
  const tail = readTail();
  if (!tail) throw new Error("app.incomplete");
  await listRead;
  const blocks = new Blocks(model.meta, tail.blocks);
  model.fingerprint = tail.fingerprint ?? null;
  blocks.times = model.columns.time;
  await readSiblings(tail.siblings ?? [], blocks).catch((error) => { siblingNotice = reasonOf(error); });
  return blocks;
}

/** @param {Blocks} blocks */
function becomeReady(blocks) {
  model.blocks = blocks;
  tabs.show(tabs.shown);
  followEvent(readAddress(location.hash), blocks);
  if (siblingNotice) showNotice(siblingNotice);
  if (waitingEvent >= 0) openEvent(waitingEvent);
  setState("ready");
  performance.mark("counterroll-ready");
  whenIdle(readValues);
}

/** The reader has changed the address, or gone back. */
function onAddress() {
  if (location.hash === writtenAddress) return;
  if (languageIn(location.hash) !== askedLanguage) return location.reload();
  writtenAddress = location.hash;
  followAddress();
}

async function readValues() {
  const blocks = /** @type {Blocks} */ (model.blocks);
  try {
    blocks.values = decodeValues(await readSection("values"), model.meta.fields.length);
    filterBar.downloads.enable();
    drawer.refresh();
    exportsTab.show();
  } catch (error) {
    fail(word("app.valuesDamaged", { reason: reasonOf(error) }));
  }
}

/** Shows the newest events from what stands at the beginning of the file. */
function showFirst() {
  const columns = firstColumns(model.meta);
  Object.assign(model, { columns, blocks: null, documents: null, texts: null, result: emptyResult(model.meta, columns.count) });
  runFilter(model.filter, { documents: null, texts: null }, model.result);
  filterBar.update();
  sayHead();
  byId("empty").hidden = model.meta.count > 0;
  table.forget();
  table.update();
  byId("events").setAttribute("aria-rowcount", String(model.meta.count + 1));
  table.paint();
  performance.mark("counterroll-rows");
  requestAnimationFrame(() => setTimeout(() => performance.mark("counterroll-first-row")));
}

setState("first");
translateFrame();
const meta = readMeta(), zones = availableZones(meta.timeZone);
Object.assign(model, { meta, zones, zone: zones[0], filter: emptyFilter(), evidence, fingerprint: null, result: emptyResult(meta, 0), columns: firstColumns(meta) });
const table = new EventTable();
const drawer = new Drawer();
const filterBar = new FilterBar();
const settings = new Settings();
const coverage = new CoverageTab();
const exportsTab = new ExportsTab();
const overview = new OverviewTab();
const about = new AboutTab();
const tabs = new Tabs();
new PrintSheet();
showFirst();
document.addEventListener("keydown", onKeydown);
addEventListener("resize", () => drawer.fitPage());
byId("help-open").addEventListener("click", openHelp);
byId("notice-close").addEventListener("click", () => showNotice(""));
for (const closer of document.querySelectorAll("dialog .close")) {
  closer.addEventListener("click", () => /** @type {HTMLDialogElement} */ (closer.closest("dialog")).close());
}
const listRead = readColumns(meta).then(becomeUsable);
listRead.catch(() => {}); // told by whoever waits for the file
const fileRead = readFile();
fileRead.then(becomeReady).catch(failToRead);
