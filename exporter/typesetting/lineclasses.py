"""A paragraph as its line-breaking classes: a letter a character, so that a rule is a regular expression.

A class has a name and a letter. The name is that of UAX #14, with what its rules ask besides: ``CL+`` is a
closing mark that is East Asian (Fullwidth, Wide or Halfwidth), ``PO~`` a suffix of ambiguous width, and what
follows a colon sets a few characters apart that one rule names. ``QU`` is split in three by general category.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterable
from string import ascii_letters

from exporter.typesetting.ucd.line_break import RANGES

TAILORED = (
    "AL:interpunct BA:thin B2:parted CB:object CL+:comma CL+:point EX+:colon HH:loose ID+:letter ID+:mark"
    " ID+:sign IN:loose IN:parted NS+:letter NU+ PO:suffix Pf:mark SY:solidus"
)
"""Classes that no character has by itself: ``tailoring`` gives them."""

NAMES = (*sorted({*RANGES, "AL"}), *TAILORED.split())
_LETTERS = ascii_letters + "".join(map(chr, range(0xC0, 0x100)))
LETTER = dict(zip(NAMES, _LETTERS, strict=False))
"""The letter of each class, by name. All are below U+0100: a class string takes a byte a character."""

_REMEMBERED = 30_000
"""Characters whose class is kept once it is known: more than any text has that was not made to have more."""


@functools.cache
def letters(names: str) -> frozenset[str]:
    """Return the letters of classes.

    ``names`` are separated by spaces. A class of UAX #14 stands for all of its kinds, ``EA`` for every East
    Asian class, a full name for that one; ``-`` before a name takes it away, ``^`` at the beginning everything
    but what follows. No name at all is every class.
    """
    complement = names.startswith("^")
    chosen: set[str] = set()
    for name in names.removeprefix("^").split():
        members = _GROUPS[name.removeprefix("-")]
        chosen = chosen - members if name.startswith("-") else chosen | members
    every = set(LETTER.values())
    return frozenset(every - chosen if complement or not names else chosen)


def _groups() -> dict[str, set[str]]:
    """Return the letters that each name stands for."""
    groups: dict[str, set[str]] = {"EA": {letter for full, letter in LETTER.items() if "+" in full}}
    for full, letter in LETTER.items():
        for name in {full, re.split("[+~:]", full)[0]}:
            groups.setdefault(name, set()).add(letter)
    return groups


_GROUPS = _groups()


def one(names: str) -> str:
    """Return the regular expression for one character of the classes ``names`` (see ``letters``)."""
    return f"[{''.join(sorted(letters(names)))}]"


class _Classes(dict[int, str]):
    """The letter of each character's class, found when it is first asked for."""

    def __missing__(self, code: int) -> str:
        starts, ends, found = _ranges()
        index = bisect_right(starts, code) - 1
        letter = found[index] if index >= 0 and code <= ends[index] else LETTER["AL"]
        if len(self) < _REMEMBERED:
            self[code] = letter
        return letter


@functools.cache
def _ranges() -> tuple[list[int], list[int], list[str]]:
    """Return the first and last code points of the ranges, in order, with the letter of each."""
    rows = []
    for name, spans in RANGES.items():
        for span in spans.split():
            first, _, last = span.partition("-")
            rows.append((int(first, 16), int(last or first, 16), LETTER[name]))
    rows.sort()
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


_UNICODE = _Classes()


def of(text: str) -> str:
    """Return the classes of a text as Unicode has them, a letter a character."""
    return text.translate(_UNICODE)


def unicode_class(character: str) -> str:
    """Return the letter of one character's class as Unicode has it."""
    return _UNICODE[ord(character)]


def reader(apart: Iterable[str]) -> dict[int, str]:
    """Return, for ``str.translate``, what gives classes and leaves the characters of ``apart`` as they are."""
    table = _Classes()
    table.update({ord(character): character for character in apart})
    return table
