"""The title's size and line length: large while it fits on one line, and never a last line of one word.

CLREQ 2.4.1 lets a title that is too long for its line be set smaller or broken by sense. Sense is not ours to judge, so the lines of a
broken title are made about equal.
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
    for size in SIZES:
        if length * size <= measure:
            return Title(size, measure / size)
    size = SIZES[1] if length * SIZES[1] <= 2 * measure else SIZES[2]
    lines = math.ceil(length * size / (measure - 2))
    return Title(size, min(measure / size, math.ceil(length / lines) + 1))
