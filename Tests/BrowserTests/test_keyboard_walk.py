"""The whole page without a mouse: by Tab and arrows through every control, and what has the focus can be seen at each stop."""
import pytest

# What has the focus, whether its outline is drawn, and whether anything lies over it (WCAG 2.2: focus visible, focus not obscured).
STOP = """
const found = document.activeElement;
if (found === document.body) return null;
const box = found.getBoundingClientRect(), style = getComputedStyle(found);
const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 40), 1), innerWidth - 2), y = Math.min(Math.max(box.top + Math.min(box.height / 2, 12), 1), innerHeight - 2);
const hit = document.elementFromPoint(x, y);
const row = found.closest("tr"), drawn = (element) => getComputedStyle(element).outlineStyle !== "none" || getComputedStyle(element).boxShadow !== "none";
return {
  name: found.id || (row && found === row ? "row" : (found.getAttribute("class") || "").split(" ")[0] || found.tagName.toLowerCase()),
  drawn: found.matches(":focus-visible") && (drawn(found) || drawn(found.parentElement) || found.id === "drawer" && drawn(found.querySelector(".drawer-head"))),
  reached: hit !== null && (found.contains(hit) || hit.contains(found)) && box.bottom > 0 && box.top < innerHeight,
};
"""


class Walker:
    def __init__(self, viewer):
        self.viewer, self.browser = viewer, viewer.browser

    def stop(self) -> str | None:
        self.viewer.painted()
        found = self.browser.js(STOP)
        if found is None:
            return None
        assert found["drawn"], f"the focus on {found['name']} cannot be seen"
        assert found["reached"], f"{found['name']} has the focus and is covered"
        return found["name"]

    def press(self, *keys: str) -> str | None:
        self.browser.key(*keys)
        return self.stop()

    def tab_to(self, name: str, most: int = 40, key: str = "Tab") -> list[str]:
        """By Tab alone, and the stops on the way."""
        stops = []
        for _ in range(most):
            stops.append(self.press(key))
            if stops[-1] == name:
                return stops
        raise AssertionError(f"no way to {name} by {key}: {stops}")


@pytest.fixture
def walker(viewer, exports):
    viewer.open(exports.path)
    return Walker(viewer)


def test_walk(walker):
    browser, viewer = walker.browser, walker.viewer
    total = viewer.count()
    # Through everything above the list, to its first row.
    stops = walker.tab_to("row")
    for name in ("tab-events", "zone", "language", "help-open", "search", "filter-user", "filter-module", "filter-action", "filter-time"):
        assert name in stops, name
    # Back to a filter; choose the first user by arrows and space.
    walker.tab_to("filter-user", key="Shift+Tab")
    assert walker.press("Enter") == "narrow"
    walker.press("ArrowDown")
    browser.key("Space")
    browser.wait("document.querySelectorAll('#chips .chip').length === 1")
    assert walker.press("Escape") == "filter-user"
    assert 0 < viewer.count() < total
    # To the list; open an event, step, close: the same row has the focus.
    walker.tab_to("row")
    walker.press("ArrowDown", "ArrowDown")
    place = viewer.focused_event()
    assert walker.press("Enter") == "drawer"
    viewer.wait_for_drawer()
    first = viewer.archive_id()
    walker.press("ArrowRight")
    assert viewer.archive_id() != first
    walker.press("ArrowLeft")
    assert viewer.archive_id() == first
    stops = walker.tab_to("drawer-close")
    walker.tab_to("copy-link")
    assert walker.press("Escape") == "row" and viewer.focused_event() == place
    # Help, and back to where the reader was.
    browser.key("?")
    browser.wait("document.getElementById('help').open")
    assert walker.press("Escape") == "row"
    # One key clears all filters.
    browser.key("c")
    viewer.wait_for_count(total)
    # The zone, by typing.
    walker.tab_to("zone", key="Shift+Tab")
    walker.press("Enter")
    browser.type("utc")
    assert walker.press("Enter") == "zone"
    # All tabs by arrows, and by Tab into each.
    walker.tab_to("tab-events", key="Shift+Tab")
    for name in ("exports", "coverage", "overview", "about"):
        assert walker.press("ArrowRight") == f"tab-{name}"
        browser.wait(f"!document.getElementById('panel-{name}').hidden && document.getElementById('panel-{name}').childElementCount > 0")
        for _ in range(4):  # zone, language, help, and into the panel
            walker.press("Tab")
        assert browser.js("return document.activeElement.closest('[role=tabpanel]')?.id") == f"panel-{name}"
        walker.tab_to(f"tab-{name}", key="Shift+Tab")
    assert walker.press("Home") == "tab-events"


def test_slash_leads_to_the_search_and_escape_does_not_trap(walker):
    assert walker.press("/") == "search"
    assert walker.press("Tab") != "search"


def test_skipping_back_from_the_first_stop_leaves_the_page(walker):
    walker.tab_to("tab-events")
    walker.browser.key("Shift+Tab")
    assert walker.browser.js("return document.activeElement === document.body || document.activeElement.id !== 'tab-events'")
