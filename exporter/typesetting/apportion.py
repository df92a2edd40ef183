"""How a reading and its base share the width that both have (JLREQ 3.3.5 to 3.3.7; CSS Ruby 1, 4.3)."""

from __future__ import annotations

import re
from collections.abc import Sequence

_WIDE = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30fa\u30fc-\u312f\u31a0-\u31ff\u3400-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Han, kana and zhuyin."""
_OPENS = re.compile(f"(?<=[{_WIDE}])(?=[{_WIDE}])")
_EVEN = re.compile(f"[{_WIDE}\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff\uff66-\uffdc]")
_UNSPACED = re.compile(f"[{_WIDE}\u3000-\u303f\uff01-\uff60]")


def openings(text: str, start: int, end: int) -> list[int]:
    """Return the boundaries in ``start:end`` at which a text may be drawn apart: between Han, kana, zhuyin."""
    return [found.start() for found in _OPENS.finditer(text, start, end) if start < found.start() < end]


def is_latin(text: str) -> bool:
    """Return whether a reading is in letters that keep their own widths."""
    return not _EVEN.search(text)


def is_unspaced(char: str) -> bool:
    """Return whether a character is one that has no spaces beside it: Han, kana, their marks."""
    return _UNSPACED.match(char) is not None


def spread(free: float, gaps: int, em: float, align: str) -> tuple[float, float]:
    """Return where a text begins that has ``free`` room, and what is added to each of its ``gaps``.

    Two parts in each gap, one at either end (JLREQ 3.3.6; JIS X 4051, 4.12.3), there no more than an ``em`` of
    its own (JLREQ 3.3.6, the note on short readings).
    """
    if align == "start":
        return 0.0, 0.0
    if align == "center" or not gaps:
        return free / 2, 0.0
    if align == "space-between":
        return 0.0, free / gaps
    edge = min(free / (2 * gaps + 2), em)
    return edge, (free - 2 * edge) / gaps


def packed(
    bases: Sequence[tuple[float, float]], widths: Sequence[float], left: float, right: float
) -> list[float]:
    """Return where readings begin that stand as near to the middles of their bases as they can.

    ``bases`` are (start, end) in order. Readings do not overlap; all is between ``left`` and ``right`` where
    that holds it. It is the least sum of squares: neighbours that would overlap are pooled and centred as one.
    """
    pools: list[tuple[float, int]] = []
    passed = 0.0
    for (low, high), width in zip(bases, widths, strict=True):
        mean, count = (low + high - width) / 2 - passed, 1
        passed += width
        while pools and pools[-1][0] > mean:
            other, number = pools.pop()
            mean, count = (mean * count + other * number) / (count + number), count + number
        pools.append((mean, count))
    latest = max(left, right - passed)
    places = [min(max(mean, left), latest) for mean, count in pools for _ in range(count)]
    passed = 0.0
    for number, width in enumerate(widths):
        places[number] += passed
        passed += width
    return places


def cut(text: str, widths: Sequence[float], share: float) -> int:
    """Return where to divide a reading for a line that ends behind ``share`` of its base: not within a word."""
    if share >= 1:
        return len(text)
    limit, passed = share * sum(widths), 0.0
    for place, width in enumerate(widths):
        divides = (
            not place or text[place - 1] == " " or is_unspaced(text[place - 1]) or is_unspaced(text[place])
        )
        if divides and passed + width / 2 >= limit:
            return place
        passed += width
    return len(text)
