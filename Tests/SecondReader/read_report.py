"""Counts a report's numbers again, by SQL written by hand and Python's own calendar: read_report.py ARCHIVE REPORT.json [MODULE…]

Nothing of this is taken from the program: the archive is read with sqlite3, the period's instants come from zoneinfo. The addresses of the report are
followed here, too: each must lead to exactly as many events as its number says.
"""
import datetime as dt
import json
import sqlite3
import sys
from zoneinfo import ZoneInfo

from page_filters import Event, passing

database = sqlite3.connect(f"file:{sys.argv[1]}/archive.sqlite?mode=ro", uri=True)
report = json.load(open(sys.argv[2], encoding="utf-8"))
modules = sys.argv[3:]
zone = ZoneInfo(report["timeZone"])
checked = 0


def same(what, told, counted):
    global checked
    checked += 1
    assert told == counted, f"{what}: the report says {told}, the archive {counted}"


def start(day):
    """The first instant of a day in the account's zone, in milliseconds."""
    utc = dt.datetime.combine(day, dt.time(), dt.timezone.utc) - dt.timedelta(hours=15)
    while utc.astimezone(zone).date() < day:
        utc += dt.timedelta(minutes=15)
    return int(utc.timestamp() * 1000)


def span(period):
    return start(dt.date.fromisoformat(period["from"])), start(dt.date.fromisoformat(period["until"]))


narrowed = " AND module.name IN (%s)" % ",".join("?" * len(modules)) if modules else ""
SOURCE = f"""
    FROM event JOIN actor ON actor.id = event.actor JOIN module ON module.id = event.module JOIN action ON action.id = event.action
               JOIN document ON document.id = event.document
    WHERE occurred_at >= ? AND occurred_at < ?{narrowed}"""


def sql(select, period, more="", group=""):
    return database.execute(f"SELECT {select} {SOURCE} {more} {group}", (*period, *modules)).fetchall()


here, then = span(report["period"]), span(report["before"])
year = span(report["yearBefore"]) if "from" in report["yearBefore"] else None


def counts(select, period, more=""):
    return {row[:-1]: row[-1] for row in sql(f"{select}, count(*)", period, more, f"GROUP BY {select}")} if period else {}


def compare(what, rows, key, select):
    now, before, earlier = (counts(select, period) for period in (here, then, year))
    for row in rows:
        name = key(row)
        same(f"{what} {name}", row["count"], now.get(name, 0))
        if row["before"] is not None:
            same(f"{what} {name} before", row["before"], before.get(name, 0))
        if row["yearBefore"] is not None:
            same(f"{what} {name} a year before", row["yearBefore"], earlier.get(name, 0))
    same(f"every {what}", {key(row) for row in rows if row["count"]}, set(now))


total = sql("count(*)", here)[0][0]
same("total", report["total"]["count"], total)
if report["total"]["before"] is not None:
    same("total before", report["total"]["before"], sql("count(*)", then)[0][0])
compare("class", [row for row in report["classes"]], lambda row: (row["class"],), "action.class")
compare("action", report["actions"], lambda row: (row["name"], row["class"]), "action.name, action.class")
compare("module", report["modules"], lambda row: (row["name"],), "module.name")
compare("actor", report["actors"], lambda row: (row["name"], row["id"], row["kind"]), "actor.name, actor.source_id, actor.kind")

# Who is new, who is there for the first time, who is gone.
now, before = counts("actor.name, actor.source_id, actor.kind", here), counts("actor.name, actor.source_id, actor.kind", then)
ever = {row[:-1]: row[-1] for row in sql("actor.name, actor.source_id, actor.kind, min(occurred_at)", (-10**15, 10**15), "", "GROUP BY 1, 2, 3")}
reached = report["before"]["comparison"] != "not-in-archive"
for row in report["actors"]:
    actor = row["name"], row["id"], row["kind"]
    same(f"{actor} is new", row["isNew"], reached and actor not in before)
    same(f"{actor} is there for the first time", row["isFirstTime"], ever[actor] >= here[0])
same("vanished", sorted((row["name"] or "", row["before"]) for row in report["vanished"]),
     sorted((actor[0] or "", count) for actor, count in before.items() if actor not in now and reached))

# By day, class, weekday and hour, on the account's clock.
rows = sql(
    "occurred_at, action.class, action.name, module.name, actor.name, actor.source_id, document.document_id, "
    "(SELECT name FROM document_name WHERE id = document_name), event.id, variant_of", here)
clock = [dt.datetime.fromtimestamp(row[0] / 1000, dt.timezone.utc).astimezone(zone) for row in rows]
for day in report["days"]:
    first, until = dt.date.fromisoformat(day["from"]), dt.date.fromisoformat(day["until"])
    inside = [row for row, time in zip(rows, clock) if first <= time.date() < until]
    same(f"{first}", day["count"], len(inside))
    for kind in ("create", "update", "delete", "restore", "read", "other"):
        same(f"{first} {kind}", day[kind], sum(row[1] == kind for row in inside))
for weekday in range(7):
    for hour in range(24):
        same(f"weekday {weekday}, {hour}:00", report["hours"][weekday][hour], sum(time.weekday() == weekday and time.hour == hour for time in clock))

# Records, deletions.
changed = dict(sql("document.document_id, count(*)", here, "AND action.class <> 'read' AND document.document_id <> ''", "GROUP BY 1 HAVING count(*) > 1"))
same("most changed records", [row["count"] for row in report["records"]], sorted(changed.values(), reverse=True)[:10])
for row in report["records"]:
    same(f"changes of {row['id']}", row["count"], changed[row["id"]])
deleted = sql("event.id", here, "AND action.class = 'delete'", "ORDER BY occurred_at DESC, event.id LIMIT 200")
same("deletions", [line["event"] for line in report["deletions"]], [row[0] for row in deleted])

# Findings that can be counted by plain SQL.
for finding in report["findings"]:
    if finding["rule"] == "conflicts":
        firsts = {row[-1] for row in rows}
        same("conflicts", finding["count"], sum(row[-1] is not None or row[-2] in firsts for row in rows))
    if finding["rule"] == "exports":
        words = {"requests": "%request%", "downloads": "%download%", "denials": "%denied%"}[finding["variant"]]
        same(f"exports, {finding['variant']}", finding["count"],
             sql("count(*)", here, f"AND module.name = 'Audit Logs' AND action.name LIKE '%export%' AND action.name LIKE '{words}'")[0][0])
    if finding["rule"] == "first-time-actors":
        actor = finding["actor"]["name"], finding["actor"]["id"], finding["actor"]["kind"]
        same(f"first events of {actor}", finding["count"], now[actor])
        assert ever[actor] >= here[0]


firsts = {row[9] for row in rows}
events = [Event(row[0], row[1], row[2], row[3], row[4], row[5], row[6], row[7], row[9] is not None or row[8] in firsts) for row in rows]


def figures(value):
    if isinstance(value, dict):
        if value.get("address"):
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for element in value:
            yield from figures(element)


links = list(figures(report))
for figure in links:
    same(figure["address"], figure["count"], passing(figure["address"], events, report["archiveTimeZone"]))
for figure in report["findings"] + report["records"]:
    if not figure["address"]:
        same(f"events of {figure}", figure["count"], len(set(figure["events"])))
print(f"{checked} numbers, {len(links)} links")
