"""Pages altered as somebody would who knows the format: a value is changed, and the digests are made to fit again."""
import hashlib
import json
import re
import zlib

from page_reader import Elements, inflate, to_dense_text


def deflate(data: bytes) -> str:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return to_dense_text(packer.compress(data) + packer.flush())


class AlteredPage:
    def __init__(self, path):
        self.text = path.read_bytes().decode()

    def element(self, start: str) -> str:
        """What stands in the last element that begins so."""
        at = self.text.rindex(start) + len(start)
        return self.text[at : self.text.index("</script>", at)]

    def replace(self, start: str, new: str):
        at = self.text.rindex(start) + len(start)
        self.text = self.text[:at] + new + self.text[self.text.index("</script>", at) :]

    @property
    def tail(self) -> dict:
        return json.loads(self.element('id="page-tail">'))

    def set_tail(self, tail: dict):
        self.replace('id="page-tail">', json.dumps(tail, separators=(",", ":")).replace("<", "\\u003c"))

    def section(self, name: str) -> bytes:
        return inflate("".join(re.findall(f'data-section="{name}">([^<]*)<', self.text)))

    def set_section(self, name: str, data: bytes):
        """Of a section that is one element."""
        self.replace(f'data-section="{name}">', deflate(data))

    def change_block(self, old: bytes, new: bytes):
        """Changes a text in the first block that has it, by one of the same length."""
        tail, text = self.tail, self.element('data-section="blocks">')
        assert len(old) == len(new) and all(element == 0 for element, _, _ in tail["blocks"])
        blocks = [inflate(text[offset : offset + length]) for _, offset, length in tail["blocks"]]
        place = next(place for place, block in enumerate(blocks) if old in block)
        blocks[place] = blocks[place].replace(old, new, 1)
        packed, at = [deflate(block) for block in blocks], 0
        for place, block in enumerate(packed):
            tail["blocks"][place] = [0, at, len(block)]
            at += len(block)
        self.replace('data-section="blocks">', "".join(packed))
        self.set_tail(tail)

    def change_meta(self, change):
        meta = json.loads(self.element('id="page-meta">'))
        change(meta)
        self.replace('id="page-meta">', json.dumps(meta, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))

    def fit(self):
        """Digests and fingerprint of what the page now holds."""
        elements, tail = Elements(), self.tail
        elements.feed(self.text)
        elements.close()
        texts = [*elements.texts, ("places", json.dumps(tail["blocks"], separators=(",", ":")))]
        tail["digests"] = [[name, hashlib.sha256(text.encode()).hexdigest()] for name, text in texts]
        tail["fingerprint"] = hashlib.sha256("".join(f"{digest}  {name}\n" for name, digest in tail["digests"]).encode()).hexdigest()
        self.set_tail(tail)

    def write(self, folder):
        path = folder / "altered.html"
        path.write_bytes(self.text.encode())
        return path
