"""A second checker of a bundle: computes the leaf of every event from events.csv and evidence.jsonl, and the log's root from the leaves.

Standard library only, by BundleFormat.md and EvidenceFormat.md alone.

    python3 read_bundle.py BUNDLE.zip      prints the size and root of the log; exit 5 if anything is not as it must be
"""
import base64
import datetime
import hashlib
import json
import re
import sys
import zipfile

from evidence import ABSENT, FIELD, FIELD_AS_JSON, STRING, commitment, from_json, leaf_of, nested, number, salts, sha256, split, text

CELL = re.compile(r'(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)')
findings = []


def check(holds, message):
    if not holds:
        findings.append(message)


def rows_of(csv):
    """Rows with None where nothing stands between two commas, which Python's own reader does not tell from two quotes."""
    at, rows, cells = 0, [], []
    while at < len(csv):
        found = CELL.match(csv, at)
        quoted, bare, end = found.groups()
        cells.append(bare or None if quoted is None else quoted.replace('""', '"'))
        at = found.end()
        if end == "\r\n":
            rows.append(cells)
            cells = []
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


# --- the two sides of the changes: JSON texts, since the digits of a number and the text of a nested value count

def members(source):
    """(name as JSON text, value as JSON text) of each member of an object without white space between its members."""
    decoder, at, found = json.JSONDecoder(), 1, []
    while source[at] != "}":
        colon = decoder.raw_decode(source, at)[1]
        end = decoder.raw_decode(source, colon + 1)[1]
        found.append((source[at:colon], source[colon + 1:end]))
        at = end + (source[end] == ",")
    return found


def side(cell, fields):
    """The JSON text of each field's value on this side, None where none was recorded."""
    if cell[0] == "{":
        values = dict(members(cell))
        return [values.get(field) for field in fields]
    decoder, at, found = json.JSONDecoder(), 1, []
    while cell[at] != "]":
        end = decoder.raw_decode(cell, at)[1]
        found.append(next((value for _, value in members(cell[at:end])), None))
        at = end + (cell[end] == ",")
    return found


def utf8(value):
    return None if value is None else value.encode()


def units(row, line):
    """(name, values) of each unit as far as it is shown; what is withheld has no values."""
    fields = [json.dumps(field, ensure_ascii=False) for field in line.get("fields", [])]
    told = json.loads(row["withheld"] or "{}")
    hidden = set(told.get("columns", [])) | set(told.get("pseudonyms", []))
    shown = lambda *columns: not hidden & set(columns)
    written = utf8(row["source_time"]) if row["source_time"] != row["occurred_at"] else None
    yield 16, [number(milliseconds(row["occurred_at"])), text(written)]
    yield 17, [text(utf8(row[name])) for name in ("actor", "actor_id", "actor_kind")] if shown("actor", "actor_id") else None
    yield 18, [text(utf8(row["module"])), text(utf8(row["action"])), text(utf8(line["class"]))]
    which = ("document_id", "document_name", "parent_id")
    yield 19, [text(utf8(row[name])) for name in which] if shown(*which) else None
    yield 20, [text(utf8(line["system"])), text(utf8(row["source_event_id"]))] if shown("source_event_id") else None
    yield 21, [number(value) for value in line["where"]] if "where" in line else None
    check("where" not in line or str(line["where"][1]) == row["record_number"], f"event {row['event']}: another record number")
    for field, before, after in zip(line["field texts"], side(row["before"], line["field texts"]), side(row["after"], line["field texts"]), strict=True):
        kind, name = from_json(field)
        values = [(ABSENT, b"") if value is None else from_json(value) for value in (before, after)]
        is_hidden = json.loads(field) in told.get("fields", [])
        yield (FIELD if kind == STRING else FIELD_AS_JSON, name), None if is_hidden else values
    yield 22, [nested(utf8(row["extras"]))] if shown("extras") and "extras" not in told else None
    yield 23, None


def milliseconds(time):
    at = datetime.datetime.fromisoformat(time.replace("Z", "+00:00"))
    since = at - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
    return (since.days * 86400 + since.seconds) * 1000 + since.microseconds // 1000


def leaf(row, line):
    found = list(units(row, line))
    if "key" in line:
        given = salts(base64.b64decode(line["key"]), len(found))[:-1] + [base64.b64decode(line["original"])]
    else:
        given = [base64.b64decode(unit) for unit in line["units"]]
    if len(given) != len(found):
        return None
    commitments = []
    for (name, values), opening in zip(found, given):
        check((values is None) == (len(opening) == 32), f"event {row['event']}: a unit is shown and has no salt, or is withheld and has one")
        commitments.append(opening if len(opening) == 32 else commitment(opening, name, values or []))
    return leaf_of(1, commitments)


def root(first, last, leaves, hashes):
    """The root over the places first to last - 1: `leaves` are those among them, (place, hash); the others come from `hashes`."""
    if not leaves:
        return next(hashes)
    if last - first == 1:
        return leaves[0][1]
    middle = first + split(last - first)
    left = root(first, middle, [leaf for leaf in leaves if leaf[0] < middle], hashes)
    return sha256(b"\x01", left, root(middle, last, [leaf for leaf in leaves if leaf[0] >= middle], hashes))


def field_texts(line):
    """The names of the fields as they are spelled: json.loads would undo their escapes."""
    found = re.search(r'"fields":(\[.*?\])(?=,"(?:key|units)":)', line, re.S)
    if not found:
        return []
    decoder, at, names = json.JSONDecoder(), 1, []
    while found[1][at] != "]":
        end = decoder.raw_decode(found[1], at)[1]
        names.append(found[1][at:end])
        at = end + (found[1][end] == ",")
    return names


def read(path):
    with zipfile.ZipFile(path) as pack:
        return {info.filename.split("/")[-1]: pack.read(info) for info in pack.infolist()}


def main(path):
    sys.setrecursionlimit(10_000)
    files = read(path)
    for line in files["manifest-sha256.txt"].decode().splitlines():
        digest, name = line.split("  ")
        check(hashlib.sha256(files[name]).hexdigest() == digest, f"{name}: other bytes than the manifest says")
    rows = {row["event"]: row for row in rows_of(files["events.csv"].decode())}
    texts = files["evidence.jsonl"].decode().split("\n")[:-1]
    header = json.loads(texts[0])
    leaves, hashes = [], []
    for source in texts[1:]:
        line = json.loads(source)
        if "hashes" in line:
            hashes += [base64.b64decode(value) for value in line["hashes"]]
            continue
        line["field texts"] = field_texts(source)
        found = leaf(rows[str(line["event"])], line)
        leaves.append((line["event"] - 1, found))
        check(found and found[:6] == base64.b64decode(line["leaf"]), f"event {line['event']} is not as it was logged")
    leaves.sort()
    check([place + 1 for place, _ in leaves] == sorted(map(int, rows)), "evidence of other events than events.csv has")
    note = header["checkpoint"].split("\n")
    size, stated, rest = int(note[1]), base64.b64decode(note[2]), iter(hashes)
    found = root(0, size, leaves, rest)
    check(found == stated and next(rest, None) is None, "the events are not those of the checkpoint's log")
    for finding in findings:
        print(finding)
    print(f"{len(rows)} events, {size} leaves, root {base64.b64encode(found).decode()}")
    return 5 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
