"""Ingest beside sqlite3, sqlite-utils and DuckDB on the same files in one run; repeats, memory and size: ratios first.

usage: ingest.py COUNTERROLL GENERATE-SAMPLES FOLDER VENV [--rounds N] [--events N] [--peer-events N] [--only csv,json] [--peers-only]
"""

import dataclasses
import pathlib

import command_line
import goals
import measure
import results
from inputs import Inputs
from ours import Ours
from peers import Peers

PARTS = ["csv", "again", "ndjson", "json", "memory"]


class Round:
    """One round: every contender in turn, its figures under its name."""

    def __init__(self, options, inputs: Inputs, ours: Ours, peers: Peers):
        self.options, self.inputs, self.ours, self.peers = options, inputs, ours, peers
        self.figures: dict[str, dict] = {}

    def note(self, name, cost: measure.Cost, events: int, **more):
        self.figures[name] = {**dataclasses.asdict(cost), "events": events, **more}
        print(f"  {name:26} {cost.wall:7.2f} s wall {cost.processor:7.2f} s processor {cost.peak:6.0f} MB", flush=True)

    def mine(self, name, cost: measure.Cost, events: int, rows: int, **more):
        if self.ours.rows() != rows:
            raise SystemExit(f"{name}: the archive holds {self.ours.rows():,} events, not {rows:,}")
        self.note("ours " + name, cost, events, **more)

    def theirs(self, name, cost: measure.Cost, events: int):
        if self.peers.rows() != events:
            raise SystemExit(f"{name}: the table holds {self.peers.rows():,} rows, not {events:,}")
        self.note(name, cost, events, size=self.peers.size())
        self.peers.clean()

    def first_csv(self):
        count, file = self.options.events, self.inputs.events(self.options.events)
        self.mine("csv", self.ours.first(file), count, count, size=self.ours.size(), raw=file.stat().st_size)

    def csv(self):
        count, file = self.options.events, self.inputs.events(self.options.events)
        if not self.options.peers_only:
            self.first_csv()
        self.theirs("sqlite3 bare", self.peers.sqlite_bare(file), count)
        self.theirs("sqlite3 unique", self.peers.sqlite_unique_before(file), count)
        self.theirs("sqlite3 unique after", self.peers.sqlite_unique_after(file), count)
        self.theirs("sqlite3 unique whole", self.peers.sqlite_unique_before(file, "whole"), count)
        self.theirs("duckdb csv", self.peers.duckdb("csv", file), count)

    def again(self):
        """Into the archive of the first time, one after the other; then the first time of the shorter file."""
        if self.options.peers_only:
            return
        if "csv" not in self.options.only:
            self.first_csv()
        count, middle = self.options.events, self.inputs.middle(self.options.events)
        part = count - 2 * (count // 20)
        for name, other, events in [
            ("same again", self.inputs.events(count), count),
            ("middle again", middle, part),
            ("line ends again", self.inputs.other_line_ends(count), count),
        ]:
            before = self.ours.rows()
            cost = self.ours.more(other)
            self.note("ours " + name, cost, events, added=self.ours.rows() - before)
        if (cost := self.ours.verify()) is not None:
            self.note("verify", cost, count)
        self.mine("middle", self.ours.first(middle), part, part)

    def ndjson(self):
        count = self.options.events
        if not self.options.peers_only:
            self.mine("ndjson", self.ours.first(self.inputs.events(count, "ndjson")), count, count)
        fewer = min(count, self.options.peer_events or count)
        self.theirs("sqlite-utils ndjson", self.peers.sqlite_utils(self.inputs.events(fewer, "ndjson")), fewer)

    def json(self):
        count = self.options.events
        envelope, array = self.inputs.events(count, "json"), self.inputs.array(count)
        if not self.options.peers_only:
            self.mine("json", self.ours.first(envelope), count, count)
            self.mine("json array", self.ours.first(array), count, count)
        self.theirs("duckdb json", self.peers.duckdb("envelope", envelope), count)
        self.theirs("duckdb json array", self.peers.duckdb("array", array), count)

    def memory(self):
        if self.options.peers_only:
            return
        for share in (10, 3):
            count = self.options.events // share
            self.mine(f"csv {count}", self.ours.first(self.inputs.events(count)), count, count)

    def run(self) -> dict:
        for part in PARTS:
            if part in self.options.only:
                getattr(self, part)()
        self.ours.clean()
        return self.figures


def arguments():
    parser = command_line.parser(events=1_000_000)
    parser.add_argument("venv", type=pathlib.Path, help="a Python environment with peers.txt installed")
    parser.add_argument("--peer-events", type=int, help="a shorter file for sqlite-utils: rates are compared")
    parser.add_argument("--only", type=lambda text: text.split(","), default=PARTS, help="some of: " + ",".join(PARTS))
    parser.add_argument("--peers-only", action="store_true", help="leave ours out: the marks to reach")
    return parser.parse_args()


def main():
    options = arguments()
    inputs = Inputs(str(options.generator), options.folder)
    ours, peers = Ours(options.counterroll, options.folder), Peers(options.venv, options.folder)
    about = results.about(options.counterroll, peers.versions())
    rounds = []
    for number in range(options.rounds):
        print(f"round {number + 1} of {options.rounds}, load {measure.load():.2f}", flush=True)
        rounds.append({"load": measure.load(), "figures": Round(options, inputs, ours, peers).run()})
    verdicts = [verdict for goal in goals.GOALS if (verdict := goal.judge([one["figures"] for one in rounds]))]
    name = f"{'peers' if options.peers_only else 'ingest'}-{options.events}"
    results.conclude(name, options.results, about, verdicts, rounds, {"events": options.events, "files": inputs.sizes()})


main()
