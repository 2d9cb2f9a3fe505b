"""The self-check: nothing differs in a page as it was made, and in an altered one it names what does."""
import json
import re

import pytest
from altered import AlteredPage
from page_evidence import leaves_and_root

RESULTS = """return Object.fromEntries([...document.querySelectorAll(".check-results > li")].map((item) =>
  [item.dataset.step, { state: item.dataset.state, text: item.querySelector("p").textContent, events: [...item.querySelectorAll("li button")].map((event) => event.textContent) }]))"""
GOOD = {"parts": "good", "events": "good", "root": "good"}


def check(viewer, path):
    """Runs the check and returns the verdict's state and each step's result."""
    assert viewer.open(path, "#tab=about") == "ready"
    viewer.browser.wait("document.querySelector('.about .primary')")
    viewer.browser.click(".about .primary")
    state = viewer.browser.wait("document.querySelector('.verdict').dataset.state", seconds=60)
    return state, viewer.browser.js(RESULTS)


def states(results):
    return {step: result["state"] for step, result in results.items()}


def altered(sample, tmp_path, change, fits=True):
    page = AlteredPage(sample.path)
    change(page)
    if fits:
        page.fit()
    return page.write(tmp_path)


@pytest.mark.parametrize("name", ["normal", "hostile", "withheld", "exports", "exports_part"])
def test_nothing_differs_in_pages_as_they_were_made(viewer, request, name):
    state, results = check(viewer, request.getfixturevalue(name).path)
    assert (state, {**states(results), "signature": ""}) == ("good", {**GOOD, "signature": ""}), results


@pytest.mark.parametrize("name", ["normal", "hostile", "withheld"])
def test_root_is_the_one_that_another_program_computes(viewer, request, name):
    sample = request.getfixturevalue(name)
    _, results = check(viewer, sample.path)
    leaves, root = leaves_and_root(sample.page.events, AlteredPage(sample.path).section("evidence").decode())
    assert len(leaves) == len(sample.page.events)
    assert root == sample.page.meta["checkpoint"]["note"].split("\n")[2]
    assert root in results["root"]["text"]


def test_signature_is_told(viewer, normal, hostile):
    _, results = check(viewer, normal.path)
    assert results["signature"]["state"] == "good" and "audit.example.com" in results["signature"]["text"]
    _, results = check(viewer, hostile.path)
    assert results["signature"] == {"state": "open", "text": "The checkpoint is not signed: no key was configured.", "events": []}


def test_a_byte_in_a_part_is_named(viewer, normal, tmp_path):
    def change(page):
        text = page.element('data-section="evidence">')
        page.replace('data-section="evidence">', text[:-2000] + ("A" if text[-2000] != "A" else "B") + text[-1999:])

    state, results = check(viewer, altered(normal, tmp_path, change, fits=False))
    assert state == "bad" and results["parts"] == {"state": "bad", "text": "Other bytes than the file states: evidence.", "events": []}


def test_a_changed_word_is_named(viewer, normal, tmp_path):
    state, results = check(viewer, altered(normal, tmp_path, lambda page: setattr(page, "text", page.text.replace('"{n} event"', '"{n}  event"', 1)), fits=False))
    assert state == "bad" and states(results) == {"parts": "bad", "events": "good", "root": "good", "signature": "good"}
    assert results["parts"]["text"] == "Other bytes than the file states: words."


def value_of_one_event(events):
    """A text in the details that only one event has, and that event."""
    for event in events:
        for change in event.changes:
            text = change.after.text
            if change.after.state == "value" and not change.after.is_json and len(text) > 12 and text.isascii():
                if sum(text in (other.before.text + other.after.text) for each in events for other in each.changes) == 1:
                    return event, text.encode()
    raise AssertionError("no such value")


def test_a_changed_value_names_its_event_and_leads_to_it(viewer, normal, tmp_path):
    event, value = value_of_one_event(normal.page.events)
    path = altered(normal, tmp_path, lambda page: page.change_block(value, b"X" + value[1:]))
    state, results = check(viewer, path)
    assert state == "bad" and states(results) == {"parts": "good", "events": "bad", "root": "bad", "signature": "good"}
    assert results["events"]["events"] == [f"Event {event.archive_id}"]
    viewer.browser.click(".check-results li button")
    viewer.wait_for_drawer()
    assert viewer.archive_id() == event.archive_id


