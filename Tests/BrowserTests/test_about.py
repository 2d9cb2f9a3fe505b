"""About this evidence: what the file is, under which right it was made, where its events come from, and what cannot be told."""
import hashlib
import json

import pytest
from altered import AlteredPage

FACTS = "return Object.fromEntries([...document.querySelectorAll('#panel-about .fact')].map((fact) => [fact.querySelector('dt').textContent, fact.querySelector('dd').textContent]))"


def open_about(viewer, path, fragment="#tab=about"):
    assert viewer.open(path, fragment) == "ready"
    viewer.browser.wait("document.querySelector('.about')")


def test_fingerprint_is_that_of_the_file_and_of_the_manifest(viewer, normal):
    open_about(viewer, normal.path)
    tail = AlteredPage(normal.path).tail
    fingerprint = hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in tail["digests"]).encode()).hexdigest()
    assert viewer.browser.js("return document.querySelector('.whole-hash').textContent") == fingerprint
    assert viewer.browser.js("return document.querySelector('.short-hash').textContent").replace(" ", "") == fingerprint[:16]
    bundled = json.loads((normal.bundle / "manifest.json").read_text())["fingerprint"]
    assert bundled == AlteredPage(normal.bundle / "index.html").tail["fingerprint"]


def test_says_that_nothing_is_withheld(viewer, normal):
    open_about(viewer, normal.path)
    facts = viewer.browser.js(FACTS)
    assert facts["Filter"] == normal.page.meta["filterText"]
    assert facts["Withheld"] == "Nothing: each event is shown whole."
    assert facts["Right"].startswith("The right to export audit logs, not narrowed")
    assert facts["Account"] == "Sunny Side Realty" and facts["Made with"] == normal.page.meta["generator"]


def test_says_what_is_withheld_and_how_far_the_right_reaches(viewer, withheld):
    open_about(viewer, withheld.path)
    facts = viewer.browser.js(FACTS)
    assert facts["Right"].startswith("A narrowed right")
    assert facts["Withheld"].startswith(withheld.page.meta["withheld"]["text"])
    assert json.loads(facts["Narrowed to"]) == withheld.page.meta["narrowedTo"] != []
    assert facts["Events"] == f"{len(withheld.page.events):,} events in this file"


def test_source_files_are_listed_with_their_digests(viewer, normal):
    open_about(viewer, normal.path)
    rows = viewer.browser.js("return [...document.querySelectorAll('.sources tbody tr')].map((row) => [...row.children].map((cell) => cell.textContent))")
    expected = [[source["file"] + (f" › {source['member']}" if source["member"] is not None else ""), source["system"], f"{source['bytes']:,}", source["sha256"]]
                for source in normal.page.meta["sources"]]
    assert rows == expected


def test_many_source_files_are_folded(viewer, exports):
    open_about(viewer, exports.path)
    assert len(exports.page.meta["sources"]) > 8
    assert viewer.browser.js("return document.querySelector('.sources').closest('details').open") is False


def test_checkpoint_is_shown_as_it_is(viewer, normal):
    open_about(viewer, normal.path)
    note, facts = normal.page.meta["checkpoint"]["note"], viewer.browser.js(FACTS)
    assert facts["Leaves in the log"].replace(",", "") == note.split("\n")[1] and facts["Root"] == note.split("\n")[2]
    assert facts["Signed by"] == "audit.example.com" and facts["Public key"].startswith(normal.page.meta["checkpoint"]["verifier"])
    assert viewer.browser.js("return [...document.querySelectorAll('#panel-about details')].find((part) => part.textContent.startsWith('The checkpoint')).querySelector('pre').textContent") == note


def test_limits_and_other_programs_are_named(viewer, normal):
    open_about(viewer, normal.path)
    text = viewer.browser.visible_text("#panel-about")
    for part in ("Whoever can change the file can change the check with it", "What the source system did not record", "sha256sum -c manifest-sha256.txt", "read_bundle.py", "counterroll verify"):
        assert part in text


@pytest.mark.parametrize("width", [320, 700, 1280])
@pytest.mark.parametrize("language", ["en", "de", "es"])
def test_fits_in_each_language(viewer, normal, width, language):
    viewer.browser.resize(width, 720)
    open_about(viewer, normal.path, f"#tab=about&lang={language}")
    viewer.painted()
    assert viewer.browser.js("""const box = document.getElementById('panel-about');
      return [box.scrollWidth <= box.clientWidth, document.documentElement.scrollWidth <= innerWidth, document.documentElement.scrollHeight <= innerHeight]""") == [True, True, True]


def test_chosen_tab_is_in_sight_in_a_narrow_window(viewer, normal):
    viewer.browser.resize(320, 720)
    open_about(viewer, normal.path)
    viewer.browser.wait("(({ left, right }) => left >= 0 && right <= innerWidth)(document.getElementById('tab-about').getBoundingClientRect())")


def test_copies_what_is_compared(viewer, normal):
    open_about(viewer, normal.path)
    viewer.browser.js("window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); }")
    for button in (0, 1, 2):
        viewer.browser.js("[...document.querySelectorAll('#panel-about .plain-button')].filter((button) => button.textContent === 'Copy')[arguments[0]].click()", button)
    viewer.browser.wait("window.copied.length === 3")
    tail, meta = AlteredPage(normal.path).tail, normal.page.meta
    assert viewer.browser.js("return window.copied") == [tail["fingerprint"], json.dumps(meta["filter"], indent=2) if meta["filter"] else "{}", meta["checkpoint"]["verifier"]]
