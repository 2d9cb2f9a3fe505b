"""A citation names the event, its time, its leaf's hash and the bundle; the JSON and the link lead back to it."""
import json
import re

import expected

CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { window.copied = text; } } })"


def copied(viewer, button: str) -> str:
    viewer.browser.js("delete window.copied;" + CLIPBOARD)
    viewer.browser.click(f"#{button}")
    return viewer.browser.wait("window.copied")


def test_citation_is_a_line_for_files_and_a_sentence_for_readers(opened, normal):
    opened.click_row(4)
    event = normal.page.events[4]
    line, sentence = copied(opened, "copy-citation").split("\n")
    parts = line.split(" · ")
    assert parts[:2] == [f"event {event.archive_id}", expected.canonical_time(event.time)]
    assert re.fullmatch(r"leaf hash [0-9a-f]{64}", parts[2])
    assert re.fullmatch(r"bundle fingerprint [0-9a-f]{64}", parts[3])
    assert sentence.startswith(f"{normal.page.meta['account']}, audit log: {event.action['name']}, {event.module} ")
    assert sentence.endswith(f"record {event.record}, SHA-256 {event.source['sha256']}.")


def test_leaf_in_the_drawer_is_the_one_that_is_cited(opened, normal):
    opened.click_row(7)
    opened.browser.wait("!document.querySelector('[data-fact=leafHash]').hidden")
    facts = opened.drawer()["facts"]
    assert facts["Leaf"] == str(normal.page.events[7].archive_id - 1)
    assert facts["Leaf hash"] in copied(opened, "copy-citation")
    assert json.loads(copied(opened, "copy-json"))["leaf"] == {"index": normal.page.events[7].archive_id - 1, "hash": facts["Leaf hash"]}


def test_link_opens_the_event_again(opened, normal):
    opened.click_row(5)
    link = copied(opened, "copy-link")
    opened.open(normal.path, link[link.index("#") :])
    opened.wait_for_drawer()
    assert opened.archive_id() == normal.page.events[5].archive_id
