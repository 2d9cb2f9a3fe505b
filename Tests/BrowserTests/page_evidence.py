"""The leaves and the root of a page's events, computed from page_reader's events and the page's evidence by Tests/SecondReader: never by the page."""
import base64
import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parent.parent / "SecondReader"))
from evidence import ABSENT, FIELD, FIELD_AS_JSON, NULL, STRING, commitment, from_json, leaf_of, nested, number, salts, text  # noqa: E402
from read_bundle import field_texts, root  # noqa: E402


def utf8(value):
    return text(None if value is None else value.encode())


def side(value):
    if value.state in ("absent", "null"):
        return (ABSENT if value.state == "absent" else NULL), b""
    return from_json(value.text) if value.is_json else (STRING, value.text.encode())


def units(event, line, names):
    """(name, values) of each unit; what is withheld has a commitment instead, and its values do not matter."""
    part, _, offset, length = line.get("where", [0, 0, 0, 0])
    yield 16, [number(event.time), utf8(event.written_time)]
    yield 17, [utf8(event.actor["name"]), utf8(event.actor["id"]), utf8(event.actor["kind"])]
    yield 18, [utf8(event.module), utf8(event.action["name"]), utf8(event.action["class"])]
    yield 19, [utf8(event.document_id), utf8(event.name), utf8(event.parent_id)]
    yield 20, [utf8(line["system"]), utf8(event.source_id)]
    yield 21, [number(value) for value in (part, event.record, offset, length)]
    for change, name in zip(event.changes, names, strict=True):
        kind, name = from_json(name)
        yield (FIELD if kind == STRING else FIELD_AS_JSON, name), [side(change.before), side(change.after)]
    yield 22, [nested(None if event.extras is None else event.extras.encode())]
    yield 23, []


def leaf(event, line, names):
    found = list(units(event, line, names))
    if "key" in line:
        openings = salts(base64.b64decode(line["key"]), len(found))[:-1] + [base64.b64decode(line["original"])]
    else:
        openings = [base64.b64decode(unit) for unit in line["units"]]
    return leaf_of(1, [opening if len(opening) == 32 else commitment(opening, *unit) for unit, opening in zip(found, openings, strict=True)])


def leaves_and_root(events, lines: str):
    """The leaf of each event by its archive number, and the root over the log in Base64."""
    by_id, leaves, hashes = {event.archive_id: event for event in events}, {}, []
    header, *rest = lines.split("\n")[:-1]
    for source in rest:
        line = json.loads(source)
        if "hashes" in line:
            hashes += [base64.b64decode(value) for value in line["hashes"]]
        else:
            leaves[line["event"]] = leaf(by_id[line["event"]], line, field_texts(source))
    size = int(json.loads(header)["checkpoint"].split("\n")[1])
    return leaves, base64.b64encode(root(0, size, sorted((place - 1, hash) for place, hash in leaves.items()), iter(hashes))).decode()
