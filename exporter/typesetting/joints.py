"""What the rules say of the boundary between two characters of a line.

A joint takes effect only inside of a line: at a line's start and end the boundary is not there, and what
happens to a mark's blank there is a matter of the edges (``trim``).
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple


class Tier(IntEnum):
    """The order in which space is given up when a line is too long (CLREQ 3.5.3; JLREQ 3.8.3).

    The mark at the line's end comes before all of these; it is dealt with where lines are broken.
    """

    WORD = 0
    INTERPUNCT = 1
    BRACKET = 2
    PAUSE = 3
    SCRIPTS = 4
    """Between Han and Latin."""
    STOP = 5


class Joint(NamedTuple):
    """What happens at a boundary: how much is added for good, how much may be taken or added to fit the
    line."""

    boundary: int
    char: int
    """The character whose advance changes."""
    moves: bool
    """Whether its ink moves with it: it stands after the blank that is taken."""
    amount: float
    tier: Tier
    shrink: float = 0.0
    stretch: float = 0.0
