"""Marks that hang out past a line's edge (``hanging-punctuation``: CSS Text 3, 8.2; CLREQ 3.1.7; JLREQ
3.8.2)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.typesetting.paragraph import Paragraph

_STOPS = re.compile("[、，。．,.､｡﹐﹑﹒،۔]")
_OPENING = ("Ps", "Pi", "Pf")
_CLOSING = ("Pe", "Pi", "Pf")


def hangs_first(paragraph: Paragraph) -> bool:
    """Return whether the paragraph's first character hangs out at its line's start."""
    if "first" not in paragraph.settings.hanging_punctuation or not paragraph.text:
        return False
    first = paragraph.text[0]
    return first in "'\"" or unicodedata.category(first) in _OPENING


def hangs_last(paragraph: Paragraph, char: int) -> bool:
    """Return whether ``char``, the position of the paragraph's last visible character, hangs out at its
    line's end."""
    if "last" not in paragraph.settings.hanging_punctuation:
        return False
    last = paragraph.text[char]
    return last in "'\"" or unicodedata.category(last) in _CLOSING


def hanging_stops(paragraph: Paragraph, kinds: str) -> Iterator[int]:
    """Yield the stops and commas that may hang at a line's end; none in a run of marks may (CLREQ 3.1.7)."""
    wanted = paragraph.settings.hanging_punctuation
    if "allow-end" in wanted or "force-end" in wanted:
        for match in _STOPS.finditer(paragraph.text):
            if not match.start() or kinds[match.start() - 1] not in "OCPSQI":
                yield match.start()
