"""Drawing set text: the operators that put every glyph where its line wants it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from math import inf
from typing import Any

import pydyf
from weasyprint.draw import text as draw_text_module
from weasyprint.matrix import Matrix
from weasyprint.text.line_break import create_layout

from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.settext import SetText
from exporter.pdf.composer.shaping import Run, Shaped, drawn
from exporter.pdf.composer.textlayer import Doubt, FontInPDF, Placed, doubts, runs_on
from exporter.pdf.composer.tree import Box

_EXACT = 0.005
"""Thousandths of an em: what is nearer than this to its place is in its place."""


def hooks() -> tuple[Hook, ...]:
    """Return the functions of drawing that are replaced."""
    return (Hook(draw_text_module, "draw_first_line", _draw_first_line),)


def _draw_first_line(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_first_line(
        stream: Any, textbox: Box, text_overflow: str, block_ellipsis: Any, matrix: Any
    ) -> list[Any]:
        set_text = textbox.pango_layout
        if isinstance(set_text, SetText):
            if text_overflow != "ellipsis" and block_ellipsis == "none":
                return _Pen(stream, textbox, matrix, original).draw(set_text)
            # What is cut off with an ellipsis is cut by Pango.
            textbox.pango_layout = create_layout(textbox.text, textbox.style, None, set_text.max_width, 0)
        emojis: list[Any] = original(stream, textbox, text_overflow, block_ellipsis, matrix)
        return emojis

    return draw_first_line


def show(stream: Any, textbox: Box, shaped: Shaped, x: float, y: float) -> None:
    """Show glyphs at their own advances from ``x``, ``y`` on; between ``begin_text`` and ``end_text``, in
    the box's style."""
    pen = _Pen(stream, textbox, Matrix(d=-1, e=x, f=y), draw_text_module.draw_first_line)
    pen.draw(SetText(shaped, 0, len(shaped.text), shaped.advances, {}, None, textbox.style, inf))


