"""The record's story shows its timeline, its state at any moment and its breaks, as record_story.py works them out."""
import random

import expected
import pytest
from page_reader import Event
from record_story import Story, key

KINDS = {
    "createdAgain": "creates the record although it was there.",
    "afterDelete": "changes the record after its deletion.",
    "deletedAgain": "deletes the record again, with no restoration between.",
    "restoredUndeleted": "restores the record although no deletion is known.",
}


def records(page) -> list[Event]:
    """An event of each record, the newest."""
    found = {}
    for event in page.events:
        if key(event)[2] or key(event)[3]:
            found.setdefault(key(event), event)
    return list(found.values())


def named(page, document: str) -> Event:
    return next(event for event in page.events if event.document_id == document)


def check_value(shown: dict, value) -> None:
    if value.state != "value":
        assert shown["word"] == expected.STATE_WORDS[value.state]
        return
    assert shown["json"] == value.is_json
    if value.is_json:
        assert expected.json_tokens(shown["text"]) == expected.json_tokens(value.text)
    else:
        assert shown["text"] == value.text


def check_state(shown: dict, story: Story, place: int) -> None:
    wanted = story.state(place)
    assert set(shown["fields"]) == set(wanted)
    for field, state in wanted.items():
        found = shown["fields"][field]
        assert found["status"] == state.status, field
        if state.status == "unknown":
            assert found["event"] == (state.sayings[0][1] if state.sayings else None)
            continue
        assert [(one["event"], one["side"]) for one in found["sayings"]] == [(event, side) for _, event, side in state.sayings]
        for one, (value, _, _) in zip(found["sayings"], state.sayings):
            check_value(one, value)
    assert ("The record is deleted" in shown["moment"]) == story.is_deleted(place) == (shown["restore"] is not None)


def check_breaks(shown: dict, story: Story) -> None:
    """The page tells them in the order of the events; within one event the order is its own."""
    late = [found for found in story.breaks() if found[0] == "startsLate"]
    assert any("earlier history is not known" in note for note in shown["notes"]) == bool(late)
    wanted = [found for found in story.breaks() if found[0] != "startsLate"]
    assert sorted(one["events"] for one in shown["breaks"]) == sorted([event, *([other] if other else [])] for _, event, _, other in wanted)
    for kind, event, field, _ in wanted:
        words = KINDS.get(kind) or f"says that {field} was "
        assert any(one["events"][0] == event and words in one["text"] for one in shown["breaks"])


def check_timeline(shown: dict, story: Story) -> None:
    places = {event.archive_id: place for place, event in enumerate(story.events)}
    assert [entry["place"] for entry in shown["timeline"] if entry["place"] >= 0] == list(range(len(story.events)))[::-1]
    for entry in shown["timeline"]:
        if entry["place"] >= 0:
            event = story.events[entry["place"]]
            assert (entry["action"], entry["actor"]) == (event.action["name"], event.actor["name"] or event.actor["id"] or "not recorded")
    assert len(shown["timeline"]) == len(story.entries)
    assert sum("other version" in entry["tags"] for entry in shown["timeline"]) == len(story.entries) - len(places)


def test_chosen_histories_at_every_moment(viewer, histories):
    for document in ("whole", "late", "twice", "gone", "back", "second"):
        event = named(histories.page, document)
        story = Story(histories.page, event)
        for place in range(-1, len(story.events)):
            shown = viewer.open_story(histories.path, event.archive_id, story.events[place].archive_id if place >= 0 else "start")
            check_state(shown, story, place)
        check_breaks(shown, story)
        check_timeline(shown, story)


def test_drawn_histories_at_drawn_moments(viewer, histories):
    """Fifty histories of anything, each at one moment; record_story.py is asked for the same."""
    chance, statuses = random.Random(11), set()
    for event in [event for event in records(histories.page) if (event.document_id or "").startswith("random-")]:
        story = Story(histories.page, event)
        place = chance.randrange(-1, len(story.events))
        shown = viewer.open_story(histories.path, event.archive_id, story.events[place].archive_id if place >= 0 else "start")
        check_state(shown, story, place)
        check_breaks(shown, story)
        check_timeline(shown, story)
        statuses |= {found["status"] for found in shown["fields"].values()}
    assert statuses == {"known", "unknown", "contradictory"}


def test_breaks_are_those_of_the_generator(viewer, normal, truth):
    events = {event.source_id: event for event in normal.page.events if not event.variant_of}
    for document in {found["document"] for found in truth["breaks"]}:
        shown = viewer.open_story(normal.path, next(event.archive_id for event in normal.page.events if event.document_id == document))
        wanted = [(events[found["event"]].archive_id, found["field"]) for found in truth["breaks"] if found["document"] == document]
        assert [one["events"][0] for one in shown["breaks"]] == [event for event, _ in wanted]
        assert all(f"says that {field} was" in one["text"] for one, (_, field) in zip(shown["breaks"], wanted))


def test_second_version_of_an_event_is_shown_and_not_counted(viewer, normal):
    variant = next(event for event in normal.page.events if event.variant_of)
    shown = viewer.open_story(normal.path, variant.archive_id)
    story = Story(normal.page, variant)
    check_timeline(shown, story)
    check_state(shown, story, story.events.index(next(event for event in story.events if event.archive_id == variant.variant_of)))
    assert any("other version" in entry["tags"] and "this event" in entry["tags"] for entry in shown["timeline"])
    assert any("not counted twice" in note for note in shown["notes"])


@pytest.mark.parametrize("document", ["second", "third"])
def test_events_of_one_moment_stand_in_the_order_that_agrees(viewer, histories, document):
    last = next(event for event in histories.page.events if event.document_id == document and event.changes[0].after.text == "c")
    shown = viewer.open_story(histories.path, last.archive_id)
    assert shown["breaks"] == []
    assert [entry["tags"] for entry in shown["timeline"]] == [["this event"], [], []]
    assert shown["fields"]["step"]["sayings"][0]["text"] == "c"


def test_children_are_listed_apart(viewer, histories):
    shown = viewer.open_story(histories.path, named(histories.page, "whole").archive_id)
    assert shown["children"] == ["Record child"]
    assert "of" not in shown["fields"]


def test_record_without_id_is_told_by_its_name(viewer, histories):
    event = next(event for event in histories.page.events if event.name == "Record nameless" and not event.document_id)
    shown, story = viewer.open_story(histories.path, event.archive_id), Story(histories.page, event)
    check_timeline(shown, story)
    check_state(shown, story, 1)
    assert len(shown["timeline"]) == 2, "the event with an id and the same name is of another record"
    assert any("the same name and no id" in note for note in shown["notes"])


def test_part_of_an_archive_says_so(viewer, withheld, normal):
    event = next(event for event in withheld.page.events if event.document_id)
    assert any("part of the archive" in note for note in viewer.open_story(withheld.path, event.archive_id)["notes"])
    assert not any("part of the archive" in note for note in viewer.open_story(normal.path, normal.page.events[9].archive_id)["notes"])


def test_withheld_fields_are_said_to_be_withheld(viewer, withheld):
    event = next(event for event in withheld.page.events if any(change.before.state == "withheld" for change in event.changes))
    shown, story = viewer.open_story(withheld.path, event.archive_id), Story(withheld.page, event)
    check_state(shown, story, story.events.index(event))
    assert "withheld" in {found["status"] for found in shown["fields"].values()}
