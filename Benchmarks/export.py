"""Filtered CSV export beside sqlite3 -csv on the same archive in one run: ratios first.

usage: export.py COUNTERROLL GENERATE-SAMPLES FOLDER [--rounds N] [--events N] [--archive FOLDER]
"""

import argparse
import dataclasses
import pathlib
import sqlite3

import goals
import measure
import results
from inputs import Inputs
from ours import Ours

# Each filter as flags and as SQL.
FILTERS = {
    "all": ([], "1"),
    "one module": (["--module", "Contacts"], "module.name = 'Contacts'"),
    "eleven days": (
        ["--from", "2026-10-10T00:00:00Z", "--until", "2026-10-21T00:00:00Z"],
        "event.occurred_at >= unixepoch('2026-10-10') * 1000 AND event.occurred_at < unixepoch('2026-10-21') * 1000",
    ),
    "one action of one module": (
        ["--module", "Contacts", "--action", "Deleted"],
        "module.name = 'Contacts' AND action.name = 'Deleted'",
    ),
}
ONE_SIDE = """(SELECT json_group_object(value ->> 0, json(CASE json_array_length(value) WHEN 3 THEN value -> {place} ELSE value -> '$[1].{side}' END))
  FROM json_each(changes) WHERE json_array_length(value) = 3 OR json_type(value, '$[1].{side}') IS NOT NULL) AS {side}"""
CHANGES = {
    # The same columns; and one column with the archive's own text of the changes, which spares sqlite3 all work on them and nobody could use.
    "sqlite3": ", ".join(
        ["(SELECT json_group_array(value ->> 0) FROM json_each(changes)) AS changed_fields"]
        + [ONE_SIDE.format(place=place, side=side) for place, side in ((1, "before"), (2, "after"))]
    ),
    "sqlite3, changes raw": "changes",
}


def csv_goals():
    for name in FILTERS:
        yield goals.Goal(f"export {name}: times sqlite3's rate", goals.faster(f"ours {name}", f"sqlite3 {name}"), must=2, aim=4)
        yield goals.Goal(
            f"export {name}: times sqlite3's rate, changes raw", goals.faster(f"ours {name}", f"sqlite3, changes raw {name}"), must=0, aim=2
        )


def one_round(options, archive, folder, counts):
    figures = {}
    sql = (pathlib.Path(__file__).parent / "export.sql").read_text()

    def note(name, cost, kind):
        figures[name] = {**dataclasses.asdict(cost), "events": counts[kind]}
        print(f"  {name:40} {cost.wall:7.2f} s wall {cost.processor:7.2f} s processor {cost.peak:6.0f} MB", flush=True)

    for kind, (flags, where) in FILTERS.items():
        target = folder / "export.csv"
        target.unlink(missing_ok=True)
        export = [options.counterroll, "export", "--quiet", "--archive", archive, "--format", "csv", "--to", "-", *flags]
        with open(target, "wb") as out:
            note(f"ours {kind}", measure.settled(export, stdout=out), kind)
        for contender, changes in CHANGES.items():
            statement = sql.format(changes=changes, filter=where)
            with open(target, "wb") as out:
                command = ["sqlite3", "-readonly", "-csv", "-header", archive / "archive.sqlite", statement]
                note(f"{contender} {kind}", measure.settled(command, stdout=out), kind)
        target.unlink()
    return {"load": measure.load(), "figures": figures}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counterroll")
    parser.add_argument("generator")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--archive", type=pathlib.Path, help="an archive with so many events, instead of a new one")
    options = parser.parse_args()

    about = results.about(options.counterroll, {"sqlite3": measure.output("sqlite3", "--version").split()[0]})
    archive = options.archive
    if archive is None:
        ours = Ours(options.counterroll, options.folder, "export-archive")
        ours.first(Inputs(options.generator, options.folder).events(options.events))
        archive = ours.archive
    with sqlite3.connect(f"file:{archive}/archive.sqlite?mode=ro", uri=True) as database:
        joined = "event JOIN module ON module.id = module JOIN action ON action.id = action"
        counts = {kind: database.execute(f"SELECT count(*) FROM {joined} WHERE {where}").fetchone()[0] for kind, (_, where) in FILTERS.items()}
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1}", flush=True)
        rounds.append(one_round(options, archive, options.folder, counts))
    verdicts = [verdict for goal in csv_goals() if (verdict := goal.judge([one["figures"] for one in rounds]))]
    results.conclude(f"export-{options.events}", results.FOLDER, about, verdicts, rounds, {"selected": counts})


main()
