"""The Coverage tab: a calendar of days that tells its states without colour, and works by keyboard."""
import pytest

DAYS = """return [...document.querySelectorAll(".month-grid .calendar-day")].map((cell) => [cell.dataset.day, cell.dataset.state, cell.getAttribute("aria-label"), cell.querySelector(".sign").textContent])"""


def open_tab(viewer):
    viewer.browser.click("#tab-coverage")
    viewer.browser.wait("!document.getElementById('panel-coverage').hidden && document.querySelectorAll('.calendar-day').length > 0")


def states(viewer):
    return {day: state for day, state, _, _ in viewer.browser.js(DAYS)}


def test_tabs_are_tabs(opened):
    browser = opened.browser
    selected = "return [...document.querySelectorAll('[role=tab]')].map((tab) => [tab.textContent, tab.getAttribute('aria-selected'), tab.tabIndex, document.getElementById(tab.getAttribute('aria-controls')).hidden])"

    def expected(chosen):
        names = ["Audit Logs", "Exports", "Coverage", "Overview", "About this evidence"]
        return [[name, "true" if name == chosen else "false", 0 if name == chosen else -1, name != chosen] for name in names]

    assert browser.js(selected) == expected("Audit Logs")
    open_tab(opened)
    assert browser.js(selected) == expected("Coverage")
    browser.key("ArrowLeft")
    assert browser.js("return document.activeElement.id") == "tab-exports"
    assert browser.js(selected) == expected("Exports")
    browser.key("Home")
    assert browser.js("return document.activeElement.id") == "tab-events"
    assert opened.rows()[0]["place"] == 0
    browser.key("ArrowLeft")
    assert browser.js(selected) == expected("Audit Logs")
    browser.key("ArrowRight", "ArrowRight", "ArrowRight")
    assert browser.js(selected) == expected("Overview")
    opened.wait_for_fragment("tab=overview")


def test_link_opens_the_tab(viewer, normal):
    viewer.open(normal.path, "#tab=coverage")
    viewer.browser.wait("document.getElementById('tab-coverage').getAttribute('aria-selected') === 'true'")
    assert viewer.browser.visible_text("#panel-events") == ""


def test_calendar_of_the_samples(opened):
    """What Samples/README.md says: neighbours overlap, and three later exports tell an event differently."""
    open_tab(opened)
    days = states(opened)
    assert days["2026-05-15"] == "partly"
    assert days["2026-05-16"] == days["2026-07-14"] == days["2026-10-30"] == "covered"
    assert days["2026-06-03"] == days["2026-08-12"] == days["2026-09-15"] == "coveredTwice"
    assert sum(state == "different" for state in days.values()) == 3
    assert days["2026-10-31"] == "partly"
    assert days["2026-11-02"] == "unknown"
    assert "2026-05-14" not in days


def test_states_have_words_and_signs(opened):
    open_tab(opened)
    signs = {}
    for day, state, label, sign in opened.browser.js(DAYS):
        assert sign
        assert label.endswith({"covered": ": covered", "coveredTwice": ": covered twice and equal", "different": ": covered twice and different",
                               "partly": ": partly covered", "unknown": ": not covered", "quiet": ": covered, no events"}[state])
        assert signs.setdefault(state, sign) == sign
    assert len(set(signs.values())) == len(signs)


def test_a_module_by_itself(opened):
    open_tab(opened)
    browser = opened.browser
    browser.js("const list = document.getElementById('coverage-module'); list.selectedIndex = [...list.options].findIndex((option) => option.text === 'Users'); list.dispatchEvent(new Event('change'))")
    days = states(opened)
    assert list(days.values()).count("quiet") > 100
    assert "covered, no events" in browser.visible_text(".legend")


def test_days_by_keyboard(opened):
    open_tab(opened)
    browser = opened.browser
    browser.js("document.querySelector('.month-grid .calendar-day[tabindex=\"0\"]').focus()")
    browser.key("Home")
    assert browser.js("return document.activeElement.dataset.day") == "2026-05-15"
    browser.key("ArrowDown")
    assert browser.js("return document.activeElement.dataset.day") == "2026-05-22"
    browser.key("ArrowRight")
    assert browser.js("return document.activeElement.dataset.day") == "2026-05-23"
    assert browser.visible_text(".day-detail") == "23 May 2026: covered. Files that speak of it: audit-events-early.ndjson."
    assert browser.js("return document.querySelectorAll('.month-grid [tabindex=\"0\"]').length") == 1


def test_ranges_say_the_same_as_the_calendar(opened):
    open_tab(opened)
    counted = opened.browser.js("return [...document.querySelectorAll('.ranges [role=row]:not(.head)')].map((row) => [Number(row.children[2].textContent), row.children[3].textContent])")
    words = [label.split(": ")[1] for _, _, label, _ in opened.browser.js(DAYS)]
    assert [text for count, text in reversed(counted) for _ in range(count)] == words


def test_files_and_limits_are_told(opened):
    open_tab(opened)
    text = opened.browser.visible_text("#panel-coverage")
    for part in ("audit-logs-2026-08.csv.gz", "inferred from its events", "begins to purge", "The source numbers nothing in sequence", "requested in the source"):
        assert part in text


@pytest.mark.parametrize("width", [320, 1280])
def test_fits_and_has_large_targets(opened, width):
    browser = opened.browser
    browser.resize(width, 720)
    open_tab(opened)
    opened.painted()
    assert browser.js("const box = document.getElementById('panel-coverage'); return box.scrollWidth <= box.clientWidth && document.documentElement.scrollWidth <= innerWidth")
    assert browser.js("""return [...document.querySelectorAll("#tabs button, #panel-coverage select, .month-grid .calendar-day")].filter((element) => {
      const box = element.getBoundingClientRect(); return box.width < 24 || box.height < 24 }).length""") == 0


def test_keys_of_the_table_rest(opened):
    open_tab(opened)
    opened.browser.js("document.activeElement.blur()")
    opened.browser.key("ArrowRight", "x", "c")
    assert not opened.drawer_is_open() and opened.browser.js("return !document.getElementById('panel-coverage').hidden")
    opened.browser.key("?")
    assert opened.browser.js("return document.getElementById('help').open")
    opened.browser.key("Escape")


def test_hostile_file_names_and_values_stay_text(viewer, hostile):
    viewer.open(hostile.path, "#tab=coverage")
    viewer.browser.wait("document.querySelectorAll('.calendar-day').length > 0")
    assert viewer.browser.js("return document.querySelectorAll('#panel-coverage :is(script, img, a, iframe)').length") == 0
