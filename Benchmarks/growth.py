"""Does ingest stay as fast while the archive grows? Files of a million events, one after the other, into one archive.

usage: growth.py COUNTERROLL GENERATE-SAMPLES FOLDER [--files 20] [--events 1000000] [--window 3]

Every file has a seed of its own and spreads over the same sixty days: new events fall between archived ones everywhere, which is harder
than exports that follow each other in time. The ratio is that of the rates of the last and the first files, medians of a window, since
one time on a shared machine says little. Takes the room of the archive (about 0.4 GB a file) and of one file, and leaves nothing.
"""

import argparse
import dataclasses
import pathlib

import goals
import measure
import results
from inputs import Inputs
from ours import Ours


def grow(options, inputs: Inputs, ours: Ours) -> list[dict]:
    steps = []
    for number in range(1, options.files + 1):
        file = inputs.events(options.events, seed=1_000 + number)
        cost = ours.first(file) if number == 1 else ours.more(file)
        file.unlink()
        if (rows := ours.rows()) != number * options.events:
            raise SystemExit(f"after {number} files the archive holds {rows:,} events, not {number * options.events:,}")
        steps.append({**dataclasses.asdict(cost), "events": options.events, "archived": rows, "size": ours.size(), "load": measure.load()})
        print(f"  {rows:12,} archived: {cost.wall:6.2f} s wall {cost.processor:6.2f} s processor {cost.peak:5.0f} MB", flush=True)
    return steps


def ratio(steps: list[dict], window: int, what: str) -> float:
    first, last = ([step[what] for step in part] for part in (steps[:window], steps[-window:]))
    return sorted(first)[len(first) // 2] / sorted(last)[len(last) // 2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counterroll", type=pathlib.Path)
    parser.add_argument("generator", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--files", type=int, default=20)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--window", type=int, default=3)
    parser.add_argument("--results", type=pathlib.Path, default=results.FOLDER)
    options = parser.parse_args()
    about = results.about(options.counterroll, {"sqlite3": measure.output("sqlite3", "--version").split()[0]})
    ours = Ours(options.counterroll, options.folder)
    try:
        steps = grow(options, Inputs(str(options.generator), options.folder), ours)
    finally:
        ours.clean()
    wall, processor = (ratio(steps, options.window, what) for what in ("wall", "processor"))
    archived, first = (f"{len(part) * options.events / 1e6:g} M" for part in (steps, steps[:1]))
    verdicts = [
        goals.Goal(f"rate at {archived} archived over rate at {first}", lambda _: wall, 0.85, 0.95).judge([{}]),
        goals.Goal("the same by processor time", lambda _: processor, 0.85, 0.95).judge([{}]),
        goals.Goal("peak memory of any ingest, MB", lambda _: max(step["peak"] for step in steps), 192, 128, higher=False).judge([{}]),
    ]
    rounds = [{"load": step["load"], "figures": {f"ours, file {number}": step}} for number, step in enumerate(steps, 1)]
    results.conclude(f"growth-{archived.replace(' ', '').lower()}", options.results, about, verdicts, rounds, {"window": options.window})


main()
