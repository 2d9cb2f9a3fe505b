"""The list as a file: lossless as the bundle's events.csv, or altered for spreadsheets. The browser saves it, Python reads it back."""
import csv
import io
import json
import re

import expected
import pytest
from viewer import Viewer

# As BundleFormat.md has them.
COLUMNS = [
    "event", "occurred_at", "source_time", "system", "source_event_id", "actor", "actor_id", "actor_kind", "module", "action", "document_id", "document_name", "parent_id",
    "changed_fields", "before", "after", "extras", "variant_of", "source_file", "source_member", "record_number", "withheld",
]  # fmt: skip
csv.field_size_limit(10_000_000)
BLANKS, MARKS = " \u00a0\u3000\ufeff", "=+-@\t＝＋－＠"


def downloaded(viewer, name: str) -> tuple[str, bytes]:
    """The name and the bytes of the file that the menu's choice saves."""
    viewer.browser.empty_downloads()
    viewer.browser.wait("!document.getElementById('download').disabled")
    viewer.browser.click("#download")
    viewer.browser.click(f'[data-download="{name}"]')
    file = viewer.browser.downloaded()
    return file.name, file.read_bytes()


def rows(data: bytes) -> list[dict]:
    head, *rest = csv.reader(io.StringIO(data.decode(), newline=""))
    return [dict(zip(head, row, strict=True)) for row in rest]


@pytest.mark.parametrize("name", ["normal", "hostile", "strings", "withheld", "again"])
def test_whole_list_is_the_bundles_table_to_the_byte(viewer, request, name):
    sample = request.getfixturevalue(name)
    viewer.open(sample.bundle / "index.html")
    assert downloaded(viewer, "lossless")[1] == (sample.bundle / "events.csv").read_bytes()


def test_filtered_list_has_these_events_and_no_others(opened, normal):
    page = normal.page
    module, deleted = page.meta["modules"].index("Contacts"), [k for k, action in enumerate(page.meta["actions"]) if action["class"] == "delete"]
    wanted = expected.Filter(page, module=[module], action=deleted).events()
    opened.choose("module", module)
    opened.choose("action", *deleted)
    opened.wait_for_count(len(wanted))
    found = rows(downloaded(opened, "lossless")[1])
    assert 0 < len(wanted) < len(page.events)
    assert [int(row["event"]) for row in found] == [event.archive_id for event in wanted]
    for row, event in zip(found, wanted):
        assert list(row) == COLUMNS
        assert (row["actor"], row["module"], row["action"], row["document_id"], row["document_name"]) == (
            event.actor["name"] or "", event.module, event.action["name"], event.document_id or "", event.name or "")  # fmt: skip
        assert json.loads(row["changed_fields"]) == [change.field for change in event.changes]
        for side, index in (("before", 1), ("after", 2)):
            held = {change.field: change[index] for change in event.changes if change[index].state != "absent"}
            assert json.loads(row[side]) == {field: json.loads(value.text) if value.is_json else value.text for field, value in held.items()}
        assert (row["source_file"], int(row["record_number"])) == (event.source["file"], event.record)


def guarded(text: str) -> str:
    """What stands in the place of a text in the altered file."""
    if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text):
        return text
    lines = re.split(r"(?<=[\r\n])", text)
    marked = ["'" + line if line.lstrip(BLANKS)[:1] and line.lstrip(BLANKS)[0] in MARKS else line for line in lines]
    return "".join(["'" if text[:1] in ("\r", "\n") and text else "", *marked])


def test_altered_file_marks_what_a_spreadsheet_would_run_and_nothing_else(viewer, strings):
    viewer.open(strings.bundle / "index.html")
    name, data = downloaded(viewer, "spreadsheet")
    assert name.endswith("-for-spreadsheets-altered.csv")
    assert data.startswith(b"\xef\xbb\xbf")
    plain, altered = rows((strings.bundle / "events.csv").read_bytes()), rows(data.removeprefix(b"\xef\xbb\xbf"))
    assert len(plain) == len(altered) > 0
    changed = 0
    for before, after in zip(plain, altered):
        assert list(after) == [*COLUMNS, "altered"]
        assert {column: after[column] for column in COLUMNS} == {column: guarded(text) for column, text in before.items()}
        names = [column for column in COLUMNS if before[column] != after[column]]
        assert after["altered"] == " ".join(names)
        changed += len(names)
    assert changed > 40


