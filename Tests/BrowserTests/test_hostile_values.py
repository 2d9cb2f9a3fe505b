"""Values that try to break out are shown as the text that they are. The `browser` fixture sees to console, policy and network."""
import json

import expected
import pytest

# Elements and attributes that only a value could have brought in.
INTRUDERS = """
const app = document.getElementById("app");
return [...app.querySelectorAll("script, img, iframe, object, embed, a, base, meta, link, style, form, textarea, title:not(svg title), b, svg[onload], [onerror], [onmouseover], [onload], [href]:not(use)")]
  .map((element) => element.outerHTML.slice(0, 200));
"""


def watch(viewer, page):
    """Opens a page with a sentinel in place of what its values try to call; in the end nothing was called, and nothing got in."""
    assert viewer.open(page.path) == "ready"
    viewer.browser.js("window.called = []; for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = (...given) => { window.called.push([name, ...given]); }")
    viewer.browser.js("addEventListener('securitypolicyviolation', (event) => window.called.push(event.violatedDirective))")
    yield viewer
    assert viewer.browser.js("return window.called") == []
    assert viewer.browser.js(INTRUDERS) == []
    assert viewer.browser.js("return [{}.polluted, Object.keys(Object.prototype)]") == [None, []]


@pytest.fixture
def watched(viewer, hostile):
    yield from watch(viewer, hostile)


def test_table_shows_hostile_texts(watched, hostile):
    zone, events, shown = hostile.page.meta["timeZone"], hostile.page.events, {}
    for _ in range(len(events) // 15 + 2):
        shown |= {row["place"]: row for row in watched.rows()}
        watched.scroll(400)
    assert [shown[place] for place in range(len(events))] == [expected.row(event, place, zone) for place, event in enumerate(events)]


def test_drawer_shows_every_hostile_value(watched, hostile):
    watched.click_row(0)
    for event in hostile.page.events:
        expected.drawer(event, watched.drawer(), hostile.page.meta["timeZone"])
        watched.browser.key("ArrowRight")


def test_menus_and_chips_show_hostile_names(watched, hostile):
    meta = hostile.page.meta
    names = {"user": [actor["name"] or actor["id"] or "not recorded" for actor in meta["actors"]], "module": meta["modules"], "action": [action["name"] for action in meta["actions"]]}
    for name, all_names in names.items():
        watched.open_menu(name)
        assert sorted(watched.menu_names(name)) == sorted(map(expected.clipped, all_names))
        for choice in range(min(len(all_names), 12)):
            watched.browser.click(f'#menu-{name} [data-option="{choice}"] input')
        watched.browser.key("Escape")
    watched.browser.wait("location.hash.length > 20")


def test_pointer_over_hostile_texts_starts_nothing(watched, hostile):
    place = next(event.number for event in hostile.page.events if "onmouseover" in (event.name or ""))
    for _ in range(20):
        if any(row["place"] == place for row in watched.rows()[6:-6]):
            break
        watched.scroll(300)
    watched.browser.click(f"{watched.row(place)} td.name")
    watched.wait_for_drawer()
    watched.browser.click("#drawer-title")
    watched.browser.click("#changes .after .value")


def test_hostile_events_are_copied_as_json(watched, hostile):
    """With a stand-in for the clipboard, which headless browsers do not give."""
    watched.browser.js("Object.defineProperty(navigator, 'clipboard', { value: { writeText: async (text) => { window.copied = text; } } })")
    watched.click_row(0)
    for event in hostile.page.events[:40]:
        watched.browser.js("delete window.copied")
        watched.painted()
        watched.browser.click("#copy-json")
        print("at", event.archive_id, event.name and event.name[:40]); copied = json.loads(watched.browser.wait("window.copied"))
        assert [copied[key] for key in ("archiveId", "documentId", "documentName", "parentId")] == [event.archive_id, event.document_id, event.name, event.parent_id]
        assert [change["field"] for change in copied["changes"]] == [change.field for change in event.changes]
        for change, found in zip(event.changes, copied["changes"]):
            for side, value in (("before", change.before), ("after", change.after)):
                assert (side in found) == (value.state != "absent")
                assert value.state == "absent" or found[side] == (json.loads(value.text) if value.is_json else value.text)
        watched.browser.key("ArrowRight")
