"""What kind of character each is to typesetting, a letter a character (CLREQ 2.2, 3.1.1; JLREQ 3.9; CSS Text
4, 8.4.3).

====  ==================================================================================
H     ideographic: Han, kana and what is set as they are
K     Hangul
W     other characters of an em: full-width letters and figures, circled numbers, emoji
O C   full-width opening and closing brackets and quotation marks
P S   full-width pauses 、，；： and stops 。．
Q     full-width ？ and ！
I     full-width interpuncts
D     dashes and ellipses of an em or two
N     connectors and solidi, of any width
L n   letters and digits of other scripts
( )   narrow brackets, quotation marks and stops: what stays with the word after, before it
w z   word space, ideographic space
X     an object
F     the end of a forced line
m     combining marks and controls without a width
.     everything else
====  ==================================================================================

“ ” ‘ ’ · — … and their like are as wide as the font makes them, and belong to Chinese or to English
accordingly.
"""

from __future__ import annotations

import re
import unicodedata

from exporter.typesetting.paragraph import FORCED, OBJECT, Paragraph
from exporter.typesetting.spans import Spans

FULL = 0.9
"""Of an em: a mark that is as wide as this is set as one of Chinese, Japanese or Korean."""

_STATED = {
    "P": "、，；：︐︑︓︔﹐﹑﹔﹕",
    "S": "。．︒﹒",
    "Q": "？！︕︖﹖﹗",
    "q": "‼⁇⁈⁉",
    "I": "・",
    "i": "·‧•∙⋅",
    "d": "—―…‥⋯⸺⸻",
    "N": "-‐‑–~〜～/／゠",
    "o": "“‘",
    "c": "”’",
    "(": "｢",
    ")": ",.;:!?%‰°′″｣｡､",
    "w": " \t\u00a0",
    "z": "\u3000",
    "X": OBJECT,
    "F": f"{FORCED}\r\v\f\u0085\u2028\u2029",
}
_RANGES = (
    (0x1100, 0x11FF, "K"),
    (0x2E80, 0x2FDF, "H"),
    (0x3005, 0x3007, "H"),
    (0x3021, 0x3029, "H"),
    (0x3031, 0x303C, "H"),
    (0x3041, 0x3098, "H"),
    (0x309B, 0x309F, "H"),
    (0x30A1, 0x30FA, "H"),
    (0x30FC, 0x30FF, "H"),
    (0x3105, 0x312F, "H"),
    (0x3130, 0x318F, "K"),
    (0x31A0, 0x31FF, "H"),
    (0x3400, 0x4DBF, "H"),
    (0x4E00, 0x9FFF, "H"),
    (0xA960, 0xA97F, "K"),
    (0xAC00, 0xD7FF, "K"),
    (0xF900, 0xFAFF, "H"),
    (0xFF66, 0xFF9D, "W"),
    (0xFFA0, 0xFFDC, "K"),
    (0x1B000, 0x1B16F, "H"),
    (0x20000, 0x3FFFF, "H"),
)
_BY_CATEGORY = {"Ps": "(", "Pi": "(", "Pe": ")", "Pf": ")", "Zs": ".", "Cs": "."}
_WIDE_BY_CATEGORY = {"Ps": "O", "Pe": "C"}


class _Classes(dict[int, str]):
    """A table for ``str.translate`` that learns a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _classify(code)
        return found


def _classify(code: int) -> str:
    for first, last, kind in _RANGES:
        if first <= code <= last:
            return kind
    char = chr(code)
    category = unicodedata.category(char)
    if category[0] == "M" or category in ("Cf", "Cc"):
        return "m"
    width = unicodedata.east_asian_width(char)
    if width in "WF":
        return _WIDE_BY_CATEGORY.get(category, "W")
    if category[0] == "L":
        return "L"
    if category == "Nd":
        return "n"
    return _BY_CATEGORY.get(category, "a" if width == "A" else ".")


_TABLE = _Classes({ord(char): kind for kind, chars in _STATED.items() for char in chars})
_UNDECIDED = re.compile("[oicdqa]")
_WIDE = {"o": "O", "c": "C", "i": "I", "d": "D", "q": "Q", "a": "W"}
_NARROW = {"o": "(", "c": ")", "i": ".", "d": ".", "q": ")", "a": "."}


def classify(paragraph: Paragraph, spans: Spans) -> str:
    """Return the classes of a paragraph's characters, a letter each."""
    kinds = paragraph.text.translate(_TABLE)
    if not _UNDECIDED.search(kinds):
        return kinds
    text, advances = paragraph.text, paragraph.advances
    decided = list(kinds)
    for match in _UNDECIDED.finditer(kinds):
        place, kind = match.start(), match.group()
        wide = advances[place] >= FULL * spans.at(place).size
        if not advances[place] and place and text[place - 1] == text[place]:
            wide = decided[place - 1] == _WIDE[kind]  # —— and …… may be one glyph of two em
        decided[place] = _WIDE[kind] if wide else _NARROW[kind]
    return "".join(decided)
