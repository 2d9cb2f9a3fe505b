"""The pages under test, and the two browsers: each is started once and used by all tests."""
import json
import os
import types
from pathlib import Path

import pytest
from chromium import Chromium
from firefox import Firefox
from page_reader import read_page
from viewer import Viewer

WORDS_FOLDER = Path(__file__).resolve().parents[2] / "Templates/site/words"
WORDS = {language: json.loads((WORDS_FOLDER / f"{language}.json").read_text()) for language in ("en", "de", "es")}
KINDS = {"chromium": Chromium, "firefox": Firefox}


def sample(name: str):
    """A page made by the binary, what page_reader.py finds in it, and the bundle's folder."""
    folder = Path(os.environ["COUNTERROLL_PAGES"])
    return types.SimpleNamespace(path=folder / f"{name}.html", bundle=folder / name, page=read_page(folder / f"{name}.html"))


@pytest.fixture(scope="session")
def normal():
    return sample("sample")


@pytest.fixture(scope="session")
def hostile():
    return sample("hostile")


@pytest.fixture(scope="session")
def again():
    """An archive that took in the first one's export."""
    return sample("again")


@pytest.fixture(scope="session")
def clocks():
    """Events around changes of clocks, from clock_events.py."""
    return sample("clocks")


@pytest.fixture(scope="session")
def strings():
    """An event for each of hostile_strings.py."""
    return sample("strings")


@pytest.fixture(scope="session")
def histories():
    """The histories of histories_by_hand.py, and another version of some events."""
    return sample("histories")


@pytest.fixture(scope="session")
def few_days():
    """Of the same archive, the first two days."""
    return sample("histories-part")


@pytest.fixture(scope="session")
def withheld():
    return sample("withheld")


@pytest.fixture(scope="session")
def apart():
    """An unpacked bundle whose page has the details of its events in files beside it."""
    path = Path(os.environ["COUNTERROLL_PAGES"]) / "apart/index.html"
    return types.SimpleNamespace(path=path, page=read_page(path))


@pytest.fixture(scope="session")
def exports():
    """The samples, the few entries of ledger_by_hand.py, and its decoys."""
    return sample("exports")


@pytest.fixture(scope="session")
def exports_part():
    """Of the same archive, module Contacts alone."""
    return sample("exports-part")


@pytest.fixture(scope="session")
def exports_many():
    return sample("exports-many")


@pytest.fixture(scope="session")
def truth():
    """What the samples' generator counted."""
    return json.loads((Path(os.environ["COUNTERROLL_SAMPLES"]) / "highlevel/expected.json").read_text())


@pytest.fixture(scope="session", params=list(KINDS))
def running(request):
    browser = KINDS[request.param]()
    yield browser
    browser.quit()


@pytest.fixture
def loud(running):
    """A browser whose page may complain: for the tests that make it."""
    running.resize(1280, 800)
    yield running
    running.complaints()
    running.requests()


@pytest.fixture
def browser(loud):
    """A browser in which, whatever a test does, the console stays empty and the network is not asked."""
    loud.go("about:blank")
    loud.complaints()
    loud.requests()
    yield loud
    assert loud.complaints() == []
    assert loud.requests() == []


@pytest.fixture
def viewer(browser):
    return Viewer(browser)


@pytest.fixture
def opened(viewer, normal):
    """The viewer with the page of the samples."""
    assert viewer.open(normal.path) == "ready"
    return viewer
