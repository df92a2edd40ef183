"""Where a paragraph's lines end: total fit over the paragraph, in time linear in its length.

Every line has a cost: nothing when it fills its measure as it is, little when marks give up their blanks,
much when its characters have to be drawn apart (CLREQ 3.5: reduce first, then expand). First fit takes the
cheapest line, and the next. Total fit (Knuth and Plass, 1981) takes the cheapest paragraph; here it follows
only detours that stay cheaper than what first fit will have spent a few lines further on. So where first fit
does well, and in a page of Han it mostly does, nothing more is looked at.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate, chain
from typing import NamedTuple

from exporter.typesetting.elastic import Stretch
from exporter.typesetting.joints import Tier
from exporter.typesetting.measures import Ending, Measures

EPSILON = 1e-6
"""Of an em: widths closer than this are the same."""

_REDUCED = {
    Tier.WORD: 0.1,
    Tier.INTERPUNCT: 0.1,
    Tier.BRACKET: 0.5,
    Tier.PAUSE: 0.6,
    Tier.SCRIPTS: 1.0,
    Tier.STOP: 0.8,
}
"""What it costs when all of this space is given up; a part of it costs the square of the part."""
_WORDS, _SCRIPTS = 0.05, 0.3
"""What it costs when word spaces are half an em, and the spaces between Han and Latin a third."""
_NOTICED = 0.05
"""Of an em: gaps between Han from which on a line looks loose. They cost 1; twice as much costs eight."""
_SAME = 1e-9
"""Costs closer than this are the same."""
_HYPHEN = 0.6
_ORPHAN, _STUB = 20.0, 0.5
"""A last line of one character (CLREQ 3.4.4), and one of hardly more."""
_SHORT = 300.0
"""A line that cannot be filled without tearing it, besides 20 for each em that is missing."""
_BROKEN = 30.0
"""A word that is broken where words do not break, so as not to run out of the line (CSS Text 3, 5.5)."""
_OVERFULL = 3000.0
_TOLERATED = {"auto": 0.7, "pretty": 0.02}
"""What a line of first fit may cost before others are tried."""
_AHEAD = 6
"""Lines before a bad one within which a detour may begin."""
_BALANCED = 12
"""Lines of a paragraph at most for it to be balanced: titles and their like (CSS Text 4, 6.3)."""


class Break(NamedTuple):
    """A line that was chosen."""

    start: int
    """Its first character, spaces skipped."""
    end: int
    """Where it breaks; the next line starts here, before spaces are skipped."""
    ending: Ending
    """How the mark at its end stands."""


class Option(NamedTuple):
    """A line that may be chosen."""

    end: int
    ending: Ending
    cost: float


class Fitting:
    """Breaks the lines of one stretch of a paragraph, up to a forced break or to its end."""

    __slots__ = ("_begin", "_em", "_first", "_hyphens", "_measures", "_near", "_others", "_patience", "_stop")

    def __init__(self, measures: Measures, begin: int, stop: int, first: float, others: float) -> None:
        """Take a paragraph and the stretch of it to be broken: its first line is ``first`` wide, the others
        ``others``."""
        self._measures = measures
        self._begin, self._stop = begin, stop
        self._first, self._others = first, others
        self._em = measures.paragraph.size or 1.0
        self._near = EPSILON * self._em
        self._hyphens = measures.paragraph.hyphens
        self._patience = 2 * _HYPHEN if self._hyphens else 0.0

    def lines(self, style: str) -> list[Break]:
        """Return the lines, by ``text-wrap-style``: auto, stable, pretty or balance (CSS Text 4, 6.3)."""
        if style == "balance":
            narrowed = self._balanced()
            if narrowed:
                return narrowed
        lines, costs = self._first_fit()
        tolerated = _TOLERATED["auto" if style == "balance" else style] if style != "stable" else None
        if tolerated is None or all(cost <= tolerated for cost in costs):
            return lines
        return self._total_fit(lines, costs, tolerated)

    def _skip(self, end: int) -> int:
        """Return where the line after a break starts."""
        text, position = self._measures.paragraph.text, end
        while position < self._stop and text[position] in " \t":
            position += 1
        return position

    def _width(self, start: int) -> float:
        return self._first if start == self._begin else self._others

    def _first_fit(self) -> tuple[list[Break], list[float]]:
        """Return the lines of which each is the cheapest after the one before, and what each costs."""
        lines: list[Break] = []
        costs: list[float] = []
        start = self._begin
        while start < self._stop:
            options = self._options(start, math.inf, _SAME)
            best = min(options, key=lambda option: (round(option.cost, 8), -option.end))
            lines.append(Break(start, best.end, best.ending))
            costs.append(best.cost)
            start = self._skip(best.end)
        return lines, costs

    def _total_fit(self, lines: list[Break], costs: list[float], tolerated: float) -> list[Break]:
        """Return the cheapest lines, among those that stray from first fit no more than may be worth it."""
        starts = [line.start for line in lines]
        spent, allowed = _allowances(costs, tolerated)
        total = {self._begin: 0.0}
        back: dict[int, Break] = {}
        gained = 0.0
        waiting = [self._begin]
        while waiting:
            start = heapq.heappop(waiting)
            line = bisect_left(starts, start)
            if start >= self._stop:
                break
            here = total[start]
            if line < len(starts) and starts[line] == start:
                gained = spent[line] - here
            if here > allowed[line] - gained + EPSILON:
                continue
            budget = allowed[min(line + 2, len(lines))] - gained + EPSILON - here
            for option in self._options(start, budget, math.inf):
                then = min(self._skip(option.end), self._stop)
                cost = here + option.cost
                if then not in total:
                    heapq.heappush(waiting, then)
                elif cost >= total[then]:
                    continue
                total[then] = cost
                back[then] = Break(start, option.end, option.ending)
        return _followed(back, self._begin, self._stop) if self._stop in back else lines

    def _options(self, start: int, budget: float, margin: float) -> list[Option]:
        """Return the lines that may begin at ``start``, by their costs: none above the ``budget``, none
        dearer than the cheapest by more than the ``margin``, if it is finite. Without limits there is always
        one.
        """
        measures, width = self._measures, self._width(start)
        base = measures.sums[start] + measures.lift.get(start, 0.0)
        reach = bisect_right(measures.sums, base + width + self._near, start, self._stop + 1) - 1
        found: list[Option] = []
        fits, before = False, math.inf
        for option in chain(self._longer(start, base, width, reach), self._shorter(start, base, width, reach)):
            fits = True
            if option.cost <= budget:
                found.append(option)
                budget = min(budget, option.cost + margin)
            elif option.end <= reach:
                if option.cost > max(before, budget + self._patience):
                    break  # dearer and dearer from here on
                before = option.cost
        return found if fits else [self._emergency(start, base, width, reach)]

    def _longer(self, start: int, base: float, width: float, reach: int) -> Iterator[Option]:
        """Yield the lines that take in more than fits by itself, while they can be reduced to their measure."""
        end = self._measures.hard.find(1, max(reach, start) + 1, self._stop + 1)
        while end >= 0:
            option = self._weighed(start, end, base, width)
            if option is None:
                return
            yield option
            end = self._measures.hard.find(1, end + 1, self._stop + 1)

    def _shorter(self, start: int, base: float, width: float, reach: int) -> Iterator[Option]:
        """Yield the lines that fit by themselves, the fullest first."""
        end = self._measures.hard.rfind(1, start + 1, reach + 1)
        while end >= 0:
            option = self._weighed(start, end, base, width)
            if option is not None:
                yield option
            end = self._measures.hard.rfind(1, start + 1, end)

    def _weighed(self, start: int, end: int, base: float, width: float) -> Option | None:
        """Return what a line costs; None where it can not be made to fit."""
        measures, near = self._measures, self._near
        slack = width - (measures.sums[end] - measures.drop.get(end, 0.0) - base)
        ending = measures.stands.get(end, Ending.FULL)
        if slack < -near and end in measures.relief:
            slack, ending = _relieved(measures.relief[end], slack, near)
        cost = _HYPHEN if end in self._hyphens else 0.0
        if cost and start in self._hyphens:
            cost += _HYPHEN
        if slack < -near:
            room = measures.elastic.room(start, measures.filled(end, ending))
            if measures.elastic.shrinkable(room) < -slack - near:
                return None
            cost += sum(_REDUCED[tier] * share * share for tier, share in measures.elastic.shrink(room, -slack))
        if end == self._stop:
            cost += self._stub(start, end, width - slack)
        elif slack > near:
            room = measures.elastic.room(start, measures.filled(end, ending))
            cost += self._widened(measures.elastic.stretch(room, slack), slack)
        return Option(end, ending, cost)

    def _widened(self, stretch: Stretch | None, slack: float) -> float:
        """Return what it costs to widen a line."""
        em = self._em
        short = _SHORT + 20 * slack / em
        if stretch is None:
            return short
        gap = (stretch.gap + stretch.word / 4) / em / _NOTICED
        return min(_WORDS * stretch.words**2 + _SCRIPTS * stretch.scripts**2 + gap**3, short)

    def _stub(self, start: int, end: int, natural: float) -> float:
        """Return what a short last line costs: one of a single character is none (CLREQ 3.4.4)."""
        if start == self._begin or natural > 2 * self._em + self._near:
            return 0.0
        letters = self._measures.kinds[start : self._measures.end(end)].rstrip("CPSQ)m")
        return _ORPHAN if len(letters) <= 1 else _STUB

    def _emergency(self, start: int, base: float, width: float, reach: int) -> Option:
        """Return the line where no break fits: one that breaks anywhere if it may, else one that is too
        long."""
        measures = self._measures
        end = measures.some.rfind(1, start + 1, reach + 1)
        while end >= 0:
            option = self._weighed(start, end, base, width)
            if option is not None:
                return option._replace(cost=option.cost + _BROKEN)
            end = measures.some.rfind(1, start + 1, end)
        end = measures.some.find(1, start + 1, self._stop + 1)
        over = measures.sums[end] - measures.drop.get(end, 0.0) - base - width
        relief = measures.relief.get(end)
        ending = relief[-1][1] if relief else measures.stands.get(end, Ending.FULL)
        return Option(end, ending, _OVERFULL + over / self._em)

    def _balanced(self) -> list[Break] | None:
        """Return lines of about one length: those of the smallest width that does not make them more."""
        lines, _ = self._first_fit()
        if not 1 < len(lines) <= _BALANCED:
            return lines if len(lines) == 1 else None
        most, least = 0.0, -self._others * (1 - 1 / len(lines))
        for _ in range(12):
            middle = (most + least) / 2
            narrowed, costs = self._narrowed(middle)._first_fit()
            if len(narrowed) > len(lines) or max(costs) >= _OVERFULL:
                least = middle
            else:
                most, lines = middle, narrowed
        return lines

    def _narrowed(self, by: float) -> Fitting:
        return Fitting(self._measures, self._begin, self._stop, self._first + by, self._others + by)


def _relieved(relief: tuple[tuple[float, Ending], ...], slack: float, near: float) -> tuple[float, Ending]:
    """Return the slack of a line whose mark at the end gives up what it must, and how the mark stands then."""
    fitting = (option for option in relief if slack + option[0] >= -near)
    amount, ending = next(fitting, relief[-1])
    return slack + amount, ending


def _allowances(costs: list[float], tolerated: float) -> tuple[list[float], list[float]]:
    """Return what first fit has spent before each line, and what a detour to there may have spent."""
    spent = list(accumulate(costs, initial=0.0))
    excess = list(accumulate((cost if cost > tolerated else 0.0 for cost in costs), initial=0.0))
    last = len(costs)
    return spent, [spent[line] + excess[min(line + _AHEAD, last)] - excess[line] for line in range(last + 1)]


def _followed(back: dict[int, Break], begin: int, stop: int) -> list[Break]:
    """Return the lines that lead to the end, in order."""
    lines: list[Break] = []
    position = stop
    while position != begin:
        lines.append(back[position])
        position = lines[-1].start
    return lines[::-1]
