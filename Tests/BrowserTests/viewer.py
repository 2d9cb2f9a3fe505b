"""The viewer as a reader sees it: its table, drawer and filters. What it should show is in expected.py."""

# Text as it stands in the event: marks count as the characters that they stand for, and what is missing as null.
READING = """
const shown = (node) => {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.classList.contains("mark")) return String.fromCodePoint(parseInt(node.textContent.slice(2), 16));
  return Array.from(node.childNodes, shown).join("");
};
const all = (selector, within = document) => Array.from(within.querySelectorAll(selector));
"""

ROWS = """
const cell = (row, name) => all(`td.${name} > bdi, td.${name} > .badge > bdi`, row).filter((part) => part.childNodes.length).map(shown);
return all("#rows tr[aria-rowindex]").map((row) => ({
  place: Number(row.getAttribute("aria-rowindex")) - 2, event: Number(row.dataset.event),
  name: cell(row, "name"), module: cell(row, "module"), action: cell(row, "action"), actor: cell(row, "actor"),
  kind: row.querySelector("td.actor .tag").textContent, time: row.querySelector("td.time").textContent,
  missing: row.querySelector("td.name .text").hasAttribute("data-missing"),
})).sort((a, b) => a.place - b.place);
"""

# Unfolds and shows whatever the drawer has clipped; says whether there was anything.
UNCLIPPED = """
const drawer = document.getElementById("drawer");
const folded = drawer.querySelectorAll("details:not([open])"), buttons = drawer.querySelectorAll("#drawer-event .show-all");
for (const details of folded) if (details.offsetParent) details.open = true;
for (const button of buttons) button.click();
return folded.length + buttons.length > 0 && !drawer.hidden && [...folded].some((details) => details.offsetParent) || buttons.length > 0;
"""

# The JSON text of a list or an object, by the button beside it.
JSON_TEXT = """
const json = (box) => {
  const toggle = box.querySelector(":scope > .as-json");
  toggle.click();
  const text = shown(box.querySelector(".structure"));
  toggle.click();
  return text;
};
"""

DRAWER = JSON_TEXT + """
const drawer = document.getElementById("drawer");
if (drawer.hidden) return null;
const node = (view) => {
  if (view.matches("ins, del")) return node(view.firstElementChild);
  if (view.matches(".clipped-value, .folded")) return node(view.querySelector(":scope > :is(dl, ul, bdi)"));
  if (view.matches(".json-items, .json-tags")) return [...view.children].map((item) => node(item.firstElementChild));
  if (view.matches(".json-rows")) return { rows: [...view.children].map((row) => [shown(row.querySelector("dt").firstChild), node(row.querySelector("dd").firstElementChild),
    ...Array.from(row.querySelectorAll(":scope > dd > .note"), shown)]) };
  return view.matches(".scalar-text") ? { text: shown(view) } : shown(view);
};
const side = (element) => {
  const box = element.querySelector(":scope > .structure-box"), value = element.querySelector(".value"), word = element.querySelector(":scope > .state-word");
  return { state: element.dataset.state, title: element.querySelector(".side-title").textContent, json: box !== null || value !== null && value.classList.contains("json"),
    text: box ? json(box) : value ? shown(value) : word.textContent, structure: box && node(box.querySelector(".structure").firstElementChild) };
};
const facts = {};
for (const fact of all(".fact", drawer)) {
  const value = fact.querySelector("dd bdi");
  if (!fact.hidden) facts[shown(fact.querySelector("dt"))] = value.hasAttribute("data-missing") ? { missing: value.textContent } : shown(value);
}
const further = document.querySelector("#further-text > *");
return {
  position: document.getElementById("drawer-position").textContent, title: shown(document.getElementById("drawer-title")), facts,
  changes: all(".change", drawer).map((change) => ({ field: shown(change.querySelector(".field-name")),
    before: side(change.querySelector(".before")), after: side(change.querySelector(".after")) })),
  extras: document.getElementById("further").hidden || !further ? null : further.matches(".structure-box") ? json(further) : shown(further),
  conflict: document.getElementById("conflict").hidden ? null : document.getElementById("conflict").textContent,
};
"""


