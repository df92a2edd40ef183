"""What a page's glyphs say to the programs that copy and search, and where they would say something else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from exporter.pdf.composer.shaping import Run, Shaped, Style, drawn, shape

_GAP = 0.1
"""From this share of the em on, Poppler takes a gap between two glyphs for a word space; MuPDF and PDFium
from a little more."""
_SPACES = frozenset(" \u3000\u00a0")


@dataclass(frozen=True, slots=True)
class Doubt:
    """Characters that would not be copied as they are."""

    first: int
    last: int
    """Its glyphs."""
    text: str
    gap_end: float | None
    """Where a wide gap behind them ends, px from the box's left edge; None where another text is the doubt."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Glyphs with their places. Lengths are px, from the box's left edge."""

    shaped: Shaped
    start: int
    end: int
    """The characters of ``shaped`` that are set."""
    places: list[float]
    """The left edges of their advances, and the last one's right edge."""
    shifts: dict[int, float]
    """What the ink of a character is moved by, counted from ``start``."""


class FontInPDF:
    """A run's font in the PDF, asked for widths and told what its glyphs mean."""

    def __init__(self, run: Run, stream: Any) -> None:
        """Add the run's font to the PDF that ``stream`` is a page of."""
        self.run, self.stream = run, stream
        self.resource, self.size = stream.add_font(run.font)
        resource = self.resource
        self.plain = run.plain and not (resource.bitmap or resource.png or resource.svg or resource.colr)

    def width(self, glyph: int) -> int:
        """Return how far a PDF reader's pen goes for the glyph, in thousandths of the em."""
        widths: dict[int, int] = self.resource.widths
        if glyph not in widths:
            stream = self.stream
            pango.pango_font_get_glyph_extents(self.run.font, glyph, stream.ink_rect, stream.logical_rect)
            widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / self.size)
        return widths[glyph]

    def space(self, shaped: Shaped, style: Style) -> int | None:
        """Return the glyph of the word space, or None where the font has none."""
        cache = style.font_config.__dict__.setdefault("composer_spaces", {})
        key = int(ffi.cast("intptr_t", self.run.font))
        if key not in cache:
            probe = shape(shaped.text[self.run.start] + " ", style)  # Pango sets a space in the font before it
            same = probe and len(probe.runs) == 1 and probe.runs[0].font == self.run.font
            cache[key] = probe.glyphs[-1] if probe and same and drawn(probe.glyphs[-1]) else None
        glyph: int | None = cache[key]
        if glyph is not None:
            self.resource.to_unicode.setdefault(glyph, " ")
        return glyph


def runs_on(text: str) -> bool:
    """Return whether MuPDF would put a space between this and what follows at a distance: it does so behind
    these blocks only."""
    last = text[-1]
    return len(text) == 1 and (last < "\u0700" or "\u2000" <= last <= "\u20cf")


def doubts(placed: Placed, font: FontInPDF, first: int, last: int) -> Iterator[Doubt]:
    """Yield what among the glyphs ``first:last`` needs its text beside it, and tell the font what its glyphs
    mean.

    That is a glyph that has meant something else before; one with a wide gap behind it; and marks that have
    closed up, so that the blank of the one lies over the other: Poppler would take the other for the
    beginning of a line.
    """
    if _clear(placed, font, first, last):
        return
    shaped, start, end, places, shifts = placed.shaped, placed.start, placed.end, placed.places, placed.shifts
    text, clusters, glyphs = shaped.text, shaped.clusters, shaped.glyphs
    meanings, limit, scale = font.resource.to_unicode, _GAP * font.size, font.size / 1000
    number, chain = first, -1
    while number < last:
        glyph, char = glyphs[number], clusters[number]
        stop = number + 1
        while stop < len(clusters) and clusters[stop] == char:
            if drawn(glyphs[stop]):
                meanings.setdefault(glyphs[stop], "")  # the cluster's text stands at its first glyph
            stop += 1
        following = min(clusters[stop], end) if stop < len(clusters) else end
        gap, space = 0.0, char in shaped.spaces or following in shaped.spaces
        gap_end = places[following - start] + shifts.get(following - start, 0.0)
        if drawn(glyph) and not space:
            gap = gap_end - places[char - start] - shifts.get(char - start, 0.0) - font.width(glyph) * scale
        overlaps = gap < -limit and stop < last
        other = drawn(glyph) and meanings.setdefault(glyph, text[char:following]) != text[char:following]
        if chain < 0 and (overlaps or other or gap > limit):
            chain = number
        if chain >= 0 and not overlaps:
            yield Doubt(chain, stop, text[clusters[chain] : following], gap_end if gap > limit else None)
            chain = -1
        number = stop


def _clear(placed: Placed, font: FontInPDF, first: int, last: int) -> bool:
    """Return whether plainly nothing is in doubt, as in most lines of Han: quicker than to look closely."""
    run, shaped, shifts = font.run, placed.shaped, placed.shifts
    char = shaped.clusters[first]
    if shifts or shaped.clusters[last - 1] - char != last - first - 1 or not run.single:
        return False
    glyphs = shaped.glyphs[first:last]
    text = shaped.text[char : char + last - first]
    known: set[tuple[int, str]] = font.resource.__dict__.setdefault("composer_known", set())
    if not known.issuperset(zip(glyphs, text, strict=True)):
        for glyph, meaning in zip(glyphs, text, strict=True):  # in order: it is the order of the font's map
            if not drawn(glyph) or font.resource.to_unicode.setdefault(glyph, meaning) != meaning:
                return False
            font.width(glyph)
            known.add((glyph, meaning))
    begin = char - placed.start
    places = placed.places[begin : begin + last - first + 1]
    scale, limit = font.size / 1000, _GAP * font.size
    widths = map(font.resource.widths.__getitem__, glyphs)
    pitches = zip(pairwise(places), widths, strict=True)
    gaps = [after - place - width * scale for (place, after), width in pitches]
    return bool(max(gaps) <= limit and min(gaps[:-1], default=0.0) >= -limit)
