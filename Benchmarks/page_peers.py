"""What users would pick instead: the events as a JSON array in a page, and Datasette on localhost."""

import csv
import json
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import time
import urllib.parse
import urllib.request

COLUMNS = ["Log ID", "Date & Time", "Done By", "User ID", "Source", "Module", "Action", "Document ID", "Name", "Parent ID", "Changed Fields", "Before", "After"]

# What one writes in an hour: it paints the rows that fit first, and filters with a loop.
PAGE = """<!DOCTYPE html><meta charset="utf-8"><title>JSON array</title><table><tbody id="rows"></tbody></table>
<script>
let events = [];
const show = (list) => document.getElementById("rows").replaceChildren(...list.slice(0, 60).map((event) => {
  const row = document.createElement("tr");
  for (const name of ["Date & Time", "Name", "Module", "Action", "Done By"]) row.insertCell().textContent = event[name];
  return row;
}));
function filter(wanted) {
  const start = performance.now();
  const found = events.filter((event) => Object.entries(wanted).every(([name, value]) => event[name] === value));
  const counts = {};
  for (const { Action } of found) counts[Action] = (counts[Action] || 0) + 1;
  show(found);
  document.body.offsetHeight;
  return [performance.now() - start, found.length];
}
addEventListener("DOMContentLoaded", () => {
  events = JSON.parse(document.getElementById("data").textContent);
  show(events);
  requestAnimationFrame(() => setTimeout(() => performance.mark("first-row")));
});
</script>
<script type="application/json" id="data">"""


def json_page(events: pathlib.Path, path: pathlib.Path) -> pathlib.Path:
    if not path.exists():
        unfinished = path.with_name("unfinished-" + path.name)
        with open(events, newline="") as source, open(unfinished, "w") as made:
            made.write(PAGE)
            for number, row in enumerate(csv.DictReader(source)):
                made.write(("," if number else "[") + json.dumps(row).replace("<", "\\u003c"))
            made.write("]</script>")
        unfinished.rename(path)
    return path


def measure_json_page(kind, page: pathlib.Path, wanted: dict) -> dict:
    browser = kind()
    try:
        browser.resize(1440, 900)
        browser.open(page)
        browser.wait("performance.getEntriesByName('first-row').length", seconds=180)
        first = browser.js("return performance.getEntriesByName('first-row')[0].startTime")
        taken = [browser.js("return filter(arguments[0])", wanted) for _ in range(5)]
        return {"json array, first row": first, "json array, filter": statistics.median(one for one, _ in taken), "json array, found": taken[0][1]}
    finally:
        browser.quit()


class Datasette:
    """Serves a database of the same rows; a table as `sqlite3 .import` makes it."""

    def __init__(self, events: pathlib.Path, database: pathlib.Path, port: int = 8917):
        if not database.exists():
            unfinished = database.with_name("unfinished-" + database.name)
            unfinished.unlink(missing_ok=True)
            names = ", ".join(f'"{name}" TEXT' for name in COLUMNS)
            with sqlite3.connect(unfinished) as made, open(events, newline="") as source:
                made.execute(f"CREATE TABLE events ({names})")
                rows = csv.reader(source)
                next(rows)
                made.executemany(f"INSERT INTO events VALUES ({', '.join('?' * len(COLUMNS))})", rows)
            made.close()
            unfinished.rename(database)
        self.address = f"http://127.0.0.1:{port}/{database.stem}/events"
        command = [str(pathlib.Path(sys.executable).parent / "datasette"), "serve", str(database), "--port", str(port), "--setting", "sql_time_limit_ms", "20000"]
        self.server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._wait()

    def _wait(self):
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{self.address}.json?_size=1", timeout=60).read()
                return
            except OSError:
                time.sleep(0.1)
        raise SystemExit("datasette does not answer")

    def asked(self, query: dict) -> tuple[float, str]:
        """Milliseconds until the page of a table is there, and that page; nothing is added for showing it."""
        address = f"{self.address}?{urllib.parse.urlencode(query)}"
        start = time.perf_counter()
        with urllib.request.urlopen(address, timeout=120) as answer:
            page = answer.read().decode()
        return (time.perf_counter() - start) * 1000, page

    def measure(self, wanted: dict) -> dict:
        first = [self.asked({"_size": 60})[0] for _ in range(3)]
        taken = [self.asked({"_size": 60, **{f"{name}__exact": value for name, value in wanted.items()}})[0] for _ in range(5)]
        return {"datasette, first row": statistics.median(first), "datasette, filter": statistics.median(taken)}

    def stop(self):
        self.server.terminate()
        self.server.wait()
