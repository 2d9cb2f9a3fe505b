#!/usr/bin/env python3
"""Ledger entries for the tests of the Exports tab: ledger_by_hand.py few|many|decoys FOLDER writes a file for each, in the ledger's own form.

`TABLE` is what the tab must show of the few, written down and not computed.
"""
import datetime
import json
import sys
from pathlib import Path

MARIA = {"login": "mkeller", "name": "Maria Keller", "kind": "person"}
JON = {"login": "jon", "name": "jon", "kind": "person"}
HOSTILE_NAME = "</script><img src=x onerror=alert(1)>\u202egro.live\u200b"
HOSTILE_FILTER = "module Contacts, name “<b onclick=alert(2)>\u202etxt.exe</b>” " + "and so on, " * 60 + "to the end"
LONG_FILTER = "modules " + ", ".join(f"Module {number}" for number in range(1, 31)) + "; from 1 May 2026 to 30 Sep 2026; by Maria Keller"


EVE = {"login": "eve", "name": HOSTILE_NAME, "kind": "person"}


def entry(number, at, actor, action, export, after=None, before=None):
    document = {"id": export, "name": f"{export}.zip"}
    return {"entry": f"by-hand-{number}", "at": at, "actor": actor, "action": action, "document": document, "before": before or {}, "after": after or {}}


def few():
    day = lambda day, clock: f"2026-10-{day:02}T{clock}{'' if '.' in clock else '.000'}Z"
    asked = {"status": "queued", "filter": {"modules": ["Contacts"]}, "filterText": "module Contacts", "format": "bundle", "rule": "roles.yaml:14"}
    yield entry(1, day(1, "08:00:00.250"), MARIA, "Export requested", "x-1", asked, {"status": None})
    yield entry(2, day(1, "08:00:09"), MARIA, "Export completed", "x-1", {"status": "completed", "rows": 1234567, "bytes": 45678901, "parts": [{"name": "x-1-a.csv"}, {"name": "x-1-b.csv"}], "expiresAt": "2026-10-31T08:00:09Z"}, {"status": "running"})
    yield entry(3, day(2, "09:30:00"), JON, "Export downloaded", "x-1", {"sha256": "ab" * 32})
    yield entry(4, day(3, "09:30:00"), MARIA, "Export downloaded", "x-1", {"sha256": "ab" * 32})
    yield entry("3x", day(3, "10:30:00"), JON, "Export denied", "x-1", {"status": "denied", "attempt": "download", "filterText": "all events", "rows": 1})
    yield entry(5, day(4, "12:00:00"), JON, "Export denied", "x-2", {"status": "denied", "filterText": LONG_FILTER, "reason": "no role grants it", "actingAs": "auditor"})
    yield entry(6, day(5, "12:00:00"), MARIA, "Export requested", "x-3", {"status": "queued", "filterText": "all events"})
    yield entry(7, day(5, "12:00:04"), MARIA, "Export over limit", "x-3", {"status": "over-limit", "rows": 512000, "reason": "more than 500,000"}, {"status": "running"})
    yield entry(8, day(6, "12:00:00"), EVE, "Export requested", "x-4 <i>", {"status": "queued", "filterText": HOSTILE_FILTER})
    yield entry(9, day(6, "12:00:01"), EVE, "Export failed", "x-4 <i>", {"status": "<s>\u2066odd", "rows": "many\u0007", "bytes": -1, "expiresAt": "soon"})
    yield entry("10x", day(6, "23:00:00"), JON, "Export denied", "x-5", {"status": "denied", "attempt": "cancel", "reason": "not his"})
    yield entry(10, day(7, "12:00:00"), MARIA, "Export expired", "x-5", {"status": "expired"}, {"status": "completed"})
    yield entry(11, day(8, "12:00:00"), MARIA, "Export requested", "x-6", {"filter": {"to": "2026-10-01"}})
    yield entry(12, day(8, "12:00:02"), MARIA, "Export empty", "x-6", {"rows": 0, "bytes": 900})
    # Not about exports.
    yield entry(13, day(9, "12:00:00"), MARIA, "Files ingested", "run-1", {"rows": 12})
    yield entry(14, day(9, "12:00:01"), MARIA, "Role file changed", "roles.yaml", {"sha256": "cd" * 32})


# Times in America/Chicago. Cells as the tab's columns: id, requested by, requested, filter, status, rows, size, expires, downloads, entries.
NOTHING = "not recorded"
TABLE = [
    ["x-6", "Maria Keller mkeller", "08 Oct 2026 07:00:00", '{"to":"2026-10-01"}', "Empty", "0", "900 bytes", NOTHING, "0", "2 entries"],
    ["x-5", "not in this page", "not in this page", NOTHING, "Expired", NOTHING, NOTHING, NOTHING, "0", "2 entries"],
    ["x-4 <i>", f"{HOSTILE_NAME} eve", "06 Oct 2026 07:00:00", HOSTILE_FILTER, "<s>\u2066odd", "many\u0007", "-1", "soon", "0", "2 entries"],
    ["x-3", "Maria Keller mkeller", "05 Oct 2026 07:00:00", "all events", "Over limit", "512,000", NOTHING, NOTHING, "0", "2 entries"],
    ["x-2", "jon acting as auditor", "04 Oct 2026 07:00:00", LONG_FILTER, "Denied", NOTHING, NOTHING, NOTHING, "0", "1 entry"],
    ["x-1", "Maria Keller mkeller", "01 Oct 2026 03:00:00", "module Contacts", "Completed", "1,234,567", "46 MB in 2 parts", "31 Oct 2026 03:00:09", "2", "5 entries"],
]


def many(count=450):
    """A year and more of daily exports: more than the tab shows at once, spread over all blocks of the page."""
    start = datetime.datetime(2026, 5, 15, 6)
    for number in range(count):
        at, canonical = start + datetime.timedelta(hours=9 * number), lambda moment: f"{moment.isoformat()}.000Z"
        export = f"x-{number:04}"
        yield entry(f"{number}a", canonical(at), (MARIA, JON)[number % 2], "Export requested", export, {"status": "queued", "filterText": f"the days before {at.date()}"})
        after = {"status": "completed", "rows": number * 37, "bytes": number * 9999, "expiresAt": canonical(at + datetime.timedelta(days=30))}
        yield entry(f"{number}b", canonical(at + datetime.timedelta(seconds=number)), (MARIA, JON)[number % 2], "Export completed", export, after)


def decoys():
    """Another system's events of the same module and names, for a profile of another source."""
    for number, action in enumerate(("Export requested", "Export completed", "Export downloaded")):
        yield entry(f"decoy-{number}", f"2026-10-02T10:00:0{number}.000Z", MARIA, action, "DECOY", {"status": "completed", "filterText": "DECOY"})


if __name__ == "__main__":
    for made in {"few": few, "many": many, "decoys": decoys}[sys.argv[1]]():
        Path(sys.argv[2], f"{made['entry']}.json").write_text(json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n")