class _Pen:
    """Writes the operators that show a text box. Lengths are px, from the box's left edge."""

    def __init__(self, stream: Any, textbox: Box, matrix: Any, original: Callable[..., Any]) -> None:
        self.stream, self.textbox, self.matrix, self.original = stream, textbox, matrix, original
        self.x = 0.0
        """Where the reader's pen is."""
        self.parts: list[str] = []
        """Strings and moves of the next TJ."""
        self.emojis: list[Any] = []

    def draw(self, text: SetText) -> list[Any]:
        """Show the text and its hyphen; return the pictures that stand for glyphs (emoji)."""
        self.stream.set_text_matrix(*self.matrix.values)
        places = list(accumulate(text.advances, initial=0.0))
        if text.says is not None:
            self._begin(text.says)
        placed = Placed(text.shaped, text.start, text.end, places, text.shifts)
        self._text(placed, marked=text.says is not None)
        if text.says is not None:
            self._end()
        if text.hyphen:  # in the text layer a soft hyphen: the word is one word (ISO 32000-1, 14.8.2.2.3)
            self._begin("\u00ad")
            hyphen = [places[-1] + place for place in accumulate(text.hyphen.advances, initial=0.0)]
            self._text(Placed(text.hyphen, 0, len(text.hyphen.text), hyphen, {}), marked=True)
            self._end()
        return self.emojis

    def _text(self, placed: Placed, marked: bool = False) -> None:
        """Show a stretch of text; ``marked``: what it is copied as is told already."""
        shaped = placed.shaped
        low, high = shaped.glyph_range(placed.start, placed.end)
        begin = bisect_right(shaped.runs, low, key=lambda run: run.last)
        for number in range(begin, len(shaped.runs)):
            run = shaped.runs[number]
            if run.first >= high:
                break
            first, last = max(run.first, low), min(run.last, high)
            font = FontInPDF(run, self.stream)
            if not font.plain:
                self._stock(placed, run, first, last)
                continue
            self.stream.set_font_size(font.resource.hash, font.size)
            if marked:  # its text is told already; the font still keeps only glyphs that mean something
                for glyph in filter(drawn, shaped.glyphs[first:last]):
                    font.resource.to_unicode.setdefault(glyph, shaped.text)
            else:
                for doubt in doubts(placed, font, first, last):
                    self._glyphs(placed, font, first, doubt.first)
                    self._doubtful(placed, font, doubt)
                    first = doubt.last
            self._glyphs(placed, font, first, last)

    def _glyphs(self, placed: Placed, font: FontInPDF, first: int, last: int, flush: bool = True) -> None:
        shaped, start, places, shifts = placed.shaped, placed.start, placed.places, placed.shifts
        clusters, offsets, parts = shaped.clusters, shaped.offsets, self.parts
        scale, x = font.size / 1000, self.x
        for number in range(first, last):
            glyph = shaped.glyphs[number]
            if not drawn(glyph):
                continue
            char = clusters[number] - start
            place = places[char]
            if char in shifts:
                place += shifts[char]
            if number in offsets:
                across, up = offsets[number]
                place += across
                if up:
                    self.x = x
                    self._raised(glyph, place, up, font)
                    x = self.x
                    continue
            back = (x - place) / scale
            if back >= _EXACT or back <= -_EXACT:
                move = f"{back:.2f}"
                parts.append(move)
                x -= float(move) * scale
            parts.append(f"<{glyph:04x}>")
            x += font.width(glyph) * scale
        self.x = x
        if flush:
            self._flush()

    def _raised(self, glyph: int, place: float, up: float, font: FontInPDF) -> None:
        """Show one glyph off the base line: an accent that its font places."""
        self._flush()
        self.stream.set_text_rise(up)
        self.parts.append(f"{(self.x - place) * 1000 / font.size:.2f}<{glyph:04x}>")
        self._flush()
        self.x = place + font.width(glyph) * font.size / 1000
        self.stream.set_text_rise(0)

    def _doubtful(self, placed: Placed, font: FontInPDF, doubt: Doubt) -> None:
        """Show one cluster, its text said beside it; and where a gap follows, nothing drawn as wide as the gap.

        Programs that extract text take a wide gap for a word space. The gap is covered by the font's space
        glyph, which the ActualText leaves out. Poppler and PDFium measure from the last glyph of the marked
        sequence; MuPDF puts the text where the first glyph is that differs from it, as wide as that one:
        hence, before a letter or a digit, a second space that is as wide as the letter and the gap, and as
        large as the letter by its area.
        """
        self._begin(doubt.text)
        space = font.space(placed.shaped, self.textbox.style) if doubt.gap_end is not None else None
        if space is not None and doubt.gap_end is not None:
            width = font.width(space) * font.size / 1000
            place = placed.places[placed.shaped.clusters[doubt.first] - placed.start]
            if runs_on(doubt.text):
                self._stretched(space, place, width / (doubt.gap_end - place))
            self._glyphs(placed, font, doubt.first, doubt.last, flush=False)
            self.parts.append(f"{(self.x - doubt.gap_end + width) * 1000 / font.size:.2f}<{space:04x}>")
            self.x = doubt.gap_end
            self._flush()
        else:
            self._glyphs(placed, font, doubt.first, doubt.last)
        self._end()

    def _stretched(self, space: int, place: float, ratio: float) -> None:
        a, b, c, d, e, f = self.matrix.values
        self.stream.set_text_matrix(a / ratio, b, c, d * ratio, e + place, f)
        self.stream.show_text(f"<{space:04x}>")
        self.stream.set_text_matrix(a, b, c, d, e, f)
        self.x = 0.0

    def _stock(self, placed: Placed, run: Run, first: int, last: int) -> None:
        """Have WeasyPrint draw what has no outlines: pictures of glyphs, and the box of a missing one."""
        shaped = placed.shaped
        begin = shaped.clusters[first]
        stop = shaped.clusters[last] if last < run.last else min(run.end, placed.end)
        x = placed.places[begin - placed.start]
        box = self.textbox.copy_with_text(shaped.text[begin:stop])
        box.pango_layout = create_layout(box.text, box.style, None, None, 0)
        a, b, c, d, e, f = self.matrix.values
        for emoji in self.original(self.stream, box, "clip", "none", type(self.matrix)(a, b, c, d, e + x, f)):
            emoji[4] += x / box.style["font_size"]
            self.emojis.append(emoji)
        self.stream.set_text_matrix(a, b, c, d, e, f)
        self.x = 0.0

    def _flush(self) -> None:
        if self.parts:
            self.stream.show_text("".join(self.parts).replace("><", ""))
            self.parts.clear()

    def _begin(self, text: str) -> None:
        properties = pydyf.Dictionary({"ActualText": pydyf.String(text)})
        pydyf.Stream.begin_marked_content(self.stream, "Span", properties)

    def _end(self) -> None:
        pydyf.Stream.end_marked_content(self.stream)
