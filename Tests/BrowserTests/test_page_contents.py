"""What a page holds, without a browser: every event and every change against the CSV of the bundle and the generator's count."""
import collections
import csv
import json
import re

import pytest
from expected import canonical_time
from page_reader import PageError, Value, read_page

CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)')


def rows_of(path) -> list[dict]:
    """The CSV's rows, with None where nothing stands between two commas: Python's reader does not tell that from two quotes."""
    text, at, rows, cells = path.read_bytes().decode(), 0, [], []
    while at < len(text):
        found = CELL.match(text, at)
        assert found, f"no cell at {text[at : at + 80]!r}"
        quoted, bare, end = found.groups()
        cells.append(bare or None if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if end == "\r\n":
            rows.append(cells)
            cells = []
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def exactly(text: str):
    """JSON with the digits of its numbers and the order of its keys."""
    number = lambda digits: ("number", digits)
    return json.loads(text, parse_int=number, parse_float=number, parse_constant=number, object_pairs_hook=lambda pairs: ("object", pairs))


def side(changes: list[tuple[str, Value]], twins: bool):
    """One side of an event's changes as the CSV writes it."""
    value = lambda v: None if v.state == "null" else exactly(v.text) if v.is_json else v.text
    members = [[(field, value(v))] if v.state != "absent" else [] for field, v in changes]
    return [("object", pairs) for pairs in members] if twins else ("object", sum(members, []))


@pytest.fixture(params=["normal", "hostile"])
def site(request):
    return request.getfixturevalue(request.param)


def test_page_and_bundle_hold_the_same_page(site):
    assert read_page(site.bundle / "index.html") == site.page


def test_python_reads_the_csv_alike(site):
    csv.field_size_limit(1 << 30)
    with open(site.bundle / "events.csv", encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file)) == [{key: cell or "" for key, cell in row.items()} for row in rows_of(site.bundle / "events.csv")]


def test_every_field_of_every_event_is_that_of_the_csv(site):
    rows = rows_of(site.bundle / "events.csv")
    assert len(rows) == len(site.page.events) == site.page.meta["count"]
    for event, row in zip(site.page.events, rows):
        of_page = {
            "event": str(event.archive_id), "occurred_at": canonical_time(event.time),
            "source_time": event.written_time or canonical_time(event.time), "source_event_id": event.source_id,
            "actor": event.actor["name"], "actor_id": event.actor["id"], "actor_kind": event.actor["kind"],
            "module": event.module, "action": event.action["name"],
            "document_id": event.document_id, "document_name": event.name, "parent_id": event.parent_id,
            "extras": event.extras, "variant_of": str(event.variant_of) if event.variant_of else None,
            "source_file": event.source["file"], "source_member": event.source["member"], "record_number": str(event.record),
        }  # fmt: skip
        assert of_page == {key: row[key] for key in of_page}


def test_every_change_is_that_of_the_csv(site):
    for event, row in zip(site.page.events, rows_of(site.bundle / "events.csv")):
        twins = len({change.field for change in event.changes}) < len(event.changes)
        assert [change.field for change in event.changes] == exactly(row["changed_fields"])
        assert side([(change.field, change.before) for change in event.changes], twins) == exactly(row["before"])
        assert side([(change.field, change.after) for change in event.changes], twins) == exactly(row["after"])


def test_all_states_of_a_value_occur(normal, hostile):
    states = {value.state for site in (normal, hostile) for event in site.page.events for change in event.changes for value in change[1:]}
    assert states == {"absent", "null", "empty", "value"}


def test_events_are_ordered_newest_first(site):
    keys = [(-event.time, event.archive_id) for event in site.page.events]
    assert keys == sorted(keys)


def test_counts_are_those_of_the_generator(normal, truth):
    events = [event for event in normal.page.events if event.source["system"] != "counterroll"]
    assert {event.action["name"] for event in normal.page.events} - set(truth["actions"]) >= {"Files ingested", "Role file changed"}
    originals = [event for event in events if not event.variant_of]
    assert len(originals) == truth["distinctEvents"]
    assert len(events) - len(originals) == len(truth["conflicts"])
    assert sum(len(event.changes) for event in originals) == truth["changes"]
    assert collections.Counter(event.module for event in originals) == truth["modules"]
    assert collections.Counter(event.action["name"] for event in originals) == truth["actions"]
    assert collections.Counter(event.actor["kind"] for event in originals) == truth["actorKinds"]
    assert collections.Counter(event.actor["name"] for event in originals) == truth["actors"]
    assert (canonical_time(events[-1].time), canonical_time(events[0].time)) == (truth["firstTime"], truth["lastTime"])


def test_meta_lists_only_what_occurs(site):
    events, meta = site.page.events, site.page.meta
    assert {event.module for event in events} == set(meta["modules"])
    assert {change.field for event in events for change in event.changes} == set(meta["fields"])
    for key, used in (("actors", [e.actor for e in events]), ("actions", [e.action for e in events]), ("sources", [e.source for e in events])):
        assert {json.dumps(entry) for entry in used} == {json.dumps(entry) for entry in meta[key]}
    first = [[e.time, meta["actors"].index(e.actor), meta["modules"].index(e.module), meta["actions"].index(e.action), e.name, e.document_id] for e in events[:60]]
    assert meta["first"] == first


def test_truncated_page_is_an_error(normal, tmp_path):
    whole = normal.path.read_bytes()
    end = whole.index(b"</script>", whole.index(b'id="page-tail"'))
    for length in (end, end - 1, len(whole) * 9 // 10, len(whole) // 2, len(whole) // 10, 0):
        (tmp_path / "cut.html").write_bytes(whole[:length])
        with pytest.raises(PageError):
            read_page(tmp_path / "cut.html")
