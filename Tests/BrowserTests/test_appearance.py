"""The page fits narrow windows and follows the system's colours."""
import pytest

OVERFLOW = "return [document.documentElement.scrollWidth, document.body.scrollWidth, document.documentElement.clientWidth]"


def fits(browser):
    assert browser.js("return innerWidth") == 320
    root, body, window = browser.js(OVERFLOW)
    assert root <= window and body <= window


def test_320_pixels_need_no_sideways_scrolling(opened):
    browser = opened.browser
    browser.resize(320, 720)
    opened.painted()
    fits(browser)
    assert browser.js("const box = document.getElementById('scroller'); return box.scrollWidth <= box.clientWidth")
    browser.click("#filters-toggle")
    for name in ("user", "module", "action", "time"):
        browser.click(f"#filter-{name}")
        opened.painted()
        fits(browser)
        box = browser.js(f"const box = document.getElementById('menu-{name}').getBoundingClientRect(); return [box.left, box.right, innerWidth]")
        assert 0 <= box[0] and box[1] <= box[2]
        browser.key("Escape")
    browser.click("#filters-toggle")
    opened.click_row(1)
    fits(browser)
    assert browser.js("const box = document.getElementById('drawer'); return box.scrollWidth <= box.clientWidth")
    browser.click("#drawer-close")
    assert opened.focused_event() == 1


def test_320_pixels_hold_hostile_values(viewer, hostile):
    viewer.browser.resize(320, 720)
    viewer.open(hostile.path)
    longest = max(hostile.page.events, key=lambda event: max((len(v.text) for c in event.changes for v in c[1:] if " " not in v.text), default=0))
    for event in (longest, *hostile.page.events[::12]):
        viewer.browser.js("location.hash = arguments[0]", f"event={event.archive_id}")
        viewer.browser.wait("[...document.querySelectorAll('.fact')].some((fact) => fact.textContent === 'Archive event' + arguments[0])", event.archive_id)
        fits(viewer.browser)
        assert viewer.browser.js("const box = document.getElementById('drawer'); return box.scrollWidth <= box.clientWidth")


def test_dark_colours_follow_the_system(opened):
    brightness = """(() => { const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number); return red + green + blue; })()"""
    assert opened.browser.js(f"return {brightness}") > 600
    opened.browser.dark(True)
    try:
        opened.browser.wait(f"{brightness} < 150")
    finally:
        opened.browser.dark(False)
    opened.browser.wait(f"{brightness} > 600")


@pytest.mark.parametrize("width", [1280, 360])
def test_targets_are_large_enough(opened, width):
    """WCAG 2.2, target size: 24 CSS pixels each way."""
    opened.browser.resize(width, 800)
    opened.click_row(2)
    small = opened.browser.js("""
      return [...document.querySelectorAll("button, select, summary, input")].filter((element) => element.checkVisibility() && element.getClientRects().length)
        .map((element) => [element.id || element.className, element.getBoundingClientRect().width, element.getBoundingClientRect().height])
        .filter(([, width, height]) => width < 24 || height < 24)""")
    assert small == []
