"""A page whose details lie in files beside it opens like any other; without those files it says what to do."""
import shutil

import expected


def test_details_come_from_the_files_beside_the_page(viewer, apart):
    assert sorted(path.name for path in apart.path.parent.glob("*.js")) == ["details-1.js"]
    assert 'data-section="blocks"' not in apart.path.read_text()
    assert viewer.open(apart.path) == "ready"
    events, zone = apart.page.events, apart.page.meta["timeZone"]
    assert viewer.count() == len(events) > 4096
    viewer.click_row(0)
    expected.drawer(events[0], viewer.drawer(), zone)
    viewer.browser.key("End")
    viewer.browser.wait("document.getElementById('drawer-title').textContent !== ''")
    expected.drawer(events[-1], viewer.drawer(), zone)


def test_page_alone_says_that_all_files_are_to_be_extracted(loud, apart, tmp_path):
    from viewer import Viewer

    viewer = Viewer(loud)
    shutil.copy(apart.path, tmp_path / "index.html")
    assert viewer.open(tmp_path / "index.html") == "ready"
    assert "extract all files first" in loud.visible_text("#notice-text")
    assert viewer.count() == len(apart.page.events)
    assert viewer.rows()[0] == expected.row(apart.page.events[0], 0, apart.page.meta["timeZone"])
    loud.click("#rows tr[aria-rowindex] td.name")
    loud.wait("document.getElementById('drawer').textContent.includes('extract all files first')")


def test_no_other_file_can_be_loaded(viewer, apart):
    assert viewer.open(apart.path) == "ready"
    refused = viewer.browser.js("""const script = document.createElement("script");
        try { script.src = "details-1.js"; return "set"; } catch (error) { return error.name; }""")
    assert refused == "TypeError"
    viewer.browser.complaints()
    assert "strict-dynamic" in viewer.browser.js("return document.querySelector('meta[http-equiv]').content")


def test_page_that_carries_its_details_may_load_no_file(opened):
    assert "strict-dynamic" not in opened.browser.js("return document.querySelector('meta[http-equiv]').content")
