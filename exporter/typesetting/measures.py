"""A paragraph in sums: how wide any line of it would be, found by subtraction."""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import accumulate

from exporter.typesetting import autospace, hanging, trim
from exporter.typesetting.breaks import opportunities
from exporter.typesetting.classes import classify
from exporter.typesetting.elastic import Elastic
from exporter.typesetting.joints import Joint
from exporter.typesetting.paragraph import Paragraph
from exporter.typesetting.spans import Spans

_TRAILING = re.compile("[ \t\u3000]*[\n\r\v\f\u0085\u2028\u2029]|[ \t\u3000]+")
_HARD = bytes([0, 1, 1, 0]) + bytes(252)
_ANY = bytes([0, 1, 1, 1]) + bytes(252)


class Ending(IntEnum):
    """How a mark stands at its line's end."""

    FULL = 0
    HALF = 1
    HUNG = 2


class Measures:
    """The widths of a paragraph's lines before anything is fitted, and what may be done about them.

    A line from ``start`` to ``end``, where a line may break, is ``sums[end] - drop[end] - sums[start] -
    lift[start]`` wide.
    """

    __slots__ = (
        "drop", "elastic", "forced", "hard", "heads", "hung", "kinds", "lift", "paragraph", "relief", "some",
        "spans", "stands", "sums", "tails", "visible",
    )  # fmt: skip

    def __init__(self, paragraph: Paragraph) -> None:
        """Apply the rules of spacing to a paragraph, once."""
        self.paragraph = paragraph
        self.spans = spans = Spans(paragraph)
        self.kinds = kinds = classify(paragraph, spans)
        chances = opportunities(paragraph)
        self.hard, self.some = chances.translate(_HARD), chances.translate(_ANY)
        self.forced = [match.start() for match in re.finditer(b"\x02", chances)]
        trims = trim.trims(paragraph, kinds, spans, chances)
        joints = sorted(trims.joints + autospace.autospaces(paragraph, kinds, spans))
        self.sums = _sums(paragraph, joints)
        self.visible = _visible(paragraph.text)
        self.lift = _lift(joints, trims)
        self.drop = _drop(joints)
        self.heads, self.tails = trims.heads, trims.tails
        self.stands: dict[int, Ending] = {}
        """How the mark at a line's end stands, where that is not full."""
        self.relief: dict[int, tuple[tuple[float, Ending], ...]] = {}
        """What may be gained at a line's end, and how the mark stands then; the smallest first."""
        self.hung: dict[int, float] = {}
        """How much of a mark hangs out where a line ends behind it and it hangs."""
        self._edges()
        self._beside_readings()
        self._past_spaces()
        for boundary, width in paragraph.hyphens.items():
            self.drop[boundary] = self.drop.get(boundary, 0.0) - width
        self.elastic = Elastic(paragraph, kinds, joints)

    def natural(self, start: int, end: int) -> float:
        """Return how wide the line from ``start`` to the break at ``end`` is, its last mark as it stands by
        itself."""
        return self.sums[end] - self.drop.get(end, 0.0) - self.sums[start] - self.lift.get(start, 0.0)

    def least(self, start: int, end: int) -> float:
        """Return how wide that line is at least, without reducing what stands in it."""
        relief = self.relief.get(end)
        return self.natural(start, end) - (relief[-1][0] if relief else 0.0)

    def end(self, position: int) -> int:
        """Return where what is visible of a line ends that breaks at ``position``."""
        return self.visible.get(position, position)

    def filled(self, position: int, ending: Ending) -> int:
        """Return where that ends which fills the measure of a line: before a mark that hangs."""
        end = self.visible.get(position, position)
        return end - 1 if ending is Ending.HUNG else end

    def _edges(self) -> None:
        """Settle what happens to marks at lines' ends (CSS Text 4, 8.4.1; CSS Text 3, 8.2)."""
        paragraph = self.paragraph
        for boundary, tail in self.tails.items():
            if tail.always:
                self.drop[boundary] = self.drop.get(boundary, 0.0) + tail.amount
                self.stands[boundary] = Ending.HALF
            else:
                self.relief[boundary] = ((tail.amount, Ending.HALF),)
        if hanging.hangs_first(paragraph):
            self.hung[0] = paragraph.advances[0] - self.heads.get(0, 0.0)
            self.lift[0] = self.lift.get(0, 0.0) + self.hung[0]
        always = "force-end" in paragraph.settings.hanging_punctuation
        for char in hanging.hanging_stops(paragraph, self.kinds):
            self._hang(char, always)
        last = self.end(len(paragraph.text)) - 1
        if last >= 0 and hanging.hangs_last(paragraph, last):
            self._hang(last, True)

    def _hang(self, char: int, always: bool) -> None:
        """Let the mark at ``char`` hang out where a line ends behind it, without its blank half."""
        tail = self.tails.get(char + 1)
        half = tail.amount if tail else 0.0
        gained = self.paragraph.advances[char] - (half if tail and tail.always else 0.0)
        self.hung[char + 1] = self.paragraph.advances[char] - half
        if always:
            self.drop[char + 1] = self.drop.get(char + 1, 0.0) + gained
            self.stands[char + 1] = Ending.HUNG
            self.relief.pop(char + 1, None)
        else:
            self.relief[char + 1] = (*self.relief.get(char + 1, ()), (gained, Ending.HUNG))

    def _beside_readings(self) -> None:
        """Give readings their room at lines' starts and ends (JLREQ 3.3.8)."""
        for char, width in self.paragraph.leads.items():
            self.lift[char] = self.lift.get(char, 0.0) - width
        for char, width in self.paragraph.trails.items():
            self.drop[char + 1] = self.drop.get(char + 1, 0.0) - width

    def _past_spaces(self) -> None:
        """Let a break behind spaces be what a break before them is: at a line's end they have no width."""
        for position, end in self.visible.items():
            self.drop[position] = self.sums[position] - self.sums[end] + self.drop.get(end, 0.0)
            if end in self.relief:
                self.relief[position] = self.relief[end]
            if end in self.stands:
                self.stands[position] = self.stands[end]


def _sums(paragraph: Paragraph, joints: list[Joint]) -> list[float]:
    """Return where each character begins in a line that never ends, all that is added for good included."""
    widths = list(paragraph.advances)
    for joint in joints:
        if joint.amount:
            widths[joint.char] += joint.amount
    for outside in (paragraph.before, paragraph.after):
        for position, width in outside.items():
            if position < len(widths):
                widths[position] += width
    return list(accumulate(widths, initial=0.0))


def _drop(joints: list[Joint]) -> dict[int, float]:
    """Return what the sums have too much at a line's end: a joint is none there."""
    drop: dict[int, float] = {}
    for joint in joints:
        if joint.amount and joint.char < joint.boundary:
            drop[joint.boundary] = drop.get(joint.boundary, 0.0) + joint.amount
    return drop


def _lift(joints: list[Joint], trims: trim.Trims) -> dict[int, float]:
    """Return what the sums have too much at a line's start, and what its mark loses there."""
    lift = dict(trims.heads)
    for joint in joints:
        if joint.amount and joint.moves:
            lift[joint.boundary] = lift.get(joint.boundary, 0.0) + joint.amount
    return lift


def _visible(text: str) -> dict[int, int]:
    """Return, for positions behind spaces and at forced breaks, where the visible text before them ends."""
    ends: dict[int, int] = {}
    for match in _TRAILING.finditer(text):
        start, stop = match.span()
        for position in range(start + 1, stop + 1):
            ends[position] = start
    return ends
