"""Keys act on the events only where the reader means them to."""
import pytest


@pytest.fixture
def drawn(opened):
    """The fourth event is open."""
    opened.click_row(3)
    return opened


def test_keys_do_nothing_while_typing(drawn):
    open_id = drawn.archive_id()
    drawn.browser.click("#search")
    drawn.browser.key("x", "?", "/", "ArrowLeft", "ArrowRight", "Home", "End", "Enter")
    assert drawn.browser.js("return document.getElementById('search').value") == "x?/"
    assert drawn.focused_id() == "search"
    assert drawn.drawer_is_open() and not drawn.browser.js("return document.getElementById('help').open")
    drawn.wait_for_count(0)
    drawn.browser.key("Control+a", "Backspace")
    drawn.wait_for_count(int(drawn.browser.js("return JSON.parse(document.getElementById('page-meta').textContent).count")))
    assert drawn.archive_id() == open_id


def test_keys_do_nothing_while_narrowing_a_menu(drawn):
    open_id = drawn.archive_id()
    drawn.open_menu("user")
    drawn.browser.key("x", "/", "ArrowRight", "End")
    assert drawn.browser.js("return document.querySelector('#menu-user .narrow').value") == "x/"
    assert drawn.archive_id() == open_id
    drawn.browser.key("Escape")
    assert drawn.focused_id() == "filter-user"
    assert drawn.drawer_is_open(), "Escape closes the menu and no more"


def test_keys_do_nothing_in_the_choice_of_zone(drawn):
    open_id = drawn.archive_id()
    drawn.browser.click("#zone")
    drawn.browser.key("x", "/", "ArrowRight", "End")
    assert drawn.browser.js("return document.querySelector('#menu-zone .narrow').value") == "x/"
    drawn.browser.key("Escape")
    assert drawn.focused_id() == "zone" and drawn.archive_id() == open_id


def test_keys_do_nothing_in_the_choice_of_language(drawn):
    open_id = drawn.archive_id()
    drawn.browser.js("document.getElementById('language').focus()")
    drawn.browser.key("x")
    assert drawn.archive_id() == open_id


@pytest.mark.parametrize("modifier", ["Control", "Shift", "Alt", "Meta"])
def test_keys_with_modifiers_are_the_browsers(drawn, modifier):
    open_id = drawn.archive_id()
    drawn.browser.key(f"{modifier}+ArrowRight", f"{modifier}+x", f"{modifier}+Enter")
    assert drawn.drawer_is_open() and drawn.archive_id() == open_id


def test_slash_goes_to_the_search(opened):
    opened.click_row(0)
    opened.browser.key("/")
    assert opened.focused_id() == "search"
    assert opened.browser.js("return document.getElementById('search').value") == ""


def test_help_opens_and_closes(opened):
    is_open = "return document.getElementById('help').open"
    opened.browser.key("?")
    assert opened.browser.js(is_open) and "Previous and next event" in opened.browser.visible_text("#help")
    opened.browser.key("Escape")
    assert not opened.browser.js(is_open)
    opened.browser.click("#help-open")
    assert opened.browser.js(is_open)
    opened.browser.click("#help .close")
    assert not opened.browser.js(is_open)
    assert opened.focused_id() == "help-open"


def test_keys_behind_the_help_do_nothing(drawn):
    open_id = drawn.archive_id()
    drawn.browser.key("?", "ArrowRight", "x", "/")
    assert drawn.browser.js("return document.getElementById('help').open")
    drawn.browser.key("Escape")
    assert drawn.drawer_is_open() and drawn.archive_id() == open_id


def test_arrows_and_page_keys_move_between_rows(opened, normal):
    opened.click_row(0)
    opened.close()
    opened.browser.key("ArrowUp")
    assert opened.focused_event() == 0
    opened.browser.key("ArrowDown", "ArrowDown", "ArrowUp")
    assert opened.focused_event() == 1
    opened.browser.key("PageDown")
    below = opened.focused_event()
    assert 10 < below < 40
    opened.browser.key("PageUp")
    assert opened.focused_event() == 1
    opened.browser.key("End")
    assert opened.focused_event() == len(normal.page.events) - 1
    opened.browser.key("Home")
    assert opened.focused_event() == 0


def test_keys_of_an_input_method_are_its_own(drawn):
    """The browsers' drivers have no input method: these two events alone are made by a script, as browsers make them during a composition."""
    open_id = drawn.archive_id()
    drawn.browser.js("""for (const more of [{ isComposing: true }, { keyCode: 229 }]) for (const key of ["ArrowRight", "x", "Escape", "?", "c"])
      document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }))""")
    drawn.painted()
    assert drawn.drawer_is_open() and drawn.archive_id() == open_id and not drawn.browser.js("return document.getElementById('help').open")


def test_search_key_leads_to_the_list_from_every_tab(opened):
    for tab in ("exports", "coverage", "overview", "about"):
        opened.browser.click(f"#tab-{tab}")
        opened.browser.key("/")
        assert opened.focused_id() == "search"
        assert opened.browser.js("return document.getElementById('tab-events').getAttribute('aria-selected')") == "true"


def test_clear_key_works_where_the_filter_is_seen(opened, normal):
    opened.browser.click("#filter-deletions")
    opened.browser.click("#tab-overview")
    opened.browser.wait("document.querySelector('.overview-scope button')")
    opened.browser.key("c")
    opened.browser.wait("document.querySelector('.overview-scope') && !document.querySelector('.overview-scope button')")
    opened.browser.click("#tab-events")
    opened.wait_for_count(len(normal.page.events))


def test_help_names_the_keys_of_every_tab(opened):
    """In two columns where there is room, in one where there is none."""
    columns = "return new Set([...document.querySelectorAll('#help section')].map((part) => part.getBoundingClientRect().left)).size"
    opened.browser.key("?")
    heads = opened.browser.js("return [...document.querySelectorAll('#help h3')].map((head) => head.textContent)")
    assert {"In the table", "While an event is open", "The record’s story", "Filters", "Tabs", "Exports", "Coverage", "Overview"} == set(heads)
    assert opened.browser.js(columns) == 2
    opened.browser.resize(320, 700)
    opened.painted()
    assert opened.browser.js(columns) == 1
