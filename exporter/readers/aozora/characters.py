"""Characters that Aozora Bunko writes in other characters: 外字 by plane, row and cell, and accents.

https://www.aozora.gr.jp/annotation/external_character.html, https://www.aozora.gr.jp/accent_separation.html
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

GETA = "〓"
"""Stands for a character that Unicode does not have, as it did in lead type."""

UNKNOWN = "外字："
"""How the note begins that says what :data:`GETA` stands for."""

_PAGES = re.compile(r"、[^、]*-[^、]*\Z")  # the page and the line of the book
_GAIJI = re.compile(r"※［＃([^［］]*)］")
_PLACE = re.compile(r"(?:第[34３４]水準\s*)?\b([12])-(\d{1,2})-(\d{1,2})(?!\d)", re.ASCII)
_CODE = re.compile(r"U\+([0-9A-Fa-f]{4,6})\b")
_DAKUTEN = re.compile(r"濁点付き(?:片仮名|平仮名)([ぁ-ヿ])")

_SIGNS = "《》［］〔〕｜＃※"
"""Characters of the notation; written as 外字 they mean themselves, and wait as noncharacters (U+FDD0 …)."""
_PROTECT = str.maketrans(_SIGNS, "".join(chr(0xFDD0 + place) for place in range(len(_SIGNS))))
_RESTORE = str.maketrans({0xFDD0 + place: sign for place, sign in enumerate(_SIGNS)})

_MARKS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", ":": "\u0308", "&": "\u030a"}
_MARKS |= {"_": "\u0304", ",": "\u0327"}
_WHOLE = {
    "AE&": "Æ", "ae&": "æ", "OE&": "Œ", "oe&": "œ", "s&": "ß", "!@": "¡", "?@": "¿",
    "O/": "Ø", "o/": "ø", "D/": "Đ", "d/": "đ", "H/": "Ħ", "h/": "ħ",
    "L/": "Ł", "l/": "ł", "i/": "ɨ", "u/": "ʉ",
}  # fmt: skip
# A colon or a comma at the end of a word is one.
_ACCENT = re.compile(
    r"(?:AE|ae|OE|oe|s)&|[!?]@|[A-Za-z]/|[A-Za-z][`'^~&_]|[A-Za-z]:(?=[A-Za-z])|[CcSsTt],(?=[A-Za-z])"
)
# An apostrophe that elides: no accent falls on these letters before a vowel (l'État, qu'on), nor in “n't”.
_ELISION = re.compile(r"(?:\b(?:[cdjlmnst]|\w{0,6}qu)(?='[aeiouyhAEIOUYH])|n(?='t\b))'", re.IGNORECASE)
_BRACKETS = re.compile(r"〔([^〔〕\n]*)〕(《)?")
_APOSTROPHE = "\ufdde"


def gaiji(text: str) -> str:
    """Return ``text`` with its 外字 as Unicode; one that is not in it becomes :data:`GETA` and a note."""
    return _GAIJI.sub(_unicode, text) if "※" in text else text


def _unicode(match: re.Match[str]) -> str:
    return _character(match[1]) or f"{GETA}［＃{UNKNOWN}{_PAGES.sub('', match[1])}］"


def _character(description: str) -> str | None:
    if found := _CODE.search(description):
        code = int(found[1], 16)
        return chr(code) if code < 0x110000 and chr(code).isprintable() else None
    if found := _PLACE.search(description):
        return by_place(*map(int, found.groups()))
    if found := _DAKUTEN.search(description):
        return unicodedata.normalize("NFC", f"{found[1]}\u3099")
    return None


def by_place(plane: int, row: int, cell: int) -> str | None:
    """Return the character at a place of JIS X 0213: plane 1–2, row and cell 1–94; ``None``: there is none."""
    if not (1 <= row <= 94 and 1 <= cell <= 94):
        return None
    data = (b"\x8f" if plane == 2 else b"") + bytes((0xA0 + row, 0xA0 + cell))
    try:
        return data.decode("euc_jis_2004").translate(_PROTECT)
    except UnicodeDecodeError:
        return None


def restore(text: str) -> str:
    """Return ``text`` as it is printed: signs of the notation that were written as 外字 are signs again."""
    return text.translate(_RESTORE)


def accents(text: str) -> str:
    """Compose the letters and marks inside 〔…〕; brackets with nothing to compose in them are brackets.

    Reading after the brackets belongs to all that was in them.
    """
    return _BRACKETS.sub(_bracketed, text) if "〔" in text else text


def _bracketed(match: re.Match[str]) -> str:
    inner = _ELISION.sub(lambda found: found[0][:-1] + _APOSTROPHE, match[1])
    composed = "".join(_composed(inner)).replace(_APOSTROPHE, "'")
    if composed == match[1]:
        return match[0]
    return f"｜{composed}《" if match[2] else composed


def _composed(text: str) -> Iterator[str]:
    end = 0
    for match in _ACCENT.finditer(text):
        pair = match[0]
        char = _WHOLE.get(pair)
        if char is None and pair[-1] in _MARKS:
            char = unicodedata.normalize("NFC", pair[0] + _MARKS[pair[-1]])
        yield text[end : match.start()]
        yield char if char is not None and len(char) == 1 else pair
        end = match.end()
    yield text[end:]
