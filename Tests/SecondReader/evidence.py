"""The evidence log by its description alone (Sources/EvidenceLog/EvidenceLog.docc/EvidenceFormat.md): leaves, tree, checkpoints.

Nothing here was taken from the Swift sources; where the two disagree, one of them does not do what the description says.
"""
import hashlib
import json

ABSENT, NULL, STRING, NUMBER, TRUE, FALSE, NESTED, RAW, INTEGER = range(9)
FIELD, FIELD_AS_JSON = 1, 2
WHEN, WHO, WHAT, WHICH, ID, WHERE, REST, ORIGINAL, BODY = range(16, 25)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def be32(number):
    return number.to_bytes(4, "big")


# --- values: (type, bytes)

def text(value):
    return (ABSENT, b"") if value is None else (STRING, value)


def number(value):
    return INTEGER, value.to_bytes(8, "big", signed=True)


def nested(value):
    return (ABSENT, b"") if value is None else (NESTED, value)


def from_json(source):
    """The value that a piece of JSON text stands for; only a string is decoded."""
    if source == "null":
        return NULL, b""
    if source in ("true", "false"):
        return (TRUE if source == "true" else FALSE), b""
    if source[0] in "{[":
        return NESTED, source.encode()
    if source[0] != '"':
        return NUMBER, source.encode()
    try:
        return STRING, json.loads(source).encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return NESTED, source.encode()


def elements(source, start):
    """The JSON texts of the elements of the array that begins at `start`, and the place after it. No white space outside values."""
    decoder, found, at = json.JSONDecoder(), [], start + 1
    assert source[start] == "["
    while source[at] != "]":
        end = decoder.raw_decode(source, at)[1]
        found.append((at, source[at:end]))
        at = end + (source[end] == ",")
    return found, at + 1


def changes(source):
    """(name kind, name, before, after) of each change. Forms: ["f",before,after], ["f",{"before":x}], ["f",{"after":x}], ["f"]."""
    source = source.decode()
    for _, change in elements(source, 0)[0] if source else []:
        parts = [part for _, part in elements(change, 0)[0]]
        before = after = (ABSENT, b"")
        if len(parts) == 3:
            before, after = from_json(parts[1]), from_json(parts[2])
        elif len(parts) == 2:
            key, value = parts[1][1:-1].split(":", 1)
            before, after = (from_json(value), after) if key == '"before"' else (before, from_json(value))
        kind, name = from_json(parts[0])
        yield (FIELD if kind == STRING else FIELD_AS_JSON), name, before, after


# --- leaves

def leaf_key(seed, place):
    return sha256(b"\x05", seed, be32(place))[:16]


def length(number):
    """Seven bits a byte, the lowest first; all but the last have the highest bit set."""
    spelled = b""
    while number > 0x7F:
        spelled += bytes([number & 0x7F | 0x80])
        number >>= 7
    return spelled + bytes([number])


def spell(value):
    type_, content = value
    if type_ in (ABSENT, NULL, TRUE, FALSE):
        return bytes([type_])
    return bytes([type_]) + (content if type_ == INTEGER else length(len(content)) + content)


def salts(key, count):
    pairs = [sha256(b"\x03", key, be32(pair)) for pair in range((count + 1) // 2)]
    return [half for pair in pairs for half in (pair[:16], pair[16:])][:count]


def commitment(salt, name, values):
    """A name is a number, or (number, text) for a field."""
    name = bytes([name]) if isinstance(name, int) else bytes([name[0]]) + length(len(name[1])) + name[1]
    return sha256(b"\x02", salt, name, *map(spell, values))


def leaf_of(kind, commitments):
    return sha256(b"\x00\x01", bytes([kind]), be32(len(commitments)), *commitments)


def leaf(kind, units, key):
    """units: a list of (name, values)."""
    return leaf_of(kind, [commitment(salt, name, values) for salt, (name, values) in zip(salts(key, len(units)), units)])


def event_leaf(event, key):
    """event: a mapping with texts as bytes or None."""
    e = event
    units = [
        (WHEN, [number(e["occurred_at"]), text(e["source_time"])]),
        (WHO, [text(e["actor_name"]), text(e["actor_id"]), text(e["actor_kind"])]),
        (WHAT, [text(e["module"]), text(e["action"]), text(e["action_class"])]),
        (WHICH, [text(e["document_id"]), text(e["document_name"]), text(e["parent_id"])]),
        (ID, [text(e["source_system"]), text(e["source_event_id"])]),
        (WHERE, [number(e[name]) for name in ("source_part", "record_number", "source_offset", "source_length")]),
    ]
    units += [((kind, name), [before, after]) for kind, name, before, after in changes(e["changes"])]
    units.append((REST, [nested(e["extras"])]))
    units.append((ORIGINAL, [(RAW, e["original"])]))
    return leaf(1, units, key)


def entry_leaf(kind, recorded_at, login, body, key):
    return leaf(kind, [(WHEN, [number(recorded_at)]), (WHO, [text(login)]), (BODY, [nested(body)])], key)


# --- the tree of RFC 6962, section 2.1, written down as the RFC defines it

def split(n):
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def root(leaves):
    """`leaves` are hashes already."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha256(b"\x01", root(leaves[:k]), root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) <= 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m, leaves, is_whole=True):
    if m == len(leaves):
        return [] if is_whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return consistency(m, leaves[:k], is_whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]
