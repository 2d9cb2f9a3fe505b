"""Readers adapt the page: wider spacing, larger text, colours of their own, no motion. Nothing is lost, and nothing only colour says."""
import pytest

# WCAG 2.2, 1.4.12. The policy of the page allows no style of others; a sheet of the test's own is not under it.
SPACING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }");
document.adoptedStyleSheets = [sheet];
"""

# Texts that stand outside the box that cuts them off. Words for screen readers alone are cut on purpose. What is clipped with an ellipsis is whole in the drawer, and so not lost.
CUT = """
const cut = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), range = document.createRange();
const clips = ({ overflowX, overflowY }) => [overflowX, overflowY].map((way) => way === "hidden" || way === "clip");
while (walker.nextNode()) {
  const text = walker.currentNode, parent = text.parentElement;
  if (!text.data.trim() || !parent.checkVisibility({ visibilityProperty: true }) || parent.closest("script, style, thead, [hidden]")) continue;
  range.selectNodeContents(text);
  const { left, right, top, bottom } = range.getBoundingClientRect();
  for (let box = parent; box && box !== document.body; box = box.parentElement) {
    const style = getComputedStyle(box), [across, down] = clips(style), inside = box.getBoundingClientRect();
    if (style.clipPath === "inset(50%)" || style.textOverflow === "ellipsis" || style.overflowY === "auto" || style.overflowY === "scroll") break;
    // A line's own box is larger than its letters.
    if (across && (left < inside.left - 1 || right > inside.right + 1) || down && (top < inside.top - 4 || bottom > inside.bottom + 4)) { cut.push([text.data.slice(0, 40), box.id || box.className || box.tagName]); break; }
  }
}
return cut.slice(0, 10);
"""
FITS = "return document.documentElement.scrollWidth <= document.documentElement.clientWidth && document.body.scrollWidth <= document.documentElement.clientWidth"
# Boxes that scroll sideways, but for those that are made to: the tabs, and tables and texts of their own.
SIDEWAYS = """
return [...document.querySelectorAll("body *")].filter((box) => box.checkVisibility() && box.scrollWidth > box.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(box).overflowX)
  && !box.matches("#tabs, .numbers-box, .versions-box, pre")).map((box) => box.id || box.className);
"""
TABS = ["events", "exports", "coverage", "overview", "about"]


def shown(viewer, page, name: str, language: str = "en"):
    """A tab of the page, or an event in the drawer, or a record's story."""
    event = page.page.events[5].archive_id
    viewer.open(page.path, {"drawer": f"#event={event}", "story": f"#event={event}&story="}.get(name, f"#tab={name}") + f"&lang={language}")
    if name == "story":
        viewer.browser.wait("document.querySelector('#drawer-story .story-state')")
    elif name == "drawer":
        viewer.wait_for_drawer()
    else:
        viewer.browser.wait(f"document.getElementById('panel-{name}').childElementCount > 0")
    viewer.painted()


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", [*TABS, "drawer", "story"])
def test_wider_spacing_of_text_cuts_nothing_off(viewer, normal, name, width):
    viewer.browser.resize(width, 800)
    shown(viewer, normal, name)
    viewer.browser.js(SPACING)
    viewer.painted()
    assert viewer.browser.js("return getComputedStyle(document.querySelector('#tab-events')).wordSpacing") != "0px"
    assert viewer.browser.js(CUT) == []
    assert viewer.browser.js(FITS)


@pytest.mark.parametrize("width,height,zoom,language", [(640, 400, 2, "en"), (320, 256, 4, "de")], ids=["200", "400"])
@pytest.mark.parametrize("name", [*TABS, "drawer", "story"])
def test_zoom_needs_no_sideways_scrolling(viewer, normal, name, width, height, zoom, language):
    """A window of 1280 pixels, zoomed in: WCAG 2.2, 1.4.4 and 1.4.10. German has the longest words."""
    viewer.browser.resize(width, height, zoom)
    try:
        shown(viewer, normal, name, language)
        assert viewer.browser.js("return devicePixelRatio") == zoom
        assert viewer.browser.js(FITS)
        assert viewer.browser.js(SIDEWAYS) == []
        assert viewer.browser.js(CUT) == []
    finally:
        viewer.browser.resize(1280, 800)


