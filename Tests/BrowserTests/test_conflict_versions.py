"""A conflict shows the versions of an event side by side, from each of them, with what differs and a link to each."""
import expected
from page_reader import Event

VERSIONS = """const table = document.querySelector("#conflict .versions"), text = (cell) => cell.textContent;
return table && { heads: [...table.querySelectorAll("thead th")].map(text), rows: [...table.querySelectorAll("tbody tr")].map((row) => [...row.children].map(text)),
  links: [...table.querySelectorAll("thead button")].map(text) };"""


def conflicts(page) -> list[tuple[Event, Event]]:
    events = {event.archive_id: event for event in page.events}
    return [(events[event.variant_of], event) for event in page.events if event.variant_of > 0]


def brief(change) -> str:
    if change is None:
        return "no such change"
    return " → ".join(value.text if value.state == "value" else expected.STATE_WORDS[value.state] for value in change[1:])


def differing(first: Event, second: Event) -> list[list[str]]:
    changes = [{change.field: change for change in event.changes} for event in (first, second)]
    fields = list(dict.fromkeys([*changes[0], *changes[1]]))
    return [[field, *(expected.clipped(brief(side.get(field))) for side in changes)] for field in fields if changes[0].get(field) != changes[1].get(field)]


def test_versions_stand_side_by_side_from_either_of_them(viewer, normal):
    assert len(conflicts(normal.page)) == 3
    for first, second in conflicts(normal.page):
        for shown in (first, second):
            viewer.open(normal.path, f"#event={shown.archive_id}")
            viewer.wait_for_drawer()
            found = viewer.browser.js(VERSIONS)
            assert [head.startswith(f"event {event.archive_id}") for head, event in zip(found["heads"], (first, second))] == [True, True]
            assert found["links"] == [f"event {event.archive_id}" for event in (first, second) if event is not shown]
            assert [row for row in found["rows"] if row[0] not in ("Source event ID", "As written")] == differing(first, second)


def test_version_with_another_document_says_so(viewer, histories):
    first, second = next(pair for pair in conflicts(histories.page) if pair[0].document_id != pair[1].document_id)
    viewer.open(histories.path, f"#event={first.archive_id}")
    viewer.wait_for_drawer()
    assert ["Document ID", first.document_id, second.document_id] in viewer.browser.js(VERSIONS)["rows"]


def test_event_without_a_conflict_shows_none(viewer, normal):
    told = {event.archive_id for pair in conflicts(normal.page) for event in pair}
    event = next(event for event in normal.page.events if event.archive_id not in told)
    viewer.open(normal.path, f"#event={event.archive_id}")
    viewer.wait_for_drawer()
    assert viewer.drawer()["conflict"] is None
