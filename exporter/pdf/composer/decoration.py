"""Lines under, over and through the text of composed lines: proper-name marks (专名号), wavy book-title marks
(书名号乙式).

CLREQ 3.1.8 has them under each name by itself: the lines of two names do not meet, and none runs into the
gap that justification leaves behind its name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.draw import text as draw_text_module

from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.settext import SetText

_AUTO_INSET = 1 / 16
"""Ems by which ``text-decoration-inset: auto`` shortens a line at either end, so that the lines of two names
do not meet."""


_WAVE = 0.5
"""A wave's length, ems."""
_CREST = 0.1
"""How far the handles of a wave's curve stand above and below it, ems; the wave itself reaches three
quarters of that."""


def hooks() -> tuple[Hook, ...]:
    """Return the functions of drawing that are replaced."""
    return (Hook(draw_text_module, "draw_text_decoration", _draw_text_decoration),)


def _draw_text_decoration(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_text_decoration(stream: Any, textbox: Any, offset_x: float, offset_y: float, *pen: Any) -> None:
        set_text = textbox.pango_layout
        if isinstance(set_text, SetText) and set_text.decoration != (0.0, 0.0):
            start, end = set_text.decoration
            textbox = textbox.copy()
            textbox.position_x += start
            textbox.width += end - start
        if isinstance(set_text, SetText) and textbox.style["text_decoration_style"] == "wavy":
            _wave(stream, textbox, offset_y, *pen)
        else:
            original(stream, textbox, offset_x, offset_y, *pen)

    return draw_text_decoration


def _wave(stream: Any, textbox: Any, offset_y: float, thickness: float, color: Any) -> None:
    """Draw a wave as wide as the text, in whole waves: WeasyPrint's own is as low as its line is thin, and
    cut off at the end."""
    size = textbox.style["font_size"]
    count = max(2, round(textbox.width / (_WAVE * size) * 2))
    half, height = textbox.width / count, _CREST * size
    x, y = textbox.position_x, textbox.position_y + offset_y
    with stream.stacked():
        stream.set_color(color, stroke=True)
        stream.set_line_width(thickness)
        stream.move_to(x, y)
        for number in range(count):
            crest = y + (height if number % 2 else -height)
            stream.curve_to(x + half * 0.4, crest, x + half * 0.6, crest, x + half, y)
            x += half
        stream.stroke()


def inset(style: Any, size: float) -> tuple[float, float]:
    """Return how much shorter the lines of an element are at its start and its end (CSS Text Decoration 4,
    2.8); px."""
    value = style["text_decoration_inset"]
    return (_AUTO_INSET * size, _AUTO_INSET * size) if value == "auto" else value
