"""A second reader of an archive: recomputes every leaf, the root and the receipts' digests, and compares them with what is stored.

Standard library only, by the descriptions EvidenceFormat.md and ArchiveFormat.md alone; the command `zstd` unpacks the kept sources.

    python3 read_archive.py ARCHIVE        prints the size and root of the log; exit 5 if anything is not as it must be
"""
import base64
import io
import gzip
import hashlib
import json
import pathlib
import sqlite3
import subprocess
import sys
import tarfile
import zipfile
import zlib

from evidence import be32, entry_leaf, event_leaf, leaf_key, root

BLOCK = 1024
findings = []


def check(holds, message):
    if not holds:
        findings.append(message)


def unpacked(folder, sha256):
    """The bytes of a source file, exactly as they were received."""
    return subprocess.run(["zstd", "-dcq", str(folder / "sources" / f"{sha256}.zst")], check=True, capture_output=True).stdout


def parts_of(content):
    """member name (None for the file itself) -> bytes, for the packings that the archive knows."""
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    elif content[:4] == b"\x28\xb5\x2f\xfd":
        content = subprocess.run(["zstd", "-dcq"], input=content, check=True, capture_output=True).stdout
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {info.filename: packed.read(info) for info in packed.infolist() if not info.is_dir()}
    if content[257:262] == b"ustar":
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            return {info.name: packed.extractfile(info).read() for info in packed if info.isfile()}
    return {None: content}


def as_read(part):
    """A part in UTF-16 is read, and its places are counted, in UTF-8."""
    for mark, name in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if part.startswith(mark):
            return part.decode(name).encode()
    return part


def sources(database, folder):
    """part number -> bytes, each file checked against its digests on the way."""
    found = {}
    for file, sha256, kept, size in database.execute("SELECT id, sha256, kept_sha256, bytes FROM source_file"):
        sha256, kept = sha256.decode(), kept.decode()
        packed = (folder / "sources" / f"{sha256}.zst").read_bytes()
        content = unpacked(folder, sha256)
        check(hashlib.sha256(packed).hexdigest() == kept, f"source file {file}: its kept copy has changed")
        check((hashlib.sha256(content).hexdigest(), len(content)) == (sha256, size), f"source file {file}: other bytes than were received")
        members = parts_of(content)
        for part, member in database.execute("SELECT id, member FROM source_part WHERE file = ?", (file,)):
            found[part] = as_read(members[member.decode() if member is not None else None])
    return found


def stored_leaves(database):
    """(kind, key, leaf) in the order of the log."""
    for block, kinds, seed, leaves, top in database.execute("SELECT id, kinds, seed, leaves, root FROM leaf_block ORDER BY id"):
        hashes = [leaves[at:at + 32] for at in range(0, len(leaves), 32)]
        check(len(kinds) == len(hashes) and len(seed) == 32, f"block {block} is not whole")
        check(top == (root(hashes) if len(hashes) == BLOCK else None), f"block {block} has another root")
        for index, leaf in enumerate(hashes):
            yield kinds[index], leaf_key(seed, index), leaf


EVENTS = """
    SELECT event.id, occurred_at, source_time, actor.name AS actor_name, actor.source_id AS actor_id, actor.kind AS actor_kind,
           module.name AS module, action.name AS action, action.class AS action_class, document.document_id, document.parent_id,
           document_name.name AS document_name, system AS source_system, source_event_id, source_part, record_number, source_offset,
           source_length, changes, extras
      FROM event JOIN actor ON actor.id = event.actor JOIN module ON module.id = event.module JOIN action ON action.id = event.action
      JOIN document ON document.id = event.document LEFT JOIN document_name ON document_name.id = event.document_name
      JOIN source_part ON source_part.id = event.source_part
"""


def computed_leaves(database, parts, keys):
    """place -> leaf, from the rows and the kept bytes."""
    leaves = {}
    cursor = database.execute(EVENTS)
    names = [column[0] for column in cursor.description]
    for row in cursor:
        event = dict(zip(names, row))
        start = event["source_offset"]
        event["original"] = parts[event["source_part"]][start:start + event["source_length"]]
        leaves[event["id"]] = event_leaf(event, keys[event["id"] - 1])
    for place, kind, at, login, body in database.execute("SELECT id, kind, recorded_at, login, body FROM log_entry"):
        leaves[place] = entry_leaf(kind, at, login, body, keys[place - 1])
    return leaves


# --- receipts