@pytest.fixture
def forced(viewer):
    viewer.browser.prefer("forced-colors", True)
    yield viewer
    viewer.browser.prefer("forced-colors", False)


STYLES = "return arguments[0].map((selector) => getComputedStyle(document.querySelector(selector))[arguments[1]])"


def styles(viewer, name: str, *selectors: str) -> list[str]:
    return viewer.browser.js(STYLES, selectors, name)


def test_forced_colours_tell_what_is_chosen(forced, normal):
    shown(forced, normal, "drawer")
    assert forced.browser.js("return matchMedia('(forced-colors: active)').matches")
    tab, other = styles(forced, "borderBottomColor", "#tab-events", "#tab-about")
    assert tab != other
    assert styles(forced, "outlineStyle", "#rows tr[aria-selected]", "#rows tr:not([aria-selected])") == ["solid", "none"]
    view, other = styles(forced, "borderTopColor", "#view-event", "#view-story")
    assert view != other
    forced.close()
    forced.browser.click("#filter-deletions")
    wide, thin = styles(forced, "borderTopWidth", "#filter-deletions", "#filter-conflicts")
    assert float(wide[:-2]) > float(thin[:-2])


def test_forced_colours_leave_edges_around_what_had_a_ground(forced, normal):
    shown(forced, normal, "events")
    assert styles(forced, "borderTopStyle", "#rows .badge", "#search-scope") == ["solid", "solid"]
    forced.open_menu("user")
    assert styles(forced, "borderTopStyle", "#menu-user") == ["solid"]


def test_forced_colours_show_bars_and_days(forced, normal):
    shown(forced, normal, "overview")
    ground = styles(forced, "backgroundColor", "body")[0]
    assert forced.browser.js("return [...document.querySelectorAll('.columns .part')].length") > 10
    assert forced.browser.js("return [...document.querySelectorAll('.columns .part, .bar-line .part, .heat .level-5')].filter((bar) => getComputedStyle(bar).fill === arguments[0]).length", ground) == 0
    levels = forced.browser.js("return [...new Set([...document.querySelectorAll('.heat .cell')].map((cell) => cell.classList[1]))]")
    looks = [forced.browser.js("const style = getComputedStyle(document.querySelector(`.heat .${arguments[0]}`)); return style.fill + style.fillOpacity + style.opacity", level) for level in levels]
    assert len(set(looks)) == len(levels) > 3
    shown(forced, normal, "coverage")
    signs = forced.browser.js("return [...document.querySelectorAll('.calendar-day[data-day]')].map((day) => [day.dataset.state, day.querySelector('.sign').textContent])")
    assert len({state for state, _ in signs}) == len({sign for _, sign in signs}) > 3


def test_focus_is_seen_in_forced_colours(forced, normal):
    shown(forced, normal, "events")
    for _ in range(12):
        forced.browser.key("Tab")
        assert forced.browser.js("""
          const focused = document.activeElement, style = getComputedStyle(focused), around = getComputedStyle(focused.parentElement);
          return style.outlineStyle !== "none" || around.outlineStyle !== "none" || focused === document.body""")


MOTION = """
const lasting = (list) => list.split(",").some((time) => parseFloat(time) > 0);
return [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  return lasting(style.transitionDuration) || style.animationName !== "none" && lasting(style.animationDuration) || style.scrollBehavior === "smooth";
}).length;
"""


MOVING = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("button { transition: opacity .1s }");
document.adoptedStyleSheets = [sheet];
"""


@pytest.mark.parametrize("view", ["drawer", "overview"])
def test_nothing_moves_by_itself(viewer, normal, view):
    """So the page need not ask whether its reader prefers less motion."""
    shown(viewer, normal, view)
    assert viewer.browser.js(MOTION) == 0 == viewer.browser.js("return document.getAnimations().length")
    viewer.browser.js(MOVING)
    assert viewer.browser.js(MOTION) > 0, "motion would have been seen"
