"""Emphasis marks, drawn on composed lines.

Marks are paths: they say nothing to the programs that copy and search (CSS Text Decoration 4, 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

import pydyf
from weasyprint import draw
from weasyprint.draw.color import get_color

from exporter.pdf.composer.drawing import show
from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.settext import SetText
from exporter.pdf.composer.shaping import shape
from exporter.pdf.composer.tree import Box
from exporter.typesetting import emphasis

_DESCENT = 0.12
"""How far the em box of a Han character reaches below the base line, ems; above it, the rest."""
_AWAY = 0.19
"""From the em box to the middle of a mark, ems: inside half a line gap of half an em."""
_ROUND = 0.5523
"""The handle of a Bézier curve that makes a quarter of a circle."""

_RADIUS = {"dot": 0.075, "circle": 0.13, "double-circle": 0.14, "triangle": 0.16, "sesame": 0.16}
"""Half the height of each shape, ems."""
_STROKE = 0.03
"""The line of an open shape, ems."""


def hooks() -> tuple[Hook, ...]:
    """Return the functions of drawing that are replaced."""
    return (Hook(draw, "draw_text", _draw_text),)


def _draw_text(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_text(stream: Any, textbox: Box, *rest: Any, **named: Any) -> None:
        set_text = textbox.pango_layout
        original(stream, textbox, *rest, **named)
        style = textbox.style
        if style["text_emphasis_style"] == "none" or not isinstance(set_text, SetText):
            return
        if style["visibility"] == "visible":
            _mark(stream, textbox, set_text)

    return draw_text


def _mark(stream: Any, textbox: Box, text: SetText) -> None:
    style = textbox.style
    size = style["font_size"]
    under = emphasis.side(style["text_emphasis_position"], style["lang"] or "") == "under"
    base_line = textbox.position_y + textbox.baseline
    over, below = text.clear  # marks stand beyond readings: CSS Text Decoration 4, 3.4
    y = base_line + ((_DESCENT + _AWAY) * size + below if under else (_DESCENT - 1 - _AWAY) * size - over)
    places = [textbox.position_x + x for x in _middles(text)]
    if not places:
        return
    fill, shape_name = style["text_emphasis_style"]
    with stream.stacked():
        color = get_color(style, "text_emphasis_color")
        stream.set_color(color)
        stream.set_color(color, stroke=True)
        if fill == "string":
            _characters(stream, textbox, shape_name, places, y)
            return
        stream.set_line_width(_STROKE * size)
        for x in places:
            _SHAPES[shape_name](stream, x, y, _RADIUS[shape_name] * size, fill == "open")


def _middles(text: SetText) -> Iterator[float]:
    """Yield the middle of every character that takes a mark, from the box's left edge; px."""
    shaped = text.shaped
    for number, place in enumerate(accumulate(text.advances, initial=0.0)):
        char = text.start + number
        if char >= text.end:
            return
        if char not in shaped.joined and emphasis.takes_mark(shaped.text[char]):
            yield place + text.shifts.get(number, 0.0) + min(text.advances[number], shaped.advances[char]) / 2


def _characters(stream: Any, textbox: Box, mark: str, places: list[float], y: float) -> None:
    """Set a mark that is a character, in half the size, its em box centred on ``y``."""
    style = textbox.style.copy()
    style["font_size"] /= 2
    style["letter_spacing"] = "normal"
    shaped = shape(mark, style)
    if shaped is None:
        return
    width = sum(shaped.advances)
    base_line = y + (0.5 - _DESCENT) * style["font_size"]
    nothing = pydyf.Dictionary({"ActualText": pydyf.String("")})
    pydyf.Stream.begin_marked_content(stream, "Span", nothing)
    box = textbox.copy()
    box.style = style
    for x in places:
        stream.begin_text()
        show(stream, box, shaped, x - width / 2, base_line)
        stream.end_text()
    pydyf.Stream.end_marked_content(stream)


def _circle(stream: Any, x: float, y: float, radius: float, hollow: bool) -> None:
    handle = _ROUND * radius
    stream.move_to(x + radius, y)
    stream.curve_to(x + radius, y + handle, x + handle, y + radius, x, y + radius)
    stream.curve_to(x - handle, y + radius, x - radius, y + handle, x - radius, y)
    stream.curve_to(x - radius, y - handle, x - handle, y - radius, x, y - radius)
    stream.curve_to(x + handle, y - radius, x + radius, y - handle, x + radius, y)
    _paint(stream, hollow)


def _double_circle(stream: Any, x: float, y: float, radius: float, hollow: bool) -> None:
    stream.set_line_width(radius / 7)
    _circle(stream, x, y, radius, True)
    _circle(stream, x, y, radius * (0.5 if hollow else 0.6), hollow)


def _triangle(stream: Any, x: float, y: float, radius: float, hollow: bool) -> None:
    half = radius * 1.1
    stream.move_to(x, y - radius)
    stream.line_to(x + half, y + radius * 0.9)
    stream.line_to(x - half, y + radius * 0.9)
    _paint(stream, hollow)


def _sesame(stream: Any, x: float, y: float, radius: float, hollow: bool) -> None:
    """A drop that falls to the right, as a brush sets it down."""
    stream.move_to(x - radius * 0.75, y - radius * 0.8)
    stream.curve_to(
        x + radius * 0.1, y - radius, x + radius * 0.9, y - radius * 0.1, x + radius * 0.85, y + radius * 0.5
    )
    stream.curve_to(x + radius * 0.8, y + radius, x + radius * 0.2, y + radius * 1.05, x, y + radius * 0.6)
    stream.curve_to(
        x - radius * 0.2,
        y + radius * 0.1,
        x - radius * 0.4,
        y - radius * 0.4,
        x - radius * 0.75,
        y - radius * 0.8,
    )
    _paint(stream, hollow)


def _paint(stream: Any, hollow: bool) -> None:
    if hollow:
        stream.stroke_and_close()
    else:
        stream.fill()


_SHAPES: dict[str, Callable[[Any, float, float, float, bool], None]] = {
    "dot": _circle,
    "circle": _circle,
    "double-circle": _double_circle,
    "triangle": _triangle,
    "sesame": _sesame,
}