def row_digest(rows):
    digest = hashlib.sha256()
    for row in rows:
        digest.update(be32(len(row)))
        for value in row:
            if value is None:
                kind, value = 0, b""
            elif isinstance(value, int):
                kind, value = 3, b"%d" % value
            else:  # texts and blobs both come as bytes here: see `typed`
                kind, value = value
            digest.update(bytes([kind]) + be32(len(value)) + value)
    return digest.hexdigest()


def typed(database, table, condition, run):
    columns = [row[1].decode() for row in database.execute(f"PRAGMA table_info({table})")]
    picks = ", ".join(f"{name}, typeof({name})" for name in columns)
    order = ", ".join(columns)
    for row in database.execute(f"SELECT {picks} FROM {table} WHERE {condition} ORDER BY {order}", {"run": run} if ":run" in condition else {}):
        pairs = zip(row[::2], row[1::2])
        yield [(7 if kind == b"blob" else 2, value) if isinstance(value, bytes) else value for value, kind in pairs]


def condition(table, columns):
    files = "SELECT id FROM source_file WHERE run = :run"
    if table == "ingest_run":
        return "id = :run"
    if table in ("settings", "about"):
        return "1"
    if "run" in columns:
        return "run = :run"
    if "file" in columns:
        return f"file IN ({files})"
    if "source_part" in columns:
        return f"source_part IN (SELECT id FROM source_part WHERE file IN ({files}))"
    if "event" in columns:
        return f"(SELECT source_part FROM event WHERE id = {table}.event) IN (SELECT id FROM source_part WHERE file IN ({files}))"
    if table == "profile":
        return f"id IN (SELECT read_by FROM source_part WHERE file IN ({files}))"
    return None


def check_receipts(database):
    tables = [row[0].decode() for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
    for run, body in database.execute("SELECT run, body FROM log_entry WHERE kind = 2"):
        receipt, digests = json.loads(body), {}
        for table in tables:
            if table in ("event", "event_in_time", "log_entry", "leaf_block", "checkpoint"):
                continue
            columns = [row[1].decode() for row in database.execute(f"PRAGMA table_info({table})")]
            rows = condition(table, columns)
            if rows is not None:
                digests[table] = row_digest(typed(database, table, rows, run))
        check(receipt["run"] == run and receipt["digests"] == digests, f"run {run}: the receipt does not say what the tables say")


# --- checkpoints

def check_checkpoints(database, leaves):
    (archive,) = database.execute("SELECT archive_id FROM settings").fetchone()
    size = 0
    for number, size, top, note in database.execute("SELECT id, tree_size, root, note FROM checkpoint ORDER BY id"):
        check(top == root(leaves[:size]), f"checkpoint {number}: not the root of its {size} leaves")
        lines = note.decode().split("\n")
        expected = ["counterroll/" + archive.decode(), str(size), base64.b64encode(top).decode(), ""]
        check(lines[:4] == expected, f"checkpoint {number}: its note says something else")
    check(size == len(leaves), "the last checkpoint is not about the whole log")


# --- pages

def check_pages(file):
    content = file.read_bytes()
    size = int.from_bytes(content[16:18], "big")
    for number in range(1, len(content) // size + 1):
        page = content[(number - 1) * size:number * size]
        expected = bytes(size) if (number - 1) * size == 1 << 30 else page[:-8] + be32(number) + be32(zlib.crc32(page[:-8] + be32(number)))
        check(page == expected, f"page {number} is not as it was written")
    check(len(content) % size == 0, "the last page is cut off")


def main(archive):
    folder = pathlib.Path(archive)
    check_pages(folder / "archive.sqlite")
    database = sqlite3.connect(f"file:{folder / 'archive.sqlite'}?mode=ro", uri=True)
    database.text_factory = bytes
    stored = list(stored_leaves(database))
    computed = computed_leaves(database, sources(database, folder), [key for _, key, _ in stored])
    check(sorted(computed) == list(range(1, len(stored) + 1)), "the places of events and entries are not those of the leaves")
    for place, (kind, _, leaf) in enumerate(stored, 1):
        check(computed.get(place) == leaf, f"place {place}: the leaf is not what was logged")
    leaves = [leaf for _, _, leaf in stored]
    check_checkpoints(database, leaves)
    check_receipts(database)
    for finding in findings:
        print(finding)
    print(f"{len(leaves)} leaves, root {base64.b64encode(root(leaves)).decode()}")
    return 5 if findings else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
