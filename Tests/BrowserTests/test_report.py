"""Activity reports: alone, its numbers open lists; in a bundle they lead to the page's list of exactly so many events."""
import html
import json
import os
import re
from pathlib import Path

import pytest

FOLDER = Path(os.environ["COUNTERROLL_PAGES"]) / "report"
REPORT = json.loads((FOLDER / "report.json").read_text())


LINKS = """
return [...document.querySelectorAll("a[href^='index.html#']:not([href*='#event='])")].map((link) =>
  [link.getAttribute("href").slice("index.html".length), Number((link.getAttribute("aria-label") || link.textContent).split(": ").at(-1).replace(/[^0-9]/g, ""))]);
"""


@pytest.mark.parametrize("folder", ["report", "report-moved", "report-hostile"])
def test_every_link_leads_to_so_many_events(viewer, folder):
    """Those of the report itself, followed in the page as a reader would who keeps it open; by another clock, and of hostile names, too."""
    bundle = FOLDER.parent / folder
    viewer.browser.go((bundle / "report.html").as_uri())
    links = sorted({(address, count) for address, count in viewer.browser.js(LINKS)})
    assert len(links) > 30 and len(dict(links)) == len(links), "no address stands for two numbers"
    assert viewer.open(bundle / "index.html") == "ready"
    for address, count in links:
        viewer.browser.js("location.hash = arguments[0]", address)
        viewer.painted()
        viewer.wait_for_count(count)
        assert viewer.browser.js("return document.getElementById('notice').hidden"), address


def test_a_deletion_leads_to_its_event(viewer):
    viewer.browser.go((FOLDER / "report.html").as_uri())
    href = viewer.browser.js("return document.querySelector('#deletions tbody a').getAttribute('href')")
    assert href == f"index.html#event={REPORT['deletions'][0]['event']}"
    viewer.open(FOLDER / "index.html", href.removeprefix("index.html"))
    viewer.wait_for_drawer()
    assert viewer.archive_id() == REPORT["deletions"][0]["event"]


def test_a_number_is_a_way_to_the_page(browser):
    browser.go((FOLDER / "report.html").as_uri())
    href = browser.js("return document.querySelector('#modules tbody a').getAttribute('href')")
    assert href == "index.html" + REPORT["modules"][0]["address"]
    assert browser.js("return document.querySelector('#modules tbody a').textContent") == f"{REPORT['modules'][0]['count']:,}"


def test_alone_a_number_opens_its_list(browser):
    browser.go((FOLDER.parent / "report-alone.html").as_uri())
    shown = "return [...document.querySelectorAll('.list')].filter((list) => getComputedStyle(list).display !== 'none').map((list) => list.querySelectorAll('tbody tr').length)"
    assert browser.js(shown) == []
    for row, module in list(enumerate(REPORT["modules"]))[:3]:
        browser.js("document.querySelectorAll('#modules > table:first-of-type tbody a')[arguments[0]].click()", row)
        browser.wait("document.querySelector('.list:target')")
        assert browser.js(shown) == [min(10, module["count"])]
        assert browser.js("return document.querySelector('.list:target h3').textContent") == module["name"]
    browser.js("document.querySelector('.list:target a').click()")
    browser.wait("!document.querySelector('.list:target')")
    assert browser.js(shown) == []


def test_every_chart_says_its_numbers_in_words(browser):
    """Each mark has a name with its number, and the table beneath has the same numbers."""
    browser.go((FOLDER.parent / "report-alone.html").as_uri())
    marks = browser.js("return [...document.querySelectorAll('.hours rect title')].map((title) => title.textContent)")
    assert [int(mark.rsplit(": ", 1)[1].replace(",", "")) for mark in marks] == [count for hours in REPORT["hours"] for count in hours]
    cells = browser.js("return [...document.querySelectorAll('#hours td')].map((cell) => cell.textContent)")
    assert [int(cell.replace(",", "")) for cell in cells] == [count for hours in REPORT["hours"] for count in hours]


def test_nothing_is_wider_than_a_phone(loud):
    loud.resize(360, 800)
    loud.go((FOLDER.parent / "report-alone.html").as_uri())
    assert loud.js("return document.documentElement.scrollWidth <= innerWidth")


def test_hostile_names_are_only_text():
    page = (FOLDER.parent / "report-hostile.html").read_text(encoding="utf-8")
    assert "<script" not in page.lower() and "onerror=" not in re.sub(r">[^<]*<", "><", page).lower()
    for text in re.findall(r">([^<]*)<", page):
        assert not re.search(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f]", html.unescape(text)), "a mark that turns the direction of writing"