STORY = JSON_TEXT + """
const story = document.getElementById("drawer-story"), texts = (selector, within = story) => all(selector, within).map(shown);
for (let more; (more = story.querySelector(".show-all:not([hidden])")); ) more.click();
const number = (link) => Number(link.textContent.match(/\\d+/)[0]);
const value = (view) => {
  if (view.matches(".structure-box")) return { state: "value", json: true, text: json(view) };
  if (view.matches(".state-word")) return { word: view.textContent };
  const text = view.matches(".value") ? view : view.querySelector(".value");
  return { state: "value", json: text.classList.contains("json"), text: shown(text) };
};
const saying = (view) => {
  const link = view.querySelector(".known-from button");
  return { ...value(view.firstElementChild), event: number(link), side: link.textContent.split(" ")[0] };
};
const fields = {};
for (const row of all(".field-state", story)) fields[shown(row.querySelector("dt > bdi"))] = { status: row.dataset.status, sayings: all(".saying", row).map(saying) };
for (const row of all(".unknown-fields li", story)) {
  const link = row.querySelector("button");
  fields[shown(row.querySelector("bdi"))] = { status: "unknown", event: link && number(link) };
}
return {
  lead: texts(".story-lead > *"), notes: texts(":scope > .note"), fields, moment: shown(story.querySelector(".moment-words")),
  breaks: all(".breaks li", story).map((item) => ({ text: shown(item), events: all("button", item).map(number) })),
  timeline: all(".story-timeline .timeline li", story).map((item) => ({
    place: Number(item.dataset.place), action: shown(item.querySelector(".badge")), actor: shown(item.querySelector(".entry-line:last-child > bdi")),
    tags: texts(".tag", item), checked: item.querySelector("input")?.checked ?? null, moment: shown(item.querySelector(".moment")),
  })),
  children: all(".children li", story).map((item) => shown(item.querySelector(".entry-line:last-child bdi"))),
  restore: story.querySelector(".restore") && shown(story.querySelector(".restore .note")),
};
"""


