"""A page opens from disk and shows its events, whatever it is called; one that is not whole says so."""
import datetime
import shutil

import expected
import pytest


def test_page_opens_and_shows_its_newest_events(opened, normal):
    zone, events = normal.page.meta["timeZone"], normal.page.events
    rows = opened.rows()
    assert len(rows) > 15
    assert rows == [expected.row(event, place, zone) for place, event in enumerate(events[: len(rows)])]
    assert opened.count() == len(events)
    assert opened.count_text() == f"{len(events):,} events"
    assert opened.browser.js("return [document.title, document.querySelector('h1').textContent]") == ["Audit log of Sunny Side Realty", "Sunny Side Realty"]


def test_both_browsers_show_every_row_of_the_file(opened, normal):
    """Both are held to the same texts from Python, and so to each other's."""
    zone, events, shown = normal.page.meta["timeZone"], normal.page.events, {}
    opened.browser.resize(1280, 4000)
    for _ in range(len(events) // 100 + 2):
        shown |= {row["place"]: row for row in opened.rows()}
        opened.scroll(3400)
    assert [shown[place] for place in range(len(events))] == [expected.row(event, place, zone) for place, event in enumerate(events)]


def test_wheel_and_end_key_reach_other_rows(opened, normal):
    opened.scroll(5000)
    assert opened.scroll_top() == 5000
    middle = opened.rows()[12]["place"]
    assert middle > 140
    opened.click_row(middle)
    opened.close()
    opened.browser.key("End")
    assert opened.focused_event() == len(normal.page.events) - 1


def test_page_without_network_has_no_resources(opened):
    assert opened.browser.js("return performance.getEntriesByType('resource').map(({ name }) => name)") == []
    assert opened.browser.js("return [document.cookie, navigator.onLine !== undefined, window.name]") == ["", True, ""]


@pytest.mark.parametrize("name", ["a b  c.html", "Prüfung – 監査ログ 📋.html", "100% #1 ?x=&y.html", "ä" * 100 + ".html", "index"])
def test_renamed_file_opens_as_well(viewer, normal, tmp_path, name):
    shutil.copy(normal.path, tmp_path / (name if name != "index" else "index.HTM"))
    assert viewer.open(next(tmp_path.iterdir())) == "ready"
    assert viewer.count() == len(normal.page.events)


def test_link_is_kept_in_the_address_of_a_renamed_file(viewer, normal, tmp_path):
    path = tmp_path / "Ä #1.html"
    shutil.copy(normal.path, path)
    assert viewer.open(path) == "ready"
    viewer.click_row(3)
    viewer.wait_for_fragment(f"event={normal.page.events[3].archive_id}")


@pytest.mark.parametrize("after", ['data-section="columns"', 'data-section="targets"', 'data-section="values"', 'data-section="blocks"', 'id="page-tail"'])
def test_truncated_file_says_that_it_is_incomplete(viewer, normal, tmp_path, after):
    whole = normal.path.read_bytes()
    (tmp_path / "cut.html").write_bytes(whole[: whole.index(after.encode()) + 30])
    assert viewer.open(tmp_path / "cut.html") == "failed"
    assert "incomplete" in viewer.browser.visible_text("#failure")
    rows = viewer.rows()
    assert rows == [expected.row(event, place, normal.page.meta["timeZone"]) for place, event in enumerate(normal.page.events[: len(rows)])]
    assert f"of {len(normal.page.events):,}" in viewer.count_text()


def test_filters_work_while_the_browser_still_reads(viewer, normal, tmp_path):
    """What lies between the columns and the end is long here; the browser's own time tells when it was through."""
    whole, long = normal.path.read_bytes(), b"<!--" + b"x" * 1_000_000 + b"-->"
    at = whole.index(b'<script type="application/json" id="page-tail"')
    (tmp_path / "long.html").write_bytes(whole[:at] + 100 * long + whole[at:])
    deletions = expected.Filter(normal.page, deletions=True).events()
    assert viewer.open(tmp_path / "long.html", "#deletions=only") == "ready"
    usable, read = viewer.browser.js("return [performance.getEntriesByName('counterroll-usable')[0].startTime, performance.getEntriesByType('navigation')[0].domInteractive]")
    assert usable < read
    assert viewer.count() == len(deletions) > 0


def test_damaged_file_says_so(viewer, normal, tmp_path):
    whole = normal.path.read_bytes()
    at = whole.index(b">", whole.index(b'data-section="columns"')) + 401
    (tmp_path / "damaged.html").write_bytes(whole[:at] + whole[at + 400 :])
    assert viewer.open(tmp_path / "damaged.html") == "failed"
    assert "damaged" in viewer.browser.visible_text("#failure")


def test_page_without_scripts_says_what_it_holds(browser, normal):
    browser.scripts(False)
    try:
        browser.open(normal.path)
        text = browser.visible_text("noscript")
    finally:
        browser.scripts(True)
        browser.open(normal.path)
    assert "needs scripts" in text and f"{len(normal.page.events):,} events" in text and "events.csv" in text


@pytest.mark.parametrize("years", [-20, 30])
def test_page_opens_with_the_clock_off_by_years(viewer, normal, years):
    with viewer.browser.clock_off_by(years * 31_557_600_000):
        assert viewer.open(normal.path) == "ready"
        assert abs(viewer.browser.js("return new window.Date().getFullYear()") - datetime.date.today().year) >= abs(years) - 1
        rows = viewer.rows()
        assert rows == [expected.row(event, place, normal.page.meta["timeZone"]) for place, event in enumerate(normal.page.events[: len(rows)])]
        assert viewer.browser.js("return document.getElementById('failure').hidden && document.getElementById('notice').hidden")


# A browser whose decoder does not know raw deflate, in the page and in its workers.
WITHOUT_INFLATER = """{
  const Real = Blob, forget = "delete globalThis.DecompressionStream;\\n";
  delete globalThis.DecompressionStream;
  globalThis.workersMade = 0;
  globalThis.Blob = class extends Real {
    constructor(parts, options) {
      const isWorker = Boolean(options) && options.type === "text/javascript";
      if (isWorker) globalThis.workersMade++;
      super(isWorker ? [forget, ...parts] : parts, options);
    }
  };
}"""


def test_page_opens_without_the_browsers_own_inflater(viewer, normal):
    with viewer.browser.prepared(WITHOUT_INFLATER):
        assert viewer.open(normal.path) == "ready"
        assert viewer.browser.js("return typeof window.DecompressionStream") == "undefined"
        rows = viewer.rows()
        assert rows == [expected.row(event, place, normal.page.meta["timeZone"]) for place, event in enumerate(normal.page.events[: len(rows)])]
        viewer.search("no such thing anywhere", scope="Everything")
        viewer.wait_for_count(0)
        assert viewer.browser.js("return window.workersMade") > 0, "the search is a worker's"
        assert viewer.browser.js("return document.getElementById('failure').hidden && document.getElementById('notice').hidden")
