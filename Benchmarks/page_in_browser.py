"""One page in one fresh browser: what a reader waits for, and what memory it takes."""

import os
import pathlib
import statistics
import time

# The cost of an act is that of its handler and of everything that the next frame does for it, layout included; not the wait for that frame.
HELPERS = """
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)));
const cost = (act) => new Promise((done) => {
  let began = 0;
  requestAnimationFrame(() => { began = performance.now(); });
  const start = performance.now();
  act();
  const handler = performance.now() - start;
  requestAnimationFrame(() => { document.body.offsetHeight; done(handler + performance.now() - began); });
});
const idle = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
"""

# Steps cross the borders of blocks, three within one frame: faster than any hand.
STEPS = """
const press = (key) => { const start = performance.now(); document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true })); return performance.now() - start; };
document.querySelector("#rows tr[data-event]").click();
await idle(1000);
const keys = [];
for (let i = 0; i < 6000; i++) { keys.push(press("ArrowRight")); if (i % 3 === 0) await frame(); }
press("Escape");
return keys;
"""

# With a user, a module and a range of time in force, the fourth filter: one action after the other, on and off, three times.
FILTERS = """
location.hash = arguments[0];
await idle(500);
document.getElementById("filter-action").click();
await frame();
const costs = [];
const boxes = Array.from(document.querySelectorAll("#menu-action input[type=checkbox]")).slice(0, 8);
for (let i = 0; i < 48; i++) {
  costs.push(await cost(() => boxes[Math.floor(i / 2) % boxes.length].click()));
  for (let more = 0; more < 2; more++) await frame(); // what the page puts off to a later frame must not be under way when the next act begins
}
const count = document.getElementById("result-count").textContent;
location.hash = "#";
await idle(300);
return [costs, count];
"""

# What a search costs is in the page's own measures: from the call to the answer.
TEXT = """
const seen = () => performance.getEntriesByName("counterroll-text").map(({ duration }) => duration);
const count = seen().length;
location.hash = `#text=${encodeURIComponent(arguments[0])}`;
while (seen().length === count) await idle(5);
return seen().pop();
"""


def asynchronous(browser, script, *arguments, seconds=900):
    browser.js("const given = arguments; window.answer = undefined; (async function () {" + HELPERS + script
               + "}).apply(null, given).then((value) => { window.answer = { value }; }, (error) => { window.answer = { error: String(error) }; })", *arguments)
    answer = browser.wait("window.answer", seconds=seconds)
    if "error" in answer:
        raise SystemExit(f"{browser.name}: {answer['error']}")
    return answer["value"]


def memory(pid: int) -> float:
    """MB (10^6 bytes) of a process and all below it; memory that several share counts once."""
    parents = {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                pass
    family = {pid}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return sum(map(share, family)) / 1e6


def share(pid: int) -> int:
    """Of what is the process's own: pages of programs on disk come and go with what else the machine does."""
    try:
        lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(("Pss_Anon:", "Pss_Shmem:", "SwapPss:")))
    except OSError:
        return 0


def settled_memory(least_wait: int = 8) -> float:
    """Of all that this program has started, once it has stopped to shrink: browsers give back what they no longer need some seconds later."""
    seen = []
    while len(seen) < least_wait or (len(seen) < 3 * least_wait and seen[-1] < 0.99 * min(seen[-least_wait:-1])):
        time.sleep(1)
        seen.append(memory(os.getpid()))
    return seen[-1]


def first_row(marks: dict) -> float:
    """The browser's own time of its first paint, if the rows stood before it: the page's mark may wait behind the parsing of millions of events."""
    first_paint = marks.get("first-contentful-paint", 0)
    return first_paint if first_paint >= marks["counterroll-rows"] else marks["counterroll-first-row"]


def measure_page(kind, page: pathlib.Path, terms: list[str], hash_of_three: str) -> dict:
    """Figures in milliseconds and MB."""
    browser = kind()
    try:
        browser.resize(1440, 900)
        browser.go("about:blank")
        empty = settled_memory()
        browser.open(page)
        browser.wait("document.documentElement.dataset.state === 'ready'", seconds=120)
        marks = browser.js("return Object.fromEntries([...performance.getEntriesByType('mark'), ...performance.getEntriesByType('paint')].map((m) => [m.name, m.startTime]))")
        figures = {"first row": first_row(marks), "filters usable": marks["counterroll-usable"], "whole file read": marks["counterroll-ready"]}
        time.sleep(2)
        figures["memory, opened"] = settled_memory() - empty
        filters, shown = asynchronous(browser, FILTERS, hash_of_three)
        figures |= {"four filters, median": statistics.median(filters), "four filters, slowest": max(filters)}
        keys = sorted(asynchronous(browser, STEPS))
        figures |= {"key step, p50": keys[len(keys) // 2], "key step, p99": keys[len(keys) * 99 // 100], "key step, slowest": keys[-1]}
        figures["full text, cold"] = asynchronous(browser, TEXT, "not in any event")
        # One term after the other: the answer to the text in force is kept, and asking for it again is no search.
        taken = [[asynchronous(browser, TEXT, term) for term in terms] for _ in range(5)]
        found = {term: statistics.median(times) for term, times in zip(terms, zip(*taken))}
        figures |= {f"full text, “{term}”": figure for term, figure in found.items()}
        figures |= {"full text, median": statistics.median(found.values()), "full text, slowest": max(found.values())}
        figures["memory, searched"] = settled_memory() - empty
        return figures
    finally:
        browser.quit()
