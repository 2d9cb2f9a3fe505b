"""The address keeps the filter and the open event, so that a link or a reload brings them back."""
import datetime

from expected import Filter


def test_link_restores_filter_and_event(opened, normal):
    page = normal.page
    module, action = page.meta["modules"].index("Contacts"), page.meta["actions"].index(next(a for a in page.meta["actions"] if a["name"] == "Updated"))
    wanted = Filter(page, module=[module], action=[action], document="a")
    opened.choose("module", module)
    opened.choose("action", action)
    opened.search("a")
    opened.wait_for_count(len(wanted.events()))
    opened.click_row(6)
    event = wanted.events()[6]
    opened.wait_for_fragment(f"event={event.archive_id}")
    opened.wait_for_leaf()
    fragment, shown = opened.fragment(), opened.drawer()
    opened.open(normal.path, fragment)
    opened.wait_for_drawer()
    opened.wait_for_count(len(wanted.events()))
    opened.wait_for_leaf()
    assert opened.drawer() == shown
    assert opened.count_text() == f"{len(wanted.events()):,} of {len(page.events):,} events"
    assert opened.browser.js("return document.getElementById('search').value") == "a"
    opened.close()
    assert opened.focused_event() == event.number


def test_link_restores_every_filter(viewer, normal):
    page = normal.page
    user = max(range(len(page.meta["actors"])), key=lambda choice: page.meta["actors"][choice]["kind"] == "workflow")
    since = datetime.datetime(2026, 6, 1, 13, 30, tzinfo=datetime.UTC)
    for fragment, wanted in {
        f"user={page.meta['actors'][user]['name']}&kind=workflow&kind=person": Filter(page, user=[user], kind=["workflow", "person"]),
        "deletions=only&from=2026-06-01": Filter(page, deletions=True, first_day="2026-06-01"),
        "conflicts=only": Filter(page, conflicts=True),
        "from=2026-06-01T13:30Z&to=2026-06-04T00:00Z": Filter(page, since=since, before=since.replace(day=4, hour=0, minute=0)),
        "hour=tue09&hour=sun23": Filter(page, hour=[(1, 9), (6, 23)]),
        "text=station&doc=street": Filter(page, text="station", document="street"),
    }.items():
        viewer.open(normal.path, "#" + fragment)
        viewer.wait_for_count(len(wanted.events()))
        assert wanted.events(), "a filter that shows something"
        assert [row["event"] for row in viewer.rows()[:5]] == [event.number for event in wanted.events()[:5]]
        assert not viewer.browser.js("return document.getElementById('notice').offsetParent")


def test_address_keeps_every_filter(opened, normal):
    opened.browser.click("#filter-deletions")
    opened.browser.click("#filter-conflicts")
    opened.choose("kind", 0)
    opened.search("ma", scope="Everything")
    opened.wait_for_fragment("text=ma")
    assert opened.fragment() == "#kind=person&text=ma&deletions=only&conflicts=only"


def test_link_restores_a_time_range(viewer, normal):
    wanted = Filter(normal.page, first_day="2026-09-09", last_day="2026-09-10")
    viewer.open(normal.path, "#from=2026-09-09&to=2026-09-10")
    viewer.wait_for_count(len(wanted.events()))
    assert viewer.rows()[0]["event"] == wanted.events()[0].number


def test_days_at_the_change_of_clocks_are_those_of_the_account(viewer, normal):
    for first, last in (("2026-10-31", "2026-11-01"), ("2026-06-30", "2026-06-30")):
        viewer.open(normal.path, f"#from={first}&to={last}")
        viewer.wait_for_count(len(Filter(normal.page, first_day=first, last_day=last).events()))


def test_changed_address_is_followed(opened, normal):
    event = normal.page.events[1234]
    opened.browser.js("location.hash = arguments[0]", f"event={event.archive_id}")
    opened.wait_for_drawer()
    assert opened.archive_id() == event.archive_id
    opened.close()
    opened.browser.wait("!location.hash.includes('event=')")


def test_link_to_what_is_not_here_says_so(viewer, normal):
    viewer.open(normal.path, "#user=Nobody%20Here&event=99999999")
    viewer.browser.wait("!document.getElementById('notice').hidden")
    assert viewer.count() == len(normal.page.events)
    text = viewer.browser.visible_text("#notice")
    assert "99999999" in text
    assert "Nobody Here" in text, "both are named"


def test_link_with_unknown_words_names_each(viewer, normal):
    viewer.open(normal.path, "#colour=blue&kind=robot&hour=someday&deletions=no&from=2026-02-30&to=2026-06-01T25:00Z&zone=Mars&tab=Party&event=x")
    viewer.browser.wait("!document.getElementById('notice').hidden")
    text = viewer.browser.visible_text("#notice")
    for name, value in {"colour": "blue", "kind": "robot", "hour": "someday", "deletions": "no", "from": "2026-02-30", "to": "2026-06-01T25:00Z",
                        "zone": "Mars", "tab": "Party", "event": "x"}.items():  # fmt: skip
        assert f"{name} “{value}”" in text
    assert viewer.count() == len(normal.page.events)


def test_hostile_address_is_only_text(viewer, normal):
    viewer.open(normal.path, "#user=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&from=%3Cb%3E&zone=__proto__&event=constructor&doc=%22%3E%3Cscript%3Ealert(2)%3C/script%3E")
    viewer.wait_for_count(0)
    assert "<img src=x onerror=alert(1)>" in viewer.browser.visible_text("#notice")
    assert viewer.browser.js("return document.querySelectorAll('#app img, #app b, #app script').length") == 0
