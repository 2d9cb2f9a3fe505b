"""The strings of hostile_strings.py come back from the page exactly, wherever it shows them, and start nothing."""
import json
from urllib.parse import quote

import expected
import pytest
from hostile_strings import STRINGS
from test_hostile_values import watch
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
    """The events of our strings, by string."""
    events = {event.document_id: event for event in page.events}
    return [(text, events[f"hostile-{number}"]) for number, text in enumerate(STRINGS)]


def test_archive_kept_every_string(strings):
    for text, event in ours(strings.page):
        assert event.name == (text or None)
        assert event.changes[0].after.text == text


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
    names = [actor["name"] for actor in strings.page.meta["actors"] if (actor["name"] or "").isprintable()]
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
    watched.browser.js("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })")
    for text, event in ours(strings.page)[::11]:
        watched.browser.js("delete window.copied; location.hash = arguments[0]", f"event={event.archive_id}")
        watched.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => fact.textContent === 'Archive event' + arguments[0])", event.archive_id)
        # What comes later moves the button.
        watched.wait_for_leaf()
        watched.painted()
        watched.browser.click("#copy-json")
        copied = json.loads(watched.browser.wait("window.copied", seconds=30))
        assert (copied["documentName"] or "", copied["changes"][0]["after"]) == (text, text)