def test_file_is_named_for_account_day_and_number_of_events_and_not_for_the_filter(opened, normal):
    day = expected.moment(normal.page.meta["archivedAt"], normal.page.meta["timeZone"]).date().isoformat()
    text = next(event.name for event in normal.page.events if event.name).split()[0]
    count = len(expected.Filter(normal.page, document=text).events())
    opened.search(text)
    opened.wait_for_count(count)
    assert downloaded(opened, "lossless")[0] == f"Sunny-Side-Realty-{day}-{count}-events-lossless.csv"


def test_menu_says_how_many_events(opened, normal):
    opened.browser.wait("!document.getElementById('download').disabled")
    opened.browser.click("#filter-deletions")
    count = sum(event.action["class"] == "delete" for event in normal.page.events)
    opened.wait_for_count(count)
    opened.browser.click("#download")
    assert opened.browser.js("return document.querySelector('.download-title').textContent") == f"The list as CSV: {count:,} events"


def test_nothing_cannot_be_downloaded(opened):
    opened.search("no such thing anywhere")
    opened.wait_for_count(0)
    assert opened.browser.js("return document.getElementById('download').disabled")


# Each event is a step of its own, and each step waits for the test.
STEPWISE = """
const now = performance.now.bind(performance);
let late = 0;
performance.now = () => now() + (late += 20);
window.steps = [];
window.MessageChannel = function () {
  const port1 = { close() {} };
  return { port1, port2: { postMessage() { window.steps.push(() => port1.onmessage()); } } };
};
"""


def test_download_tells_its_progress_and_can_be_cancelled(opened, normal):
    opened.browser.empty_downloads()
    opened.browser.wait("!document.getElementById('download').disabled")
    opened.browser.js(STEPWISE)
    opened.browser.click("#download")
    opened.browser.click('[data-download="lossless"]')
    opened.browser.wait("window.steps.length === 1")
    assert opened.browser.js("return document.getElementById('download-words').textContent") == f"Writing 1 of {len(normal.page.events):,} events"
    opened.browser.js("window.steps[0]()")
    opened.browser.wait("window.steps.length === 2")
    assert opened.browser.js("const bar = document.querySelector('#menu-download progress'); return [bar.value, bar.max]") == [2, len(normal.page.events)]
    # The page is alive meanwhile, and the menu need not be open.
    opened.browser.key("Escape")
    opened.click_row(3)
    assert opened.drawer_is_open()
    opened.close()
    opened.browser.click("#download")
    opened.browser.click("#menu-download .download-running button")
    opened.browser.js("window.steps[1]()")
    opened.browser.wait("document.getElementById('download').textContent === 'Download'")
    assert opened.browser.js("return document.getElementById('status').textContent") == "Download cancelled"
    assert list(opened.browser.downloads.iterdir()) == []


# Spaces cannot be read as details; digits perhaps can, as other ones.
@pytest.mark.parametrize("damage", [" ", "7"])
def test_damage_is_said_and_no_file_is_saved(loud, normal, tmp_path, damage):
    text = normal.path.read_text()
    at = text.rindex('data-section="blocks">') + 5000
    path = tmp_path / "page.html"
    path.write_text(text[:at] + damage * 60 + text[at + 60 :])
    viewer = Viewer(loud)
    assert viewer.open(path) == "ready"
    loud.empty_downloads()
    loud.wait("!document.getElementById('download').disabled")
    loud.click("#download")
    loud.click('[data-download="lossless"]')
    loud.wait("!document.getElementById('notice').hidden")
    said = loud.js("return document.getElementById('notice-text').textContent")
    assert said.startswith("The file could not be made: this page is no longer as it was made: details of events"), said
    assert list(loud.downloads.iterdir()) == []
