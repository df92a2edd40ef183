"""The blank halves of full-width marks: between marks, and at the ends of lines (``text-spacing-trim``).

What may be taken is read from the ink, not from the code point: a mark about an em wide with .48 em or more of
blank on one side may lose that half; one with blank on both sides may lose a quarter of an em on each. So 。 of
Simplified Chinese and 。 of Traditional Chinese are treated as their fonts draw them.

CSS Text 4, 8.4.1 and 8.4.2; CLREQ 3.1.6; JLREQ 3.1.4, 3.1.5, 3.1.9; GB/T 15834—2011, 5.1.8 and 5.1.10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from exporter.typesetting.classes import FULL
from exporter.typesetting.joints import Joint, Tier
from exporter.typesetting.paragraph import Paragraph, Settings
from exporter.typesetting.spans import Spans, is_chinese, is_traditional

_HALF = 0.48
_QUARTER = 0.2
_MARKS = re.compile(r"[OCPSQIz()]m*")
_TIERS = {
    "I": Tier.INTERPUNCT,
    "O": Tier.BRACKET,
    "C": Tier.BRACKET,
    "P": Tier.PAUSE,
    "S": Tier.STOP,
    "Q": Tier.STOP,
}


class Tail(NamedTuple):
    """What a mark may lose at a line's end."""

    char: int
    amount: float
    always: bool
    """Whether it does so always, or only where the line would not hold it otherwise."""


@dataclass(frozen=True, slots=True)
class Trims:
    """What becomes of a paragraph's marks."""

    joints: list[Joint] = field(default_factory=list)
    heads: dict[int, float] = field(default_factory=dict)
    """What a mark loses before its ink when a line starts with it, by position."""
    tails: dict[int, Tail] = field(default_factory=dict)
    """What a mark loses behind its ink when a line ends with it, by the boundary behind it."""


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    kind: str
    side: str
    """Where the blank is: ``left``, ``right``, ``both``, or nowhere."""
    em: float
    settings: Settings
    cut_left: bool = False
    cut_right: bool = False
    settled: bool = False
    """Whether the space behind it is what two marks side by side keep between them: half an em, no more and
    no less."""
    doubled: bool = False
    """Whether it is the second of a pair of ？ and ！."""

    @property
    def blank(self) -> float:
        """How much each of its blank sides may lose."""
        return self.em / 4 if self.side == "both" else self.em / 2

    @property
    def trims(self) -> bool:
        return self.settings.text_spacing_trim != "space-all"


def trims(paragraph: Paragraph, kinds: str, spans: Spans, chances: bytes) -> Trims:
    """Return what the paragraph's marks lose, and where; ``chances`` has a byte other than 0 where a line may
    break before a character."""
    result = Trims()
    if not paragraph.blanks:
        return result
    marks: list[_Mark] = []
    for match in _MARKS.finditer(kinds):
        mark = _mark(paragraph, match, spans, chances)
        if marks and marks[-1].end == mark.start and mark.start not in paragraph.joined:
            _collapse(marks[-1], mark)
        marks.append(mark)
    for mark in marks:
        if mark.side and mark.trims:
            result.joints.extend(_joints(mark))
            _edges(mark, kinds, result)
    return result


def _mark(paragraph: Paragraph, match: re.Match[str], spans: Spans, chances: bytes) -> _Mark:
    start, end = match.span()
    # what follows a zero width space may stand on the next line, and is no part of the mark
    end = next((at for at in range(start + 1, end) if chances[at]), end)
    span = spans.at(start)
    kind = match.group()[0]
    side = ""
    blanks = paragraph.blanks.get(start)
    if blanks and kind in "OCPSQI" and paragraph.advances[start] >= FULL * span.size:
        left, right = blanks[0] / span.size, blanks[1] / span.size
        if kind == "O":
            side = "left" if left >= _HALF else ""
        elif right >= _HALF and kind != "I":
            side = "right"
        elif min(left, right) >= _QUARTER:
            side = "both"
    if kind == "Q" and is_traditional(span.settings.language):
        side = ""  # always an em in Hong Kong and Taiwan: CLREQ 3.1.6.1
    mark = _Mark(start, end, kind, side, span.size, span.settings)
    trim = span.settings.text_spacing_trim
    if side and trim == "trim-all":
        mark.cut_left, mark.cut_right = side in ("left", "both"), side in ("right", "both")
    elif kind == "I" and trim == "trim-both" and _is_mainland(span.settings.language):
        mark.cut_left = mark.cut_right = side == "both"  # always half an em: GB/T 15834, 5.1.8; CLREQ 3.1.6.1
    return mark


def _is_mainland(language: str) -> bool:
    return is_chinese(language) and not is_traditional(language)


def _collapse(before: _Mark, after: _Mark) -> None:
    """Take one of the blanks between two marks (CSS Text 4, 8.4.2; CLREQ 3.1.6.2; JLREQ 3.1.4)."""
    chinese = is_chinese(before.settings.language)
    if after.side == "left" and after.trims and _closes_up(before, after, chinese):
        after.cut_left = before.settled = True
    if before.side == "right" and before.trims:
        if after.kind in "CPSI)z" or (after.kind == "O" and after.em > before.em):
            before.cut_right = True
        elif after.kind == "Q":
            before.cut_right = True
            after.doubled = before.kind == "Q" and not before.doubled
            # ？！ are an em together, ！！！ two: CLREQ 3.1.3.3
            after.cut_right = after.doubled and after.side == "right" and after.trims
    if before.side == "both" and before.kind in "PS" and after.kind == "C" and chinese and before.trims:
        before.cut_left = before.cut_right = True  # 。」 with 。 in the middle: an em and a half, too


def _closes_up(before: _Mark, after: _Mark, chinese: bool) -> bool:
    """Return whether an opening mark loses its blank after the mark before it."""
    if before.kind in "PSCQ":
        smaller = before.side == "right" and before.em < after.em
        return not smaller and (before.kind != "Q" or before.side == "right" or chinese)
    return before.kind in "OIz("


def _joints(mark: _Mark) -> list[Joint]:
    """Return what is taken between a mark and its neighbours, and what may be taken to fit a line."""
    tier = _TIERS[mark.kind]
    japanese = not is_chinese(mark.settings.language)
    if japanese and tier == Tier.PAUSE:
        tier = Tier.BRACKET  # reduced together: JLREQ 3.8.3 d
    rigid = japanese and tier == Tier.STOP  # the pause after a sentence stays: JLREQ 3.8.3 d, note 1
    made = []
    for side, boundary, cut in (("left", mark.start, mark.cut_left), ("right", mark.end, mark.cut_right)):
        if mark.side in (side, "both"):
            moves = side == "left"
            if cut:
                made.append(Joint(boundary, mark.start, moves, -mark.blank, tier))
            elif not rigid and not (mark.settled and side == "right"):
                made.append(Joint(boundary, mark.start, moves, 0.0, tier, mark.blank))
    return made


def _edges(mark: _Mark, kinds: str, result: Trims) -> None:
    """Note what a mark loses at a line's start and at its end (CSS Text 4, 8.4.1; CLREQ 3.1.6.3)."""
    trim = mark.settings.text_spacing_trim
    if mark.side == "left":
        first = mark.start == 0 or kinds[mark.start - 1] == "F"
        if trim in ("trim-start", "trim-both", "trim-all") or (trim == "space-first" and not first):
            result.heads[mark.start] = mark.blank
        return
    always = trim == "trim-all" or (trim == "trim-both" and (mark.side == "right" or mark.cut_right))
    result.tails[mark.end] = Tail(mark.start, mark.blank, always)
