"""What may not be seen is marked where it would stand, and is nowhere in the file."""
import json
import re

from expected import Filter

FIELDS = {"email", "phone", "customfields", "preferred area"}


def is_withheld(field: str) -> bool:
    return field.lower() in FIELDS or field.lower().rsplit(".", 1)[-1] in FIELDS


def test_page_holds_what_may_be_seen_and_nothing_else(withheld, normal):
    page, whole = withheld.page, {event.archive_id: event for event in normal.page.events}
    shown = [event for event in normal.page.events if event.module in ("Contacts", "Opportunity")]
    assert [event.archive_id for event in page.events] == [event.archive_id for event in shown] and len(shown) > 100
    hidden = 0
    for event in page.events:
        before = whole[event.archive_id]
        assert (event.name, event.source_id, event.actor["id"]) == (None, None, None)
        assert (event.document_id, event.time, event.action) == (before.document_id, before.time, before.action)
        assert [change.field for change in event.changes] == [change.field for change in before.changes]
        for change, open_change in zip(event.changes, before.changes):
            if change.before.state == "withheld":
                hidden += 1
                assert change.after.state == "withheld"
            else:
                assert change == open_change and not is_withheld(change.field)
    assert hidden > 50


def test_same_person_is_the_same_pseudonym(withheld, normal):
    whole = {event.archive_id: event for event in normal.page.events}
    names = {}
    for event in withheld.page.events:
        actor = whole[event.archive_id].actor
        names.setdefault((actor["id"] or actor["name"]), set()).add(event.actor["name"])
        assert re.fullmatch(r"(Person|Workflow|Integration|System|Actor) [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", event.actor["name"])
    assert all(len(found) == 1 for found in names.values()) and len(names) == len(set.union(*names.values())) > 3


def test_nothing_of_it_is_in_the_file(withheld, normal):
    """Names and values that only withheld things hold, looked for in all that the page says after unpacking."""
    said = json.dumps([withheld.page.meta, [vars(event) for event in withheld.page.events]], default=str)
    names = {event.name for event in normal.page.events if event.name and len(event.name) > 6}
    people = {event.actor["name"] for event in normal.page.events if event.actor["name"] and len(event.actor["name"]) > 6}
    values = {v.text for event in normal.page.events for change in event.changes if is_withheld(change.field) for v in change[1:] if len(v.text) > 6}
    # A text that other, open fields hold as well may be there: only those that nothing open says are looked for.
    open_texts = "\n".join(v.text for event in normal.page.events for change in event.changes if not is_withheld(change.field) for v in change[1:])
    looked_for = {text for text in names | people | values if text not in open_texts}
    assert len(looked_for) > 200
    assert [text for text in looked_for if json.dumps(text)[1:-1] in said] == []


def test_drawer_marks_what_is_withheld(viewer, withheld):
    event = next(event for event in withheld.page.events if {"withheld", "value"} <= {change.after.state for change in event.changes})
    assert viewer.open(withheld.path, f"#event={event.archive_id}") == "ready"
    viewer.wait_for_drawer()
    shown = viewer.drawer()
    for name in ("Document name", "User ID", "Source event ID"):
        assert shown["facts"][name] == {"missing": "withheld"}
    assert shown["facts"]["User"] == event.actor["name"] and shown["facts"]["Document ID"] == event.document_id
    for change, found in zip(event.changes, shown["changes"], strict=True):
        for value, side in ((change.before, found["before"]), (change.after, found["after"])):
            assert side["state"] == value.state
            assert value.state != "withheld" or side["text"] == "withheld"


def test_table_menus_and_coverage_say_so(viewer, withheld):
    assert viewer.open(withheld.path) == "ready"
    for row, event in zip(viewer.rows()[:10], withheld.page.events):
        assert row["name"] == ["Name withheld", event.document_id] and row["missing"]
        assert row["actor"] == [event.actor["name"]]
    viewer.open_menu("user")
    assert set(viewer.menu_names("user")) == {actor["name"] for actor in withheld.page.meta["actors"]}
    viewer.browser.key("Escape")
    viewer.choose("user", 0)
    viewer.wait_for_count(len(Filter(withheld.page, user=[0]).events()))
    viewer.browser.click("#tab-coverage")
    text = viewer.browser.js("return document.getElementById('panel-coverage').textContent")
    assert "made for somebody who may not see everything" in text
    head = viewer.browser.js("return document.getElementById('page-head').textContent")
    assert "of these: module Contacts or Opportunity; withheld: the fields" in head