class Viewer:
    def __init__(self, browser):
        self.browser = browser

    def open(self, path, fragment: str = "") -> str:
        """Opens a page and waits until it has read itself: `ready` or `failed`."""
        self.browser.open(path, fragment)
        return self.browser.wait("['ready', 'failed'].includes(document.documentElement.dataset.state) && document.documentElement.dataset.state")

    def painted(self):
        """Waits for what the page has put off to its next frames."""
        self.browser.js("delete window.framed; requestAnimationFrame(() => requestAnimationFrame(() => { window.framed = true; }))")
        self.browser.wait("window.framed === true")

    def rows(self) -> list[dict]:
        """The rows in the document, by place: those in the window and a few around."""
        self.painted()
        return self.browser.js(READING + ROWS)

    def count(self) -> int:
        """Events that pass the filters."""
        return int(self.browser.js("return document.getElementById('events').getAttribute('aria-rowcount')")) - 1

    def count_text(self) -> str:
        return self.browser.js("return document.getElementById('result-count').textContent")

    def wait_for_count(self, count: int):
        self.browser.wait("document.getElementById('events').getAttribute('aria-rowcount') === String(arguments[0] + 1)", count)

    def row(self, place: int) -> str:
        """The selector of a row."""
        return f'#rows tr[aria-rowindex="{place + 2}"]'

    def click_row(self, place: int):
        self.browser.click(f"{self.row(place)} td.name")
        self.wait_for_drawer()

    def wait_for_drawer(self):
        self.browser.wait("!document.getElementById('drawer').hidden && !document.getElementById('drawer-details').hidden")

    def wait_for_leaf(self):
        """The leaf of the event in the drawer is computed after the rest is shown."""
        self.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => !fact.hidden && fact.textContent.startsWith('Leaf hash'))")

    def drawer(self) -> dict | None:
        """What the drawer shows of an event, with everything that is clipped or folded."""
        self.painted()
        while self.browser.js(UNCLIPPED):
            self.painted()
        shown = self.browser.js(READING + DRAWER)
        self.browser.js("document.getElementById('further').open = false")
        return shown

    def open_story(self, path, event: int, moment="") -> dict:
        """Opens a page with the story of an event's record, after the event `moment` or before the `start`."""
        self.open(path, f"#event={event}&story={moment}")
        return self.story()

    def story(self) -> dict:
        """What the drawer shows of a record's story, with everything that is clipped."""
        self.browser.wait("document.querySelector('#drawer-story .story-state')")
        self.painted()
        return self.browser.js(READING + STORY)

    def drawer_is_open(self) -> bool:
        return self.browser.js("return !document.getElementById('drawer').hidden")

    def archive_id(self) -> int:
        """Of the event in the drawer."""
        return int(self.drawer()["facts"]["Archive event"])

    def close(self):
        self.browser.key("Escape")
        self.painted()

    def focused_event(self) -> int | None:
        """The number of the event whose row has the focus."""
        self.painted()
        return self.browser.js("const event = document.activeElement.dataset.event; return event === undefined ? null : Number(event)")

    def focused_id(self) -> str:
        return self.browser.js("return document.activeElement.id")

    def scroll_top(self) -> float:
        """Once the table has come to rest."""
        self.painted()
        self.browser.js("window.lastTop = -1")
        still = "(() => { const top = document.getElementById('scroller').scrollTop, same = top === window.lastTop; window.lastTop = top; return same; })()"
        self.browser.wait(still)
        self.painted()
        return self.browser.js("return document.getElementById('scroller').scrollTop")

    def scroll(self, pixels: int):
        """Turns the wheel over the table, and waits until the table has followed."""
        box = "document.getElementById('scroller')"
        wanted = self.browser.js(f"const box = {box}; return Math.min(box.scrollTop + arguments[0], box.scrollHeight - box.clientHeight)", pixels)
        self.browser.wheel("#scroller", pixels)
        self.browser.wait(f"{box}.scrollTop >= arguments[0]", wanted)

    def open_menu(self, name: str) -> dict[int, int]:
        """Opens User, Module or Action; each choice's number, and its count as shown."""
        if self.browser.js("return document.getElementById('filter-' + arguments[0]).getAttribute('aria-expanded')", name) != "true":
            self.browser.click(f"#filter-{name}")
        options = self.browser.js(
            READING + "return all(`#menu-${arguments[0]} .option`).map((item) => [Number(item.dataset.option), item.querySelector('.count').textContent])", name
        )
        return {option: int(count.replace(",", "")) for option, count in options}

    def switch_count(self, name: str) -> int:
        """The count that stands on `Deletions only` or `Conflicts only`."""
        return int(self.browser.js("return document.querySelector(`#filter-${arguments[0]} .count`).textContent", name).replace(",", ""))

    def menu_names(self, name: str) -> list[str]:
        return self.browser.js(READING + "return all(`#menu-${arguments[0]} .option .option-name`).map(shown)", name)

    def choose(self, name: str, *choices: int):
        """Ticks choices in a menu and closes it."""
        self.open_menu(name)
        for choice in choices:
            self.browser.click(f'#menu-{name} [data-option="{choice}"] input')
        self.browser.key("Escape")

    def search(self, text: str, scope: str = "Documents"):
        """Types into the search, of documents or of `Everything`."""
        self.browser.js("document.getElementById('search-scope').focus()")
        self.browser.type(scope[0])
        assert self.browser.js("const scope = document.getElementById('search-scope'); return scope.selectedOptions[0].textContent") == scope
        self.browser.click("#search")
        self.browser.type(text)

    def choose_zone(self, name: str):
        """Finds a zone by typing its name, and takes the first that is listed."""
        self.browser.click("#zone")
        self.browser.type(name)
        self.browser.key("Enter")

    def fragment(self) -> str:
        return self.browser.js("return location.hash")

    def wait_for_fragment(self, part: str):
        self.browser.wait("location.hash.includes(arguments[0])", part)
