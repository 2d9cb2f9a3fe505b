"""The strip above the table counts events by day, and its range is brushed with the mouse or with keys."""
import datetime

import expected
import pytest
from expected import Filter


def days_of(page) -> list[datetime.date]:
    """From the day of the oldest event to that of the newest, in the account's zone."""
    last, first = (expected.moment(event.time, page.meta["timeZone"]).date() for event in (page.events[0], page.events[-1]))
    return [first + datetime.timedelta(days=day) for day in range((last - first).days + 1)]


def day_words(day: datetime.date) -> str:
    return f"{day.day} {day:%b %Y}"


def focus(viewer, end: str):
    viewer.browser.wait("document.querySelector('#histogram .handle').hasAttribute('aria-valuetext')")
    viewer.browser.js("document.querySelector(`#histogram .${arguments[0]}`).focus()", end)


def value_text(viewer, end: str) -> str:
    return viewer.browser.js("return document.querySelector(`#histogram .${arguments[0]}`).getAttribute('aria-valuetext')", end)


def test_bars_stand_on_the_days_with_events(opened, normal):
    page = normal.page
    busy = {expected.moment(event.time, page.meta["timeZone"]).date() for event in page.events}
    opened.browser.wait("document.querySelector('.bars-all').hasAttribute('d')")
    bars = opened.browser.js("return Array.from(document.querySelector('.bars-all').getAttribute('d').matchAll(/M(\\d+)/g), (bar) => Number(bar[1]))")
    assert bars == [place for place, day in enumerate(days_of(page)) if day in busy]


def test_first_handle_moves_by_days(opened, normal):
    days = days_of(normal.page)
    focus(opened, "from")
    opened.browser.key("ArrowRight", "ArrowRight", "ArrowUp", "ArrowLeft")
    wanted = Filter(normal.page, first_day=days[2].isoformat())
    opened.wait_for_count(len(wanted.events()))
    opened.wait_for_fragment(f"from={days[2]}&to={days[-1]}")
    events = Filter(normal.page, first_day=days[2].isoformat(), last_day=days[2].isoformat()).events()
    assert value_text(opened, "from") == f"{day_words(days[2])}: {len(events):,} events"


def test_last_handle_moves_by_pages_and_to_the_ends(opened, normal):
    days = days_of(normal.page)
    focus(opened, "to")
    opened.browser.key("PageDown")
    opened.wait_for_count(len(Filter(normal.page, last_day=days[-1 - round(len(days) / 10)].isoformat()).events()))
    opened.browser.key("Home")
    opened.wait_for_count(len(Filter(normal.page, last_day=days[0].isoformat()).events()))
    opened.browser.key("End")
    opened.wait_for_count(len(normal.page.events))
    assert opened.browser.js("return document.getElementById('chips').childElementCount") == 0, "the whole range is no filter"


def test_handles_say_how_many_pass_the_other_filters(viewer, normal):
    day = days_of(normal.page)[40].isoformat()
    viewer.open(normal.path, f"#kind=person&from={day}&to={day}")
    all_of_day, people = (len(Filter(normal.page, kind=kind, first_day=day, last_day=day).events()) for kind in ([], ["person"]))
    assert 0 < people < all_of_day
    words = f"{day_words(days_of(normal.page)[40])}: {people} of {all_of_day} events"
    viewer.browser.wait("document.querySelector('#histogram .from').getAttribute('aria-valuetext') === arguments[0]", words)
    assert value_text(viewer, "to") == words


@pytest.mark.parametrize("shares", [(0.2, 0.5), (0.9, 0.4)])
def test_mouse_brushes_a_range(opened, normal, shares):
    days = days_of(normal.page)
    focus(opened, "from")
    box = opened.browser.js("const { left, top, width, height } = document.getElementById('histogram-plot').getBoundingClientRect(); return [left, top, width, height]")
    places = [int(box[0] + box[2] * share) for share in shares]
    middle = int(box[1] + box[3] / 2)
    opened.browser.drag(places[0], middle, places[1], middle)
    first, last = sorted(days[int((x - box[0]) / box[2] * len(days))].isoformat() for x in places)
    opened.wait_for_count(len(Filter(normal.page, first_day=first, last_day=last).events()))
    opened.wait_for_fragment(f"from={first}&to={last}")


def test_arrows_on_a_handle_do_not_step_the_drawer(opened):
    opened.click_row(3)
    event = opened.archive_id()
    focus(opened, "from")
    opened.browser.key("ArrowRight")
    assert opened.archive_id() == event


@pytest.mark.parametrize("zone, first_minute", [("America/Chicago", "00"), ("Asia/Kolkata", "30")])
def test_few_days_are_counted_by_the_hour(viewer, few_days, zone, first_minute):
    """Hours are those of the zone, and their ends moments of UTC, since an hour of a zone may occur twice."""
    events = few_days.page.events
    oldest = expected.moment(events[-1].time, zone)
    assert (expected.moment(events[0].time, zone).date() - oldest.date()).days < 3
    second = (oldest.replace(minute=0, second=0, microsecond=0) + datetime.timedelta(hours=1)).astimezone(datetime.timezone.utc)
    viewer.open(few_days.path, f"#zone={zone}")
    focus(viewer, "from")
    viewer.browser.key("ArrowRight")
    viewer.browser.wait("new URLSearchParams(location.hash.slice(1)).get('from') === arguments[0]", f"{second:%Y-%m-%dT%H}:{first_minute}Z")
    wanted = sum(event.time >= second.timestamp() * 1000 for event in events)
    assert 0 < wanted < len(events)
    viewer.wait_for_count(wanted)
    hours = (events[0].time - (second.timestamp() - 3600) * 1000) // 3_600_000
    assert viewer.browser.js("return document.querySelector('#histogram .handle.to').getAttribute('aria-valuemax')") == str(int(hours))
