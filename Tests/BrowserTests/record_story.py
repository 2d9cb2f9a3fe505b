"""A record's story, worked out in Python from the rule in ViewerFormat.md ("a record's story"): the second opinion on what the drawer shows.

Slow and plain on purpose: the state at a moment is found by reading all events again, forwards and backwards.
"""
import collections
import dataclasses
import re

from page_reader import Change, Event, Page, Value

GONE = ("absent", "null", "empty")
UNTOLD = ("absent", "withheld")
JSON_SPACE = re.compile(r'("(?:[^"\\]|\\.)*")|\s+')


def key(event: Event) -> tuple:
    """What makes a record: system, module and id, or the name where there is no id."""
    return (event.source["system"] if event.source else None, event.module, event.document_id or None, None if event.document_id else event.name or None)


def same(a: Value, b: Value) -> bool:
    def plain(value: Value) -> str:
        return JSON_SPACE.sub(r"\1", value.text) if value.is_json else value.text

    return a.state == b.state and (a.text == b.text or (a.is_json and b.is_json and plain(a) == plain(b)))


def told(value: Value | None) -> bool:
    return value is not None and value.state not in UNTOLD


def says(event: Event, change: Change) -> tuple[Value | None, Value | None, str]:
    """What a change says of the value before its event and after it; None: nothing. And the side on which the latter stands."""
    before = None if change.before.state == "absent" else change.before
    kind = event.action["class"]
    if kind in ("create", "restore"):
        return (None if change.before.state in GONE else before), change.after, "after"
    if kind == "delete" and change.after.state in GONE:
        return before, before, "before"
    return before, change.after, "after"


@dataclasses.dataclass
class State:
    status: str
    sayings: list[tuple[Value, int, str]]  # value, archive id, side


class Story:
    def __init__(self, page: Page, event: Event):
        self.key = key(event)
        self.entries = sorted((other for other in page.events if key(other) == self.key), key=lambda other: (other.time, other.number))
        versions = collections.defaultdict(list)
        for other in page.events:
            if other.variant_of >= 0:
                versions[other.variant_of or other.archive_id].append(other.archive_id)
        counted = [other for other in self.entries if other.variant_of < 0 or min(versions[other.variant_of or other.archive_id]) == other.archive_id]
        moments = collections.defaultdict(list)
        for other in counted:
            moments[other.time].append(other)
        self.events: list[Event] = []
        for time in sorted(moments):
            forwards, backwards = moments[time], moments[time][::-1]
            better = len(self.breaks(self.events + backwards)) < len(self.breaks(self.events + forwards))
            self.events += backwards if better else forwards

    def acts(self, events: list[Event]) -> list[Event]:
        """Events that only read change nothing."""
        return [event for event in events if event.action["class"] != "read"]

    def breaks(self, events: list[Event] | None = None) -> list[tuple]:
        """(kind, archive id of the event, field, archive id of the event that it contradicts), in order."""
        found, exists, known = [], None, {}
        for event in self.acts(self.events if events is None else events):
            kind, problem = event.action["class"], None
            if exists is None and kind != "create":
                problem = "startsLate"
            elif exists and kind == "create":
                problem = "createdAgain"
            elif exists and kind == "restore":
                problem = "restoredUndeleted"
            elif exists is False and kind == "delete":
                problem = "deletedAgain"
            elif exists is False and kind not in ("create", "restore"):
                problem = "afterDelete"
            if problem:
                found.append((problem, event.archive_id, None, None))
            exists = kind != "delete"
            if kind == "create":
                known = {}
            before_event = dict(known)
            for change in event.changes:
                before, after, _ = says(event, change)
                earlier = before_event.get(change.field)
                if told(before) and earlier and told(earlier[0]) and not same(before, earlier[0]):
                    found.append(("before", event.archive_id, change.field, earlier[1]))
                if after is not None:
                    known[change.field] = (after, event.archive_id)
        return found

    def lifetime(self, place: int) -> tuple[int, int]:
        """The places from the last creation up to a place, to the next one after it."""
        creations = [i for i, event in enumerate(self.events) if event.action["class"] == "create"]
        return max([i for i in creations if i <= place], default=0), min([i for i in creations if i > place], default=len(self.events) - 1)

    def sayings(self, field: str, start: int, end: int):
        for i in range(start, end + 1):
            event = self.events[i]
            for change in event.changes if event.action["class"] != "read" else []:
                before, after, side = says(event, change)
                if change.field == field and (before is not None or after is not None):
                    yield i, before, after, side

    def fields(self) -> list[str]:
        return list(dict.fromkeys(change.field for event in self.acts(self.events) for change in event.changes))

    def state(self, place: int) -> dict[str, State]:
        return {field: self.field_state(field, place) for field in self.fields()}

    def field_state(self, field: str, place: int) -> State:
        since, until = self.lifetime(place)
        left = earlier = None
        for i, _, after, side in self.sayings(field, since, place):
            if after is not None:
                differs = left and side == "before" and told(left[0]) and told(after) and not same(left[0], after)
                earlier, left = left if differs else None, (after, self.events[i].archive_id, side)
        right = next(((before, self.events[i].archive_id, "before") if before is not None else None for i, before, _, _ in self.sayings(field, place + 1, until)), None)
        if left and left[0].state == "withheld":
            return State("withheld", [left])
        if left and told(left[0]):
            other = earlier or (right if right and told(right[0]) and not same(left[0], right[0]) else None)
            return State("contradictory", [left, other]) if other else State("known", [left])
        if right and right[0].state == "withheld":
            return State("withheld", [right])
        return State("known", [right]) if right else State("unknown", [left] if left else [])

    def is_deleted(self, place: int) -> bool:
        kinds = [event.action["class"] for event in self.acts(self.events[: place + 1])]
        return bool(kinds) and kinds[-1] == "delete"
