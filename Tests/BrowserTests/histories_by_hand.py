#!/usr/bin/env python3
"""Histories of records for the tests of the record's story: histories_by_hand.py FOLDER writes two files to take in, the second with conflicts.

The chosen ones are told below; the rest are drawn by chance, always the same.
"""
import datetime
import json
import random
import sys
from pathlib import Path

START = datetime.datetime(2026, 3, 2, 8, tzinfo=datetime.timezone.utc)
NO_SIDE = object()
LONG = "The roof was seen to in spring. " * 400
CHANGED_LONG = LONG.replace("spring", "autumn", 1)[:-33] + " The gutters were not. "

# id, minutes after START, action, {field: (before, after)}; NO_SIDE: not recorded.
CHOSEN = [
    ("whole", 0, "CREATED", {"city": (NO_SIDE, "Elm"), "rooms": (NO_SIDE, 3), "note": (NO_SIDE, None), "tags": (NO_SIDE, ["a"])}),
    ("whole", 10, "UPDATED", {"city": ("Elm", "Oak"), "note": (None, "")}),
    ("whole", 20, "UPDATED", {"rooms": (4, 5)}),  # a break: it was 3
    ("whole", 30, "UPDATED", {"city": ("Oak", NO_SIDE)}),  # changed to something that is not recorded
    ("whole", 40, "DELETED", {"rooms": (5, NO_SIDE), "note": ("", NO_SIDE), "extra": ({"k": 1.0}, NO_SIDE)}),
    ("late", 1, "UPDATED", {"price": (100, 110)}),
    ("late", 11, "UPDATED", {"price": (110, 120), "sold": (False, True)}),
    ("twice", 2, "CREATED", {"name": (NO_SIDE, "one")}),
    ("twice", 12, "CREATED", {"name": (NO_SIDE, "two")}),
    ("gone", 3, "CREATED", {"name": (NO_SIDE, "=1+1"), "b": (NO_SIDE, 'a "b", c')}),
    ("gone", 13, "DELETED", {"name": ("=2+2", NO_SIDE)}),  # a break, and contradictory in the restore data
    ("gone", 23, "UPDATED", {"name": ("x", "y")}),
    ("gone", 33, "DELETED", {}),
    ("gone", 43, "DELETED", {}),
    ("back", 4, "CREATED", {"name": (NO_SIDE, "n"), "kept": (NO_SIDE, 1)}),
    ("back", 14, "DELETED", {"name": ("n", NO_SIDE)}),
    ("back", 24, "RESTORED", {"name": (NO_SIDE, "n")}),
    ("back", 34, "RESTORED", {}),
    ("second", 5, "CREATED", {"step": (NO_SIDE, "a")}),
    # Of one moment, once in either order: whichever the archive has, of one of them only the reverse agrees.
    ("second", 15, "UPDATED", {"step": ("b", "c")}),
    ("second", 15, "UPDATED", {"step": ("a", "b")}),
    ("child", 6, "CREATED", {"of": (NO_SIDE, "whole")}),
    ("texts", 7, "UPDATED", {"body": (LONG, CHANGED_LONG), "line": ("The quick brown fox jumps.", "The slow brown wolf jumps again."), "other": ("yes", "no")}),
    ("texts", 17, "UPDATED", {"body": ("x" * 30_000, "y" * 30_000)}),
    ("lists", 8, "UPDATED", {
        "tags": (["a", "b", "c"], ["b", "c", "d"]), "empty": ([], {}), "digits": ({"n": 1.50, "m": 12345678901234567890}, {"n": 1.50, "m": 12345678901234567891}),
        "customFields": ([{"id": "k1", "fieldName": "Area", "fieldValue": "Elm"}, {"id": "k2", "fieldName": "Pets", "fieldValue": ["dog", 0]}],
                         [{"id": "k1", "fieldName": "Area", "fieldValue": "Oak"}, {"id": "k3", "fieldName": "Pool", "fieldValue": True}]),
        "deep": (NO_SIDE, {"a": {"b": {"c": {"d": {"e": ["f", {"g": None}]}}}}}), "long": (NO_SIDE, list(range(500))),
    }),
    ("third", 6, "CREATED", {"step": (NO_SIDE, "a")}),
    ("third", 16, "UPDATED", {"step": ("a", "b")}),
    ("third", 16, "UPDATED", {"step": ("b", "c")}),
    ("formula", 9, "CREATED", {"name": (NO_SIDE, "=1+1"), "low": (NO_SIDE, "-5"), "lines": (NO_SIDE, "a\n +2")}),
    ("formula", 19, "DELETED", {}),
    # Without an id; the third has one, and the same name.
    ("nameless", 9, "CREATED", {"a": (NO_SIDE, 1)}),
    ("nameless", 19, "UPDATED", {"a": (1, 2)}),
    ("named", 29, "UPDATED", {"a": (5, 6)}),
    ("lists", 18, "UPDATED", {f"field{number:03}": (number, number + 1) for number in range(150)}),
]  # fmt: skip

ACTIONS = ["CREATED", "UPDATED", "UPDATED", "UPDATED", "UPDATED", "DELETED", "RESTORED", "TAG_ADDED"]
VALUES = [NO_SIDE, None, "", "a", "b", 1, "1", True, [1], {"x": 1.0}]


def drawn(chance: random.Random):
    """Many small histories of anything: mostly each event goes on from the last, sometimes it does not."""
    for number in range(60):
        minute, last = chance.randrange(500), {}
        for _ in range(chance.randrange(1, 14)):
            minute += chance.choice([0, 1, 1, 2, 5])
            changes = {}
            for field in chance.sample("pqrst", chance.randrange(0, 4)):
                before = last.get(field, NO_SIDE) if chance.random() < 0.75 else chance.choice(VALUES)
                changes[field] = (before, chance.choice(VALUES))
                last[field] = changes[field][1]
            yield f"random-{number}", minute, chance.choice(ACTIONS), changes


def record(number: int, document: str, minute: int, action: str, changes: dict) -> dict:
    sides = [{field: sides[side] for field, sides in changes.items() if sides[side] is not NO_SIDE} for side in (0, 1)]
    time = (START + datetime.timedelta(minutes=minute)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    whole = {"_id": f"h{number:05}", "createdAt": time, "documentType": "LISTING", "type": action, "id": document, "documentName": f"Record {document}",
             "source": "WEB_USER", "sourceId": "u1", "sourceName": "Maya Brightwell", "changedFields": list(changes), "before": sides[0], "after": sides[1], "meta": {}}  # fmt: skip
    if document == "child":
        whole["secondaryId"] = "whole"
    if document in ("nameless", "named"):
        whole["documentName"] = "Record nameless"
    if document == "nameless":
        del whole["id"]
    return whole


def main(folder: str):
    records = [record(number, *event) for number, event in enumerate([*CHOSEN, *drawn(random.Random(7))])]
    # The second file tells some events a second time, differently; one of them names another record.
    told_again = [json.loads(json.dumps(records[number])) for number in (1, 7, 60, 70, 80)]
    for number, copy in enumerate(told_again):
        copy["after"] = {**copy["after"], "city": f"corrected {number}"}
        copy["changedFields"] = list(dict.fromkeys([*copy["changedFields"], "city"]))
    told_again[1]["id"] = "other-twice"
    for name, lines in (("first.ndjson", records), ("second.ndjson", told_again)):
        (Path(folder) / name).write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines))


if __name__ == "__main__":
    main(*sys.argv[1:])
