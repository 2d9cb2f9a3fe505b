"""Of a deleted record the story gives what is known as JSON and as CSV, and says what is not."""
import csv
import io
import json

import pytest
from record_story import Story
from test_record_story import named

CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text; } } })"
# Keeps what a download would write; the click on the link does what it always does.
DOWNLOADS = """
window.downloads = [];
const made = URL.createObjectURL;
URL.createObjectURL = (blob) => { blob.text().then((text) => window.downloads.push({ text, type: blob.type })); return made.call(URL, blob); };
addEventListener("click", (event) => { if (event.target.download) window.names = [...window.names ?? [], event.target.download]; }, true);
"""


@pytest.fixture
def gone(viewer, histories):
    """The story of a record that is deleted with a contradiction, and text that spreadsheets would run."""
    story = Story(histories.page, named(histories.page, "gone"))
    viewer.open_story(histories.path, story.events[1].archive_id, story.events[1].archive_id)
    viewer.browser.js(CLIPBOARD)
    return viewer, story


def copied(viewer, name: str) -> str:
    viewer.browser.js("delete window.copied")
    viewer.browser.click(f'[data-restore="{name}"]')
    return viewer.browser.wait("window.copied")


def test_json_holds_the_known_the_contradictory_and_the_unknown(gone):
    viewer, story = gone
    data = json.loads(copied(viewer, "copyJson"))
    assert (data["module"], data["documentId"], data["state"], data["afterEvent"]) == ("Listings", "gone", "deleted", story.events[1].archive_id)
    assert data["values"] == {"b": 'a "b", c'}
    assert data["knownFromEvents"] == {"b": story.events[0].archive_id}
    assert [one["value"] for one in data["contradictory"]["name"]] == ["=2+2", "=1+1"]
    assert [one["event"] for one in data["contradictory"]["name"]] == [story.events[1].archive_id, story.events[0].archive_id]
    assert (data["notKnown"], data["withheld"]) == ([], [])
    assert data["bundleFingerprint"] and data["isPart"] is False


def test_what_is_missing_is_said_beside_the_buttons(gone):
    viewer, _ = gone
    assert "Contradictory, in the JSON with both values: name." in viewer.story()["restore"]


def test_digits_stay_in_json(viewer, histories):
    story = Story(histories.page, named(histories.page, "whole"))
    shown = viewer.open_story(histories.path, story.events[-1].archive_id)
    viewer.browser.js(CLIPBOARD)
    text = copied(viewer, "copyJson")
    assert '"extra": {"k": 1.0}' in text
    data = json.loads(text)
    assert data["values"]["note"] == "" and data["values"]["rooms"] == 5
    assert data["notKnown"] == ["city"], "it was changed to something that is not recorded"
    assert "Not known: city." in shown["restore"]


def test_csv_is_one_row_of_the_known_values(gone):
    viewer, _ = gone
    assert list(csv.reader(io.StringIO(copied(viewer, "copyCsv"), newline=""))) == [["document_id", "document_name", "b"], ["gone", "Record gone", 'a "b", c']]


@pytest.mark.parametrize("name, ending, kind", [("json", ".json", "application/json"), ("csv", "-lossless.csv", "text/csv"), ("spreadsheet", "-for-spreadsheets-altered.csv", "text/csv")])
def test_downloads_are_files_of_their_own(gone, name, ending, kind):
    """The policy of the page allows them: a violation would fail the test."""
    viewer, _ = gone
    viewer.browser.js(DOWNLOADS)
    viewer.browser.click(f'[data-restore="{name}"]')
    found = viewer.browser.wait("window.downloads.length && window.downloads[0]")
    assert found["type"] == kind and "gone" in found["text"]
    assert viewer.browser.js("return window.names") == [f"restore-Listings-gone{ending}"]


def test_only_the_altered_csv_changes_what_a_spreadsheet_would_run(viewer, histories):
    story = Story(histories.page, named(histories.page, "formula"))
    viewer.open_story(histories.path, story.events[-1].archive_id)
    viewer.browser.js(CLIPBOARD + ";" + DOWNLOADS)
    assert list(csv.reader(io.StringIO(copied(viewer, "copyCsv"), newline="")))[1][2:] == ["=1+1", "-5", "a\n +2"]
    viewer.browser.click('[data-restore="spreadsheet"]')
    text = viewer.browser.wait("window.downloads.length && window.downloads[0].text")
    assert list(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline="")))[1][2:] == ["'=1+1", "-5", "a\n' +2"]


def test_delete_event_leads_to_its_restore_data(viewer, histories):
    story = Story(histories.page, named(histories.page, "gone"))
    viewer.open(histories.path, f"#event={story.events[0].archive_id}")
    viewer.wait_for_drawer()
    assert viewer.browser.js("return document.getElementById('open-restore').hidden")
    viewer.open(histories.path, f"#event={story.events[1].archive_id}")
    viewer.browser.wait("!document.getElementById('open-restore').hidden")  # the drawer is open already, with the event before
    viewer.painted()
    viewer.browser.click("#open-restore")
    assert viewer.story()["restore"]
