#!/usr/bin/env python3
"""Reads all events of a Counterroll page, written from ViewerFormat.md alone: the second opinion on what a page holds.

Standard library only. As a program, `page_reader.py PAGE` prints one JSON object for each event, newest first.
"""
import dataclasses
import hashlib
import html.parser
import json
import re
import sys
import zlib
from pathlib import Path
from typing import NamedTuple


class PageError(Exception):
    """The file is no whole page of version 1."""


class Value(NamedTuple):
    """A field's content before or after a change."""

    state: str  # absent, null, withheld, empty or value
    is_json: bool
    text: str  # the string itself, or JSON source text


ABSENT = Value("absent", False, "")
NULL = Value("null", True, "null")
WITHHELD = Value("withheld", False, "")


class Change(NamedTuple):
    field: str
    before: Value
    after: Value


@dataclasses.dataclass
class Event:
    """One row of the table. Times are UTC milliseconds; None means that the source did not record it."""

    number: int  # 0 is the newest
    time: int
    actor: dict
    module: str
    action: dict
    document_id: str | None
    name: str | None
    parent_id: str | None
    is_variant: bool = False
    has_variant: bool = False
    archive_id: int = 0
    source: dict | None = dataclasses.field(default_factory=dict)  # None: withheld
    record: int = 0
    source_id: str | None = None
    written_time: str | None = None  # None: the canonical text of `time`
    extras: str | None = None
    variant_of: int = 0  # -1: of an event that is withheld
    withheld_extras: list[str] = dataclasses.field(default_factory=list)
    changes: list[Change] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Page:
    meta: dict
    events: list[Event]


class Elements(html.parser.HTMLParser):
    """Collects the inert script elements; one that is cut off counts for nothing."""

    def __init__(self):
        super().__init__(convert_charrefs=False)
        self.json: dict[str, str] = {}
        self.texts: list[tuple[str, str]] = []  # name and text of each part that the tail has a digest of
        self.sections: dict[str, list[str]] = {}
        self.current = None
        self.parts: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in ("script", "style") and "src" not in dict(attrs):
            self.current, self.parts = dict(attrs), []

    def handle_data(self, data):
        if self.current is not None:
            self.parts.append(data)

    def handle_endtag(self, tag):
        if tag not in ("script", "style") or self.current is None:
            return
        text, kind = "".join(self.parts), self.current.get("type")
        name = self.current.get("data-section") or self.current.get("id", tag).removeprefix("page-")
        if name != "tail":
            self.texts.append((name, text))
        if kind == "application/json":
            self.json[self.current["id"]] = text
        elif kind == "application/x-counterroll":
            self.sections.setdefault(self.current["data-section"], []).append(text)
        self.current = None


class Bytes:
    """Reads the pieces of the format from a byte sequence; `done` checks that nothing is left."""

    def __init__(self, data: bytes):
        self.data, self.at = data, 0

    def take(self, length: int) -> bytes:
        if self.at + length > len(self.data):
            raise PageError("the data ends too early")
        self.at += length
        return self.data[self.at - length : self.at]

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        if value >= 1 << 53:
            raise PageError("a number has more than 53 bits")
        return value

    def zigzag(self) -> int:
        value = self.varint()
        return -(value + 1) // 2 if value & 1 else value // 2

    def sums(self, count: int) -> list[int]:
        total, out = 0, []
        for _ in range(count):
            total += self.zigzag()
            out.append(total)
        return out

    def varints(self, count: int) -> list[int]:
        return [self.varint() for _ in range(count)]

    def stream(self) -> "Bytes":
        return Bytes(self.take(self.varint()))

    def strings(self) -> list[str | None]:
        count, size = self.varint(), self.varint()
        lengths, texts = self.varints(count), Bytes(self.take(size))
        out = [None if length == 0 else texts.take(length - 1).decode() for length in lengths]
        texts.done()
        return out

    def values(self) -> list[Value]:
        count, size = self.varint(), self.varint()
        codes, texts = self.varints(count), Bytes(self.take(size))
        out = [value_of(texts, code) for code in codes]
        texts.done()
        return out

    def done(self):
        if self.at != len(self.data):
            raise PageError(f"{len(self.data) - self.at} bytes too many")


