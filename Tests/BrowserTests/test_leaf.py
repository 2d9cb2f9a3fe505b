"""The leaf that the drawer shows is the one that another program computes from the page."""
import pytest
from altered import AlteredPage
from page_evidence import leaves_and_root


def telling(events):
    """Events that differ in kind: the newest and the oldest, most changes, no changes, further fields, text outside ASCII, an odd field name."""
    def odd(event):
        return any(not change.field.isprintable() or not change.field.isascii() for change in event.changes)

    keys = [lambda e: -e.number, lambda e: e.number, lambda e: len(e.changes), lambda e: -len(e.changes), lambda e: len(e.extras or ""), odd,
            lambda e: sum(not change.after.text.isascii() for change in e.changes), lambda e: e.variant_of != 0, lambda e: e.written_time is not None]
    return {max(events, key=key).archive_id for key in keys}


@pytest.mark.parametrize("name", ["normal", "hostile", "withheld"])
def test_leaf_is_that_of_another_program(viewer, request, name):
    sample = request.getfixturevalue(name)
    leaves, _ = leaves_and_root(sample.page.events, AlteredPage(sample.path).section("evidence").decode())
    for archive_id in sorted(telling(sample.page.events)):
        viewer.open(sample.path, f"#event={archive_id}")
        viewer.wait_for_drawer()
        facts = viewer.browser.wait_for(lambda: (found := viewer.drawer()["facts"]).get("Leaf hash") and found, "a leaf")
        assert (facts["Leaf"], facts["Leaf hash"]) == (str(archive_id - 1), leaves[archive_id].hex())
