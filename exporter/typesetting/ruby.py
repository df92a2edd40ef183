"""Ruby: how much room readings need.

A reading that is longer than its base hangs over the characters beside it, where these are such that nobody
takes it for theirs; else there is space at the ends of its base, and between its characters if it has several.

JLREQ 3.3.5 to 3.3.8; CLREQ 3.3.4; CSS Ruby 1, 4 and 5. Lengths are px; positions count characters, and boundary
``i`` is before character ``i``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from exporter.typesetting import compound
from exporter.typesetting.apportion import openings

_OPENING, _CLOSING, _STOPS = "（《〈「『【〔〖［｛｟〝“‘", "）》〉」』】〕〗］｝｠〞〟”’", "、，。．"
_SPACES = " \u00a0\u3000"
_KANA = "\u3041-\u3096\u309f\u30a1-\u30fa\u30fc\u30ff\u31f0-\u31ff\uff66-\uff9d"
"""Hiragana, katakana, small kana, the long vowel: JLREQ's cl-15, cl-16, cl-11 and cl-10."""
_OVER = re.compile(f"[{_KANA}—―…‥⋯{_OPENING}{_CLOSING}{_STOPS}{_SPACES}]")
_MIDDLE = re.compile("[・：；]")
_BLANK_BEFORE = re.compile(f"[{_OPENING}{_SPACES}]")
_BLANK_BEHIND = re.compile(f"[{_CLOSING}{_STOPS}{_SPACES}]")
"""What has a blank half in front of its ink, and behind it."""
_APART, _LATIN_APART = 1.0, 0.25
"""Between two readings over one character that is of neither (JLREQ 3.3.8 b), and between Latin ones (CLREQ
3.3.4.1, item 4); of their em."""


@dataclass(frozen=True, slots=True)
class Column:
    """A base and the reading on one side of it."""

    start: int
    end: int
    """The characters of the base."""
    width: float
    """The reading's, set solid."""
    em: float
    """The reading's."""
    latin: bool = False
    """Whether the reading is in letters with widths of their own, as pinyin is."""
    align: str = "space-around"
    """start, center, space-between, space-around (CSS Ruby 1, 4.3)."""
    overhang: str = "auto"
    """auto, spaces, none (CSS Ruby 1, 5.1)."""


Word = Sequence[Column]
"""Columns that share their room, from left to right: those of a compound (jukugo ruby), or a single one."""


@dataclass(slots=True)
class Room:
    """The space that readings need."""

    gaps: dict[int, float] = field(default_factory=dict)
    """Between two characters, by the boundary."""
    starts: dict[int, float] = field(default_factory=dict)
    """How far a reading reaches out before its base, by its first character: where a line begins with it, it
    needs so much in place of the gap."""
    ends: dict[int, float] = field(default_factory=dict)
    """How far it reaches out behind its base, by the boundary there."""
    reaches: dict[int, float] = field(default_factory=dict)
    """How far a compound's readings may reach out before it where a line ends in it, by its first character."""

    def add(self, other: Room) -> None:
        """Take in the room that the readings of another level need: what is enough for both."""
        _raise(self.gaps, other.gaps)
        _raise(self.starts, other.starts)
        _raise(self.ends, other.ends)
        _raise(self.reaches, other.reaches)


def _raise(widths: dict[int, float], others: Mapping[int, float]) -> None:
    for position, width in others.items():
        if width > widths.get(position, 0.0):
            widths[position] = width


def room(text: str, advances: Sequence[float], words: Sequence[Word]) -> Room:
    """Return the room for the readings of one level: words in the order of the text, that do not overlap."""
    level = _Level(text, advances)
    for number, word in enumerate(words):
        follower = words[number + 1][0].start if number + 1 < len(words) else -1
        level.add(word, followed=follower == word[-1].end)
    return level.room


