#!/usr/bin/env python3
"""screenshots.py PAGE FOLDER [chromium|firefox]: pictures of a page for people to look at."""
import sys
from pathlib import Path

from page_reader import read_page
from viewer import Viewer


def most_telling(page):
    """An event with several changes that have both sides, of which one is long."""

    def worth(event):
        both = [change for change in event.changes if {change.before.state, change.after.state} <= {"value", "empty", "null"}]
        return min(len(both), 5) * 300 + max((min(len(value.text), 900) for change in both for value in change[1:]), default=0)

    return max(page.events, key=worth)


class Photographer:
    def __init__(self, browser, page_path, folder):
        self.viewer, self.browser, self.path, self.folder = Viewer(browser), browser, page_path, Path(folder)
        self.event = f"#event={most_telling(read_page(page_path)).archive_id}"

    def take(self, name: str):
        self.viewer.painted()
        self.browser.screenshot(self.folder / f"{self.browser.name}-{name}.png")

    def open(self, width: int, height: int, fragment: str = "", drawer: bool = False):
        self.browser.resize(width, height)
        self.viewer.open(self.path, fragment)
        if drawer:
            self.viewer.wait_for_drawer()

    def take_exports(self):
        """The Exports tab: wide, dark, narrow, and one row with its whole filter."""
        for name, width, height, dark in (("wide", 1440, 900, False), ("dark", 1440, 900, True), ("narrow", 320, 740, False), ("medium", 900, 740, False)):
            self.browser.dark(dark)
            self.open(width, height, "#tab=exports")
            self.browser.wait("document.querySelector('#panel-exports .muted')")
            self.take(f"exports-{name}")
            if self.browser.js("const clip = document.querySelector('#panel-exports .clip'); clip?.scrollIntoView(); return clip !== null"):
                self.browser.click("#panel-exports .export-filter button")
                self.take(f"exports-{name}-whole-filter")
        self.browser.dark(False)

    def take_all(self):
        self.take_exports()
        self.open(1440, 900)
        self.take("wide-table")
        self.viewer.open_menu("user")
        self.take("wide-menu")
        self.browser.key("Escape", "?")
        self.take("wide-help")
        self.open(1440, 900, self.event, drawer=True)
        self.take("wide-drawer")
        self.browser.wheel("#drawer", 700)
        self.take("wide-drawer-below")
        self.browser.dark(True)
        self.open(1440, 900, self.event, drawer=True)
        self.take("dark-drawer")
        self.browser.dark(False)
        self.open(360, 740)
        self.take("narrow-table")
        self.browser.click("#filters-toggle")
        self.take("narrow-filters")
        self.open(360, 740, self.event, drawer=True)
        self.take("narrow-drawer")
        self.browser.wheel("#drawer", 600)
        self.take("narrow-drawer-below")
        self.open(1440, 900, "#from=2026-06-01&to=2026-06-07&doc=nothing+like+this&module=Contacts")
        self.take("empty-result")


def main(page: str, folder: str, name: str = "chromium"):
    Path(folder).mkdir(parents=True, exist_ok=True)
    if name == "chromium":
        from chromium import Chromium as Kind
    else:
        from firefox import Firefox as Kind
    browser = Kind()
    try:
        Photographer(browser, page, folder).take_all()
    finally:
        browser.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
