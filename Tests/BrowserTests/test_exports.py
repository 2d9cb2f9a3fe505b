"""The Exports tab: what the archive's ledger tells of its exports in this page, and nothing that the page does not hold."""
import json
import re
import types
import zlib

import ledger_by_hand
import pytest
from page_reader import Bytes, inflate, to_dense_text
from test_hostile_values import INTRUDERS
from viewer import READING

LINES = READING + """
const line = (node) => node.nodeType === Node.TEXT_NODE ? node.data : node.matches(".stack, .stack > span") && !node.matches(".mark") ? Array.from(node.childNodes, line).join(" ").replace(/  /g, " ") : shown(node);
return all("#panel-exports tbody tr").map((row) => all("th, td", row).map((cell) => Array.from(cell.childNodes, line).join(" ")));"""
"""The cells of all rows, as text of the events: marks count as the characters that they stand for."""


def open_tab(viewer, page):
    assert viewer.open(page.path) == "ready"
    viewer.browser.click("#tab-exports")
    viewer.browser.wait("document.querySelector('#panel-exports tbody tr, #panel-exports .muted')")


@pytest.fixture
def few(viewer, exports):
    open_tab(viewer, exports)
    return viewer


def cells(viewer):
    return viewer.browser.js(LINES)


def row(viewer, export: str) -> str:
    """The selector of an export's row."""
    return f"#panel-exports tbody tr:nth-child({[cells[0] for cells in cells(viewer)].index(export) + 1})"


def by_hand(page) -> list:
    """The entries that were written by hand. The archive may have some of its own."""
    return [event for event in page.events if event.source["system"] == "counterroll" and event.source_id.startswith("by-hand-")]


def all_exports(page) -> set[str]:
    return {event.document_id for event in page.events if event.source["system"] == "counterroll" and event.action["name"].startswith("Export ")}


def current(viewer):
    """The id of the export whose row has the focus."""
    return viewer.browser.js("const row = document.activeElement.closest('#panel-exports tbody tr'); return row && row.querySelector('th').innerText")


def test_tab_shows_what_the_ledger_says(few):
    shown = [row for row in cells(few) if row[0].startswith("x-")]
    assert [row[0] for row in shown] == [row[0] for row in ledger_by_hand.TABLE]
    for row, expected in zip(shown, ledger_by_hand.TABLE):
        expected = expected[:3] + [expected[3] + (" Whole filter" if len(expected[3]) > 140 else "")] + expected[4:]
        assert row == expected


def test_other_events_of_the_same_names_are_not_listed(few, exports):
    """The page holds another system's “Export requested” of module Audit Logs, and the CRM's own notes of exports."""
    namesakes = [event for event in exports.page.events if event.module == "Audit Logs" and event.action["name"].lower().startswith("export ")]
    assert {event.source["system"] for event in namesakes} == {"counterroll", "decoy", "crm"}
    assert {event.document_id for event in namesakes if event.source["system"] == "decoy"} == {"DECOY"}
    assert "DECOY" not in few.browser.js("return document.getElementById('panel-exports').textContent")


def test_table_is_a_table(few, exports):
    browser, count = few.browser, len(all_exports(exports.page))
    assert browser.js("const table = document.querySelector('#panel-exports table'); return [table.caption.textContent, table.getAttribute('aria-rowcount')]") == [
        f"{count} exports, newest first. Times in America/Chicago.", str(count + 1)]
    heads = browser.js("return [...document.querySelectorAll('#panel-exports thead th')].map((head) => [head.textContent, head.scope])")
    assert heads == [[name, "col"] for name in ("Export", "Requested by", "Requested", "Filter", "Status", "Rows", "Size", "Expires", "Downloads", "Entries")]
    assert browser.js("return [...document.querySelectorAll('#panel-exports tbody th')].every((head) => head.scope === 'row')")
    assert browser.js("return document.querySelectorAll('#panel-exports tbody tr[tabindex=\"0\"]').length") == 1


