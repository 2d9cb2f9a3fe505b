"""Follows every link of a report in a bundle: follow_report.py FOLDER

The report is read as HTML, the events from events.csv beside it; each link to the page must lead to exactly as many events as the number in it says, each
link to a list of the report to a list of so many, or to one that says how many are left out and which report.json has. No number may lack its link.
"""
import csv
import datetime as dt
import html.parser
import json
import re
import sys
from pathlib import Path

from page_filters import Event, passing

folder = Path(sys.argv[1])
csv.field_size_limit(1 << 30)
rows = list(csv.DictReader((folder / "events.csv").open(newline="", encoding="utf-8")))
report = json.loads((folder / "report.json").read_text())
contradicted = {row["variant_of"] for row in rows if row["variant_of"]}
classes = {row["name"]: row["class"] for row in report["actions"]}
events = [
    Event(
        round(dt.datetime.fromisoformat(row["occurred_at"]).timestamp() * 1000), classes[row["action"]], row["action"], row["module"], row["actor"] or None,
        row["actor_id"] or None, row["document_id"] or None, row["document_name"] or None, bool(row["variant_of"]) or row["event"] in contradicted)
    for row in rows
]  # fmt: skip


class Links(html.parser.HTMLParser):
    """Each link with its number; each list with its rows and the text above them."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.links, self.lists, self.anchors = [], {}, set()
        self.href = self.label = self.list = None
        self.text = ""

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        if attributes.get("class") == "list":
            self.list = self.lists.setdefault(attributes["id"], {"rows": -1, "text": ""})
        if tag == "tr" and self.list is not None:
            self.list["rows"] += 1
        if tag == "a":
            self.href, self.label, self.text = attributes["href"], attributes.get("aria-label"), ""

    def handle_endtag(self, tag):
        if tag == "a":
            self.links.append((self.href, self.label or self.text))
            self.href = None

    def handle_data(self, data):
        if self.href is not None:
            self.text += data
        elif self.list is not None:
            self.list["text"] += data


page = Links()
page.feed((folder / "report.html").read_text(encoding="utf-8"))
left_out = [figure["events"] for figure in report["findings"] + (report["records"] or []) + (report["actors"] or []) if "events" in figure]
numbers = {int(row["event"]) for row in rows}
followed = 0
for href, said in page.links:
    if href == "#closed":
        continue
    if found := re.match(r"index\.html#event=(\d+)", href):
        assert int(found[1]) in numbers, href
        continue
    count = int(re.sub(r"[^0-9]", "", said.rsplit(": ", 1)[-1]))
    if href.startswith("index.html"):
        left = passing(href.removeprefix("index.html"), events, report["archiveTimeZone"])
        assert left == count, f"{said}: {href} leads to {left}"
        followed += 1
    elif href.startswith("#list-"):
        shown = page.lists[href[1:]]
        assert shown["rows"] == count or shown["rows"] < count and "report.json" in shown["text"] and any(len(events) == count for events in left_out), (href, said, shown)
        followed += 1
    else:
        assert href[1:] in page.anchors, href
print(f"{followed} links, {len(page.lists)} lists")