def value_of(texts: Bytes, code: int) -> Value:
    text, is_json = texts.take(code // 2).decode(), code % 2 == 1
    if is_json and not text:
        raise PageError("a JSON value without text")
    return Value("value" if text else "empty", is_json, text)


# The printable characters of ASCII but space, &, < and >.
ALPHABET = {chr(code): value for value, code in enumerate(code for code in range(33, 127) if chr(code) not in "&<>")}


def from_dense_text(text: str) -> bytes:
    """Two characters are 13 bits, the first the lower part; one alone at the end is six."""
    bits = hold = 0
    out = bytearray()
    for i in range(0, len(text), 2):
        pair = text[i : i + 2]
        value, width = (ALPHABET[pair[0]] + 91 * ALPHABET[pair[1]], 13) if len(pair) == 2 else (ALPHABET[pair], 6)
        if value >> width:
            raise PageError(f"{pair} is no pair of the alphabet")
        hold |= value << bits
        bits += width
        while bits >= 8:
            out.append(hold & 255)
            hold >>= 8
            bits -= 8
    if hold:
        raise PageError("bits are left at the end of a text")
    return bytes(out)


def to_dense_text(data: bytes) -> str:
    characters, out = list(ALPHABET), []
    bits, left = int.from_bytes(data, "little"), 8 * len(data)
    while left > 0:
        value = bits & 8191
        out += [characters[value % 91]] + [characters[value // 91]] * (left > 6)
        bits >>= 13
        left -= 13
    return "".join(out)


def inflate(text: str) -> bytes:
    decoder = zlib.decompressobj(-15)
    data = decoder.decompress(from_dense_text(text))
    if not decoder.eof or decoder.unused_data:
        raise PageError("a section is not one whole deflate stream")
    return data


def source_ids_of(stream: Bytes, events: list[Event]) -> list[str | None]:
    if stream.varint() == 0:
        return stream.strings()
    seconds = [stream.zigzag() for _ in events]
    makers, counters = stream.sums(len(events)), stream.sums(len(events))
    return [f"{event.time // 1000 + seconds[i]:08x}{makers[i]:010x}{counters[i]:06x}" for i, event in enumerate(events)]


CALL = re.compile(r'counterrollDetails\(([0-9]+),("(?:[^"\\]|\\["\\])*")\);')


def sibling_texts(path: Path) -> list[str]:
    """The texts that the calls in a file beside the page hold."""
    calls = [CALL.fullmatch(line) for line in path.read_text().splitlines()]
    if None in calls:
        raise PageError(f"{path.name} holds more than its calls")
    return [json.loads(call[2]) for call in calls]


class PageReader:
    def __init__(self, text: str, folder: Path):
        elements = Elements()
        elements.feed(text)
        elements.close()
        if "page-tail" not in elements.json:
            raise PageError("the end of the page is missing: it is truncated")
        if "page-meta" not in elements.json:
            raise PageError("the page has no meta")
        self.meta, self.tail = json.loads(elements.json["page-meta"]), json.loads(elements.json["page-tail"])
        if (self.meta.get("format"), self.meta.get("version")) != ("counterroll-page", 1):
            raise PageError("not a page of version 1")
        self.sections = elements.sections
        if "siblings" in self.tail:
            blocks = [text for name in self.tail["siblings"] for text in sibling_texts(folder / name)]
            self.sections["blocks"] = blocks
            after = 1 + max(place for place, (name, _) in enumerate(elements.texts) if name == "values")
            elements.texts[after:after] = [("blocks", text) for text in blocks]
        check_digests(elements.texts, self.tail)
        for part in (part for parts in self.sections.values() for part in parts):
            if len(part) >= 1_000_000:
                raise PageError(f"an element of {len(part)} characters")

    def section(self, name: str) -> Bytes:
        return Bytes(inflate("".join(self.sections.get(name, []))))

    def read(self) -> Page:
        events = self.read_columns()
        values = self.section("values")
        self.frequent = [values.values() for _ in self.meta["fields"]]
        values.done()
        size = self.meta["blockSize"]
        starts = range(0, len(events), size)
        if len(starts) != len(self.tail["blocks"]):
            raise PageError(f"{len(self.tail['blocks'])} blocks for {len(events)} events")
        for start, (element, offset, length) in zip(starts, self.tail["blocks"]):
            text = self.sections["blocks"][element][offset : offset + length]
            self.read_block(Bytes(inflate(text)), events[start : start + size])
        check_flags(events)
        return Page(self.meta, events)

    def read_columns(self) -> list[Event]:
        meta, columns, targets = self.meta, self.section("columns"), self.section("targets")
        count = meta["count"]
        target_count, id_table, name_table = targets.varint(), targets.strings(), targets.strings()
        for table in (id_table, name_table):
            if None in table or len(set(table)) != len(table):
                raise PageError("a table of ids or names holds one twice")
        id_of, name_of = [None, *id_table], [None, *name_table]
        ids, parents = ([id_of[number] for number in targets.sums(target_count)] for _ in range(2))
        width = (len(name_table).bit_length() + 7) // 8 or 1
        planes = [targets.take(target_count) for _ in range(width)]
        names = [name_of[sum(plane[k] << 8 * i for i, plane in enumerate(planes))] for k in range(target_count)]
        targets.done()

        def numbers(planes: int) -> list[int]:
            parts = [columns.take(count) for _ in range(planes)]
            return [sum(part[i] << 8 * k for k, part in enumerate(parts)) for i in range(count)]

        deltas = numbers(6)
        actor, module, action, target = (numbers(meta["widths"][key]) for key in ("actor", "module", "action", "target"))
        flags = columns.take(count)
        columns.done()
        events, time = [], 0
        for i in range(count):
            time = deltas[0] if i == 0 else time - deltas[i]
            k = target[i]
            if flags[i] > 3:
                raise PageError(f"event {i} has flags that are not known")
            event = Event(i, time, meta["actors"][actor[i]], meta["modules"][module[i]], meta["actions"][action[i]], ids[k], names[k], parents[k])
            event.is_variant, event.has_variant = flags[i] & 1 == 1, flags[i] & 2 == 2
            events.append(event)
        return events

    def read_block(self, block: Bytes, events: list[Event]):
        streams, m = [block.stream() for _ in range(13)], len(events)
        block.done()
        archive_ids, sources, records = streams[0].sums(m), streams[1].varints(m), streams[2].sums(m)
        source_ids, times, extras = source_ids_of(streams[3], events), streams[4].strings(), streams[5].strings()
        variants, counts = streams[6].varints(m), streams[7].varints(m)
        changes = iter(self.read_changes(streams[8:12], sum(counts)))
        withheld = streams[12].strings() if streams[12].data else [None] * m
        for stream in streams:
            stream.done()
        for i, event in enumerate(events):
            source = self.meta["sources"][sources[i]]
            event.archive_id, event.source, event.record = archive_ids[i], source if source["file"] is not None else None, records[i]
            event.source_id, event.written_time, event.extras = source_ids[i], times[i], extras[i]
            event.variant_of = -variants[i] if variants[i] < 2 else variants[i] - 1
            event.withheld_extras = json.loads(withheld[i] or "[]")
            event.changes = [next(changes) for _ in range(counts[i])]

    def read_changes(self, streams: list[Bytes], count: int) -> list[Change]:
        field_stream, code_stream, length_stream, text_stream = streams
        fields = field_stream.varints(count)
        before, after = [ABSENT] * count, [ABSENT] * count

        def value(field: int) -> Value:
            code = code_stream.varint()
            if code == 3:
                return value_of(text_stream, length_stream.varint())
            return (ABSENT, NULL, WITHHELD)[code] if code < 3 else self.frequent[field][code - 4]

        for field in sorted(set(fields)):
            places = [i for i in range(count) if fields[i] == field]
            for side in (before, after):
                for place in places:
                    side[place] = value(field)
        names = self.meta["fields"]
        return [Change(names[field], before[i], after[i]) for i, field in enumerate(fields)]



def check_flags(events: list[Event]):
    """The flags must say what the blocks say."""
    named = {event.variant_of for event in events}
    for event in events:
        if event.is_variant != (event.variant_of != 0) or event.has_variant != (event.archive_id in named):
            raise PageError(f"the flags of event {event.number} are wrong")


def check_digests(texts: list[tuple[str, str]], tail: dict):
    """The tail must name the bytes of each part, and the fingerprint the tail's list."""
    places = json.dumps(tail["blocks"], separators=(",", ":"))
    found = [[name, hashlib.sha256(text.encode()).hexdigest()] for name, text in [*texts, ("places", places)]]
    if found != tail["digests"]:
        raise PageError("a part has another digest than the tail says")
    if tail["fingerprint"] != hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in found).encode()).hexdigest():
        raise PageError("the fingerprint is another one")


def read_page(path) -> Page:
    """All of a page. A file that is cut or damaged anywhere is a `PageError`."""
    try:
        return PageReader(Path(path).read_bytes().decode(), Path(path).parent).read()
    except (UnicodeDecodeError, FileNotFoundError, zlib.error, IndexError, KeyError, json.JSONDecodeError) as error:
        raise PageError(f"damaged: {error!r}") from error


if __name__ == "__main__":
    for event in read_page(sys.argv[1]).events:
        print(json.dumps(dataclasses.asdict(event)))
