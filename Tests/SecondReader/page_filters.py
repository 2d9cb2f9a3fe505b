"""The filters of a page's address, as ViewerFormat.md describes them, over plain events: a second reader of every link that a report makes."""
import datetime as dt
import re
import urllib.parse
from dataclasses import dataclass
from zoneinfo import ZoneInfo

WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


@dataclass
class Event:
    time: int  # UTC milliseconds
    kind: str  # class of the action
    action: str
    module: str
    actor: str | None
    actor_id: str | None
    record_id: str | None
    record_name: str | None
    is_in_conflict: bool


def moment(text: str) -> int:
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{3})?)?Z", text), text
    return round(dt.datetime.fromisoformat(text).timestamp() * 1000)


def passing(address: str, events: list[Event], account_zone: str) -> int:
    """How many of a page's events its filters leave."""
    asked = urllib.parse.parse_qs(address.removeprefix("#"), keep_blank_values=True, strict_parsing=len(address) > 1)
    sets = {key: set(asked.pop(key, [])) for key in ("user", "module", "action", "hour")}
    one = {key: asked.pop(key, [None])[0] for key in ("from", "to", "doc", "conflicts", "deletions", "zone")}
    assert not asked, f"the page has no filter {asked}"
    zone = ZoneInfo(one["zone"] or account_zone)

    def keeps(event: Event) -> bool:
        clock = dt.datetime.fromtimestamp(event.time / 1000, dt.timezone.utc).astimezone(zone)
        begins, ends = one["from"], one["to"]
        return (
            (not sets["user"] or bool(sets["user"] & {event.actor, event.actor_id}))
            and (not sets["module"] or event.module in sets["module"])
            and (not sets["action"] or event.action in sets["action"])
            and (not sets["hour"] or f"{WEEKDAYS[clock.weekday()]}{clock.hour:02}" in sets["hour"])
            and (begins is None or (clock.date().isoformat() >= begins if len(begins) == 10 else event.time >= moment(begins)))
            and (ends is None or (clock.date().isoformat() <= ends if len(ends) == 10 else event.time < moment(ends)))
            and (one["doc"] is None or event.record_id == one["doc"] or one["doc"].lower() in (event.record_name or "").lower())
            and (one["conflicts"] is None or event.is_in_conflict)
            and (one["deletions"] is None or event.kind == "delete")
        )

    return sum(map(keeps, events))
