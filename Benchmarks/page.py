"""The page of many events in two browsers: time to the first row, to usable filters, of a filter, of a key step.

usage: page.py COUNTERROLL GENERATE-SAMPLES FOLDER [--rounds N] [--events N]
"""

import argparse
import pathlib
import shutil
import statistics
import sys

import measure
from inputs import Inputs

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "Tests/BrowserTests"))
from chromium import Chromium  # noqa: E402
from firefox import Firefox  # noqa: E402

# The time of a key step or a filter is that of its handler, the repaint follows in the next frame. Steps cross block borders.
STEPS = """
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
const timed = (act) => { const start = performance.now(); act(); return performance.now() - start; };
const press = (key) => timed(() => document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })));
(async () => {
  document.querySelector("#rows tr[data-event]").click();
  await new Promise((done) => setTimeout(done, 1000));
  const keys = [];
  for (let i = 0; i < 9000; i++) { keys.push(press("ArrowRight")); if (i % 3 === 0) await frame(); }
  press("Escape");
  const filters = [];
  for (const [menu, count] of [["module", 4], ["action", 2], ["user", 3]]) {
    document.getElementById(`filter-${menu}`).click();
    await frame();
    for (const box of [...document.querySelectorAll(`#menu-${menu} input[type=checkbox]`)].slice(0, count)) {
      filters.push(timed(() => box.click()));
      await frame();
    }
  }
  window.measured = { keys, filters };
})();
"""


def marks(browser):
    return browser.js("return Object.fromEntries(performance.getEntriesByType('mark').map((m) => [m.name, m.startTime]))")


def one_round(browser, page):
    browser.open(page)
    browser.wait("document.documentElement.dataset.state === 'ready'", seconds=60)
    times = marks(browser)
    browser.js(STEPS)
    browser.wait("window.measured", seconds=120)
    measured = browser.js("return window.measured")
    keys = sorted(measured["keys"])
    return {
        "first row": times["counterroll-first-row"],
        "filters usable": times["counterroll-ready"],
        "filter, median": statistics.median(measured["filters"]),
        "filter, slowest": max(measured["filters"]),
        "key step, p50": keys[len(keys) // 2],
        "key step, p99": keys[len(keys) * 99 // 100],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("counterroll")
    parser.add_argument("generator")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--events", type=int, default=500_000)
    options = parser.parse_args()

    csv = Inputs(options.generator, options.folder).events(options.events)
    archive, page = options.folder / "page-archive", options.folder / "page.html"
    shutil.rmtree(archive, ignore_errors=True)
    page.unlink(missing_ok=True)
    measure.run([options.counterroll, "init", "--archive", archive, "--account", "Benchmark", "--time-zone", "America/Chicago"])
    ingest = measure.run([options.counterroll, "ingest", "--quiet", "--archive", archive, csv])
    export = measure.run([options.counterroll, "export", "--archive", archive, "--format", "html", "--to", page])
    size = page.stat().st_size
    print(f"machine: {measure.machine()}")
    print(f"{options.events:,} events: page {size / 1e6:.1f} MB, {size / options.events:.1f} B an event")
    print(f"  export {export.wall:.2f} s, {export.peak:.0f} MB; {export.wall / ingest.wall:.2f} x its ingest ({ingest.wall:.2f} s)")
    for kind in (Chromium, Firefox):
        browser = kind()
        try:
            browser.resize(1440, 900)
            rounds = [one_round(browser, page) for _ in range(options.rounds)]
        finally:
            browser.quit()
        figures = ", ".join(f"{name} {statistics.median(r[name] for r in rounds):.1f} ms" for name in rounds[0])
        print(f"  {browser.name}: {figures}")


main()
