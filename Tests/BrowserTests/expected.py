"""What the viewer should show, worked out in Python from what page_reader.py found in the file."""
import datetime
import json
import re
import zoneinfo

from page_reader import Event, Page, Value

KIND_WORDS = {"person": "", "workflow": "Workflow", "integration": "Integration", "system": "System", "unknown": "Unknown kind"}
STATE_WORDS = {"absent": "not recorded", "null": "null", "empty": "empty", "withheld": "withheld"}
JSON_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.S)


def json_tokens(text: str) -> list[str]:
    """The tokens of JSON text: its layout is the viewer's choice, each token is the source's."""
    return JSON_TOKEN.findall(text)


def clipped(text: str) -> str:
    """What a table row shows of a text: 200 UTF-16 units, no half of a pair."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 400 else units[:400].decode("utf-16-le", "ignore") + "…"


def moment(time: int, zone: str) -> datetime.datetime:
    return datetime.datetime.fromtimestamp(time // 1000, zoneinfo.ZoneInfo(zone)).replace(microsecond=time % 1000 * 1000)


def long_moment(time: int, zone: str) -> str:
    at = moment(time, zone)
    offset = at.strftime("%z")
    name = "UTC" if zone == "UTC" else f"{zone} (UTC{offset[0].replace('-', '−')}{offset[1:3]}:{offset[3:5]})"
    return f"{at.day} {at:%b %Y, %H:%M:%S}.{time % 1000:03} {name}"


def canonical_time(time: int) -> str:
    return f"{moment(time, 'UTC'):%Y-%m-%dT%H:%M:%S}.{time % 1000:03}Z"


def row(event: Event, place: int, zone: str) -> dict:
    """As `Viewer.rows` gives it."""
    at, actor = moment(event.time, zone), event.actor
    without_name = ["No name"] + [clipped(event.document_id)] * bool(event.document_id)
    return {
        "place": place,
        "event": event.number,
        "name": [clipped(event.name)] if event.name else without_name,
        "missing": not event.name,
        "module": [clipped(event.module)],
        "action": [clipped(event.action["name"])],
        "actor": [clipped(actor["name"] or actor["id"] or "not recorded")],
        "kind": KIND_WORDS[actor["kind"]],
        "time": f"{at:%d %b %Y} {at:%H:%M:%S}",
    }


def fact(text: str | None):
    return text if text else {"missing": "not recorded" if text is None else "empty"}


def facts(event: Event, zone: str) -> dict:
    """As `Viewer.drawer` gives them."""
    source = event.source
    found = {
        "Module": event.module,
        "Document ID": fact(event.document_id),
        "Document name": fact(event.name),
        "Parent": fact(event.parent_id),
        "Action": event.action["name"],
        "Date & time": long_moment(event.time, zone),
        "UTC": long_moment(event.time, "UTC"),
        "As written": event.written_time or canonical_time(event.time),
        "User": fact(event.actor["name"]),
        "User kind": KIND_WORDS[event.actor["kind"]] or "Person",
        "User ID": fact(event.actor["id"]),
        "Archive event": str(event.archive_id),
        "Source event ID": fact(event.source_id),
        "Source file": source["member"] or source["file"],
        "Record": str(event.record),
        "SHA-256 of file": source["sha256"],
    }
    return found | ({"In archive file": source["file"]} if source["member"] else {})


class Pairs(list):
    """A JSON object: its keys and values in order, repeated keys too."""


NAMES = ["fieldName", "field_name", "displayName", "name", "label", "key", "field", "Name"]
VALUES = ["fieldValue", "field_value", "value", "Value", "NewValue"]


def structure(source: str):
    """A list or an object as the drawer lays it out: numbers, true, false and null by their digits and letters."""
    guarded = re.sub(r'"(?:[^"\\]|\\.)*"|true|false|null', lambda m: m[0] if m[0][0] == '"' else f'{{"\\u0000word": "{m[0]}"}}', source)
    return laid_out(json.loads(guarded, parse_int=Digits, parse_float=Digits, object_pairs_hook=Pairs))


class Digits(str):
    """A number as the source wrote it."""


def is_word(value) -> bool:
    return isinstance(value, Pairs) and len(value) == 1 and value[0][0] == "\0word"


def found(pairs: Pairs, keys: list[str]) -> tuple | None:
    return next(((key, value) for wanted in keys for key, value in pairs if key == wanted), None)


def named(items: list) -> list | None:
    """Rows of a list in which every item is an object that gives a value a name; further keys are noted behind."""
    rows = []
    for item in items:
        name, value = (found(item, NAMES), found(item, VALUES)) if isinstance(item, Pairs) and not is_word(item) else (None, None)
        if not name or not value or type(name[1]) is not str:
            return None
        others = [pair for pair in item if pair not in (name, value)]
        if any(isinstance(other, list) and not is_word(other) and other for _, other in others):
            return None
        rows.append([name[1] or "empty", laid_out(value[1]), *(f"{key} {plain(other)}" for key, other in others)])
    return rows


def plain(value) -> str:
    return value[0][1] if is_word(value) else {Pairs: "{}", list: "[]"}.get(type(value), value)


def laid_out(value):
    if is_word(value):
        return value[0][1]
    if isinstance(value, Pairs):
        return {"rows": [[key or "empty", laid_out(part)] for key, part in value]} if value else "empty object"
    if isinstance(value, list):
        rows = named(value) if value else None
        return {"rows": rows} if rows else [laid_out(part) for part in value] if value else "empty list"
    return value if isinstance(value, Digits) else {"text": value} if value else "empty"


def side(title: str, value: Value, shown: dict) -> None:
    """Asserts that one side of a change is shown as it is in the file."""
    assert shown["state"] == value.state
    assert shown["title"].split(",")[0] == title
    if value.state != "value":
        assert shown["text"] == STATE_WORDS[value.state]
        return
    assert shown["json"] == value.is_json
    if value.is_json:
        assert json_tokens(shown["text"]) == json_tokens(value.text)
        assert shown["structure"] == (structure(value.text) if value.text[0] in "{[" else None)
    else:
        assert shown["text"] == value.text
        assert shown["title"] == title, "a text needs no word for its type"


def drawer(event: Event, shown: dict, zone: str) -> None:
    """Asserts that the drawer shows an event as it is in the file."""
    # The leaf comes when the reader stays; test_citation.py waits for it.
    found = {name: text for name, text in shown["facts"].items() if name not in ("Leaf", "Leaf hash")}
    assert found == facts(event, zone)
    assert shown["facts"].get("Leaf") in (None, str(event.archive_id - 1))
    assert shown["title"] == (event.name or event.document_id or "No name")
    assert [change["field"] for change in shown["changes"]] == [change.field for change in event.changes]
    for change, found in zip(event.changes, shown["changes"]):
        side("Before", change.before, found["before"])
        side("After", change.after, found["after"])
    assert (shown["extras"] is None) == (event.extras is None)
    if event.extras is not None:
        assert json_tokens(shown["extras"]) == json_tokens(event.extras)
    assert (shown["conflict"] is not None) == (event.variant_of != 0 or event.has_variant)


KINDS = ["person", "workflow", "integration", "system", "unknown"]
SIZES = {"user": "actors", "module": "modules", "action": "actions"}


def folded(text: str) -> str:
    """As searches compare texts: small letters, one for one."""
    return text.replace("İ", "i").lower().replace("ς", "σ")


def holds(event: Event, text: str) -> bool:
    """Whether full text finds the event: by a part of its document's name or id or its parent's, of a value or of the further fields."""
    values = [value.text for change in event.changes for value in change[1:] if value.state == "value"]
    texts = [event.name, event.document_id, event.parent_id, event.extras, *values]
    return any(folded(text) in folded(found) for found in texts if found)


class Filter:
    """A filter of the viewer, applied in Python. `user`, `module` and `action` hold places in the page's lists, `kind` words, `hour` pairs of weekday
    (0 is Monday) and hour. `since` and `before` are moments in UTC."""

    def __init__(self, page: Page, user=(), module=(), action=(), kind=(), hour=(), first_day="", last_day="", since=None, before=None, document="", text="",
                 conflicts=False, deletions=False):  # fmt: skip
        self.page, self.zone = page, page.meta["timeZone"]
        self.choices = {"user": set(user), "module": set(module), "action": set(action), "kind": {KINDS.index(name) for name in kind}, "hour": set(hour)}
        self.first_day, self.last_day, self.since, self.before = first_day, last_day, since, before
        self.document, self.text, self.deletions = document, text, deletions
        self.conflicts = in_conflict(page) if conflicts else None

    def keys(self, event: Event) -> dict:
        meta, at = self.page.meta, moment(event.time, self.zone)
        return {
            "user": meta["actors"].index(event.actor),
            "module": meta["modules"].index(event.module),
            "action": meta["actions"].index(event.action),
            "kind": KINDS.index(event.actor["kind"]),
            "hour": (at.weekday(), at.hour),
        }

    def passes(self, event: Event, without: frozenset) -> bool:
        keys = self.keys(event)
        if any(chosen and name not in without and keys[name] not in chosen for name, chosen in self.choices.items()):
            return False
        if "time" not in without and not self.in_time(event):
            return False
        if self.conflicts is not None and "conflicts" not in without and event.archive_id not in self.conflicts:
            return False
        if self.deletions and "deletions" not in without and event.action["class"] != "delete":
            return False
        if self.text and "text" not in without and not holds(event, self.text):
            return False
        if self.document and "document" not in without:
            return folded(self.document) in folded(event.name or "") or event.document_id == self.document
        return True

    def in_time(self, event: Event) -> bool:
        day, at = moment(event.time, self.zone).date().isoformat(), moment(event.time, "UTC")
        if not (self.first_day or day) <= day <= (self.last_day or day):
            return False
        return (self.since or at) <= at and (self.before is None or at < self.before)

    def events(self, without: str = "") -> list[Event]:
        """What passes all filters but those named in `without`."""
        left_out = frozenset(without.split())
        return [event for event in self.page.events if self.passes(event, left_out)]

    def facet(self, name: str) -> dict[int, int]:
        """For each choice of a menu: events that pass all other filters."""
        counts = dict.fromkeys(range(len(KINDS if name == "kind" else self.page.meta[SIZES[name]])), 0)
        for event in self.events(without=name):
            counts[self.keys(event)[name]] += 1
        return counts


def in_conflict(page: Page) -> set[int]:
    """Archive ids of the events that contradict another one: the variants, and what they are variants of."""
    variants = [event for event in page.events if event.variant_of]
    return {event.archive_id for event in variants} | {event.variant_of for event in variants}
