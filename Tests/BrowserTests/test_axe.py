"""axe-core finds nothing to complain about, in any view and state of the page, wide and narrow, light and dark."""
import importlib.util
from pathlib import Path

import pytest

AXE = (Path(importlib.util.find_spec("axe_core_python").origin).parent / "axe.min.js").read_text()
RUN = """
window.found = null;
axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => {
  window.found = violations.map(({ id, impact, nodes }) => [impact, id, nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary.slice(0, 300)}`)]);
}, (error) => { window.found = [String(error)]; });
"""


def complaints(viewer) -> list:
    viewer.painted()
    viewer.browser.js(AXE)
    viewer.browser.js(RUN)
    return viewer.browser.wait("window.found && [window.found]", seconds=60)[0]


def tab(name):
    def show(viewer):
        viewer.browser.click(f"#tab-{name}")
        viewer.browser.wait(f"document.getElementById('panel-{name}').childElementCount > 0")

    return show


def unfolded(viewer):
    if viewer.browser.js("return document.getElementById('filters-toggle').checkVisibility()"):
        viewer.browser.click("#filters-toggle")


def menu(name):
    def show(viewer):
        if name != "zone":
            unfolded(viewer)
        viewer.browser.click("#zone" if name == "zone" else f"#filter-{name}")

    return show


def help_sheet(viewer):
    viewer.browser.key("?")


def copy_dialog(viewer):
    drawer(viewer)
    viewer.browser.js("Object.defineProperty(navigator, 'clipboard', { value: undefined }); document.execCommand = () => false;")
    viewer.browser.click("#copy-link")


def drawer(viewer):
    viewer.click_row(3)


def nothing_found(viewer):
    unfolded(viewer)
    viewer.search("no such document")
    viewer.wait_for_count(0)


STATES = {
    **{name: tab(name) for name in ("events", "exports", "coverage", "overview", "about")}, **{f"menu-{name}": menu(name) for name in ("user", "time", "zone")},
    "drawer": drawer, "help": help_sheet, "copy": copy_dialog, "empty": nothing_found,
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("width,dark", [(1280, False), (320, True)], ids=["wide", "narrow-dark"])
def test_axe_finds_nothing(viewer, exports, state, width, dark):
    viewer.browser.resize(width, 800)
    viewer.browser.dark(dark)
    try:
        viewer.open(exports.path, "#zone=Europe/Berlin")
        STATES[state](viewer)
        assert complaints(viewer) == []
    finally:
        viewer.browser.dark(False)
