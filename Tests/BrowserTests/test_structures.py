"""Lists, objects, tags and custom fields are shown as such, with what was added and removed, and with the source's own digits."""
import json

import pytest
from test_record_story import named

MARKED = """return ["before", "after"].map((side) => [...document.querySelectorAll(`.change[data-field="${arguments[0]}"] .${side} :is(ins, del)`)]
  .map((mark) => [mark.localName, mark.textContent]))"""


@pytest.fixture
def lists(viewer, histories):
    event = min((event for event in histories.page.events if event.document_id == "lists"), key=lambda event: event.time)
    viewer.open(histories.path, f"#event={event.archive_id}")
    viewer.wait_for_drawer()
    viewer.browser.wait("document.querySelector('.change ins')")
    return viewer


def test_tags_added_and_removed_are_marked(lists):
    assert lists.browser.js(MARKED, "tags") == [[["del", "a"]], [["ins", "d"]]]
    assert lists.browser.js("return [...document.querySelectorAll('.change[data-field=tags] .json-tags li')].map((one) => one.textContent).join('')") == "abcbcd"


def test_custom_fields_are_named_values_and_compared_by_name(lists):
    assert lists.browser.js(MARKED, "customFields") == [[["del", "Elm"], ["del", "dog0"]], [["ins", "Oak"], ["ins", "true"]]]
    rows = lists.browser.js("return [...document.querySelectorAll('.change[data-field=customFields] .json-row dt')].map((one) => one.textContent)")
    assert rows == ["Area", "Pets", "Area", "Pool"]


def test_digits_are_the_sources_own(lists):
    assert lists.browser.js(MARKED, "digits") == [[["del", "12345678901234567890"]], [["ins", "12345678901234567891"]]]
    assert "1.5" in lists.browser.js("return document.querySelector('.change[data-field=digits] .json-row dd').textContent")


def test_empty_list_and_object_are_words(lists):
    words = lists.browser.js("return [...document.querySelectorAll('.change[data-field=empty] .state-word')].map((one) => one.textContent)")
    assert words == ["empty list", "empty object"]


def test_deep_values_are_folded_and_unfold(lists):
    summary = ".change[data-field=deep] summary"
    assert lists.browser.js(f"return document.querySelector('{summary}').textContent") == "Object with 1 key"
    assert not lists.browser.js("return document.querySelector('.change[data-field=deep]').textContent.includes('null')")
    lists.browser.click(summary)
    lists.browser.wait("document.querySelectorAll('.change[data-field=deep] summary').length > 1")


def test_long_list_is_clipped_and_can_be_shown(lists):
    items = "document.querySelectorAll('.change[data-field=long] .json-items li').length"
    assert lists.browser.js(f"return {items}") == 25
    assert lists.browser.js("return document.querySelector('.change[data-field=long] .show-all').textContent") == "Show 475 more of 500"
    lists.browser.click(".change[data-field=long] .show-all")
    assert lists.browser.js(f"return {items}") == 500


def test_json_of_the_source_is_one_button_away(lists):
    lists.browser.click(".change[data-field=customFields] .after .as-json")
    text = lists.browser.js("return document.querySelector('.change[data-field=customFields] .after .value').textContent")
    assert json.loads(text)[1] == {"id": "k3", "fieldName": "Pool", "fieldValue": True}


def test_many_changes_come_in_parts(viewer, histories):
    viewer.open(histories.path, f"#event={named(histories.page, 'lists').archive_id}")
    viewer.wait_for_drawer()
    shown = "document.querySelectorAll('#changes > .change').length"
    viewer.browser.wait(f"{shown} === 60 && document.querySelector('#changes > .show-all')")
    viewer.browser.click("#changes > .show-all")
    viewer.browser.wait(f"{shown} === 150")
    assert len(viewer.drawer()["changes"]) == 150
