"""Colours of the design, in light and dark: WCAG 2.2 asks for 4.5 to 1 for text, 3 to 1 for what tells controls and focus apart."""
import re

import pytest
from conftest import WORDS_FOLDER

STYLE = (WORDS_FOLDER.parent / "page.css").read_text()
LIGHT, DARK = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for block in re.findall(r":root \{(.*?)\n\s*\}", STYLE, re.S)[:2])
GROUNDS = ["page", "surface", "raised", "hover", "selected", "sunk"]
TEXTS = [(text, ground) for text in ("text", "muted") for ground in GROUNDS] + [("accent", "surface"), ("accent", "accent-soft"), ("on-accent", "accent"), ("text", "before"), ("text", "after")]
TEXTS += [(kind, f"{kind}-soft") for kind in ("create", "update", "delete", "restore", "other", "warning")] + [("text", "accent-soft"), ("muted", "before"), ("muted", "after")]
EDGES = [("line-strong", "surface"), ("line-strong", "page"), ("focus", "surface"), ("focus", "page"), ("focus", "raised"), ("focus", "selected"), ("accent", "surface")]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, LIGHT | DARK], ids=["light", "dark"])
def test_colours_are_apart_enough(scheme):
    assert set(DARK) <= set(LIGHT) and len(DARK) > 20
    faint = [(a, b, round(contrast(scheme[a], scheme[b]), 2), least) for pairs, least in ((TEXTS, 4.5), (EDGES, 3)) for a, b in pairs if contrast(scheme[a], scheme[b]) < least]
    assert faint == []
