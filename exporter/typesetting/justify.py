"""A line, set: what its rules take and add, and the rest of its measure given out by priority (CLREQ 3.5;
JLREQ 3.8)."""

from __future__ import annotations

from exporter.typesetting.autospace import owner
from exporter.typesetting.elastic import Room, Stretch
from exporter.typesetting.fitting import Break
from exporter.typesetting.joints import Tier
from exporter.typesetting.measures import Ending, Measures
from exporter.typesetting.paragraph import Line


def justified(measures: Measures, chosen: Break, width: float, fills: bool) -> Line:
    """Return the line that was chosen, in a measure of ``width``.

    It is narrowed where it is too long; where it is too short it is widened if it ``fills`` its measure, and
    if that does not tear it.
    """
    start, end = chosen.start, measures.end(chosen.end)
    natural = measures.natural(start, chosen.end) - _gained(measures, chosen) if end > start else 0.0
    line = _Setter(measures, start, max(start, end), measures.filled(chosen.end, chosen.ending))
    line.edges(chosen)
    slack = width - natural
    if slack < 0:
        natural -= line.shrink(-slack)
    elif fills and slack > 0 and line.stretch(slack):
        natural = width
    hung = measures.hung.get(end, 0.0) if chosen.ending == Ending.HUNG else 0.0
    inset = measures.hung.get(0, 0.0) if start == 0 and end > 0 else 0.0
    lead = measures.paragraph.leads.get(start, 0.0)
    return Line(
        start=start,
        end=max(start, end),
        advances=line.advances,
        shifts=line.shifts,
        inset=lead - inset,
        width=natural + hung + inset - lead,
        hangs=hung,
        hyphenated=chosen.end in measures.paragraph.hyphens,
    )


def _gained(measures: Measures, chosen: Break) -> float:
    """Return what the line gains at its end because its mark stands otherwise than by itself."""
    for amount, ending in measures.relief.get(chosen.end, ()):
        if ending == chosen.ending:
            return amount
    return 0.0


class _Setter:
    """The advances of a line while they are settled."""

    __slots__ = ("_end", "_filled", "_measures", "_room", "_start", "advances", "shifts")

    def __init__(self, measures: Measures, start: int, end: int, filled: int) -> None:
        """Take the natural advances, and apply what is added or taken for good between the characters.

        What is seen of the line ends at ``end``; what fills its measure ends at ``filled``.
        """
        self._measures, self._start, self._end, self._filled = measures, start, end, filled
        self.advances = list(measures.paragraph.advances[start:end])
        self.shifts: dict[int, float] = {}
        self._room: Room = measures.elastic.room(start, filled)
        seen = measures.elastic.room(start, end)
        for joint in measures.elastic.joints[seen.first : seen.last]:
            if joint.amount:
                self._add(joint.char, joint.amount, joint.moves)

    def _add(self, char: int, amount: float, moves: bool) -> None:
        self.advances[char - self._start] += amount
        if moves:
            self.shifts[char] = self.shifts.get(char, 0.0) + amount

    def edges(self, chosen: Break) -> None:
        """Take the blanks of the marks at the line's start and end."""
        if self._end <= self._start:
            return  # a line of nothing but a space
        head = self._measures.heads.get(self._start)
        if head:
            self._add(self._start, -head, True)
        trail = self._measures.paragraph.trails.get(self._end - 1)
        if trail:
            self._add(owner(self._measures.paragraph, self._end), trail, False)
        tail = self._measures.tails.get(self._end)
        if tail and chosen.ending != Ending.FULL:
            self._add(tail.char, -tail.amount, False)

    def shrink(self, amount: float) -> float:
        """Narrow the line by ``amount``, or by as much as it gives; return by how much."""
        elastic = self._measures.elastic
        shares = dict(elastic.shrink(self._room, amount))
        taken = 0.0
        for joint in elastic.joints[self._room.first : self._room.last]:
            share = shares.get(joint.tier, 0.0) * joint.shrink
            if share:
                self._add(joint.char, -share, joint.moves)
                taken += share
        return taken

    def stretch(self, amount: float) -> bool:
        """Widen the line by ``amount``; return whether it could be done."""
        elastic = self._measures.elastic
        stretch = elastic.stretch(self._room, amount)
        if stretch is None:
            return False
        if stretch.words or stretch.scripts or stretch.even or stretch.word:
            self._widen_spaces(stretch)
        if stretch.gap:
            self._widen_gaps(stretch.gap)
        return True

    def _widen_spaces(self, stretch: Stretch) -> None:
        for joint in self._measures.elastic.joints[self._room.first : self._room.last]:
            if joint.tier == Tier.WORD:
                self._add(joint.char, stretch.words * joint.stretch + stretch.even + stretch.word, False)
            elif joint.tier == Tier.SCRIPTS:
                self._add(joint.char, stretch.scripts * joint.stretch + stretch.even, False)

    def _widen_gaps(self, gap: float) -> None:
        elastic, paragraph = self._measures.elastic, self._measures.paragraph
        begin, stop = self._start + 1, self._filled
        kinds = [elastic.flags, elastic.hangul] if self._room.hangul else [elastic.flags]
        for flags in kinds:
            assert flags is not None
            for index, flag in enumerate(flags[begin:stop]):
                if flag:
                    self.advances[index] += gap
        if paragraph.joined:  # a cluster has its advance at its first character
            for index in range(len(self.advances) - 1):
                if (
                    paragraph.advances[begin + index - 1] == 0
                    and self.advances[index]
                    and begin + index - 1 in paragraph.joined
                ):
                    self.advances[owner(paragraph, begin + index) - self._start] += self.advances[index]
                    self.advances[index] = 0.0
