"""Full text is found in names and values, and what was found is marked where it stands."""
import expected
from expected import Filter, folded, holds

PAINTED = """
return Array.from(CSS.highlights.get(arguments[0]) || [], (part) => {
  const range = new Range();
  range.setStart(part.startContainer, part.startOffset);
  range.setEnd(part.endContainer, part.endOffset);
  return { text: range.toString(), event: range.startContainer.parentElement.closest("tr")?.dataset.event ?? null };
});
"""


def painted(viewer, name: str) -> list[dict]:
    viewer.painted()
    return viewer.browser.js(PAINTED, name)


def in_values(event, text: str):
    """The first change that holds the text, the side after before the side before."""
    sides = [(change.field, value.text) for change in event.changes for value in (change.after, change.before)]
    return next(((field, value) for field, value in sides if folded(text) in folded(value)), None)


def test_text_in_names_and_values_is_found(opened, normal):
    wanted = Filter(normal.page, text="station")
    by_name = [event for event in wanted.events() if "station" in (event.name or "").lower()]
    assert 0 < len(by_name) < len(wanted.events()), "some only by a value"
    opened.search("StaTion", scope="Everything")
    opened.wait_for_count(len(wanted.events()))
    assert [row["event"] for row in opened.rows()[:10]] == [event.number for event in wanted.events()[:10]]
    assert opened.count_text() == f"{len(wanted.events()):,} of {len(normal.page.events):,} events"


def test_text_that_no_event_holds(opened, normal):
    assert not any(holds(event, "qqqzzz") for event in normal.page.events)
    opened.search("qqqzzz", scope="Everything")
    opened.wait_for_count(0)
    opened.browser.wait("document.querySelector('#empty .primary')")
    assert opened.browser.visible_text("#empty .primary") == "Remove the filter Text"


def test_another_scope_searches_for_the_same_words(opened, normal):
    opened.search("station", scope="Everything")
    opened.wait_for_count(len(Filter(normal.page, text="station").events()))
    opened.browser.js("document.getElementById('search-scope').focus()")
    opened.browser.key("ArrowDown")
    opened.wait_for_count(len(Filter(normal.page, document="station").events()))
    opened.wait_for_fragment("doc=station")


def test_hits_are_painted_in_names(opened, normal):
    opened.search("station", scope="Documents")
    opened.wait_for_count(len(Filter(normal.page, document="station").events()))
    found = painted(opened, "hit-list")
    assert {part["text"].lower() for part in found} == {"station"}
    assert sorted(int(part["event"]) for part in found) == sorted(row["event"] for row in opened.rows())
    opened.browser.key("Control+a", "Backspace")
    opened.wait_for_count(len(normal.page.events))
    assert painted(opened, "hit-list") == []


def test_row_without_the_text_in_its_name_says_where_it_stands(opened, normal):
    events = Filter(normal.page, text="station").events()
    opened.search("station", scope="Everything")
    opened.wait_for_count(len(events))
    place = next(place for place, event in enumerate(events) if "station" not in (event.name or "").lower())
    assert place < 15, "it is in sight"
    field, value = in_values(events[place], "station")
    opened.browser.wait("!document.querySelector(arguments[0]).hidden", opened.row(place) + " .hit-note")
    assert opened.browser.js("return document.querySelector(arguments[0]).textContent", opened.row(place) + " .hit-field") == field
    shown = opened.browser.js("return document.querySelector(arguments[0]).textContent", opened.row(place) + " .hit-text")
    assert shown.strip("…") in value and "station" in shown.lower()
    assert str(events[place].number) in {part["event"] for part in painted(opened, "hit-list")}


def test_hits_are_painted_in_the_drawer_and_change_no_text(opened, normal):
    events = Filter(normal.page, text="station").events()
    place = next(place for place, event in enumerate(events) if in_values(event, "station"))
    opened.search("station", scope="Everything")
    opened.wait_for_count(len(events))
    opened.click_row(place)
    expected.drawer(events[place], opened.drawer(), normal.page.meta["timeZone"])
    found = painted(opened, "hit-drawer")
    assert found and {part["text"].lower() for part in found} == {"station"}
    opened.close()


def test_hostile_values_are_found_exactly(viewer, hostile):
    """Texts that end in brackets, quotes and marks are only text."""
    values = [value.text for event in hostile.page.events for change in event.changes for value in change[1:] if value.state == "value" and not value.is_json]
    for text in ("<script", "=1+1", "__proto__"):
        wanted = Filter(hostile.page, text=text)
        if not any(text in value for value in values):
            continue
        viewer.open(hostile.path)
        viewer.search(text, scope="Everything")
        viewer.wait_for_count(len(wanted.events()))
        assert {folded(part["text"]) for part in painted(viewer, "hit-list")} <= {folded(text)}
