"""A title broken into few, large, even lines: arithmetic, without fonts."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from exporter.languages import is_hangul, is_wide

# CLREQ 3.1.4 and 3.1.5.1, JLREQ 3.1.7, 3.1.8 and 3.1.10: what may not begin or end a line;
# a title keeps its dashes too
_NOT_FIRST = frozenset(
    "、，。．；：！？…—～〜·・‧／」』）》〉】〕〗］｝”’,.;:!?)]}%ー々ゝゞヽヾぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ"
)
_NOT_LAST = frozenset("「『（《〈【〔〖［｛“‘([{")
_CLAUSE_ENDS = frozenset("、，。；：！？…—～·・」』）》〉】〕,;:!?) ")
_PARTICLES = frozenset("的之地得与與和及是在了はがをにへとでもの")

_LONGEST = 400
"""Characters that are looked at; no cover holds more."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one size."""

    lines: tuple[str, ...]
    size: int
    """Pixels to the em."""

    def height(self, leading: float) -> int:
        """Return the block's height in pixels; ``leading`` is in ems."""
        return round(len(self.lines) * leading * self.size)


def fit(
    text: str,
    measure: Callable[[str], float],
    box: tuple[int, int],
    sizes: Iterable[int],
    leading: float = 1.3,
) -> Block:
    """Return ``text`` as large as it looks good in ``box`` (width and height in pixels).

    ``measure`` gives the width of a piece in ems; ``sizes`` are tried as they come, the largest first. A large
    line that breaks a phrase yields to a smaller one that does not. What does not fit ends in “…”.
    """
    measure = functools.cache(measure)
    width, height = box
    pieces = list(_pieces(text[:_LONGEST]))
    best, best_score, size = None, 0.0, 0
    for size in sizes:
        if size <= best_score:  # no later size can do better
            break
        room = int(height / (leading * size))
        broken = _break(pieces, measure, width / size, room) if len(text) <= _LONGEST else None
        if broken is None:
            continue
        lines, harm = broken
        if size * (1 - 0.35 * harm) > best_score:
            best, best_score = Block(lines, size), size * (1 - 0.35 * harm)
    if best is not None:
        return best
    return Block(_cut(text[:_LONGEST], measure, width / size, max(1, int(height / (leading * size)))), size)


def _pieces(text: str) -> Iterator[str]:
    """Yield what is not broken: a Han character with its marks, a word with the space after it."""
    piece = ""
    for before, after in itertools.pairwise(f"{text}\0"):
        piece += before
        if after == "\0" or _breakable(before, after):
            yield piece
            piece = ""


def _breakable(before: str, after: str) -> bool:
    if after == " " or after in _NOT_FIRST or before in _NOT_LAST:
        return False
    if before.isdigit() and is_wide(after):  # CLREQ 3.1.5.2: a number and its unit
        return False
    # a dash or an ellipsis is of both widths, and what follows it begins anew
    return before in " …—" or is_wide(before) or is_wide(after)


def _harm(before: str, after: str) -> float:
    """Return how much a line end between two pieces disturbs: 0 not at all, 1 in the midst of Han."""
    a, b = before[-1], after[0]
    if a in _CLAUSE_ENDS or b in _NOT_LAST:
        return 0.0
    if "ぁ" <= b <= "ゟ" or ("ァ" <= a <= "ヿ" and "ァ" <= b <= "ヿ"):  # an ending, a particle, a loan word
        return 2.0
    return 0.3 if a in _PARTICLES or "ぁ" <= a <= "ゟ" or is_hangul(a) else 1.0


def _break(
    pieces: Sequence[str], measure: Callable[[str], float], width: float, room: int
) -> tuple[tuple[str, ...], float] | None:
    """Return the most even lines of at most ``width`` ems, as few as can be, and the mean harm of their ends.

    ``None`` if they are more than ``room``, or if a word is too long. Minimises the squares of what the lines
    differ by from the mean line, and the harm done, over all ways to break (as TeX does with paragraphs).
    """
    widths = [measure(piece) for piece in pieces]
    bare = [measure(piece.rstrip()) for piece in pieces]
    if not pieces or max(bare) > width:
        return None
    count = _fewest(widths, bare, width)
    if count > room:
        return None
    mean = sum(widths) / count
    # best[n] maps where n lines can end to the least cost and where the last of them began
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        ends: dict[int, tuple[float, int]] = {}
        for start, (cost, _) in best[-1].items():
            length = 0.0
            for end in range(start + 1, len(pieces) + 1):
                if length + bare[end - 1] > width:
                    break
                length += widths[end - 1]
                harm = _harm(pieces[end - 1], pieces[end]) if end < len(pieces) else 0.0
                total = cost + ((length - mean) / width) ** 2 + 0.2 * harm
                if total < ends.get(end, (math.inf, 0))[0]:
                    ends[end] = (total, start)
        best.append(ends)
    return _trace(best, pieces)


def _fewest(widths: Sequence[float], bare: Sequence[float], width: float) -> int:
    count, length = 1, 0.0
    for full, visible in zip(widths, bare, strict=True):
        if length + visible > width:
            count, length = count + 1, 0.0
        length += full
    return count


def _trace(
    best: Sequence[dict[int, tuple[float, int]]], pieces: Sequence[str]
) -> tuple[tuple[str, ...], float]:
    end, lines, harms = len(pieces), [], []
    for ends in reversed(best[1:]):
        start = ends[end][1]
        lines.append("".join(pieces[start:end]).strip())
        if start:
            harms.append(_harm(pieces[start - 1], pieces[start]))
        end = start
    return tuple(reversed(lines)), sum(harms) / len(harms) if harms else 0.0


def _cut(text: str, measure: Callable[[str], float], width: float, room: int) -> tuple[str, ...]:
    """Return as many lines as there is room for, filled one after the other; what is left out shows as “…”."""
    lines, line = [], ""
    for piece in _chopped(_pieces(text), measure, width):
        if line and measure(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        line += piece
    lines.append(line.rstrip())
    if len(lines) <= room and len(text) < _LONGEST:
        return tuple(lines)
    last = lines[room - 1] if len(lines) >= room else lines[-1]
    while last and (measure(last + "…") > width or last[-1] in _CLAUSE_ENDS):
        last = last[:-1]
    return (*lines[: room - 1], last + "…")


def _chopped(pieces: Iterable[str], measure: Callable[[str], float], width: float) -> Iterator[str]:
    """Yield the pieces, and in the place of one longer than a line its characters."""
    for piece in pieces:
        if measure(piece.rstrip()) <= width:
            yield piece
        else:
            yield from piece
