"""Where a word may be divided, and the hyphen that is then shown (CSS Text 3, 6.1)."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pyphen

from exporter.pdf.composer.shaping import Shaped, Style, shape

_SOFT = "\u00ad"
_WORD = re.compile(r"(?:\u00ad|[^\W\d_\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef])+")
"""A word in letters, but not in Han, kana or hangul."""
_CJK_LANGUAGES = ("zh", "ja", "ko")


def points(text: str, stretches: list[tuple[int, int, Style]]) -> dict[int, float]:
    """Return the boundaries at which words of ``text`` may be divided, each with the width of its hyphen.

    ``stretches`` are (start, end, style) of the text whose style allows division. A word that holds a soft
    hyphen is divided there only.
    """
    found: dict[int, float] = {}
    for start, end, style in stretches:
        places = [match.end() for match in re.finditer(_SOFT, text[start:end])]
        if style["hyphens"] == "auto":
            places += _automatic(text[start:end], style)
        if places:
            width = sum(hyphen(style).advances)
            found.update((start + place, width) for place in places if start + place < len(text))
    return found


def hyphen(style: Style) -> Shaped:
    """Return the glyphs of the hyphen that ``style`` shows at a divided word."""
    cache = style.font_config.__dict__.setdefault("composer_hyphens", {})
    key = id(style)
    if key not in cache:
        shaped = shape(style["hyphenate_character"], style) or shape("-", style)
        cache[key] = (shaped, style)  # the style is kept with it, or its id would be another's one day
    found: Shaped = cache[key][0]
    return found


def _automatic(text: str, style: Style) -> list[int]:
    language = style["lang"]
    if language and language.split("-")[0].lower() in _CJK_LANGUAGES:
        language = "en"  # a word in letters amid Han is English unless its element says otherwise
    code = language and pyphen.language_fallback(language)
    if not code:
        return []
    total, left, right = style["hyphenate_limit_chars"]
    return [
        word.start() + place
        for word in _WORD.finditer(text)
        if len(word[0]) >= total and _SOFT not in word[0]
        for place in _places(word[0], code, left, right)
    ]


@lru_cache(maxsize=4096)
def _places(word: str, code: str, left: int, right: int) -> tuple[int, ...]:
    return tuple(map(int, _dictionary(code, left, right).positions(word)))


@lru_cache(maxsize=16)
def _dictionary(code: str, left: int, right: int) -> Any:
    return pyphen.Pyphen(lang=code, left=left, right=right)
