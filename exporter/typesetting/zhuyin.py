"""Zhuyin (注音, Bopomofo) beside its character: a column of symbols, and the tone beside it or above.

CLREQ 3.3.3.2 and 3.3.3.3, by its drawings: the character is 30 units high and wide; behind it stand, after
1 unit, symbols of 9 units and tones of 5, half an em in all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

UNIT = 1 / 30
"""Of the character's em."""
WIDTH = 0.5
"""What the whole takes behind its character, of its em."""

_SYLLABLE = re.compile(
    "(˙?)([\u3105-\u312f\u31a0-\u31b3\u31b8-\u31bf]+)([ˊˇˋ˪˫ˉ\u02e5-\u02e9]?[\u31b4-\u31b7]?)(˙?)"
)
_TOPS = {1: (11.0,), 2: (6.0, 17.0), 3: (2.0, 11.0, 20.0)}
_NEUTRAL = {1: (8.0, (11.0,)), 2: (3.0, (6.0, 17.0)), 3: (0.0, (3.0, 12.0, 21.0))}
_CHECKED = {1: 16.0, 2: 21.0, 3: 24.0}
_SYMBOL, _TONE, _DOT = 9.0, 5.0, 2.0


@dataclass(frozen=True, slots=True)
class Piece:
    """A character of a syllable and its box, in units from the upper right corner of the base's em box."""

    char: str
    x: float
    y: float
    width: float
    height: float
    fitted: bool
    """Whether its ink is fitted into the box (a tone); a symbol's em box is the box."""


def syllables(text: str) -> list[str] | None:
    """Return the syllables of a reading; None where it is not in zhuyin."""
    parts = text.split()
    return parts if parts and all(map(_SYLLABLE.fullmatch, parts)) else None


def pieces(syllable: str) -> tuple[Piece, ...]:
    """Return the pieces of a syllable, in the order of its characters."""
    found = _SYLLABLE.fullmatch(syllable)
    assert found is not None
    dot, symbols, tones, late = found.groups()
    neutral = bool(dot or late)
    top, tops, size = _column(len(symbols), neutral)
    made = [
        Piece(symbol, 1.0 + (_SYMBOL - size) / 2, y, size, size, False)
        for symbol, y in zip(symbols, tops, strict=True)
    ]
    mark = Piece("˙", 1.0, top, _SYMBOL, _DOT, True)
    made = ([mark] if dot else []) + made
    for tone in tones:
        checked = "\u31b4" <= tone <= "\u31b7"
        y = tops[-1] - 2 if not checked else _CHECKED.get(len(symbols), tops[-1] + size - _TONE)
        made.append(Piece(tone, 1.0 + _SYMBOL, y, _TONE, _TONE, True))
    return (*made, mark) if late else tuple(made)


def _column(count: int, neutral: bool) -> tuple[float, tuple[float, ...], float]:
    """Return the top of a neutral tone, the tops of the symbols and their size, in units."""
    if neutral and count in _NEUTRAL:
        return *_NEUTRAL[count], _SYMBOL
    if count in _TOPS:
        return 0.0, _TOPS[count], _SYMBOL
    top = 3.0 if neutral else 0.0
    size = (30.0 - top) / count  # more than Mandarin has: no higher than the character, either
    return 0.0, tuple(top + size * number for number in range(count)), size
