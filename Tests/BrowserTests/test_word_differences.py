"""Texts before and after show which words differ, in a way that is seen without colours and heard, and that stays honest and quick for long texts."""
import pytest
from histories_by_hand import CHANGED_LONG, LONG
from page_reader import Event
from test_record_story import named
from viewer import READING

# Each side as its pieces, as [mark or nothing, text], once the marks are there.
PIECES = (
    READING
    + """
const change = all(".change").find((one) => one.dataset.field === arguments[0]);
const pieces = (view) => [...view.childNodes].filter((node) => !(node.classList?.contains("elision"))).map((node) => [node.nodeName === "#text" ? "" : node.nodeName.toLowerCase(), shown(node)]);
return ["before", "after"].map((side) => pieces(change.querySelector(`.${side} .value`)));
"""
)


def texts(page) -> Event:
    """The first event of the record with texts."""
    return min((event for event in page.events if event.document_id == "texts"), key=lambda event: event.time)


@pytest.fixture
def changed(viewer, histories):
    viewer.open(histories.path, f"#event={texts(histories.page).archive_id}")
    viewer.wait_for_drawer()
    viewer.browser.wait("document.querySelectorAll('.change ins').length > 1")
    return viewer


def test_words_that_differ_are_marked(changed):
    before, after = changed.browser.js(PIECES, "line")
    assert before == [["", "The "], ["del", "quick"], ["", " brown "], ["del", "fox"], ["", " jumps"], ["", "."]]
    assert after == [["", "The "], ["ins", "slow"], ["", " brown "], ["ins", "wolf"], ["", " jumps"], ["ins", " again"], ["", "."]]


def test_texts_without_a_word_in_common_bear_no_marks(changed):
    assert changed.browser.js(PIECES, "other") == [[["", "yes"]], [["", "no"]]]


def test_marks_have_a_sign_and_words_for_those_who_hear_them(changed):
    found = changed.browser.js("""return ["del", "ins"].map((tag) => { const mark = document.querySelector(`.change ${tag}`), style = getComputedStyle(mark);
      const said = getComputedStyle(mark, "::before").content;
      return [style.textDecorationLine, said === "attr(data-said)" ? mark.dataset.said : JSON.parse(said), mark.textContent.includes(":")]; })""")
    assert found == [["line-through", "removed:", False], ["underline", "added:", False]]


def test_of_a_long_text_the_differences_are_shown_with_what_is_around(changed):
    before, after = changed.browser.js(PIECES, "body")
    assert [text for kind, text in before if kind == "del"] == ["spring", "The roof was seen to in spring. "] or [text for kind, text in before if kind][0] == "spring"
    assert [text for kind, text in after if kind][0] == "autumn"
    assert sum(len(text) for _, text in before) < 1200, "the rest is left out"
    assert "more characters" in changed.browser.js("return document.querySelector('.change[data-field=body] .elision').textContent")


def test_all_of_a_long_text_can_be_shown(changed):
    labels = changed.browser.js("return [...document.querySelectorAll('.change[data-field=body] .show-all')].map((one) => one.textContent)")
    assert labels == [f"Show all {len(LONG):,} characters", f"Show all {len(CHANGED_LONG):,} characters"]
    changed.browser.click(".change[data-field=body] .show-all", 0)
    changed.browser.click(".change[data-field=body] .show-all", 0)
    before, after = changed.browser.js(PIECES, "body")
    assert ("".join(text for _, text in before), "".join(text for _, text in after)) == (LONG, CHANGED_LONG)
    assert "".join(text for kind, text in before if not kind) == "".join(text for kind, text in after if not kind)


def test_what_is_too_different_is_said_to_be(viewer, histories):
    """30,000 characters without a space: two words that have nothing in common but the page's patience."""
    viewer.open(histories.path, f"#event={named(histories.page, 'texts').archive_id}")
    viewer.wait_for_drawer()
    viewer.painted()
    assert viewer.browser.js(PIECES, "body")[0][0] == ["", "x" * 500]
    assert viewer.browser.js("return document.querySelectorAll('.change ins, .change del').length") == 0