def test_row_opens_its_request_and_back_returns(few, exports):
    browser = few.browser
    browser.click(row(few, "x-1") + " .export-rows")
    few.wait_for_drawer()
    drawer = few.drawer()
    assert [drawer["facts"][name] for name in ("Document ID", "Action", "Module")] == ["x-1", "Export requested", "Audit Logs"]
    assert few.count() == 5, "the list shows the entries of this export"
    assert {row["name"][0] for row in few.rows()} == {"x-1.zip"}
    browser.key("ArrowLeft")
    assert few.drawer()["facts"]["Action"] == "Export completed", "the arrow keys step through them"
    browser.js("history.back()")
    browser.wait("!document.getElementById('panel-exports').hidden")
    few.painted()
    assert current(few) == "x-1"
    assert few.count() == len(exports.page.events), "the filter from before is back"
    assert not few.drawer_is_open()


def test_export_without_its_request_opens_its_oldest_entry(few):
    few.browser.click(row(few, "x-5") + " .export-status")
    few.wait_for_drawer()
    assert few.drawer()["facts"]["Action"] == "Export denied", "somebody's attempt to cancel it"


def test_entries_lead_to_the_list(few):
    few.browser.click(row(few, "x-1") + " .export-entries button")
    few.wait_for_count(5)
    few.painted()
    assert not few.drawer_is_open()
    assert few.browser.visible_text("#panel-exports") == ""
    assert few.browser.js("return document.getElementById('search').value") == "x-1"
    assert few.focused_event() is not None
    few.wait_for_fragment("doc=x-1")


def test_entries_of_a_hostile_id_are_found(few):
    few.browser.click(row(few, "x-4 <i>") + " .export-entries button")
    few.wait_for_count(2)


def test_rows_by_keyboard(few):
    browser, ids = few.browser, [cells[0] for cells in cells(few)]
    browser.key("Tab", "Tab", "Tab", "Tab")  # past zone, language and help
    assert current(few) == ids[0]
    browser.key("ArrowDown", "ArrowDown", "ArrowUp")
    assert current(few) == ids[1]
    browser.key("End")
    assert current(few) == ids[-1] == "x-1"
    browser.key("ArrowDown")
    assert current(few) == "x-1"
    browser.key("Home", "ArrowUp")
    assert current(few) == ids[0]
    browser.key("End", "ArrowUp", "ArrowUp", "Tab")
    assert browser.js("return document.activeElement.textContent") == "2 entries"
    browser.key("Shift+Tab", "Control+End")
    assert current(few) == "x-3", "keys with modifiers are the browser's"
    browser.key("Enter")
    few.wait_for_drawer()
    assert few.drawer()["facts"]["Document ID"] == "x-3"


def test_whole_filter_by_keyboard(few):
    browser, limited = few.browser, row(few, "x-2")
    clip = f"{limited} .clip"
    heights = f"const clip = document.querySelector('{clip}'); return [clip.clientHeight, clip.scrollHeight]"
    shown, whole = browser.js(heights)
    assert shown < whole
    browser.js(f"document.querySelector('{limited}').focus()")
    browser.key("Tab")
    assert browser.js("return [document.activeElement.textContent, document.activeElement.getAttribute('aria-expanded')]") == ["Whole filter", "false"]
    browser.key("Enter")
    shown, whole = browser.js(heights)
    assert shown == whole
    assert browser.js("return [document.activeElement.textContent, document.activeElement.getAttribute('aria-expanded')]") == ["Less", "true"]
    assert browser.js("return document.getElementById('panel-exports').hidden") is False, "the row is not opened"


def test_hostile_texts_stay_texts(viewer, exports):
    assert viewer.open(exports.path, "#tab=exports") == "ready"
    browser = viewer.browser
    browser.js("window.called = []; window.alert = (...given) => { window.called.push(given); }")
    browser.wait("document.querySelectorAll('#panel-exports tbody tr').length > 5")
    browser.click(row(viewer, "x-4 <i>") + " .export-filter button")
    assert browser.js(INTRUDERS) == []
    assert browser.js("return document.querySelectorAll('#panel-exports :is(a, s, i, [style], [href])').length") == 0
    assert browser.js("return window.called") == []
    # Nothing that cannot be seen, or that reorders, is left in any text or attribute.
    bare = browser.js("""const found = [], panel = document.getElementById("panel-exports");
      for (const element of panel.querySelectorAll("*")) for (const { value } of element.attributes) found.push(value);
      return [panel.textContent, ...found].filter((text) => /[\\u0000-\\u0009\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]/.test(text))""")
    assert bare == []


