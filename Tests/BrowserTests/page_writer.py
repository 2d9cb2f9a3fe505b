"""Makes a page of any number of events by itself, written from ViewerFormat.md: far more than an archive could be filled with for a test.

Every event is like the others but for its time, so that even ten million are a small file. The frame, with its script, is that of another page.
"""
import json
import zlib
from pathlib import Path

from page_reader import to_dense_text

NEWEST, STEP, BLOCK = 1_790_000_000_000, 1000, 4096


def varint(number: int) -> bytes:
    return bytes([number & 127 | 128]) + varint(number >> 7) if number > 127 else bytes([number])


def zigzag(number: int) -> bytes:
    return varint(2 * number if number >= 0 else -2 * number - 1)


def strings(*texts: str) -> bytes:
    encoded = [text.encode() for text in texts]
    return varint(len(encoded)) + varint(sum(map(len, encoded))) + b"".join(varint(len(text) + 1) for text in encoded) + b"".join(encoded)


def packed(data: bytes) -> str:
    deflater = zlib.compressobj(6, wbits=-15)
    return to_dense_text(deflater.compress(data) + deflater.flush())


def columns(count: int) -> bytes:
    """Six planes of time, one each of actor, module, action, target and flags."""
    first = NEWEST.to_bytes(6, "little")
    step = STEP.to_bytes(6, "little")
    return b"".join(first[k : k + 1] + step[k : k + 1] * (count - 1) for k in range(6)) + bytes(5 * count)


def block(events: int) -> bytes:
    absent = varint(events) + varint(0) + bytes(events)
    ids = zigzag(events) + zigzag(-1) * (events - 1)
    streams = [ids, bytes(events), zigzag(1) * events, b"\0" + absent, absent, absent, bytes(events), bytes(events), b"", b"", b"", b"", b""]
    return b"".join(varint(len(stream)) + stream for stream in streams)


def element(kind: str, name: str, text: str) -> str:
    return f'<script type="{kind}" {name}>{text}</script>\n'


def section(name: str, text: str) -> str:
    return element("application/x-counterroll", f'data-section="{name}"', text)


def write_page(model: Path, path: Path, count: int):
    page = model.read_text()
    before, rest = page.split('id="page-meta">')
    meta = json.loads(rest[: rest.index("</script>")])
    head, end = rest[rest.index("</script>") : rest.index('<script type="application/x-counterroll"')], page[page.rindex("</body>") :]
    source = {"file": "made.csv", "member": None, "bytes": 1, "sha256": "0" * 64, "system": "crm"}
    meta |= {
        "count": count, "archiveCount": count, "fields": [], "sources": [source], "actors": [{"name": "Ann", "id": None, "kind": "person"}],
        "modules": ["Contacts"], "actions": [{"name": "Updated", "class": "update"}], "coverage": None,
        "widths": dict.fromkeys(("actor", "module", "action", "target"), 1),
        "first": [[NEWEST - i * STEP, 0, 0, 0, "One", "id-1"] for i in range(min(count, 60))],
    }  # fmt: skip
    whole, last = packed(block(BLOCK)), packed(block(count % BLOCK or BLOCK))
    places = [[0, 0, len(whole)]] * ((count - 1) // BLOCK) + [[0, len(whole), len(last)]]
    targets = varint(1) + strings("id-1") + strings("One") + zigzag(1) + zigzag(0) + b"\1"
    payload = section("columns", packed(columns(count))) + section("targets", packed(targets)) + section("values", packed(b"")) + section("blocks", whole + last)
    tail = element("application/json", 'id="page-tail"', json.dumps({"blocks": places, "digests": [], "fingerprint": ""}))
    path.write_text(before + 'id="page-meta">' + json.dumps(meta).replace("<", "\\u003c") + head + payload + tail + end)
