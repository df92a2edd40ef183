"""The readings of a compound share the width of the whole (jukugo ruby; JLREQ 3.3.7, appendix F)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exporter.typesetting.apportion import packed

_NOTHING = 1e-9
_ROUNDS = 200
"""Most need a few; each leaves less of what readings still hang too far, in long compounds only by a third."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The room of a compound; px."""

    sides: list[float]
    """What is added before each base, and as much behind it."""
    before: float
    behind: float
    """How far its readings reach out before it and behind it, ``sides`` included."""
    most_before: float
    """How far they may reach out before it, where a line ends in it."""
    parts: list[tuple[float, float]]
    """Where a line ends between two bases: how far the readings of the first part reach out behind it, and
    those of the second before it."""


def plan(bases: Sequence[float], widths: Sequence[float], em: float, allowed: tuple[float, float]) -> Plan:
    """Return the room of a compound with bases and readings of these widths, which may hang out by ``allowed``.

    A reading hangs over the compound's other bases, by an ``em`` of its own at most; then over the characters
    behind the compound, then over those before it. For what is left, bases with long readings are moved apart,
    each by its share (JLREQ F.1 to F.3).
    """
    sides = [0.0] * len(bases)
    total = sum(widths)
    before = behind = 0.0
    for _ in range(_ROUNDS):
        inside = sum(bases) + 2 * sum(sides)
        behind = min(allowed[1], max(0.0, total - inside))
        before = min(allowed[0], max(0.0, total - inside - behind))
        missing = total - inside - before - behind
        if missing > _NOTHING:
            more = _shared(missing, bases, widths)
        else:
            spans = _spans(bases, sides)
            places = packed(spans, widths, -before, inside + behind)
            more = _crowded(spans, places, widths, em)
        if max(more) <= _NOTHING:
            break
        sides = [side + added / 2 for side, added in zip(sides, more, strict=True)]
    made = Plan(sides, before + sides[0], behind + sides[-1], allowed[0] + sides[0], [])
    made.parts.extend(_divided(bases, widths, made, at) for at in range(1, len(bases)))
    return made


def _shared(missing: float, bases: Sequence[float], widths: Sequence[float]) -> list[float]:
    """Share out what is missing among the bases whose readings are longer than they are."""
    long = [width if width > base else 0.0 for width, base in zip(widths, bases, strict=True)]
    return [missing * width / sum(long) for width in long]


def _crowded(
    spans: Sequence[tuple[float, float]], places: Sequence[float], widths: Sequence[float], em: float
) -> list[float]:
    """Return by how much each reading hangs too far over the bases beside its own."""
    over = [0.0] * len(spans)
    for number, (place, width) in enumerate(zip(places, widths, strict=True)):
        if number:
            over[number] = max(0.0, spans[number - 1][1] - em - place)
        if number + 1 < len(spans):
            over[number] = max(over[number], place + width - spans[number + 1][0] - em)
    return over


def _spans(bases: Sequence[float], sides: Sequence[float]) -> list[tuple[float, float]]:
    """Return where each base begins and ends, from where the space before the first begins."""
    spans, x = [], 0.0
    for base, side in zip(bases, sides, strict=True):
        spans.append((x + side, x + side + base))
        x += base + 2 * side
    return spans


def _divided(bases: Sequence[float], widths: Sequence[float], made: Plan, at: int) -> tuple[float, float]:
    """Return how far the readings of two parts reach out at a line's end: each is a word then (JLREQ 3.3.7)."""

    def excess(first: int, last: int) -> float:
        inner = 2 * sum(made.sides[first:last]) - made.sides[first] - made.sides[last - 1]
        return sum(widths[first:last]) - sum(bases[first:last]) - inner

    ahead, rest = excess(0, at), excess(at, len(bases))
    return max(0.0, ahead / 2, ahead - made.most_before), max(0.0, rest / 2, rest - made.behind)
