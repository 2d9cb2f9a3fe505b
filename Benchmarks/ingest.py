"""Ingest beside sqlite3's own import of the same file, in one run; and peak memory by the size of the file.

usage: ingest.py COUNTERROLL GENERATE-SAMPLES FOLDER [--rounds N] [--events N]
"""

import argparse
import pathlib
import shutil

import measure


def data(generator, folder, events) -> pathlib.Path:
    path = folder / f"events-{events}.csv"
    if not path.exists():
        measure.run([generator, "events", "--events", str(events), "--to", str(path)])
    return path


def ingest(counterroll, folder, csv) -> measure.Cost:
    archive = folder / "archive"
    shutil.rmtree(archive, ignore_errors=True)
    measure.run([counterroll, "init", "--archive", archive, "--account", "Benchmark", "--time-zone", "America/Chicago"])
    return measure.run([counterroll, "ingest", "--quiet", "--archive", archive, csv])


def sqlite_import(folder, csv, index=False) -> measure.Cost:
    database = folder / "import.sqlite"
    database.unlink(missing_ok=True)
    script = [".mode csv", f".import {csv} event"]
    if index:
        script.append('CREATE UNIQUE INDEX natural_key ON event("Date & Time", "Log ID");')
    return measure.run(["sqlite3", str(database), *script])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counterroll")
    parser.add_argument("generator")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=500_000)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)

    csv = data(options.generator, options.folder, options.events)
    print(f"machine: {measure.machine()}")
    print(f"{options.events:,} events, {csv.stat().st_size / 1e6:.0f} MB of CSV, median of {options.rounds}, each round in turn")
    contenders = {
        "counterroll ingest": lambda: ingest(options.counterroll, options.folder, csv),
        "sqlite3 .import": lambda: sqlite_import(options.folder, csv),
        "sqlite3 .import + UNIQUE index": lambda: sqlite_import(options.folder, csv, index=True),
    }
    rounds = {name: [] for name in contenders}
    for _ in range(options.rounds):
        for name, contender in contenders.items():
            rounds[name].append(contender())
    ours = measure.median(rounds["counterroll ingest"])
    for name, costs in rounds.items():
        cost = measure.median(costs)
        print(
            f"  {name:32} {cost.wall / ours.wall:5.2f} x ours  {cost.wall:6.2f} s wall  {cost.processor:6.2f} s processor"
            f"  {cost.peak:6.0f} MiB peak   walls: {' '.join(f'{c.wall:.2f}' for c in costs)}"
        )
    print("peak memory of ingest by size:")
    for events in (100_000, 300_000, 1_000_000):
        cost = ingest(options.counterroll, options.folder, data(options.generator, options.folder, events))
        print(f"  {events:9,} events  {cost.peak:6.0f} MiB  {cost.wall:6.2f} s")


main()
