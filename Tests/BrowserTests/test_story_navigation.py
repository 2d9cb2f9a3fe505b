"""The ways into the record's story, through it and back, with mouse and keys, and its link."""
from record_story import Story
from test_record_story import named

MOMENT = "document.querySelector('.moment-words')?.textContent ?? ''"


def opened_story(viewer, histories, document="whole"):
    story = Story(histories.page, named(histories.page, document))
    viewer.open_story(histories.path, story.events[-1].archive_id)
    return story


def wait_for_moment(viewer, place, count):
    viewer.browser.wait(f"({MOMENT}).startsWith(arguments[0])", f"After event {place + 1} of {count}")


def test_button_shows_the_story_and_leads_back(viewer, histories):
    event = named(histories.page, "late")
    viewer.open(histories.path, f"#event={event.archive_id}")
    viewer.wait_for_drawer()
    viewer.browser.click("#view-story")
    viewer.story()
    assert viewer.browser.js("return document.getElementById('view-story').getAttribute('aria-pressed')") == "true"
    viewer.browser.click("#view-event")
    viewer.wait_for_drawer()
    assert viewer.archive_id() == event.archive_id
    assert viewer.browser.js("return document.getElementById('drawer-story').hidden")


def test_entry_opens_its_event(viewer, histories):
    story = opened_story(viewer, histories)
    viewer.browser.click(".story-timeline li:nth-child(3) .entry")
    viewer.wait_for_drawer()
    assert viewer.archive_id() == story.events[-3].archive_id
    assert viewer.focused_id() == "drawer"


def test_slider_moves_by_keys(viewer, histories):
    story = opened_story(viewer, histories)
    viewer.browser.js("document.querySelector('.moment-slider').focus()")
    count = len(story.events)
    for place in range(count - 2, count - 4, -1):
        viewer.browser.key("ArrowLeft")
        wait_for_moment(viewer, place, count)
    viewer.browser.key("Home")
    viewer.browser.wait(f"{MOMENT} === 'Before the first event'")
    assert viewer.browser.js("return document.activeElement.className") == "moment-slider", "it keeps the focus"
    viewer.browser.key("End")
    wait_for_moment(viewer, count - 1, count)


def test_dots_choose_the_moment(viewer, histories):
    story = opened_story(viewer, histories)
    viewer.browser.click(".story-timeline li:nth-child(2) input")
    wait_for_moment(viewer, len(story.events) - 2, len(story.events))
    viewer.browser.key("ArrowDown")
    wait_for_moment(viewer, len(story.events) - 3, len(story.events))
    assert [entry["checked"] for entry in viewer.story()["timeline"]].index(True) == 2


def test_link_restores_the_story_and_its_moment(viewer, histories):
    story = opened_story(viewer, histories)
    viewer.browser.js("document.querySelector('.moment-slider').focus()")
    viewer.browser.key("ArrowLeft", "ArrowLeft")
    viewer.wait_for_fragment(f"story={story.events[-3].archive_id}")
    fragment, shown = viewer.fragment(), viewer.story()
    viewer.open(histories.path, fragment)
    assert viewer.story() == shown
    viewer.browser.key("Escape")
    viewer.browser.wait("!location.hash.includes('story')")


def test_left_and_right_still_step_and_the_story_follows(viewer, histories):
    events = histories.page.events
    start = next(i for i in range(2, len(events) - 3) if len({events[i + k].document_id for k in range(3)}) == 3 and all(events[i + k].document_id for k in range(3)))
    viewer.open_story(histories.path, events[start].archive_id)
    viewer.browser.key("ArrowRight", "ArrowRight")
    viewer.browser.wait("document.querySelector('.story-lead .code')?.textContent === arguments[0]", events[start + 2].document_id)
    assert len(viewer.story()["timeline"]) == len(Story(histories.page, events[start + 2]).entries)
    viewer.browser.key("ArrowLeft")
    viewer.browser.wait("document.querySelector('.story-lead .code')?.textContent === arguments[0]", events[start + 1].document_id)


def test_escape_closes_and_the_next_event_opens_as_an_event(viewer, histories):
    opened_story(viewer, histories)
    viewer.browser.key("Escape")
    assert not viewer.drawer_is_open()
    viewer.click_row(0)
    assert viewer.browser.js("return document.getElementById('drawer-story').hidden")


def test_story_fits_a_narrow_window(viewer, histories):
    viewer.browser.resize(320, 740)
    opened_story(viewer, histories)
    assert viewer.browser.js("const box = document.getElementById('drawer'); return [box.scrollWidth - box.clientWidth, document.documentElement.scrollWidth]") == [0, 320]