def test_link_opens_the_tab(viewer, exports):
    viewer.open(exports.path, "#tab=exports")
    viewer.browser.wait("document.querySelectorAll('#panel-exports tbody tr').length > 5")
    assert viewer.browser.js("return document.getElementById('tab-exports').getAttribute('aria-selected')") == "true"


def test_times_follow_the_zone(few):
    browser = few.browser
    browser.click("#tab-events")
    few.choose_zone("UTC")
    browser.click("#tab-exports")
    few.painted()
    shown = cells(few)[-1]
    assert (shown[2], shown[7]) == ("01 Oct 2026 08:00:00", "31 Oct 2026 08:00:09")
    assert "Times in UTC." in browser.visible_text("#panel-exports caption")


def test_page_of_a_part_tells_nothing_of_the_rest(viewer, exports_part):
    """Of the archive with exports, a page of module Contacts alone."""
    open_tab(viewer, exports_part)
    text = viewer.browser.visible_text("#panel-exports")
    assert "No exports are recorded in what this page holds." in text
    assert "holds a part of the archive" in text
    assert viewer.browser.js("return document.querySelectorAll('#panel-exports table').length") == 0
    assert "counterroll" not in {source["system"] for source in exports_part.page.meta["sources"]}
    assert "Export" not in json.dumps(exports_part.page.meta["actions"])


def test_whole_page_speaks_of_no_part(few, exports):
    assert exports.page.meta["filter"] == {}
    assert "holds a part of the archive" not in few.browser.visible_text("#panel-exports")


def test_page_that_withholds_its_sources_lists_nothing(viewer, exports, tmp_path):
    """Without their system, entries cannot be told from what another system exported."""
    text = exports.path.read_text()
    (tmp_path / "without.html").write_text(re.sub('"system":"[a-z]+"', '"system":""', text))
    assert viewer.open(tmp_path / "without.html", "#tab=exports") == "ready"
    viewer.browser.wait("document.querySelector('#panel-exports .muted')")
    assert "This page withholds which system its events come from" in viewer.browser.visible_text("#panel-exports")
    assert viewer.browser.js("return document.querySelectorAll('#panel-exports table').length") == 0


def test_many_exports_come_in_steps(viewer, exports_many):
    """Of an archive with other exports too, which are newer."""
    open_tab(viewer, exports_many)
    browser, others = viewer.browser, len(all_exports(exports_many.page)) - 450
    numbers = "return [...document.querySelectorAll('#panel-exports tbody th')].map((cell) => cell.innerText)"
    newest_first = [f"x-{number:04}" for number in reversed(range(450))]
    assert browser.js(numbers)[others:] == newest_first[: 200 - others]
    assert f"{450 + others} exports, the newest 200 of them here" in browser.visible_text("#panel-exports caption")
    browser.click("#panel-exports .more button")
    assert browser.js(numbers)[others:] == newest_first[: 400 - others]
    assert current(viewer) == newest_first[200 - others]
    browser.click("#panel-exports .more button")
    assert browser.js(numbers)[others:] == newest_first
    assert not browser.js("return document.querySelector('#panel-exports .more').checkVisibility()")
    browser.key("End")
    assert current(viewer) == "x-0000"
    shown = cells(viewer)
    for number in (0, 3, 217, 449):
        found = shown[others + 449 - number]
        assert found[4:7] == ["Completed", f"{number * 37:,}", {0: "0 bytes", 3: "30 kB", 217: "2.2 MB", 449: "4.5 MB"}[number]]
        assert found[8:] == ["0", "2 entries"]