def test_a_changed_user_names_the_events(viewer, normal, tmp_path):
    rare = min((actor for actor in normal.page.meta["actors"] if actor["name"]), key=lambda actor: sum(event.actor == actor for event in normal.page.events))
    meant = {f"Event {event.archive_id}" for event in normal.page.events if event.actor == rare}

    def change(page):
        page.change_meta(lambda meta: next(actor for actor in meta["actors"] if actor == rare).update(name=rare["name"] + "!"))

    state, results = check(viewer, altered(normal, tmp_path, change))
    assert state == "bad" and results["parts"]["state"] == "good" and results["root"]["state"] == "bad"
    assert set(results["events"]["events"]) <= meant and len(results["events"]["events"]) == min(len(meant), 20)


def test_another_checkpoint_is_named(viewer, normal, tmp_path):
    path = altered(normal, tmp_path, lambda page: page.change_meta(lambda meta: meta["checkpoint"].update(note=meta["checkpoint"]["note"].replace("\n", "X\n", 1))))
    state, results = check(viewer, path)
    assert state == "bad" and states(results) == {"parts": "good", "events": "good", "root": "bad", "signature": "bad"}
    assert results["root"]["text"] == "The evidence belongs to another checkpoint than the file shows."


def test_another_root_in_checkpoint_and_evidence_is_named(viewer, normal, tmp_path):
    root = normal.page.meta["checkpoint"]["note"].split("\n")[2]
    other = ("A" if root[0] != "A" else "B") + root[1:]

    def change(page):
        page.change_meta(lambda meta: meta["checkpoint"].update(note=meta["checkpoint"]["note"].replace(root, other)))
        page.set_section("evidence", page.section("evidence").replace(root.encode(), other.encode()))

    state, results = check(viewer, altered(normal, tmp_path, change))
    assert state == "bad" and states(results) == {"parts": "good", "events": "good", "root": "bad", "signature": "bad"}
    assert root in results["root"]["text"] and other in results["root"]["text"]


def test_evidence_of_other_events_is_named(viewer, normal, tmp_path):
    def change(page):
        lines = page.section("evidence").split(b"\n")
        page.set_section("evidence", b"\n".join(lines[:1] + lines[2:]))

    first = json.loads(AlteredPage(normal.path).section("evidence").split(b"\n")[1])["event"]
    state, results = check(viewer, altered(normal, tmp_path, change))
    assert state == "bad" and results["events"]["events"] == [f"Event {first}"] and results["root"]["state"] == "bad"


def test_another_key_is_told(viewer, normal):
    viewer.open(normal.path, "#tab=about")
    own = normal.page.meta["checkpoint"]["verifier"]
    viewer.browser.click(".key-field input")
    viewer.browser.type(own)
    assert viewer.browser.js("return document.querySelector('.key-field + p').textContent").startswith("The same key")
    viewer.browser.key("Backspace")
    assert viewer.browser.js("return document.querySelector('.key-field + p').textContent").startswith("That is no such key")
    viewer.browser.click(".about .primary")
    viewer.browser.wait("document.querySelector('.verdict').dataset.state", seconds=60)
    assert viewer.browser.js(RESULTS)["signature"]["state"] == "bad"


def test_a_page_without_evidence_says_where_it_can_be_checked(viewer, normal, tmp_path):
    def change(page):
        page.text = re.sub('<script type="application/x-counterroll" data-section="evidence">[^<]*</script>\n', "", page.text)

    state, results = check(viewer, altered(normal, tmp_path, change))
    assert state == "good" and states(results) == {"parts": "good", "events": "open", "signature": "good"}
    assert "evidence.jsonl" in results["events"]["text"]
    assert viewer.browser.js("return document.querySelector('.verdict').textContent") == "Nothing differs in what could be checked here."


def test_cancelled_it_says_so_and_can_run_again(viewer, normal):
    viewer.open(normal.path, "#tab=about")
    viewer.browser.wait("document.querySelector('.about .primary')")
    # Both in one task: the check cannot be over by then.
    viewer.browser.js("document.querySelector('.about .primary').click(); document.querySelector('.check-bar .plain-button').click()")
    viewer.browser.wait("document.querySelector('.verdict').textContent.startsWith('Cancelled')")
    assert viewer.browser.js(RESULTS) == {}
    viewer.browser.click(".about .primary")
    assert viewer.browser.wait("document.querySelector('.verdict').dataset.state", seconds=60) == "good"
