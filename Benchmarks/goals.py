"""What the figures must show, and whether they do.

A ratio is taken within each round, where both sides met the same machine, and then the median over the rounds: other work on a shared
machine moves both. Each goal says which way is better.
"""

import statistics
from dataclasses import dataclass
from typing import Callable

Rounds = list[dict[str, dict]]  # for each round: the contender's name to its wall, processor, peak, events and what else was measured of it


@dataclass
class Goal:
    name: str
    value: Callable[[dict], float]  # of one round; KeyError if a side was not measured
    must: float
    aim: float | None = None
    higher: bool = True

    def judge(self, rounds: Rounds) -> dict | None:
        values = []
        for one in rounds:
            try:
                values.append(self.value(one))
            except KeyError:
                continue
        if not values:
            return None
        median = statistics.median(values)
        reached = (lambda mark: median >= mark) if self.higher else (lambda mark: median <= mark)
        verdict = "aim" if self.aim is not None and reached(self.aim) else "pass" if reached(self.must) else "FAIL"
        return {
            "goal": self.name, "median": round(median, 4), "lowest": round(min(values), 4), "highest": round(max(values), 4),
            "must": self.must, "aim": self.aim, "better": "higher" if self.higher else "lower", "verdict": verdict,
        }  # fmt: skip


def faster(ours: str, than: str) -> Callable[[dict], float]:
    """How many times as many events a second: the same as the ratio of the times where both read the same file."""
    return lambda one: (one[ours]["events"] / one[ours]["wall"]) / (one[than]["events"] / one[than]["wall"])


def memory(ours: str, of: str) -> Callable[[dict], float]:
    return lambda one: one[ours]["peak"] / one[of]["peak"]


def most(what: str) -> Callable[[dict], float]:
    """The largest figure of all our own commands of the round."""
    return lambda one: max_of([figures[what] for name, figures in one.items() if name.startswith("ours ") and what in figures])


def max_of(values: list[float]) -> float:
    if not values:
        raise KeyError
    return max(values)


GOALS = [
    Goal("CSV, times as fast as sqlite3 .import", faster("ours csv", "sqlite3 bare"), 1.2, 1.6),
    Goal("CSV, … .import, UNIQUE who-what-when", faster("ours csv", "sqlite3 unique"), 3, 4.5),
    Goal("CSV, … .import, UNIQUE whole event", faster("ours csv", "sqlite3 unique whole"), 3, 4.5),
    Goal("CSV, … DuckDB read_csv", faster("ours csv", "duckdb csv"), 1, 1.2),
    Goal("CSV, memory over DuckDB's", memory("ours csv", "duckdb csv"), 0.25, higher=False),
    Goal("NDJSON, … sqlite-utils insert --nl", faster("ours ndjson", "sqlite-utils ndjson"), 8, 12),
    Goal("JSON document, … DuckDB read_json", faster("ours json", "duckdb json"), 4, 6),
    Goal("JSON document, memory over DuckDB's", memory("ours json", "duckdb json"), 0.05, higher=False),
    Goal("same file again, … first time", faster("ours same again", "ours csv"), 12),
    Goal("middle 90 % again, … first time of it", faster("ours middle again", "ours middle"), 1.3, 1.5),
    Goal("other line ends, … first time", faster("ours line ends again", "ours csv"), 1.3, 1.5),
    Goal("rows added by the three", most("added"), 0, higher=False),
    Goal("peak memory of any ingest, MB", most("peak"), 192, 128, higher=False),
    Goal("archive with kept source over raw CSV", lambda one: one["ours csv"]["size"] / one["ours csv"]["raw"], 1.05, 0.9, higher=False),
]


def report_goals(fewest: int, most: int) -> list[Goal]:
    """Of the report of a month, in archives of a year with so many events."""
    month, small = f"ours month of {most:,}", f"ours month of {fewest:,}"
    return [
        Goal("month's report, s", lambda one: one[month]["wall"], 1.5, 1, higher=False),
        Goal("month's report, MB", lambda one: one[month]["peak"], 192, 128, higher=False),
        Goal(f"month, rate of {most / 1e6:g} M over {fewest / 1e6:g} M", faster(month, small), 0.8, 1),
    ]


def table(verdicts: list[dict]) -> str:
    lines = [f"{'':42} {'median':>8}  {'lowest … highest':>18}  {'must':>6} {'aim':>6}"]
    for one in verdicts:
        sign = "≥" if one["better"] == "higher" else "≤"
        spread = f"{one['lowest']:.3g} … {one['highest']:.3g}"
        aim = "" if one["aim"] is None else f"{sign}{one['aim']:g}"
        must = f"{sign}{one['must']:g}"
        lines.append(f"{one['goal']:42} {one['median']:8.3g}  {spread:>18}  {must:>6} {aim:>6}  {one['verdict']}")
    return "\n".join(lines)
