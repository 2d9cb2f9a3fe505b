#!/usr/bin/env python3
"""clock_events.py FILE: a CSV export with events around changes of clocks, and CHANGES, by which the tests know them."""
import csv
import datetime
import sys
import zoneinfo

CHANGES = [  # a zone, and a day on which its clocks change
    ("Europe/Berlin", "2025-03-30"), ("Europe/Berlin", "2025-10-26"), ("America/New_York", "2025-11-02"), ("Pacific/Chatham", "2025-04-06"),
    ("America/Sao_Paulo", "2018-11-04"),  # 00:00 is 01:00: the day begins an hour late
    ("America/Sao_Paulo", "2018-02-18"),  # 00:00 is 23:00: the day before has an hour twice
    ("Africa/Cairo", "2023-04-28"),  # again without its first hour
    ("Australia/Lord_Howe", "2025-10-05"),  # by half an hour
    ("Africa/Casablanca", "2024-03-10"),  # for a month
    ("Asia/Pyongyang", "2018-05-05"),  # once, by half an hour
    ("Pacific/Apia", "2011-12-31"),  # the 30th never was
]  # fmt: skip
MINUTES = [-1440, -750, -90, -60, -31, -30, -1, 0, 1, 30, 31, 60, 90, 750, 1440]


def change(zone: str, day: str) -> int:
    """The UTC second at which the clocks change on that day."""
    known, noon = zoneinfo.ZoneInfo(zone), datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()

    def offset(second: float):
        return datetime.datetime.fromtimestamp(second, known).utcoffset()

    low, high = int(noon - 48 * 3600), int(noon + 24 * 3600)
    assert offset(low) != offset(high), f"clocks in {zone} do not change on {day}"
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if offset(middle) == offset(low) else (low, middle)
    return high


def times() -> list[int]:
    """Unix milliseconds of all events: minutes around each change, and the last millisecond before it."""
    moments = {change(zone, day) * 1000 for zone, day in CHANGES}
    return sorted({moment + minutes * 60_000 for moment in moments for minutes in MINUTES} | {moment - 1 for moment in moments})


def main(path: str):
    head = "Log ID,Date & Time,Done By,User ID,Source,Module,Action,Document ID,Name,Parent ID,Changed Fields,Before,After".split(",")
    with open(path, "w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(head)
        for number, time in enumerate(times(), 1):
            at = datetime.datetime.fromtimestamp(time // 1000, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S") + f".{time % 1000:03}Z"
            rows.writerow([f"{number:024x}", at, "Maya Brightwell", "maya", "WEB_USER", "Contacts", "Updated", f"clock-{number}", f"Clock {number}", "", "", "", ""])


if __name__ == "__main__":
    main(sys.argv[1])
