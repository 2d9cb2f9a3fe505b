"""Ten million events scroll: their table would be twenty times as high as a browser lets an element be."""
import pytest
from page_writer import write_page

COUNT = 10_000_000

# First and last place whose row is wholly in the window, below the head of the table.
IN_VIEW = """
const box = document.getElementById("scroller").getBoundingClientRect(), top = document.querySelector("#events thead").getBoundingClientRect().bottom;
const bottom = box.top + document.getElementById("scroller").clientHeight;
const places = [...document.querySelectorAll("#rows tr[aria-rowindex]")].filter((row) => {
  const { top: start, bottom: end } = row.getBoundingClientRect();
  return start >= top - 1 && end <= bottom + 1;
}).map((row) => Number(row.getAttribute("aria-rowindex")) - 2);
return [Math.min(...places), Math.max(...places)];
"""


@pytest.fixture(scope="session")
def millions(normal, tmp_path_factory):
    path = tmp_path_factory.mktemp("millions") / "millions.html"
    write_page(normal.path, path, COUNT)
    return path


@pytest.fixture
def long(viewer, millions):
    viewer.browser.open(millions)
    viewer.browser.wait("document.documentElement.dataset.state === 'ready'", seconds=30)
    assert viewer.count() == COUNT
    return viewer


def in_view(viewer) -> list[int]:
    viewer.painted()
    return viewer.browser.js(IN_VIEW)


def wait_for_row(viewer, place: int):
    viewer.browser.wait_for(lambda: in_view(viewer)[0] <= place <= in_view(viewer)[1], f"row {place} is in view")


def drag_bar(viewer, is_at_top: bool, end: float):
    """Takes the scroll bar's thumb, which is at one of its ends, and lets it go at a part of its length, or at the edge of the window."""
    x, top, height, window = viewer.browser.js("""const box = document.getElementById("scroller"), { right, top } = box.getBoundingClientRect();
        return [Math.round(right - (box.offsetWidth - box.clientWidth) / 2), top, box.clientHeight, innerHeight]""")
    viewer.browser.drag(x, round(top + (20 if is_at_top else height - 20)), x, min(max(round(top + end * height), 1), window - 2))


def test_bar_and_wheel_reach_the_last_row_and_the_first(long):
    drag_bar(long, True, 1.2)
    wait_for_row(long, COUNT - 1)
    long.browser.wheel("#scroller", -340)
    wait_for_row(long, COUNT - 1 - 20)
    long.browser.wheel("#scroller", 1000)
    wait_for_row(long, COUNT - 1)
    drag_bar(long, False, -0.2)
    wait_for_row(long, 0)


def test_wheel_alone_reaches_the_last_row_and_the_first(long):
    long.browser.wheel("#scroller", 500_000_000)
    wait_for_row(long, COUNT - 1)
    long.browser.wheel("#scroller", -500_000_000)
    wait_for_row(long, 0)


@pytest.mark.parametrize("part", [0, 0.31, 0.77])
def test_wheel_moves_by_the_same_everywhere(long, part):
    """Ten turns of the wheel, each by three rows: none is lost and none makes a jump, though the bar cannot show them."""
    if part:
        drag_bar(long, True, part)
        long.browser.wait_for(lambda: in_view(long)[0] > COUNT * part / 2, "the bar has moved the table")
        long.scroll_top()
    height = long.browser.js("return document.querySelector('#rows tr').getBoundingClientRect().height")
    first, _ = in_view(long)
    for turn in range(1, 11):
        long.browser.wheel("#scroller", round(3 * height))
        long.browser.wait_for(lambda: abs(in_view(long)[0] - first - 3 * turn) <= 1, f"turn {turn} moves three rows on from {first}")


def test_end_and_home_reach_the_last_row_and_the_first(long):
    long.browser.key("Tab")
    long.click_row(2)
    long.close()
    long.browser.key("End")
    assert long.focused_event() == COUNT - 1
    wait_for_row(long, COUNT - 1)
    long.browser.key("Home")
    assert long.focused_event() == 0
    wait_for_row(long, 0)


def test_last_event_opens(long):
    drag_bar(long, True, 1.2)
    wait_for_row(long, COUNT - 1)
    long.click_row(COUNT - 1)
    assert long.drawer()["position"] == f"{COUNT:,} of {COUNT:,}"