class _Level:
    """The readings of one level, word by word."""

    def __init__(self, text: str, advances: Sequence[float]) -> None:
        self.text, self.advances = text, advances
        self.room = Room()
        self.last: Word = ()
        self.reach = 0.0
        """How far the last word's reading reaches out behind it; negative where it stays inside."""
        self.hang = 0.0
        """How much of that is over other characters."""

    def add(self, word: Word, *, followed: bool) -> None:
        """Take the next word; it is ``followed`` if another one begins where it ends."""
        start, end = word[0].start, word[-1].end
        beside = bool(self.last) and self.last[-1].end == start
        left = 0.0 if beside else self._left(word[0])
        right = 0.0 if followed else self._allowed(end, word[-1], _BLANK_BEFORE)
        if len(word) == 1:
            before, behind = self._single(word[0], left, right)
        else:
            before, behind = self._compound(word, left, right)
        gaps = {start: self._between(word[0], before) if beside else before - left}
        if not followed:
            gaps[end] = behind - right
        _raise(self.room.gaps, gaps)
        _raise(self.room.starts, {start: before})
        _raise(self.room.ends, {end: behind})
        self.last, self.reach, self.hang = word, behind, max(0.0, min(behind, right))

    def _allowed(self, place: int, column: Column, blank: re.Pattern[str]) -> float:
        """Return how far a reading may hang over the neighbour at ``place``, whose ``blank`` half is beside it.

        Over kana and most marks by an em of its own; over interpuncts by half of it, which is right also where
        a line reduces their blanks; over spaces as far as they go; over Han, not at all (JLREQ 3.3.8).
        """
        if not 0 <= place < len(self.text) or column.overhang == "none":
            return 0.0
        char = self.text[place]
        if (blank if column.overhang == "spaces" else _OVER).match(char):
            return min(column.em, self.advances[place])
        if column.overhang == "auto" and _MIDDLE.match(char):
            return min(column.em / 2, self.advances[place])
        return 0.0

    def _left(self, column: Column) -> float:
        """Return how far a reading may hang to the left, where the one before may hang over the same text."""
        allowed = self._allowed(column.start - 1, column, _BLANK_BEHIND)
        if not self.last or not allowed:
            return allowed
        apart = _LATIN_APART if column.latin and self.last[-1].latin else _APART
        between = sum(self.advances[max(self.last[-1].end, column.start - 3) : column.start])
        return max(0.0, min(allowed, between - self.hang - apart * column.em))

    def _between(self, column: Column, before: float) -> float:
        """Return the space between two bases side by side: a reading does not hang over the other's base.

        Only Latin ones do, where the other one leaves room (CLREQ 3.3.4.1, item 5).
        """
        last = self.last[-1]
        if last.latin or column.latin:
            return self.reach + before + _LATIN_APART * max(last.em, column.em)
        return max(0.0, self.reach) + max(0.0, before)

    def _single(self, column: Column, left: float, right: float) -> tuple[float, float]:
        """Return how far a reading reaches out to both sides, and widen a base of several characters.

        Two parts between its characters, one at either end (JLREQ 3.3.6; JIS X 4051, 4.12.3).
        """
        excess = column.width - sum(self.advances[column.start : column.end])
        if column.align == "start":
            return 0.0, excess
        boundaries = openings(self.text, column.start, column.end)
        if excess <= 0 or column.align == "center" or not boundaries:
            return excess / 2, excess / 2
        if column.align == "space-between":
            _raise(self.room.gaps, dict.fromkeys(boundaries, excess / len(boundaries)))
            return 0.0, 0.0
        hang = min(left, right, excess / 2)
        part = (excess - 2 * hang) / (2 * len(boundaries) + 2)
        _raise(self.room.gaps, dict.fromkeys(boundaries, 2 * part))
        return hang + part, hang + part

    def _compound(self, word: Word, left: float, right: float) -> tuple[float, float]:
        bases = [sum(self.advances[column.start : column.end]) for column in word]
        plan = compound.plan(bases, [column.width for column in word], word[0].em, (left, right))
        for number, column in enumerate(word[1:], 1):
            ahead, behind = plan.parts[number - 1]
            _raise(self.room.gaps, {column.start: plan.sides[number - 1] + plan.sides[number]})
            _raise(self.room.ends, {word[number - 1].end: ahead})
            _raise(self.room.starts, {column.start: behind})
        _raise(self.room.reaches, {word[0].start: plan.most_before})
        return plan.before, plan.behind
