"""A paragraph, analysed once; its lines broken, and each set to its measure."""

from __future__ import annotations

import math
import re
from bisect import bisect_left

from exporter.typesetting.fitting import Break, Fitting
from exporter.typesetting.justify import justified
from exporter.typesetting.measures import Ending, Measures
from exporter.typesetting.paragraph import Line, Paragraph

__all__ = ["Break", "Setting"]

_SPACES = re.compile("[ \t]*")


class Setting:
    """The composition of one paragraph: ask for a plan, then for each of its lines."""

    __slots__ = ("_measures", "_paragraph")

    def __init__(self, paragraph: Paragraph) -> None:
        """Analyse a paragraph, in time linear in its length."""
        self._paragraph = paragraph
        self._measures = Measures(paragraph)

    def plan(self, start: int, first_width: float, width: float) -> dict[int, Break]:
        """Return the lines from the character at ``start`` on, by where they start.

        The first is ``first_width`` wide, the others ``width``. A line is wider than that only if nothing in
        it may break, or by the mark that hangs out. Behind the text's end there is an empty line.
        """
        measures, style = self._measures, self._paragraph.settings.text_wrap_style
        start, lines = self.skip(start), {}
        first, others = _sane(first_width), _sane(width)
        stops = measures.forced
        for stop in stops[bisect_left(stops, start + 1) :]:
            for line in Fitting(measures, start, stop, first, others).lines(style):
                lines[line.start] = line
            start, first = self.skip(stop), others
        return lines or {start: Break(start, start, Ending.FULL)}

    def skip(self, position: int) -> int:
        """Return the first character at or after ``position`` that a line may start with: no collapsible
        space."""
        found = _SPACES.match(self._paragraph.text, position)
        return found.end() if found else position

    def is_last(self, chosen: Break) -> bool:
        """Return whether a line ends the paragraph or ends at a forced break."""
        stops = self._measures.forced
        place = bisect_left(stops, chosen.end)
        return chosen.end >= len(self._paragraph.text) or (place < len(stops) and stops[place] == chosen.end)

    def set(self, chosen: Break, width: float, fills: bool) -> Line:
        """Return a line, set: its measure filled exactly where ``fills``, else as wide as it is by itself.

        Where filling would tear the line, or there is nothing in it to widen, it stays short.
        """
        return justified(self._measures, chosen, _sane(width), fills)

    def width(self, start: int, end: int) -> float:
        """Return how wide the text from ``start`` to ``end`` is by itself, as a line of its own."""
        return self._measures.natural(start, end) if end > start else 0.0

    def min_width(self, start: int = 0, first_only: bool = False) -> float:
        """Return the width of the widest piece that cannot be broken, or of the first one, from ``start``
        on."""
        measures = self._measures
        widest, begin = 0.0, self.skip(start)
        anywhere = any(span.settings.overflow_wrap == "anywhere" for span in measures.spans.all)
        for match in re.compile(b"\x01").finditer(measures.some if anywhere else measures.hard, begin + 1):
            end = match.start()
            reluctant = anywhere and not measures.hard[end]
            if reluctant and measures.spans.at(end).settings.overflow_wrap != "anywhere":
                continue
            widest = max(widest, measures.least(begin, end))
            if first_only:
                break
            begin = self.skip(end)
        return widest

    def max_widths(self) -> list[float]:
        """Return how wide every line would be that only ends where it is forced to."""
        widths, start = [], self.skip(0)
        for stop in self._measures.forced:
            if stop > start:
                widths.append(self._measures.natural(start, stop))
                start = self.skip(stop)
        return widths or [0.0]


def _sane(width: float) -> float:
    """Return a width that can be calculated with."""
    return 0.0 if math.isnan(width) else max(-1e12, min(width, 1e12))
