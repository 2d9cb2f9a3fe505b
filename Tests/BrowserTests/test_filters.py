"""Filters show what Python counts, their menus count what the other filters leave, and an empty result says what to loosen."""
import datetime
import itertools

import expected
import pytest
from expected import Filter


def busiest(page, name: str, rank: int = 0) -> int:
    """The choice of a menu that is `rank`th by its number of events."""
    counts = Filter(page).facet(name)
    return sorted(counts, key=lambda choice: (-counts[choice], choice))[rank]


def last_days(page, days: int) -> tuple[str, str]:
    """The first and the last of so many days, counted back from that of the newest event."""
    last = expected.moment(page.events[0].time, page.meta["timeZone"]).date()
    return (last - datetime.timedelta(days=days - 1)).isoformat(), last.isoformat()


def check(viewer, wanted: Filter):
    """The table shows just what passes: its count, its first rows and its last."""
    zone, events = wanted.zone, wanted.events()
    viewer.wait_for_count(len(events))
    assert viewer.count_text() == f"{len(events):,} of {len(wanted.page.events):,} events"
    rows = viewer.rows()
    assert rows == [expected.row(event, place, zone) for place, event in enumerate(events[: len(rows)])]
    viewer.browser.click(viewer.row(0) + " td.module")
    viewer.close()
    viewer.browser.key("End")
    assert viewer.focused_event() == events[-1].number
    last = viewer.rows()[-1]
    assert last == expected.row(events[-1], len(events) - 1, zone)


@pytest.mark.parametrize("name", ["user", "module", "action"])
def test_one_choice(opened, normal, name):
    choice = busiest(normal.page, name, 2)
    opened.choose(name, choice)
    check(opened, Filter(normal.page, **{name: [choice]}))


def test_several_choices_of_one_filter_add_up(opened, normal):
    choices = [busiest(normal.page, "module", rank) for rank in (1, 4, 7)]
    opened.choose("module", *choices)
    check(opened, Filter(normal.page, module=choices))


def test_filters_combine(opened, normal):
    user, module, action = busiest(normal.page, "user"), busiest(normal.page, "module"), busiest(normal.page, "action")
    opened.choose("user", user, busiest(normal.page, "user", 1))
    opened.choose("module", module)
    opened.choose("action", action)
    check(opened, Filter(normal.page, user=[user, busiest(normal.page, "user", 1)], module=[module], action=[action]))


@pytest.mark.parametrize("days", [1, 7, 30, 60])
def test_time_presets_count_back_from_the_newest_day(opened, normal, days):
    first, last = last_days(normal.page, days)
    opened.browser.click("#filter-time")
    opened.browser.click("#menu-time .preset", [1, 7, 30, 60].index(days))
    check(opened, Filter(normal.page, first_day=first, last_day=last))


def test_dates_are_typed_and_both_are_inclusive(opened, normal):
    opened.browser.click("#filter-time")
    for field, digits in (("from", "07142026"), ("to", "08022026")):
        opened.browser.js("document.getElementById('filter-' + arguments[0]).focus()", field)
        opened.browser.type(digits)
    opened.browser.key("Escape")
    check(opened, Filter(normal.page, first_day="2026-07-14", last_day="2026-08-02"))


def test_document_search_finds_parts_of_names(opened, normal):
    wanted = Filter(normal.page, document="lane")
    assert 5 < len(wanted.events()) < len(normal.page.events) / 2
    opened.search("LaNe")
    check(opened, wanted)


def test_document_search_finds_ids(opened, normal):
    document = max((e.document_id for e in normal.page.events if e.document_id), key=[e.document_id for e in normal.page.events].count)
    opened.search(document)
    check(opened, Filter(normal.page, document=document))


def test_document_time_and_module_combine(opened, normal):
    module = busiest(normal.page, "module", 1)
    opened.browser.click("#filter-time")
    opened.browser.click("#menu-time .preset", 3)
    opened.choose("module", module)
    opened.search("a")
    first, last = last_days(normal.page, 60)
    check(opened, Filter(normal.page, module=[module], first_day=first, last_day=last, document="a"))


def test_menus_count_what_the_other_filters_leave(opened, normal):
    user, module = busiest(normal.page, "user", 3), busiest(normal.page, "module")
    for name in ("user", "module", "action"):
        assert opened.open_menu(name) == Filter(normal.page).facet(name)
    opened.choose("user", user)
    opened.choose("module", module)
    opened.search("e")
    wanted = Filter(normal.page, user=[user], module=[module], document="e")
    opened.wait_for_count(len(wanted.events()))
    for name in ("user", "module", "action"):
        assert opened.open_menu(name) == wanted.facet(name)


def test_typing_narrows_a_menu(opened, normal):
    opened.open_menu("module")
    opened.browser.type("PA")
    found = opened.menu_names("module")
    assert sorted(found) == sorted(module for module in normal.page.meta["modules"] if "pa" in module.lower())


def test_chip_takes_its_filter_away(opened, normal):
    user, module = busiest(normal.page, "user"), busiest(normal.page, "module")
    opened.choose("user", user)
    opened.choose("module", module)
    opened.browser.click("#chips .chip", 0)
    check(opened, Filter(normal.page, module=[module]))
    opened.browser.click("#clear-filters")
    opened.wait_for_count(len(normal.page.events))


def test_empty_result_names_the_filter_to_loosen(opened, normal):
    page = normal.page
    user, module = next(
        (user, module)
        for user, module in itertools.product(range(len(page.meta["actors"])), range(len(page.meta["modules"])))
        if not Filter(page, user=[user], module=[module]).events()
    )
    wanted = Filter(page, user=[user], module=[module])
    opened.choose("user", user)
    opened.choose("module", module)
    opened.wait_for_count(0)
    name = max(("user", "module"), key=lambda name: len(wanted.events(without=name)))
    left = len(wanted.events(without=name))
    text = opened.browser.visible_text("#empty")
    assert f"Without the {name} filter" in text and f"{left:,} event" in text
    opened.browser.click("#empty button")
    opened.wait_for_count(left)
    assert opened.focused_event() == wanted.events(without=name)[0].number
    assert opened.browser.js("return document.getElementById('empty').hidden")
