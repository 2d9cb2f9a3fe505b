"""The page of many events in two browsers, beside what users would pick instead: each row of the goals at the end of this file.

usage: page.py COUNTERROLL GENERATE-SAMPLES FOLDER [--rounds N] [--events N] [--browser NAME] [--no-peers]
"""

import collections
import csv
import functools
import importlib.metadata
import itertools
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse

import command_line
import goals
import measure
import results
from goals import Goal
from inputs import Inputs
from ours import Ours

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests/BrowserTests"))
from chromium import Chromium  # noqa: E402
from firefox import Firefox  # noqa: E402
from page_in_browser import measure_page  # noqa: E402
from page_peers import Datasette, json_page, measure_json_page  # noqa: E402

KINDS = {"chromium": functools.partial(Chromium, is_watched=False), "firefox": Firefox}


def figure(browser: str, name: str, scale: float = 1):
    return lambda one: one[browser][name] * scale


def times_faster(browser: str, ours: str, peer: str):
    return lambda one: one[browser][peer] / one[browser][ours]


def goals_of(browser: str, is_large: bool) -> list[Goal]:
    def pick(small, large):
        return large if is_large else small

    return [
        Goal(f"{browser}: first row painted, s", figure(browser, "first row", 0.001), 0.6, 0.3, higher=False),
        Goal(f"{browser}: all filters usable, s", figure(browser, "filters usable", 0.001), *pick((0.7, 0.4), (2, 1)), higher=False),
        Goal(f"{browser}: four filters and repaint, ms", figure(browser, "four filters, median"), *pick((12, 5), (40, 20)), higher=False),
        Goal(f"{browser}: key step p50, ms", figure(browser, "key step, p50"), 1, 0.5, higher=False),
        Goal(f"{browser}: key step p99, ms", figure(browser, "key step, p99"), 16, 8, higher=False),
        Goal(f"{browser}: full text, warm, ms", figure(browser, "full text, median"), *pick((20, 10), (120, 80)), higher=False),
        Goal(f"{browser}: memory growth, MB", figure(browser, "memory, opened"), *pick((150, 120), (600, 450)), higher=False),
        Goal(f"{browser}: first row, … JSON array", times_faster(browser, "first row", "json array, first row"), 10),
        Goal(f"{browser}: filter, … JSON array", times_faster(browser, "four filters, median", "json array, filter"), 5),
        Goal(f"{browser}: filter, … Datasette", times_faster(browser, "four filters, median", "datasette, filter"), 100),
    ]


# Of the file, once for all rounds.
OF_THE_FILE = [
    Goal("payload over xz -9 of the CSV", lambda one: one["file"]["payload over xz"], 0.65, 0.55, higher=False),
    Goal("export of the page over its ingest", lambda one: one["file"]["export over ingest"], 1, 0.5, higher=False),
]


def xz_size(path: pathlib.Path) -> int:
    """Kept: it takes a minute for half a million events."""
    kept = path.with_name(path.name + ".xz-size")
    if not kept.exists():
        packer = subprocess.Popen(["xz", "-9", "--stdout", str(path)], stdout=subprocess.PIPE)
        size = sum(len(piece) for piece in iter(lambda: packer.stdout.read(1 << 20), b""))
        if packer.wait() != 0:
            raise SystemExit("xz failed")
        kept.write_text(str(size))
    return int(kept.read_text())


def payload_size(page: pathlib.Path) -> int:
    """Characters of the elements that carry the events."""
    parts = re.findall(rb'<script type="application/x-counterroll" data-section="\w+">([^<]*)<', page.read_bytes())
    return sum(map(len, parts))


def make_page(ours: Ours, events: pathlib.Path, page: pathlib.Path, rounds: int, count: int) -> list[dict]:
    """Ingest and export in turn; the last page stays."""
    made = []
    for _ in range(rounds):
        page.unlink(missing_ok=True)
        ingest = ours.first(events)
        export = measure.settled([ours.counterroll, "export", "--archive", ours.archive, "--quiet", "--format", "html", "--to", page])
        made.append({"ingest": ingest.wall, "export": export.wall, "export peak": export.peak, "export over ingest": export.wall / ingest.wall})
    size = payload_size(page)
    about = {"bytes": page.stat().st_size, "payload": size, "payload per event": size / count}
    if count <= 1_000_000:
        about |= {"xz": xz_size(events), "payload over xz": size / xz_size(events)}
    return [one | about for one in made]


def frequent(events: pathlib.Path) -> dict:
    """The user, module and action that the newest events have most of: what all contenders are asked for."""
    with open(events, newline="") as source:
        rows = list(itertools.islice(csv.DictReader(source), 20_000))
    module = collections.Counter(row["Module"] for row in rows).most_common(1)[0][0]
    rows = [row for row in rows if row["Module"] == module]
    return {"Module": module} | {name: collections.Counter(row[name] for row in rows).most_common(1)[0][0] for name in ("Action", "Done By")}


def main():
    parser = command_line.parser(events=500_000)
    parser.add_argument("--browser", choices=list(KINDS), action="append")
    parser.add_argument("--no-peers", action="store_true")
    options = parser.parse_args()
    kinds = {name: KINDS[name] for name in options.browser or KINDS}
    is_large = options.events > 1_000_000
    peers = not options.no_peers and not is_large

    events, page = Inputs(options.generator, options.folder).events(options.events), options.folder / f"page-{options.events}.html"
    about = results.about(options.counterroll, {"datasette": importlib.metadata.version("datasette")} if peers else {})
    files = make_page(Ours(options.counterroll, options.folder, "page-archive"), events, page, 1 if is_large else options.rounds, options.events)
    wanted = frequent(events)
    three = "#" + urllib.parse.urlencode({"user": wanted["Done By"], "module": wanted["Module"], "from": "2026-02-01"})
    terms = ["okafor", "open-house", "600000", "price", "cinder"]
    datasette = Datasette(events, options.folder / "datasette.db") if peers else None
    array = json_page(events, options.folder / "json-array.html") if peers else None
    rounds = []
    for number in range(options.rounds):
        one = {"file": files[min(number, len(files) - 1)], "load": measure.load()}
        served = datasette.measure(wanted) if peers else {}
        for name, kind in kinds.items():
            one[name] = measure_page(kind, page, terms, three) | served
            if peers:
                one[name] |= measure_json_page(kind, array, wanted)
        print(f"round {number + 1}: {json.dumps(results._rounded(one))}", flush=True)
        rounds.append(one)
    if datasette:
        datasette.stop()
    judged = [goal.judge(rounds) for goal in OF_THE_FILE + [goal for name in kinds for goal in goals_of(name, is_large)]]
    verdicts = [verdict for verdict in judged if verdict]
    print(f"\n{about['machine']}; {about['counterroll']}; {options.events:,} events; medians of {len(rounds)} rounds")
    print(goals.table(verdicts))
    path = options.results / f"{about['started'][:10]}-page-{options.events}.json"
    whole = {"about": about, "events": options.events, "filter": wanted, "terms": terms, "goals": verdicts, "rounds": results._rounded(rounds)}
    path.write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    print(f"raw figures: {path}")


main()
