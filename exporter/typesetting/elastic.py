"""How far the space in a line gives way, and in which order (CLREQ 3.5.3, 3.5.4; JLREQ 3.8.3, 3.8.4).

Everything is a difference of two sums, so that a line of any length is weighed in the same time.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from exporter.typesetting.gaps import gaps, hangul_gaps
from exporter.typesetting.joints import Joint, Tier
from exporter.typesetting.paragraph import Paragraph

GAP = 0.25
"""Of an em: how far the gaps between characters open before all the space of a line opens with them (JLREQ
3.8.4 c)."""
MORE = 0.1
"""Of an em: how far they open then, together with all the other space (JLREQ 3.8.4 d)."""
WORD = 0.4
"""Of an em: how far word spaces open beyond that, in a line that would else stay short."""


class Stretch(NamedTuple):
    """How a line is widened."""

    words: float = 0.0
    """The share of what word spaces may be widened to a half em."""
    scripts: float = 0.0
    """The share of what the spaces between Han and Latin may be widened to a third of an em."""
    gap: float = 0.0
    """What is added to every gap between characters."""
    even: float = 0.0
    """What is added, besides, to every word space and every space between Han and Latin."""
    word: float = 0.0
    """What is added, besides, to every word space."""


class Room(NamedTuple):
    """What there is in a line to be widened or narrowed: a range of joints and the number of its gaps."""

    first: int
    last: int
    gaps: int
    hangul: bool


class Elastic:
    """The joints of a paragraph, sorted by their boundaries, and sums over them."""

    __slots__ = (
        "_all_shrink",
        "_gaps",
        "_hangul_gaps",
        "_justify",
        "_scripts",
        "_scripts_stretch",
        "_shrink",
        "_words",
        "_words_stretch",
        "bounds",
        "em",
        "flags",
        "hangul",
        "joints",
    )  # fmt: skip

    def __init__(self, paragraph: Paragraph, kinds: str, joints: list[Joint]) -> None:
        """Take a paragraph, the classes of its characters and its joints in the order of their boundaries."""
        self.em = paragraph.size
        self.joints = joints = _allowed(paragraph, joints)
        self.bounds = [joint.boundary for joint in joints]
        self.flags = gaps(paragraph, kinds)
        self.hangul = hangul_gaps(paragraph, kinds)
        self._justify = paragraph.settings.text_justify
        self._gaps = _counts(self.flags)
        self._hangul_gaps = _counts(self.hangul) if self.hangul else None
        self._shrink = {
            tier: _sums(joint.shrink if joint.tier == tier else 0.0 for joint in joints)
            for tier in sorted({joint.tier for joint in joints if joint.shrink > 0})
        }
        self._all_shrink = _sums(joint.shrink for joint in joints)
        self._words_stretch = _sums(joint.stretch if joint.tier == Tier.WORD else 0.0 for joint in joints)
        self._scripts_stretch = _sums(joint.stretch if joint.tier == Tier.SCRIPTS else 0.0 for joint in joints)
        self._words = _counts(joint.tier == Tier.WORD for joint in joints)
        self._scripts = _counts(joint.tier == Tier.SCRIPTS for joint in joints)

    def room(self, start: int, end: int) -> Room:
        """Return what there is between the characters of a line from ``start`` to ``end``."""
        first = bisect_right(self.bounds, start)
        last = bisect_left(self.bounds, end, first)
        number = self._gaps[end] - self._gaps[start + 1] if end > start else 0
        hangul = self._hangul_gaps is not None and end > start and self._words[last] == self._words[first]
        if hangul:
            number += self._hangul_gaps[end] - self._hangul_gaps[start + 1]  # type: ignore[index]
        return Room(first, last, number, hangul)

    def shrinkable(self, room: Room) -> float:
        """Return by how much a line can be narrowed."""
        return self._all_shrink[room.last] - self._all_shrink[room.first]

    def shrink(self, room: Room, amount: float) -> list[tuple[Tier, float]]:
        """Return which share each kind of space gives up for the line to lose ``amount``, in their order."""
        shares = []
        for tier, sums in self._shrink.items():
            if amount <= 0:
                break
            available = sums[room.last] - sums[room.first]
            if available > 0:
                shares.append((tier, min(1.0, amount / available)))
                amount -= available
        return shares

    def stretch(self, room: Room, amount: float) -> Stretch | None:
        """Return how the line is widened by ``amount``; None where that would tear it, or there is nothing
        to widen."""
        words = self._words[room.last] - self._words[room.first]
        scripts = self._scripts[room.last] - self._scripts[room.first]
        if self._justify != "auto":
            return self._plainly(room.gaps, words, amount)
        word, amount = _share(self._words_stretch[room.last] - self._words_stretch[room.first], amount)
        script, amount = _share(self._scripts_stretch[room.last] - self._scripts_stretch[room.first], amount)
        if amount <= 0:
            return Stretch(word, script)
        gap = min(amount / room.gaps, GAP * self.em) if room.gaps else 0.0
        amount -= gap * room.gaps
        if amount <= 1e-9 * self.em:
            return Stretch(word, script, gap)
        if not room.gaps and not scripts:
            return Stretch(word, word=amount / words) if words else None
        even = min(amount / (room.gaps + words + scripts), MORE * self.em)
        amount -= even * (room.gaps + words + scripts)
        if amount > 1e-9 * self.em and amount > WORD * self.em * words:
            return None
        return Stretch(word, script, gap + even if room.gaps else 0.0, even, amount / words if words else 0.0)

    def _plainly(self, gaps: int, words: int, amount: float) -> Stretch | None:
        """Return how a line is widened where ``text-justify`` names the one kind of space that opens."""
        if self._justify == "none" or not (gaps or words):
            return None
        return Stretch(gap=amount / gaps) if gaps else Stretch(word=amount / words)


def _allowed(paragraph: Paragraph, joints: list[Joint]) -> list[Joint]:
    """Return the joints with the elasticity that ``text-justify`` leaves them (CSS Text 3, 6.4)."""
    justify = paragraph.settings.text_justify
    if justify == "none":
        return [joint._replace(shrink=0.0, stretch=0.0) for joint in joints]
    if justify != "inter-word":
        return joints
    return [
        joint._replace(tier=Tier.WORD)
        if paragraph.text[joint.char] in " \u00a0"
        else joint._replace(shrink=0.0, stretch=0.0)
        for joint in joints
    ]


def _share(available: float, wanted: float) -> tuple[float, float]:
    """Return which share of what is available is taken, and what is still wanted."""
    if available <= 0:
        return 0.0, wanted
    share = min(1.0, wanted / available)
    return share, wanted - share * available


def _sums(values: Iterable[float]) -> list[float]:
    return list(accumulate(values, initial=0.0))


def _counts(flags: Iterable[int]) -> array[int]:
    return array("i", accumulate(flags, initial=0))
