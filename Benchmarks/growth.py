"""Does ingest stay as fast while the archive grows? Files of a million events, one after the other, into one archive.

usage: growth.py COUNTERROLL GENERATE-SAMPLES FOLDER [--order time|mixed] [--files 20] [--events 1000000] [--pairs 5]

In order of time, as exports of a source follow each other: each file holds the sixty days after those of the file before. Mixed: all files
spread over the same sixty days, so that new events fall between archived ones everywhere, which no account does but a merge of many.

The last files are taken twice, side by side: into a new archive, then into the grown one. The ratio is that of these pairs, since the time
of the first file is long past on a shared machine. Takes the room of the archive (about 0.4 GB a file) and of three files; leaves nothing.
"""

import argparse
import dataclasses
import pathlib

import goals
import measure
import results
from inputs import Inputs
from ours import Ours


def grow(options, inputs: Inputs) -> list[dict]:
    grown, new = Ours(options.counterroll, options.folder, "grown"), Ours(options.counterroll, options.folder, "new")
    rounds = []
    try:
        for number in range(1, options.files + 1):
            days = 60 * (options.files - number) if options.order == "time" else 0
            file = inputs.earlier(options.events, 1_000 + number, days)
            figures = {}
            if number > options.files - options.pairs:
                figures["ours, new archive"] = taken(new, new.first(file), options.events, options.events)
            cost = grown.first(file) if number == 1 else grown.more(file)
            figures["ours, grown archive"] = taken(grown, cost, options.events, number * options.events)
            rounds.append({"archived": number * options.events, "load": measure.load(), "figures": figures})
            file.unlink()
    finally:
        grown.clean()
        new.clean()
    return rounds


def taken(archive: Ours, cost: measure.Cost, events: int, expected: int) -> dict:
    if (rows := archive.rows()) != expected:
        raise SystemExit(f"the archive holds {rows:,} events, not {expected:,}")
    print(f"  {rows:12,} archived: {cost.wall:6.2f} s wall {cost.processor:6.2f} s processor {cost.peak:5.0f} MB", flush=True)
    return {**dataclasses.asdict(cost), "events": events, "size": archive.size()}


def judged(rounds: list[dict], archived: str) -> list[dict]:
    grown, new = "ours, grown archive", "ours, new archive"
    asked = [
        goals.Goal(f"rate at {archived} archived over a new one's", goals.faster(grown, new), 0.85, 0.95),
        goals.Goal("  by processor time", lambda one: one[new]["processor"] / one[grown]["processor"], 0.85, 0.95),
        goals.Goal("peak memory, MB", lambda one: one[grown]["peak"], 192, 128, higher=False),
    ]
    return [verdict for goal in asked if (verdict := goal.judge([one["figures"] for one in rounds]))]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counterroll", type=pathlib.Path)
    parser.add_argument("generator", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--order", choices=["time", "mixed"], default="time")
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--results", type=pathlib.Path, default=results.FOLDER)
    options = parser.parse_args()
    about = results.about(options.counterroll, {"sqlite3": measure.output("sqlite3", "--version").split()[0]})
    rounds = grow(options, Inputs(str(options.generator), options.folder))
    total = options.files * options.events
    more = {"order": options.order, "events": options.events}
    results.conclude(f"growth-{options.order}-{total}", options.results, about, judged(rounds, f"{total / 1e6:g} M"), rounds, more)


main()
