"""Writes periods.tsv, the expected values of PeriodTests, by Python's own calendar and tz database: python3 periods.py > periods.tsv"""
import datetime as dt
import re
from zoneinfo import ZoneInfo


def first_of_month(year, month):
    return dt.date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)


def named(text):
    if m := re.fullmatch(r"(\d{4})-W(\d\d)", text):
        try:
            monday = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        except ValueError:
            return None
        return monday, monday + dt.timedelta(7)
    if m := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        return first_of_month(int(m[1]), int(m[2]) * 3 - 2), first_of_month(int(m[1]), int(m[2]) * 3 + 1)
    if m := re.fullmatch(r"(\d{4})-(\d\d)", text):
        return first_of_month(int(m[1]), int(m[2])), first_of_month(int(m[1]), int(m[2]) + 1)
    first, after = text.split("..")
    return dt.date.fromisoformat(first), dt.date.fromisoformat(after)


def name(kind, day):
    if kind == "week":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}"
    if kind == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    return f"{day.year:04}-{day.month:02}"


def last(kind, today):
    first = named(name(kind, today))[0]
    return name(kind, first - dt.timedelta(1))


def previous(text):
    first, after = named(text)
    for kind, pattern in (("week", "W"), ("quarter", "Q"), ("month", "-")):
        if pattern in text and ".." not in text:
            return name(kind, first - dt.timedelta(1))
    return f"{first - (after - first)}..{first}"


def back(day):
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return dt.date(day.year - 1, 3, 1)


def year_before(text):
    if ".." in text:
        first, after = map(back, named(text))
        return f"{first}..{after}" if first < after else "-"
    earlier = f"{int(text[:4]) - 1:04}{text[4:]}"
    return earlier if named(earlier) else "-"


def start(day, zone):
    """The first instant at which the zone's clock shows the day, or a later one: by trying every minute."""
    utc = dt.datetime.combine(day, dt.time(), dt.timezone.utc) - dt.timedelta(hours=26)
    while utc.astimezone(ZoneInfo(zone)).date() < day:
        utc += dt.timedelta(minutes=1)
    return int(utc.timestamp()) * 1000


NAMES = [
    "2026-10", "2026-02", "2024-02", "2025-02", "2026-01", "2026-12", "2000-02", "2100-02", "2026-Q1", "2026-Q3", "2026-Q4", "2024-Q1",
    "2026-W41", "2026-W01", "2026-W53", "2020-W53", "2021-W01", "2025-W01", "2024-W09", "2026-W13", "2026-W44", "2027-W01",
    "2026-06-01..2026-07-01", "2024-02-29..2024-03-01", "2024-02-29..2024-03-02", "2024-03-01..2024-04-01", "2025-12-31..2026-01-01",
    "2025-12-25..2026-01-07", "2028-01-01..2029-01-01",
]
ZONES = ["UTC", "America/Chicago", "Europe/Berlin", "Asia/Kathmandu", "Pacific/Apia", "America/Sao_Paulo", "Australia/Lord_Howe"]
PLACED = [
    ("2026-10", "America/Chicago"), ("2026-W10", "America/Chicago"), ("2026-W44", "America/Chicago"), ("2026-W13", "Europe/Berlin"),
    ("2026-W43", "Europe/Berlin"), ("2026-Q1", "Europe/Berlin"), ("2024-02", "Asia/Kathmandu"), ("2011-12", "Pacific/Apia"),
    ("2011-W52", "Pacific/Apia"), ("2018-11", "America/Sao_Paulo"), ("2018-11-04..2018-11-05", "America/Sao_Paulo"),
    ("2026-04", "Australia/Lord_Howe"), ("2026-12", "UTC"),
]
TODAYS = ["2026-11-29", "2026-11-30", "2026-12-01", "2027-01-01", "2027-01-03", "2027-01-04", "2024-02-29", "2024-03-01", "2026-03-31", "2026-04-01"]

for text in NAMES:
    first, after = named(text)
    print("named", text, first, after, previous(text), year_before(text), sep="\t")
for today in TODAYS:
    for kind in ("week", "month", "quarter"):
        print("last", kind, today, last(kind, dt.date.fromisoformat(today)), sep="\t")
for text, zone in PLACED:
    first, after = named(text)
    print("span", text, zone, start(first, zone), start(after, zone), sep="\t")
