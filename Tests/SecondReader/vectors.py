"""Prints the vectors of Tests/EvidenceLogTests: run it after a change of the format, and read the difference."""
from evidence import consistency, entry_leaf, event_leaf, inclusion, root, sha256

KEY = bytes(range(16))
PLAIN = {
    "occurred_at": 1_780_000_000_123, "source_time": None,
    "actor_name": b"Maria Keller", "actor_id": b"u-17", "actor_kind": b"person",
    "module": b"Contacts", "action": b"Updated", "action_class": b"update",
    "document_id": b"doc-9", "document_name": b"Elk Hollow", "parent_id": None,
    "source_system": b"crm", "source_event_id": b"id-1",
    "source_part": 3, "record_number": 42, "source_offset": 1_000_000, "source_length": 12,
    "changes": b'[["email","a@example.com","b@example.com"]]', "extras": None, "original": b"one,two,3\r\n ",
}
BARE = dict(
    PLAIN, occurred_at=-1, actor_name=None, actor_id=b"", actor_kind=b"unknown", document_id=None, document_name=None,
    source_event_id=None, changes=b"[]", original=b"", source_part=1, record_number=1, source_offset=0, source_length=0)
ODD = dict(
    PLAIN, source_time=b"2026-05-28 20:26:40.123 UTC", parent_id="Grünes Tal".encode(), extras=b'{"ip":"192.0.2.1"}',
    changes=(b'[["when",null,""],["n",1.0,12345678901234567890],["tab\\tquote\\"",true,false],'
             b'["nested",{"a":[1,"]"]},[]],["half\\ud800","x\\udfff","\\u0000"],["only",{"before":"x"}],["only",{"after":"y"}],["none"]]'),
    original=b"x" * 3000)

if __name__ == "__main__":
    for name, event in (("plain", PLAIN), ("bare", BARE), ("odd", ODD)):
        print("event", name, event_leaf(event, KEY).hex())
    for length in (98, 99, 100, 101, 127, 128, 161, 162, 163, 164, 16_384):
        print("event original", length, event_leaf(dict(BARE, original=b"r" * length), KEY).hex())
    many = b"[" + b",".join(b'["field %d",%d,"%d"]' % (i, i, i) for i in range(3000)) + b"]"
    print("event of many changes", event_leaf(dict(BARE, changes=many), KEY).hex())
    print("entry", entry_leaf(2, 1_780_000_000_123, b"maria", b'{"read":12}', KEY).hex())
    leaves = [sha256(b"\x00", bytes([i])) for i in range(70)]
    everything = []
    for n in range(71):
        everything.append(root(leaves[:n]))
        for m in range(n):
            everything += inclusion(m, leaves[:n])
        for m in range(1, n):
            everything += consistency(m, leaves[:n])
    for n in (0, 1, 2, 3, 7, 64, 70):
        print("root", n, root(leaves[:n]).hex())
    print("inclusion 5 of 7", [h.hex() for h in inclusion(5, leaves[:7])])
    print("consistency 3 to 7", [h.hex() for h in consistency(3, leaves[:7])])
    print("all roots and proofs up to 70", sha256(*everything).hex())
