"""The tests' own eyes: a page that misbehaves is noticed, and local files are as locked up as on an auditor's computer."""
import pytest

POLICY = """<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'">"""


@pytest.fixture
def page(loud, tmp_path):
    def made(body: str, head: str = ""):
        (tmp_path / "page.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{head}<title>…</title><body>{body}")
        loud.open(tmp_path / "page.html")

    return made


def test_request_is_seen(loud, page):
    loud.requests()
    page('<img src="http://example.com/x.png"><img src="https://127.0.0.1/y.png">')
    loud.wait("[...document.images].every((image) => image.complete)")
    seen = " ".join(loud.requests())
    assert "example.com" in seen and "127.0.0.1" in seen


def test_script_error_is_seen(loud, page):
    page("<script>throw new Error('boom')</script>")
    assert any("boom" in complaint for complaint in loud.complaints())


def test_policy_violation_is_seen(loud, page):
    page("<style>p { color: red }</style>", POLICY)
    assert any("Content" in complaint for complaint in loud.complaints())


def test_alert_is_seen(loud, page):
    with pytest.raises(Exception, match="(?i)alert|dialog"):
        page("<script>alert(1)</script>")
        loud.js("return 1")


def test_local_page_cannot_read_its_neighbours(loud, page, tmp_path):
    (tmp_path / "neighbour.html").write_text("<!DOCTYPE html>")
    page("<script>fetch('neighbour.html').then(() => { document.title = 'read'; }, () => { document.title = 'refused'; })</script>")
    assert loud.wait("document.title !== '…' && document.title") == "refused"
