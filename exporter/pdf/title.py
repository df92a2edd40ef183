"""The title's size and line length: large while it fits on one line, and never a last line of one word.

CLREQ 4.1.2 sets a title off by its size; one that is too long for its line is set smaller, or broken by
sense. Sense is not ours to judge, so the lines of a broken title are made about equal.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

SIZES = (22 / 12, 18 / 12, 16 / 12)
"""二号, 小二 and 三号 beside a text of 小四, in ems of the text."""


@dataclass(frozen=True, slots=True)
class Title:
    """How the title is set."""

    size: float
    """In ems of the text."""
    width: float
    """The longest line, in ems of the title."""


def fit(title: str, measure: int) -> Title:
    """Return how to set ``title`` above a text whose lines have ``measure`` ems."""
    length = sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.55 for char in title)
    for lines in (1, 2):
        for size in SIZES[lines - 1 :]:
            slack = 0 if lines == 1 else 2 * size  # marks that may not begin or end a line need room to move
            if length * size <= lines * (measure - slack):
                return _in_lines(lines, length, size, measure)
    return _in_lines(math.ceil(length * SIZES[-1] / (measure - 2)), length, SIZES[-1], measure)


def _in_lines(lines: int, length: float, size: float, measure: int) -> Title:
    longest = measure / size
    return Title(size, longest if lines == 1 else min(longest, math.ceil(length / lines) + 1))
