"""The strings of hostile_strings.py come back from the page exactly, wherever it shows them, and start nothing."""
import csv
import io
import json
import re
from urllib.parse import quote

import expected
import pytest
from hostile_strings import SHORT, STRINGS
from test_hostile_values import watch
from test_restore_data import CLIPBOARD, copied
from viewer import READING

STEP = READING + """
// Steps through all events and compares what the drawer shows, whole, with what Python expects: by length and digest of its UTF-16 units.
const sum = (text) => { let hash = 0; for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) >>> 0; return [text.length, hash]; };
for (const more of document.querySelectorAll("#drawer-event .show-all")) more.click();
const change = document.querySelector(".change"), after = change && change.querySelector(".after .value");
return { title: sum(shown(document.getElementById("drawer-title"))), field: change && sum(shown(change.querySelector(".field-name"))),
  after: after ? sum(shown(after)) : change && change.querySelector(".after .state-word").textContent };
"""


def summed(text: str) -> list[int]:
    units, total = text.encode("utf-16-le", "surrogatepass"), 0
    for i in range(0, len(units), 2):
        total = (total * 31 + units[i] + 256 * units[i + 1]) & 0xFFFFFFFF
    return [len(units) // 2, total]


@pytest.fixture
def watched(viewer, strings):
    yield from watch(viewer, strings)


def ours(page) -> list:
    """The first event of each of our strings, by string."""
    events = {event.document_id: event for event in page.events}
    return [(text, events[f"hostile-{number}"]) for number, text in enumerate(STRINGS)]


def named(page) -> list:
    """The events whose user, module and action our strings are, by string."""
    events = {event.document_id: event for event in page.events}
    return [(text, events[f"named-{number}"]) for number, text in enumerate(STRINGS) if text in SHORT]


def test_archive_kept_every_string(strings):
    for text, event in ours(strings.page):
        assert event.name == (text or None)
        assert event.changes[0].after.text == text
    for text, event in named(strings.page):
        assert (event.actor["name"], event.module, event.action["name"]) == (text, text, text)


def test_half_of_a_pair_is_in_no_page(strings):
    assert len(strings.page.events) >= len(STRINGS)
    assert all("lone " not in (event.name or "") for event in strings.page.events)


def test_rows_show_every_string(watched, strings):
    zone, events, shown = strings.page.meta["timeZone"], strings.page.events, {}
    watched.browser.resize(1280, 4000)
    for _ in range(len(events) // 100 + 2):
        shown |= {row["place"]: row for row in watched.rows()}
        watched.scroll(3400)
    assert [shown[place] for place in range(len(events))] == [expected.row(event, place, zone) for place, event in enumerate(events)]


def test_drawer_shows_every_string_whole(watched, strings):
    watched.browser.js("location.hash = arguments[0]", f"event={ours(strings.page)[-1][1].archive_id}")
    watched.wait_for_drawer()
    for text, event in sorted(ours(strings.page), key=lambda pair: pair[1].number):
        shown = watched.browser.js(STEP)
        assert shown["title"] == summed(text), repr(text[:60])
        assert shown["field"] == summed(event.changes[0].field)
        assert shown["after"] == (summed(text) if text else "empty")
        watched.browser.key("ArrowRight")


FIND = READING + """
const box = document.querySelector("#menu-user .narrow");
return arguments[0].filter(([typed, name]) => {
  box.value = typed;
  box.dispatchEvent(new Event("input"));
  return !all("#menu-user .option .option-name").map(shown).includes(name);
});
"""


def test_menu_of_users_finds_every_string_that_can_be_typed(watched, strings):
    """By its beginning: the list shows 200 names at most."""
    names = [actor["name"] for actor in strings.page.meta["actors"] if (actor["name"] or "").strip().isprintable() and (actor["name"] or "").strip()]
    watched.open_menu("user")
    assert watched.browser.js(FIND, [[name[:12].strip(), expected.clipped(name)] for name in names]) == []


def test_chips_and_address_keep_strings(watched, strings):
    """A user of each hostile name is chosen by the address, named by a chip, and written back."""
    named = [actor["name"] for actor in strings.page.meta["actors"] if actor["name"] and len(actor["name"]) < 150]
    for name in [*named[::9], *(text for text in ("__proto__", "constructor", "%", "&a=b&user=x&event=1") if text in named)]:
        watched.browser.js("location.hash = arguments[0]", "user=" + quote(name, safe=""))
        watched.browser.wait("document.querySelector('#chips .chip-value') !== null")
        watched.painted()
        assert watched.browser.js(READING + "return all('#chips .chip-value').map(shown)") == [name]
        watched.wait_for_count(sum(event.actor["name"] == name for event in strings.page.events))


def test_address_keeps_what_is_typed(watched, strings):
    watched.search("")
    for text in ["<script>alert(1)</script>", "%00", "&a=b&user=x&event=1", "#", "\u202egnp.exe", "__proto__", "(a+)+$", "👩\u200d👩\u200d👧\u200d👦"]:
        watched.browser.js("const box = document.getElementById('search'); box.value = arguments[0]; box.dispatchEvent(new Event('input'))", text)
        watched.browser.wait("new URLSearchParams(location.hash.slice(1)).get('doc') === arguments[0]", text)
        wanted = sum(text.lower() in (event.name or "").lower() for event in strings.page.events)
        watched.wait_for_count(wanted)
        assert wanted


def test_strings_are_copied_exactly(watched, strings):
    watched.browser.js(CLIPBOARD)
    for text, event in ours(strings.page)[::21]:
        watched.browser.js("delete window.copied; location.hash = arguments[0]", f"event={event.archive_id}")
        watched.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => fact.textContent === 'Archive event' + arguments[0])", event.archive_id)
        # What comes later moves the button.
        watched.wait_for_leaf()
        watched.painted()
        watched.browser.click("#copy-json")
        copied = json.loads(watched.browser.wait("window.copied", seconds=30))
        assert (copied["documentName"] or "", copied["changes"][0]["after"]) == (text, text)


CHOSEN = READING + """
// What the menus, the chips and the charts call what is chosen.
const menu = (name) => {
  document.getElementById(`filter-${name}`).click();
  const names = all(`#menu-${name} .option`).filter((item) => item.querySelector("input").checked).map((item) => shown(item.querySelector(".option-name")));
  document.getElementById(`filter-${name}`).click();
  return names;
};
return { module: menu("module"), action: menu("action"), chips: all("#chips .chip-value").map(shown), removals: all("#chips .chip").map((chip) => chip.getAttribute("aria-label")),
  brush: document.getElementById("histogram-text").textContent, handles: all("#histogram .handle").map((handle) => handle.getAttribute("aria-valuetext")) };
"""
CHARTS = READING + """
for (const details of all("#panel-overview details")) details.open = true;
return all(".overview-lists section").map((section) => ({ bars: all(".bar-row", section).map((row) => [shown(row.querySelector("bdi")), row.title]),
  marks: all(".headline, .chart-mark, .quiet-link").map((mark) => [mark.title, mark.getAttribute("aria-label")].filter(Boolean)).flat() }));
"""
TABLES = READING + "return all('.overview-lists section').map((section) => all('.numbers tbody tr', section).map((row) => [shown(row.querySelector('th')), row.querySelector('td button')?.getAttribute('aria-label')]));"


def named_back(text: str) -> str:
    """Text of an attribute, where hidden characters can only be named; none may stand there themselves."""
    assert not re.search(r"[\x00-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]", text), repr(text)
    return re.sub(r"\[U\+([0-9A-F]{4,6})\]", lambda found: chr(int(found[1], 16)), text)


def chosen(texts: list[str]) -> str:
    return "&".join(f"{name}={quote(text, safe='')}" for name in ("module", "action") for text in texts)


@pytest.mark.parametrize("part", range(2))
def test_menus_chips_and_charts_name_every_string(watched, strings, part):
    """Ten at a time are chosen by the address, as modules and as actions; each has one event, by a user of that name."""
    browser, count = watched.browser, len(strings.page.events)
    for start in range(part * 10, len(SHORT), 20):
        texts = SHORT[start : start + 10] if start + 10 <= len(SHORT) else SHORT[-10:]
        browser.js("location.hash = arguments[0]", chosen(texts))
        watched.wait_for_count(len(texts))
        browser.wait("document.getElementById('histogram-text').textContent.includes(arguments[0])", f": {len(texts)} of {count:,} events")
        shown = browser.js(CHOSEN)
        assert sorted(shown["module"]) == sorted(shown["action"]) == sorted(texts)
        assert sorted(shown["chips"]) == sorted(texts)
        assert sorted(named_back(label) for label in shown["removals"]) == sorted(f"Remove filter: Module {text}" for text in texts)
        assert re.fullmatch(r"\d+ \w+ 20\d\d to \d+ \w+ 20\d\d: [\d,]+ of [\d,]+ events", shown["brush"])
        assert all(re.fullmatch(r"[\w ,:]+( to [\w ,:]+)?: [\d,]+( of [\d,]+)? events?", text) for text in shown["handles"])
        browser.js("location.hash = arguments[0]", "tab=overview&" + chosen(texts))
        browser.wait("[...document.querySelectorAll('.overview-lists .bar-name')].length === arguments[0]", 3 * len(texts))
        watched.painted()
        lists = browser.js(CHARTS)
        for bars in (one["bars"] for one in lists):
            assert sorted(name for name, _ in bars) == sorted(texts)
            assert sorted(named_back(title) for _, title in bars) == sorted(f"{text}: 1 event" for text in texts)
        assert all(named_back(mark) for one in lists for mark in one["marks"])
        browser.wait("[...document.querySelectorAll('.overview-lists details')].every((details) => details.querySelector('tbody tr'))")
        for rows in browser.js(TABLES):
            assert sorted(named_back(name) for name, _ in rows) == sorted(texts)
            assert sorted(named_back(label) for _, label in rows) == sorted(f"{text}: 1 event" for text in texts)
        browser.js("for (const details of document.querySelectorAll('#panel-overview details')) details.open = false; location.hash = ''")
        watched.wait_for_count(count)


def test_link_to_every_string_comes_back_from_the_address(watched, strings):
    """The page writes the address anew, from what it understood."""
    for start in range(0, len(SHORT), 40):
        texts = SHORT[start : start + 40]
        watched.browser.js("location.hash = arguments[0]", chosen(texts))
        watched.wait_for_count(len(texts))
        watched.browser.js("document.getElementById('filter-deletions').click()")
        watched.browser.wait("location.hash.includes('deletions=only')")
        written = watched.browser.js("return [...new URLSearchParams(location.hash.slice(1))].filter(([name]) => name === 'module').map(([, value]) => value)")
        assert sorted(written) == sorted(texts)


def test_restore_data_holds_strings_exactly(watched, strings):
    gone = {event.document_id: event for event in strings.page.events if event.action["class"] == "delete"}
    watched.browser.js(CLIPBOARD)
    for number, text in [(number, text) for number, text in enumerate(STRINGS) if f"hostile-{number}" in gone][3::21]:
        event = gone[f"hostile-{number}"]
        watched.browser.js("location.hash = arguments[0]", f"event={event.archive_id}&story={event.archive_id}")
        watched.browser.wait("document.querySelector('.restore') && document.querySelector('.entry[aria-current]') && document.getElementById('drawer-title').textContent.length > 0")
        watched.browser.wait("document.querySelector('.story-lead .code')?.textContent === arguments[0]", f"hostile-{number}")
        field = event.changes[0].field
        data = json.loads(copied(watched, "copyJson"))
        assert (data["documentName"], data["values"]) == (text, {field: text})
        rows = list(csv.reader(io.StringIO(copied(watched, "copyCsv"), newline="")))
        assert rows == [["document_id", "document_name", field], [f"hostile-{number}", text, text]]