def changed(page, number, change, folder):
    """A copy of the page with the inflated bytes of one block changed."""
    text = page.path.read_text()
    head, tail = text.split('id="page-tail">')
    places, end = json.loads(tail.split("</script>")[0])["blocks"], tail[tail.index("</script>") :]
    start = head.index('data-section="blocks">') + 22
    assert {element for element, _, _ in places} == {0}
    blocks = [head[start + offset : start + offset + length] for _, offset, length in places]
    deflater = zlib.compressobj(wbits=-15)
    blocks[number] = to_dense_text(deflater.compress(change(inflate(blocks[number]))) + deflater.flush())
    new_places, offset = [], 0
    for block in blocks:
        new_places.append([0, offset, len(block)])
        offset += len(block)
    copy = folder / "changed.html"
    copy.write_text(head[:start] + "".join(blocks) + head[start + sum(places[-1][1:]) :] + 'id="page-tail">' + json.dumps({"blocks": new_places}) + end)
    return types.SimpleNamespace(path=copy)


def varint(number: int) -> bytes:
    return bytes([number & 127 | 128]) + varint(number >> 7) if number > 127 else bytes([number])


def test_second_content_of_an_entry_is_marked_and_counts_for_nothing(viewer, exports, tmp_path):
    """The end of export x-6 as a variant of another event: the archive keeps such a thing beside the first."""
    size = exports.page.meta["blockSize"]
    end = next(event for event in by_hand(exports.page) if event.source_id == "by-hand-12")
    assert end.number < size

    def change(data: bytes) -> bytes:
        block = Bytes(data)
        streams = [block.take(block.varint()) for _ in range(13)]
        variants = Bytes(streams[6]).varints(size)
        variants[end.number] = 2
        streams[6] = b"".join(map(varint, variants))
        return b"".join(varint(len(stream)) + stream for stream in streams)

    open_tab(viewer, changed(exports, 0, change, tmp_path))
    found = next(cells for cells in cells(viewer) if cells[0] == "x-6")
    assert found[4:7] == ["Requested Conflict", "not recorded", "not recorded"]
    assert found[9] == "2 entries"


def test_blocks_without_entries_are_not_read(viewer, exports, tmp_path):
    """The few entries of October lie in the newest block; the older one stays packed, though it is no block at all."""
    size, events = exports.page.meta["blockSize"], exports.page.events
    assert len(events) > size
    assert len(by_hand(exports.page)) == 16 and all(event.number < size for event in by_hand(exports.page))
    open_tab(viewer, changed(exports, 1, lambda data: b"", tmp_path))
    assert cells(viewer)[-1][0] == "x-1"


def test_damaged_entries_are_told(viewer, exports, tmp_path):
    assert viewer.open(changed(exports, 0, lambda data: b"", tmp_path).path) == "ready"
    viewer.browser.click("#tab-exports")
    viewer.browser.wait("document.getElementById('panel-exports').textContent.includes('The exports in this file cannot be read')")


@pytest.mark.parametrize("width", [320, 700, 1000, 1150, 1280])
def test_fits_and_has_large_targets(few, width):
    browser = few.browser
    browser.resize(width, 720)
    few.painted()
    assert browser.js("const box = document.getElementById('panel-exports'); return [box.scrollWidth - box.clientWidth, document.documentElement.scrollWidth - innerWidth]") == [0, 0]
    assert browser.js("""return [...document.querySelectorAll("#tabs button, #panel-exports button, #panel-exports tbody tr")].filter((element) => {
      const box = element.getBoundingClientRect(); return box.width < 24 || box.height < 24 }).map((element) => element.textContent)""") == []
    assert browser.js("return [...document.querySelectorAll('#panel-exports tbody th')].every((cell) => cell.checkVisibility())")


def test_drawer_covers_a_narrow_window_and_back_returns(few):
    browser = few.browser
    browser.resize(320, 720)
    browser.click(row(few, "x-6") + " .export-id")
    few.wait_for_drawer()
    assert few.drawer()["facts"]["Document ID"] == "x-6"
    browser.js("history.back()")
    browser.wait("!document.getElementById('panel-exports').hidden")
    assert not few.drawer_is_open()
    assert browser.js("return document.getElementById('tabs').inert") is False
