"""The Overview tab: every number is the one that is counted from the file, and every mark leads to exactly the events that it counts."""
import collections
import datetime
import re
import zoneinfo

import pytest

CLASSES = ["Created", "Updated", "Deleted", "Restored", "Viewed", "Other"]
KEYS = dict(zip(["create", "update", "delete", "restore", "read", "other"], CLASSES))
MARKS = "return [...document.querySelectorAll(arguments[0] + ' .chart-mark')].map((mark) => mark.getAttribute('aria-label'))"
BARS = """return [...document.querySelectorAll(".overview-lists section")].map((section) => ({ title: section.querySelector("h2").textContent,
  bars: [...section.querySelectorAll(".bar-row")].map((row) => [row.querySelector("bdi").textContent, Number(row.querySelector(".bar-count").textContent.replaceAll(",", ""))]) }))"""
TABLE = """const details = document.querySelectorAll("#panel-overview details")[arguments[0]];
return [...details.querySelectorAll("tbody tr")].map((row) => [...row.children].map((cell) => cell.textContent))"""


def open_overview(viewer, path, fragment="#tab=overview"):
    assert viewer.open(path, fragment) == "ready"
    viewer.browser.wait("document.querySelector('.overview, .overview-scope')")


@pytest.fixture
def overview(viewer, normal):
    open_overview(viewer, normal.path)
    return viewer


def local(event, zone="America/Chicago"):
    return datetime.datetime.fromtimestamp(event.time / 1000, datetime.timezone.utc).astimezone(zoneinfo.ZoneInfo(zone))


def monday(event, zone="America/Chicago"):
    day = local(event, zone).date()
    return day - datetime.timedelta(day.weekday())


def count_in(label):
    return int(re.search(r": ([\d,]+) events?", label)[1].replace(",", ""))


