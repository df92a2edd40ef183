"""Where a line may be widened between two characters (CLREQ 3.5.4; JLREQ 3.1.11; CSS Text 3, 6.4).

Never after an opening nor before a closing bracket, inside of —— and ……, around connectors and solidi,
inside of Latin words, or between Latin and the marks of Chinese (CLREQ 3.2.4). Japanese keeps 、。 with the
character before them, and nothing is put around interpuncts, ？ and ！ (JLREQ 3.1.11). Korean has its word
spaces: between syllables a line is widened only where it has no space at all.
"""

from __future__ import annotations

import re
from operator import and_

from exporter.typesetting.paragraph import Paragraph
from exporter.typesetting.spans import is_chinese

_COMBINED = re.compile(r"([A-Za-z.()])(m+)")

_ROWS: dict[str, tuple[tuple[str, str], ...]] = {
    "zh": (
        ("HWXCPSQI", "HWXOID"),
        ("D", "HWXOI"),
        ("HWXD", "PSQ"),
        ("HWXCD", "Ln(."),
        ("Ln).", "HWXOD"),
    ),
    "ja": (
        ("HWXCPS", "HWXOD"),
        ("D", "HWXO"),
        ("HWXCD", "Ln(."),
        ("Ln).", "HWXOD"),
    ),
    "ko": (("K", "K"), ("K", "H"), ("H", "K")),
    "all": (("HKWOCPSQIDNLnX()w.z", "HKWOCPSQIDNLnX()w.z"),),
}
"""What may stand before a gap, and what behind it."""
_ONES = bytes([0] + [1] * 255)


def _masks(rows: tuple[tuple[str, str], ...]) -> tuple[bytes, bytes]:
    """Return two translation tables; a gap is allowed where what they make of two neighbours has a bit in
    common."""
    left, right = bytearray(256), bytearray(256)
    for row, (before, behind) in enumerate(rows):
        for kind in before:
            left[ord(kind)] |= 1 << row
        for kind in behind:
            right[ord(kind)] |= 1 << row
    return bytes(left), bytes(right)


_TABLES = {name: _masks(rows) for name, rows in _ROWS.items()}


def gaps(paragraph: Paragraph, kinds: str) -> bytearray:
    """Return, for every boundary of the paragraph, 1 where its line may be widened and 0 where not."""
    justify = paragraph.settings.text_justify
    if justify in ("none", "inter-word"):
        return bytearray(len(kinds) + 1)
    if justify == "inter-character":
        return _flags(paragraph, kinds, "all")
    return _flags(paragraph, kinds, "zh" if is_chinese(paragraph.settings.language) else "ja")


def hangul_gaps(paragraph: Paragraph, kinds: str) -> bytearray | None:
    """Return the boundaries at which a line without spaces is widened beside Hangul; None where there are
    none."""
    if "K" not in kinds or paragraph.settings.text_justify != "auto":
        return None
    return _flags(paragraph, kinds, "ko")


def _flags(paragraph: Paragraph, kinds: str, rules: str) -> bytearray:
    left, right = _TABLES[rules]
    based = _COMBINED.sub(lambda found: found[1] * (1 + len(found[2])), kinds) if "m" in kinds else kinds
    before, behind = based.encode("ascii").translate(left), kinds.encode("ascii").translate(right)
    flags = bytearray(b"\0" + bytes(map(and_, before, behind[1:])).translate(_ONES) + b"\0")[: len(kinds) + 1]
    for boundary in paragraph.joined:
        if boundary <= len(kinds):
            flags[boundary] = 0
    return flags
