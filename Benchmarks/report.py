"""Activity reports of a year's archive, and how their cost grows with it.

usage: report.py COUNTERROLL GENERATE-SAMPLES FOLDER [--rounds N] [--events N] [--results FOLDER]

Three archives of one year each, with a fifth, two fifths and all of the events; made once, kept for the next run (about 0.4 GB a million).
Of each the report of the last month; of the largest also a week, a quarter, and the month as JSON and as a bundle, which holds the page of its events.
"""

import dataclasses
import datetime
import pathlib
import sqlite3
import zoneinfo

import command_line
import goals
import measure
import results
from inputs import Inputs
from ours import Ours

ZONE = zoneinfo.ZoneInfo("America/Chicago")
# The generator's last day is 2026-10-31.
PERIODS = {"month": ("2026-10", "2026-10-01", "2026-11-01"), "week": ("2026-W43", "2026-10-19", "2026-10-26"), "quarter": ("2026-Q3", "2026-07-01", "2026-10-01")}


def archive_of(options, events: int) -> Ours:
    ours = Ours(options.counterroll, options.folder, f"report-archive-{events}")
    if not (ours.archive / "whole").exists():
        file = Inputs(options.generator, options.folder).events(events, days=365)
        print(f"  ingesting {events:,} events", flush=True)
        ours.first(file)
        file.unlink()
        (ours.archive / "whole").touch()
    if (rows := ours.rows()) != events:
        raise SystemExit(f"the archive holds {rows:,} events, not {events:,}")
    return ours


def events_in(archive: Ours, period: str) -> int:
    """Those of the period alone; the one before is read too."""
    first, until = (int(datetime.datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp() * 1000) for day in PERIODS[period][1:])
    with sqlite3.connect(f"file:{archive.archive}/archive.sqlite?mode=ro", uri=True) as database:
        return database.execute("SELECT count(*) FROM event_in_time WHERE occurred_at >= ? AND occurred_at < ?", (first, until)).fetchone()[0]


def made(options, archive: Ours, period: str, form: str, events: int) -> dict:
    target = options.folder / f"report.{form}"
    target.unlink(missing_ok=True)
    cost = measure.settled(
        [options.counterroll, "report", "--quiet", "--archive", archive.archive, "--period", PERIODS[period][0], "--format", form, "--to", target]
    )
    figures = {**dataclasses.asdict(cost), "events": events, "bytes": target.stat().st_size}
    target.unlink()
    return figures


def one_round(options, archives: dict[int, Ours], counts: dict[int, dict[str, int]]) -> dict:
    figures = {}
    most = max(archives)

    def note(events: int, period: str, form: str = "html"):
        name = f"ours {period}{'' if form == 'html' else ' ' + form} of {events:,}"
        figures[name] = one = made(options, archives[events], period, form, counts[events][period])
        print(f"  {name:36} {one['wall']:7.2f} s wall {one['processor']:7.2f} s processor {one['peak']:6.0f} MB", flush=True)

    for events in archives:
        note(events, "month")
    for period, form in (("week", "html"), ("quarter", "html"), ("month", "json"), ("month", "bundle")):
        note(most, period, form)
    return {"load": measure.load(), "figures": figures}


def main():
    parser = command_line.parser(events=5_000_000)
    options = parser.parse_args()
    about = results.about(options.counterroll, {"sqlite3": measure.output("sqlite3", "--version").split()[0]})
    archives = {events: archive_of(options, events) for events in (options.events // 5, options.events * 2 // 5, options.events)}
    counts = {events: {period: events_in(archive, period) for period in PERIODS} for events, archive in archives.items()}
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1}", flush=True)
        rounds.append(one_round(options, archives, counts))
    asked = goals.report_goals(min(archives), max(archives))
    verdicts = [verdict for goal in asked if (verdict := goal.judge([one["figures"] for one in rounds]))]
    results.conclude(f"report-{options.events}", options.results, about, verdicts, rounds, {"periods": PERIODS, "selected": counts})


main()
