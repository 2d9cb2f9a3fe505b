"""Times in any zone of the world, held against Python's own zones: also where clocks change, and on days that never were."""
import datetime

import expected
import pytest
from clock_events import CHANGES
from expected import Filter

ZONES = sorted({zone for zone, _ in CHANGES})
OTHERS = ["UTC", "Asia/Kathmandu", "Pacific/Kiritimati", "America/St_Johns"]


@pytest.mark.parametrize("zone", ZONES + OTHERS)
def test_times_around_changes_of_clocks(viewer, clocks, zone):
    viewer.browser.resize(1280, 6800)
    viewer.open(clocks.path, f"#zone={zone}")
    # Not the archive's notes of today: databases of zones differ about the present.
    rows, events = viewer.rows(), [event for event in clocks.page.events if (event.document_id or "").startswith("clock-")]
    assert [rows[event.number] for event in events] == [expected.row(event, event.number, zone) for event in events]
    assert viewer.browser.js("return document.getElementById('time-zone-name').textContent") == zone


@pytest.mark.parametrize("zone,day", CHANGES)
def test_days_on_which_clocks_change(viewer, clocks, zone, day):
    for step in (-2, -1, 0, 1):
        other = (datetime.date.fromisoformat(day) + datetime.timedelta(step)).isoformat()
        wanted = Filter(clocks.page, first_day=other, last_day=other)
        wanted.zone = zone
        viewer.open(clocks.path, f"#zone={zone}&from={other}&to={other}")
        viewer.wait_for_count(len(wanted.events()))
        assert not wanted.events() or viewer.rows()[0]["event"] == wanted.events()[0].number


def test_drawer_names_zone_and_offset_on_both_sides_of_a_change(viewer, clocks):
    viewer.open(clocks.path, "#zone=Australia/Lord_Howe")
    for event in clocks.page.events[:: len(clocks.page.events) // 12]:
        viewer.browser.js("location.hash = arguments[0]", f"zone=Australia/Lord_Howe&event={event.archive_id}")
        viewer.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => fact.textContent === 'Archive event' + arguments[0])", event.archive_id)
        assert viewer.drawer()["facts"]["Date & time"] == expected.long_moment(event.time, "Australia/Lord_Howe")


def test_zone_is_found_by_typing_and_kept_in_the_address(opened, normal):
    browser = opened.browser
    browser.click("#zone")
    browser.type("são p")
    assert browser.js("return [...document.querySelectorAll('#menu-zone .option-name')].map((name) => name.textContent)") == ["America/Sao_Paulo"]
    browser.key("ArrowDown", "Enter")
    assert opened.focused_id() == "zone"
    assert opened.rows()[0]["time"] == expected.row(normal.page.events[0], 0, "America/Sao_Paulo")["time"]
    opened.wait_for_fragment("zone=America%2FSao_Paulo")
    assert browser.js("return document.getElementById('zone').innerText").split() == ["America/Sao_Paulo", "UTC−03:00"]


def test_usual_zones_stand_first_with_all_their_offsets(opened):
    opened.browser.click("#zone")
    listed = opened.browser.js("return [...document.querySelectorAll('#menu-zone .option')].map((option) => [...option.children].map((part) => part.textContent))")
    assert listed[0] == ["America/Chicago (account)", "UTC−05:00/−06:00"] and ["UTC", "UTC+00:00"] in listed
    assert "type to find" in opened.browser.visible_text("#menu-zone .note")


def test_unknown_zone_in_a_link_is_named(viewer, normal):
    viewer.open(normal.path, "#zone=Mars%2FOlympus_Mons")
    assert "Mars/Olympus_Mons" in viewer.browser.visible_text("#notice")
    assert viewer.rows()[0]["time"] == expected.row(normal.page.events[0], 0, normal.page.meta["timeZone"])["time"]


def test_zone_in_a_link_is_known_however_it_is_written(viewer, normal):
    viewer.open(normal.path, "#zone=europe/BERLIN")
    assert viewer.browser.js("return [document.getElementById('time-zone-name').textContent, document.getElementById('notice').hidden]") == ["Europe/Berlin", True]


def test_exports_and_list_share_the_zone(viewer, exports):
    viewer.open(exports.path, "#tab=exports&zone=Asia/Kathmandu")
    viewer.browser.wait("document.querySelector('#panel-exports caption')")
    assert "Times in Asia/Kathmandu." in viewer.browser.visible_text("#panel-exports caption")