def weeks(events, zone="America/Chicago"):
    """For each week from the first to the last: its events by class."""
    counts = collections.defaultdict(collections.Counter)
    for event in events:
        counts[monday(event, zone)][KEYS[event.action["class"]]] += 1
    first, last = min(counts), max(counts)
    return [counts[first + datetime.timedelta(7 * number)] for number in range((last - first).days // 7 + 1)]


def hours(events, zone="America/Chicago"):
    counts = collections.Counter(local(event, zone).weekday() * 24 + local(event, zone).hour for event in events)
    return [counts[place] for place in range(168)]


def activity(viewer):
    """Each column's count and the parts that it names."""
    found = []
    for label in viewer.browser.js(MARKS, "svg.columns"):
        parts = {name: int(number.replace(",", "")) for name, number in re.findall(rf", ({'|'.join(CLASSES)}) (\d[\d,]*\d|\d)", label)}
        assert sum(parts.values()) == count_in(label)
        found.append(parts)
    return found


def test_columns_are_the_weeks_of_the_file(overview, normal):
    assert activity(overview) == [dict(week) for week in weeks(normal.page.events)]


def test_cells_are_the_hours_of_the_week(overview, normal):
    assert [count_in(label) for label in overview.browser.js(MARKS, "svg.heat")] == hours(normal.page.events)


@pytest.mark.parametrize("zone, name", [("utc", "UTC"), ("account", "America/Chicago")])
def test_days_and_hours_are_those_of_the_chosen_zone(viewer, normal, zone, name):
    open_overview(viewer, normal.path, f"#tab=overview&zone={zone}")
    assert [count_in(label) for label in viewer.browser.js(MARKS, "svg.heat")] == hours(normal.page.events, name)
    assert activity(viewer) == [dict(week) for week in weeks(normal.page.events, name)]
    assert name in viewer.browser.visible_text(".overview-scope")


def ranking(values):
    return [count for _, count in collections.Counter(values).most_common()]


def test_bars_are_users_modules_and_actions(overview, normal):
    events = normal.page.events
    users, modules, actions = overview.browser.js(BARS)
    people = [event.actor["name"] for event in events if event.actor["kind"] == "person"]
    assert [count for _, count in users["bars"][:10]] == ranking(people)[:10]
    everybody = collections.Counter(event.actor["name"] or event.actor["id"] for event in events)
    assert all(everybody[name] >= count for name, count in users["bars"])
    for shown, values in ((modules, [event.module for event in events]), (actions, [event.action["name"] for event in events])):
        assert [count for _, count in shown["bars"]] == ranking(values)[:12]
        assert all(collections.Counter(values)[name] == count for name, count in shown["bars"])


def test_machines_stand_apart_from_people(overview, normal):
    kinds = {event.actor["kind"] for event in normal.page.events}
    titles = overview.browser.js("return [...document.querySelectorAll('.overview-lists h3')].map((title) => title.firstChild.textContent)")
    names = {"person": "People", "workflow": "Workflows", "integration": "Integrations", "system": "System", "unknown": "Of unknown kind"}
    assert titles == [name for kind, name in names.items() if kind in kinds]


def test_headlines_come_first(overview, normal):
    events = normal.page.events
    values = overview.browser.js("return [...document.querySelectorAll('.headline')].map((part) => [part.querySelector('.headline-name').textContent, part.querySelector('.headline-value').textContent])")
    days = collections.Counter(local(event).date() for event in events)
    day, most = max(days.items(), key=lambda item: (item[1], item[0]))
    people = {(event.actor["name"], event.actor["id"]) for event in events if event.actor["kind"] == "person"}
    deletions = sum(event.action["class"] == "delete" for event in events)
    assert values[:3] == [["Events", f"{len(events):,}"], ["People", str(len(people))], ["Deletions", str(deletions)]]
    assert values[3][0] == "Busiest day" and str(day.day) in values[3][1] and day.strftime("%b") in values[3][1]
    assert values[4] == ["Period", f"{(max(days) - min(days)).days + 1} days"]
    assert f"{most} events" in overview.browser.visible_text(".headlines")


def test_tables_hold_the_same_numbers(overview, normal):
    browser = overview.browser
    count = browser.js("const all = document.querySelectorAll('#panel-overview details'); all.forEach((part) => { part.open = true; }); return all.length")
    browser.wait("[...document.querySelectorAll('#panel-overview details tbody')].every((body) => body.rows.length > 0)")
    assert count == 5
    number = lambda text: int(text.replace(",", ""))
    rows = browser.js(TABLE, 0)
    used = [name for name in CLASSES if any(event for event in normal.page.events if KEYS[event.action["class"]] == name)]
    expected = [week for week in weeks(normal.page.events) if week][::-1]
    assert [[number(cell) for cell in row[1:]] for row in rows] == [[sum(week.values()), *(week[name] for name in used)] for week in expected]
    by_hour = browser.js(TABLE, 1)
    assert [number(by_hour[place % 24][1 + place // 24]) for place in range(168)] == hours(normal.page.events)
    for place, shown in enumerate(browser.js(BARS)):
        table = browser.js(TABLE, 2 + place)
        assert [number(row[2 if place == 0 else 1]) for row in table] == [bar for _, bar in shown["bars"]]


def follow(viewer, selector, index, count):
    """Clicks a mark, sees so many events, and comes back as by the browser's own way."""
    assert count > 0
    viewer.browser.click(selector, index)
    viewer.wait_for_count(count)
    assert viewer.browser.js("return document.getElementById('panel-events').hidden") is False
    viewer.browser.js("history.back()")
    viewer.browser.wait("!document.getElementById('panel-overview').hidden && document.querySelector('.overview')")
    viewer.painted()


def test_columns_lead_to_their_events(overview, normal):
    for index, week in enumerate(weeks(normal.page.events)[:3]):
        follow(overview, "svg.columns .chart-mark", index, sum(week.values()))


def test_cells_lead_to_their_events(overview, normal):
    counts = hours(normal.page.events)
    for place in (max(range(168), key=counts.__getitem__), next(place for place in range(168) if counts[place])):
        follow(overview, "svg.heat .chart-mark", place, counts[place])


def test_bars_legend_and_headlines_lead_to_their_events(overview, normal):
    for section, shown in enumerate(overview.browser.js(BARS)):
        follow(overview, f".overview-lists section:nth-child({section + 1}) .bar-row", 1, shown["bars"][1][1])
    deletions = sum(event.action["class"] == "delete" for event in normal.page.events)
    follow(overview, ".headlines button", 1, deletions)
    follow(overview, ".chart-legend button", 2, deletions)
    days = collections.Counter(local(event).date() for event in normal.page.events)
    follow(overview, ".headlines button", 2, max(days.values()))


def test_numbers_of_the_table_lead_to_their_events(overview, normal):
    browser = overview.browser
    browser.click("#panel-overview summary")
    browser.wait("document.querySelector('#panel-overview .numbers tbody button')")
    index, count = browser.js("""const all = [...document.querySelectorAll("#panel-overview .numbers tbody tr:nth-child(8) button")];
      return [[...document.querySelectorAll("#panel-overview .numbers tbody button")].indexOf(all.at(-1)), Number(all.at(-1).textContent)]""")
    follow(overview, "#panel-overview .numbers tbody button", index, count)


def test_marks_by_keyboard(overview, normal):
    browser, totals = overview.browser, [sum(week.values()) for week in weeks(normal.page.events)]
    assert browser.js("return [...document.querySelectorAll('svg.columns, svg.heat')].map((chart) => chart.querySelectorAll('[tabindex=\"0\"]').length)") == [1, 1]
    browser.js("document.querySelector('svg.columns .chart-mark').focus()")
    browser.key("ArrowRight", "ArrowRight", "ArrowLeft")
    assert count_in(browser.js("return document.activeElement.getAttribute('aria-label')")) == totals[1]
    browser.key("Enter")
    overview.wait_for_count(totals[1])


def test_follows_the_filter_of_the_list(viewer, normal):
    open_overview(viewer, normal.path, "#tab=overview&module=Contacts")
    events = [event for event in normal.page.events if event.module == "Contacts"]
    assert activity(viewer) == [dict(week) for week in weeks(events)]
    assert f"The {len(events):,} events of the list’s filter, of {len(normal.page.events):,} in this page" in viewer.browser.visible_text(".overview-scope")
    follow(viewer, "svg.columns .chart-mark", 1, sum(weeks(events)[1].values()))
    viewer.browser.click(".overview-scope button")
    viewer.browser.wait("document.querySelector('.overview-scope').textContent.startsWith('All ')")
    assert activity(viewer) == [dict(week) for week in weeks(normal.page.events)]


def test_short_periods_are_drawn_by_day(viewer, normal):
    open_overview(viewer, normal.path, "#tab=overview&from=2026-07-01&to=2026-07-31")
    days = collections.Counter(local(event).date() for event in normal.page.events if (local(event).year, local(event).month) == (2026, 7))
    first = min(days)
    labels = viewer.browser.js(MARKS, "svg.columns")
    assert [count_in(label) for label in labels] == [days[first + datetime.timedelta(place)] for place in range((max(days) - first).days + 1)]


def test_no_events_are_no_charts(viewer, normal):
    open_overview(viewer, normal.path, "#tab=overview&doc=nothing+like+this")
    viewer.browser.wait("document.querySelector('.overview-scope')")
    assert viewer.browser.js("return document.querySelectorAll('#panel-overview svg').length") == 0


@pytest.mark.parametrize("width", [320, 700, 1440])
def test_fits(overview, width):
    overview.browser.resize(width, 800)
    overview.browser.wait("Math.abs(document.querySelector('svg.columns').getBoundingClientRect().right - document.querySelector('svg.columns').parentElement.getBoundingClientRect().right) < 40")
    assert overview.browser.js("const box = document.getElementById('panel-overview'); return box.scrollWidth <= box.clientWidth && document.documentElement.scrollWidth <= innerWidth")


def test_hostile_names_stay_text(viewer, hostile):
    open_overview(viewer, hostile.path)
    assert viewer.browser.js("return document.querySelectorAll('#panel-overview :is(script, img, a, iframe, foreignObject)').length") == 0
    shown = viewer.browser.js(BARS)
    assert sum(count for _, count in shown[1]["bars"]) <= len(hostile.page.events)
    assert [count for _, count in shown[1]["bars"]] == ranking([event.module for event in hostile.page.events])[:12]
