"""Filters show what Python counts, their menus count what the other filters leave, and an empty result says what to loosen."""
import datetime
import itertools

import expected
import pytest
from expected import Filter


MENUS = ("user", "module", "action", "kind")


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


@pytest.mark.parametrize("kinds", [["workflow"], ["system", "integration"], ["person"]])
def test_kinds_of_users(opened, normal, kinds):
    opened.choose("kind", *map(expected.KINDS.index, kinds))
    check(opened, Filter(normal.page, kind=kinds))


def test_deletions_only(opened, normal):
    wanted = Filter(normal.page, deletions=True)
    assert opened.switch_count("deletions") == len(wanted.events()) > 10
    opened.browser.click("#filter-deletions")
    check(opened, wanted)
    opened.browser.click("#filter-deletions")
    opened.wait_for_count(len(normal.page.events))


def test_conflicts_only_shows_both_sides(opened, normal):
    wanted = Filter(normal.page, conflicts=True)
    assert opened.switch_count("conflicts") == len(wanted.events()) == 6
    opened.browser.click("#filter-conflicts")
    check(opened, wanted)


def test_switches_count_what_the_other_filters_leave(opened, normal):
    page, module, action = normal.page, busiest(normal.page, "module"), busiest(normal.page, "action")
    opened.choose("module", module)
    opened.choose("action", action)
    conflicts, deletions = (len(Filter(page, module=[module], action=[action], **{name: True}).events()) for name in ("conflicts", "deletions"))
    assert (opened.switch_count("conflicts"), opened.switch_count("deletions")) == (conflicts, deletions)
    assert conflicts > 0


@pytest.mark.parametrize("days", [1, 7, 30, 60, 90])
def test_time_presets_count_back_from_the_newest_day(opened, normal, days):
    first, last = last_days(normal.page, days)
    opened.browser.click("#filter-time")
    opened.browser.click("#menu-time .preset", [1, 7, 30, 60, 90].index(days))
    check(opened, Filter(normal.page, first_day=first, last_day=last))


def test_newest_month_begins_with_its_first_day(opened, normal):
    _, last = last_days(normal.page, 1)
    opened.browser.click("#filter-time")
    opened.browser.click("#menu-time .preset", 5)
    check(opened, Filter(normal.page, first_day=last[:8] + "01", last_day=last))


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
    for name in MENUS:
        assert opened.open_menu(name) == Filter(normal.page).facet(name)
    opened.choose("user", user)
    opened.choose("module", module)
    opened.choose("kind", expected.KINDS.index("person"))
    opened.search("e")
    wanted = Filter(normal.page, user=[user], module=[module], kind=["person"], document="e")
    opened.wait_for_count(len(wanted.events()))
    for name in MENUS:
        assert opened.open_menu(name) == wanted.facet(name)


def test_menus_count_deletions_when_nothing_else_is_shown(opened, normal):
    wanted = Filter(normal.page, action=[busiest(normal.page, "action")], deletions=True)
    opened.choose("action", *wanted.choices["action"])
    opened.browser.click("#filter-deletions")
    opened.wait_for_count(0)
    for name in MENUS:
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


def test_key_clears_all_filters_and_brings_them_back(opened, normal):
    user, total = busiest(normal.page, "user"), len(normal.page.events)
    wanted = Filter(normal.page, user=[user], deletions=True, document="a", first_day="2026-06-01")
    opened.open(normal.path, f"#user={normal.page.meta['actors'][user]['name']}&deletions=only&doc=a&from=2026-06-01")
    opened.wait_for_count(len(wanted.events()))
    opened.browser.key("c")
    opened.wait_for_count(total)
    assert opened.count_text() == f"{total:,} events"
    assert opened.browser.js("return document.getElementById('chips').childElementCount") == 0
    opened.browser.key("c")
    opened.wait_for_count(len(wanted.events()))
    assert opened.browser.js("return document.getElementById('chips').childElementCount") == 4


def test_key_that_clears_is_a_letter_while_typing(opened, normal):
    opened.browser.click("#filter-deletions")
    opened.browser.click("#search")
    opened.browser.key("c")
    assert opened.browser.js("return document.getElementById('search').value") == "c"
    assert opened.browser.js("return document.getElementById('filter-deletions').getAttribute('aria-pressed')") == "true"


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
    assert f"Without the filter {name.capitalize()}" in text and f"{left:,} event" in text
    opened.browser.click("#empty button")
    opened.wait_for_count(left)
    assert opened.focused_event() == wanted.events(without=name)[0].number
    assert opened.browser.js("return document.getElementById('empty').hidden")


def test_empty_result_names_two_filters_where_one_is_not_enough(viewer, normal):
    wanted = Filter(normal.page, document="nothing is called so", text="nothing holds this", module=[0])
    viewer.open(normal.path, f"#doc=nothing is called so&text=nothing holds this&module={normal.page.meta['modules'][0]}")
    viewer.browser.wait("document.querySelector('#empty .primary')")
    left = len(wanted.events(without="document text"))
    assert viewer.browser.visible_text("#empty .primary") == "Remove the filters Text and Document"
    assert f"{left:,} events" in viewer.browser.visible_text("#empty")
    viewer.browser.click("#empty .primary")
    check(viewer, Filter(normal.page, module=[0]))
