"""The list on paper: its head, and its rows also out of view, up to a number that is said."""
import collections

import expected
from expected import Filter
from viewer import READING

WATCH = READING + """
window.printed = null;
addEventListener("beforeprint", () => {
  const sheet = document.querySelector(".print-sheet");
  window.printed = { rows: all("tbody tr", sheet).map((row) => all("td", row).map(shown)), text: sheet.innerText,
    facts: all(".fact", sheet).map((fact) => [shown(fact.querySelector("dt")), shown(fact.querySelector("dd"))]), said: sheet.querySelector("p")?.textContent };
});
"""


def printed(viewer):
    viewer.browser.js(WATCH)
    assert viewer.browser.print().startswith(b"%PDF")
    return viewer.browser.js("return window.printed")


def row(event, zone):
    """As the sheet has it."""
    shown, kind = expected.row(event, 0, zone), expected.KIND_WORDS[event.actor["kind"]]
    name = shown["name"][-1] if event.name or event.document_id else "No name"
    return [name, shown["module"][0], shown["action"][0], shown["actor"][0] + (f" ({kind})" if kind else ""), shown["time"]]


def test_filtered_list_is_printed_whole(viewer, normal):
    page = normal.page
    wanted = Filter(page, module=[page.meta["modules"].index("Contacts")], first_day="2026-09-01", last_day="2026-09-30")
    viewer.open(normal.path, "#module=Contacts&from=2026-09-01&to=2026-09-30&zone=utc")
    wanted.zone = "UTC"
    events = wanted.events()
    assert 40 < len(events) < 1000
    sheet = printed(viewer)
    assert sheet["rows"] == [row(event, "UTC") for event in events]
    facts = dict(sheet["facts"])
    assert "Contacts" in facts["Filters"] and "30 Sep 2026" in facts["Filters"]
    assert facts["Times in"] == "UTC UTC+00:00"
    assert facts["Printed"].endswith(" UTC")
    assert sheet["said"] == f"{len(events):,} events: the whole list."


def test_rows_that_are_left_out_are_counted(opened, normal):
    sheet, count = printed(opened), len(normal.page.events)
    assert len(sheet["rows"]) == 1000
    assert f"first 1,000 of {count:,} events" in sheet["said"] and f"{count - 1000:,} are left out" in sheet["said"]


def test_sheet_is_gone_after_the_print(opened):
    printed(opened)
    opened.browser.wait("document.querySelector('.print-sheet').childElementCount === 0")


def test_open_event_is_printed_without_the_list(opened):
    opened.click_row(2)
    assert printed(opened)["rows"] == []


def test_story_is_printed_with_all_its_events(viewer, normal):
    """On the screen the events long before and long after the chosen moment are folded."""
    records = collections.Counter((event.module, event.document_id) for event in normal.page.events if event.document_id)
    (module, document), count = records.most_common(1)[0]
    oldest = [event for event in normal.page.events if (event.module, event.document_id) == (module, document)][-1]
    viewer.open(normal.path, f"#event={oldest.archive_id}&story={oldest.archive_id}")
    viewer.browser.wait("document.querySelector('#drawer-story .story-state')")
    entries = "document.querySelectorAll('.story-timeline .timeline > li').length"
    folded = viewer.browser.js(f"return {entries}")
    viewer.browser.js(f"addEventListener('beforeprint', () => {{ window.entries = {entries}; window.checked = document.querySelector('.timeline input:checked')?.value; }})")
    assert viewer.browser.print().startswith(b"%PDF")
    assert viewer.browser.js("return [window.entries, window.checked]") == [count, "0"]
    assert folded < count
    assert viewer.browser.js(f"return {entries}") == folded
