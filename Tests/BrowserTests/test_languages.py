"""The page speaks the reader's language: English here, because both browsers run in it, and German and Spanish by the address or by choice."""
import re

import pytest
from conftest import WORDS, WORDS_FOLDER
from expected import moment

MONTHS = {
    "de": ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."],
    "es": ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
}
"""As Unicode's tables of locales have them."""


def day(time: int, language: str) -> str:
    at = moment(time, "America/Chicago")
    return f"{at.day}{'. ' if language == 'de' else ' '}{MONTHS[language][at.month - 1]} {at.year}"


@pytest.mark.parametrize("language", ["de", "es"])
def test_address_chooses_the_language(viewer, normal, language):
    viewer.open(normal.path, f"#lang={language}")
    browser, events = viewer.browser, normal.page.events
    count = {"de": f"{len(events):,} Ereignisse", "es": f"{len(events):,} eventos"}[language].replace(",", ".")
    assert browser.js("return document.documentElement.lang") == language
    assert browser.js("return [document.getElementById('count').textContent, document.getElementById('period').textContent]") == [
        count, f"{day(events[-1].time, language)} {'bis' if language == 'de' else 'a'} {day(events[0].time, language)}"]
    shown = browser.js("return document.querySelector('#rows tr[aria-rowindex=\"2\"] td.time').textContent")
    assert shown == f"{day(events[0].time, language).zfill(len(shown) - 9)} {moment(events[0].time, 'America/Chicago'):%H:%M:%S}"


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize("tab", ["events", "exports", "coverage", "overview", "about"])
def test_frame_and_tabs_have_no_english_left(viewer, normal, language, tab):
    """Texts that differ between the languages are never those of English."""
    viewer.open(normal.path, f"#lang={language}&tab={tab}")
    viewer.browser.wait(f"document.getElementById('panel-{tab}').childElementCount > 0")
    viewer.painted()
    english, own = WORDS["en"], [text for text in WORDS[language].values() if isinstance(text, str)]
    foreign = {text for key, text in english.items() if isinstance(text, str) and text not in own and "{" not in text}
    said = set(viewer.browser.js(SAID, f"#page-head, #views, #help, #panel-{tab}"))
    assert said & foreign == set()


SAID = """
const said = [];
for (const root of document.querySelectorAll(arguments[0])) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) if (!texts.currentNode.parentElement.closest("bdi, [lang=en], #coverage-module, #drawer[hidden]")) said.push(texts.currentNode.data.trim());
  for (const part of root.querySelectorAll("*")) for (const name of ["title", "aria-label", "placeholder"]) said.push(part.getAttribute(name) || "");
}
return said;
"""


def test_choice_of_language_says_the_page_anew_and_stays(opened, normal):
    browser = opened.browser
    opened.click_row(3)
    opened.wait_for_fragment("event=")
    browser.js("document.getElementById('language').focus()")
    browser.js("window.before = true")
    browser.js("const list = document.getElementById('language'); list.value = 'de'; list.dispatchEvent(new Event('change'))")
    browser.wait("window.before === undefined && document.documentElement.dataset.state === 'ready'")
    assert browser.js("return document.getElementById('tab-coverage').textContent") == "Abdeckung"
    assert browser.js("return document.getElementById('language').value") == "de"
    opened.wait_for_drawer()
    assert f"event={normal.page.events[3].archive_id}" in opened.fragment() and "lang=de" in opened.fragment()


def test_unknown_language_is_english(viewer, normal):
    viewer.open(normal.path, "#lang=__proto__")
    assert viewer.browser.js("return [document.documentElement.lang, document.getElementById('tab-coverage').textContent]") == ["en", "Coverage"]


def test_words_of_the_program_are_marked_as_english(viewer, normal):
    """The export's filter is said by the program, in English; a screen reader must know."""
    viewer.open(normal.path, "#lang=de")
    assert viewer.browser.js("return document.querySelector('.summary [lang=en]').textContent") == normal.page.meta["filterText"]


ENGLISH = """
const texts = [];
for (const part of document.querySelectorAll("#panel-coverage [lang=en]")) texts.push(part.textContent);
return texts;
"""


def test_sentences_of_the_program_about_coverage_are_marked_as_english(viewer, normal):
    coverage = normal.page.meta["coverage"]
    system = coverage["systems"][0]
    told = [*system["gaps"], *filter(None, [system["purge"]]), coverage["limit"], *coverage["notes"]]
    told += [text for file in coverage["files"] for text in (file["covers"], file["filter"], file["trail"]) if text]
    assert len(told) > 10
    viewer.open(normal.path, "#lang=es&tab=coverage")
    assert sorted(viewer.browser.js(ENGLISH)) == sorted(told)


def test_every_key_that_the_viewer_names_has_words():
    named = {key for file in (WORDS_FOLDER.parent / "viewer").glob("*.js") for key in re.findall(r'\bword\("([^"]+)"', file.read_text())}
    assert named and named <= set(WORDS["en"])
