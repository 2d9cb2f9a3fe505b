"""The drawer shows one event in full; opening, stepping and closing keep the reader's place."""
import random

import expected
import pytest
from expected import Filter


def picked(page, count: int = 20) -> list:
    """Events to look at: some of each state of a value, those with the longest texts, conflicts, extras, and chosen ones."""
    chance, kinds = random.Random(20260515), {}
    for event in chance.sample(page.events, len(page.events)):
        for change in event.changes:
            for side, value in (("before", change.before), ("after", change.after)):
                kinds.setdefault((side, value.state, value.is_json), event)
        kinds.setdefault(("conflict", event.variant_of != 0), event)
        kinds.setdefault(("extras", event.extras is not None), event)
        kinds.setdefault(("parent", event.parent_id is None), event)
        kinds.setdefault(("changes", len(event.changes)), event) if len(event.changes) < 2 else None
    longest = sorted(page.events, key=lambda event: -max((len(v.text) for c in event.changes for v in c[1:]), default=0))[:3]
    some = {event.number: event for event in [*kinds.values(), *longest]}
    for event in chance.sample(page.events, count):
        if len(some) < count:
            some.setdefault(event.number, event)
    return list(some.values())


def test_drawer_shows_every_change_and_fact(viewer, normal):
    events = picked(normal.page)
    assert len(events) >= 20 and max(len(v.text) for e in events for c in e.changes for v in c[1:]) > 2000
    for event in events:
        assert viewer.open(normal.path, f"#event={event.archive_id}") == "ready"
        viewer.wait_for_drawer()
        expected.drawer(event, viewer.drawer(), normal.page.meta["timeZone"])


def test_long_value_can_be_scrolled_to_its_end(viewer, normal):
    event = max(normal.page.events, key=lambda event: max((len(v.text) for c in event.changes for v in c[1:]), default=0))
    viewer.open(normal.path, f"#event={event.archive_id}")
    viewer.wait_for_drawer()
    viewer.browser.wheel("#drawer", 100_000)
    viewer.browser.wait("(() => { const box = document.getElementById('copy-link').getBoundingClientRect(); return box.bottom <= innerHeight && box.top > 0; })()")


@pytest.mark.parametrize("way", ["row", "eye", "enter"])
def test_event_opens(opened, normal, way):
    if way == "row":
        opened.browser.click(opened.row(4) + " td.name")
    elif way == "eye":
        opened.browser.click(opened.row(4) + " .eye")
    else:
        opened.browser.js("document.querySelector('#rows tr[tabindex=\"0\"]').focus()")
        opened.browser.key(*["ArrowDown"] * 4, "Enter")
    opened.wait_for_drawer()
    expected.drawer(normal.page.events[4], opened.drawer(), normal.page.meta["timeZone"])
    assert opened.drawer()["position"] == f"5 of {len(normal.page.events):,}"


def test_tab_reaches_the_table_and_enter_opens(opened, normal):
    opened.browser.click("#search")
    for _ in range(16):
        opened.browser.key("Tab")
        if opened.focused_event() is not None:
            break
    assert opened.focused_event() == 0
    opened.browser.key("Enter")
    opened.wait_for_drawer()
    assert opened.archive_id() == normal.page.events[0].archive_id


def test_left_and_right_step_through_the_filtered_events(opened, normal):
    module = normal.page.meta["modules"].index("Opportunity")
    events = Filter(normal.page, module=[module]).events()
    opened.choose("module", module)
    opened.wait_for_count(len(events))
    opened.click_row(2)
    for place in [3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 0]:
        opened.browser.key("ArrowRight" if place > int(opened.drawer()["position"].split()[0]) - 1 else "ArrowLeft")
        shown = opened.drawer()
        assert shown["position"] == f"{place + 1:,} of {len(events):,}"
        expected.drawer(events[place], shown, normal.page.meta["timeZone"])


def test_steps_stop_at_both_ends(opened, normal):
    events = normal.page.events
    opened.click_row(0)
    opened.browser.key("ArrowLeft")
    assert opened.archive_id() == events[0].archive_id
    assert opened.browser.js("return [document.getElementById('drawer-prev').disabled, document.getElementById('drawer-next').disabled]") == [True, False]
    opened.browser.key("End")
    assert opened.archive_id() == events[-1].archive_id
    opened.browser.key("ArrowRight", "ArrowRight")
    assert opened.archive_id() == events[-1].archive_id
    assert opened.browser.js("return [document.getElementById('drawer-prev').disabled, document.getElementById('drawer-next').disabled]") == [False, True]
    opened.browser.key("ArrowLeft")
    assert opened.archive_id() == events[-2].archive_id
    opened.browser.key("Home")
    assert opened.archive_id() == events[0].archive_id


def test_buttons_step_too(opened, normal):
    opened.click_row(5)
    opened.browser.click("#drawer-next")
    opened.browser.click("#drawer-next")
    opened.browser.click("#drawer-prev")
    assert opened.archive_id() == normal.page.events[6].archive_id


def test_a_hundred_quick_steps_end_where_they_should(opened, normal):
    opened.click_row(0)
    opened.browser.key(*["ArrowRight"] * 100)
    expected.drawer(normal.page.events[100], opened.drawer(), normal.page.meta["timeZone"])
    opened.close()
    assert opened.focused_event() == 100
    box = opened.browser.js("const row = document.activeElement.getBoundingClientRect(); return [row.top, row.bottom, innerHeight]")
    assert box[0] > 0 and box[1] <= box[2], "the row is in the window"


@pytest.mark.parametrize("width", [1280, 1000])
@pytest.mark.parametrize("way", ["Escape", "x", "button"])
def test_closing_leads_back_to_the_same_spot(opened, way, width):
    """To the pixel, also where the table beside the drawer is so narrow that its rows are taller."""
    opened.browser.resize(width, 800)
    opened.scroll(1237)
    top = opened.scroll_top()
    assert top == 1237
    row = opened.rows()[14]
    opened.click_row(row["place"])
    opened.painted()
    opened.browser.click("#drawer-close") if way == "button" else opened.browser.key(way)
    assert not opened.drawer_is_open()
    assert opened.focused_event() == row["event"]
    assert opened.scroll_top() == top


def test_closing_after_steps_there_and_back_leads_to_the_same_spot(opened):
    opened.scroll(777)
    top, row = opened.scroll_top(), opened.rows()[15]
    opened.click_row(row["place"])
    opened.browser.key("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowLeft", "Escape")
    assert opened.focused_event() == row["event"]
    assert opened.scroll_top() == top


def test_conflict_leads_to_the_other_version(viewer, normal):
    event = next(event for event in normal.page.events if event.variant_of)
    viewer.open(normal.path, f"#event={event.archive_id}")
    viewer.wait_for_drawer()
    viewer.browser.wait("document.querySelector('#conflict button')")
    viewer.browser.click("#conflict button")
    viewer.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => fact.textContent === 'Archive event' + arguments[0])", event.variant_of)
    expected.drawer(next(e for e in normal.page.events if e.archive_id == event.variant_of), viewer.drawer(), normal.page.meta["timeZone"])
