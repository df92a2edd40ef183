"""Readings on a composed line: boxes that hang into the line gap.

Neither the height of a line nor its base line knows of them, so the pitch of lines stays even (JLREQ 4.5.1); on
the first line of a page they stand above the type area (JLREQ 2.5.1).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.pdf import tags

from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.ruby import Annotation, Reading, Word
from exporter.pdf.composer.settext import SetText
from exporter.pdf.composer.tree import Box, Node
from exporter.typesetting import apportion
from exporter.typesetting.paragraph import Line

if TYPE_CHECKING:
    from exporter.pdf.composer.building import Builder

_TAGS = {"ruby::pair": "Ruby", "ruby::base": "RB", "ruby::reading": "RT", "ruby": "Span"}
"""The structure types of ISO 32000-2, 14.8.4.7.3."""


@dataclass(frozen=True, slots=True)
class Hung:
    """The box of a reading, and where it goes."""

    box: Box
    index: int
    """Behind which child of the ruby."""
    rise: float
    """How far its base line is above the base's; px."""
    over: float
    under: float
    """How far it reaches beyond the em box of its base; px."""


@dataclass(frozen=True, slots=True)
class Ruby:
    """What is on a line of a ruby element."""

    box: Box
    node: Node
    readings: list[Hung]


def hooks() -> tuple[Hook, ...]:
    """Return the functions that are replaced: where lines get their heights, and what their tags are named."""
    return (
        Hook(inline, "line_box_verticality", _line_box_verticality),
        Hook(tags, "_get_pdf_tag", _get_pdf_tag),
    )


def _get_pdf_tag(original: Callable[..., str]) -> Callable[..., str]:
    def get_pdf_tag(tag: str | None) -> str:
        return _TAGS.get(tag or "") or original(tag)

    return get_pdf_tag


def _line_box_verticality(original: Callable[..., Any]) -> Callable[..., Any]:
    def line_box_verticality(box: Box) -> Any:
        result = original(box)
        _hang(getattr(box, "hung", ()))
        return result

    return line_box_verticality


def _hang(rubies: Sequence[Ruby]) -> None:
    """Give readings their heights, and put their boxes among those of their bases."""
    for ruby in rubies:
        base_line = ruby.box.position_y + ruby.box.baseline
        for reading in ruby.readings:
            reading.box.position_y = base_line - reading.rise - reading.box.baseline
            inline.inline_box_verticality(reading.box, [], base_line - reading.rise)
            _hang(reading.box.hung)
        if ruby.readings:
            _clear(ruby)
            ruby.box.children = tuple(_paired(ruby))


def _clear(ruby: Ruby) -> None:
    """Tell the texts of the bases how much room is taken over and under them."""
    over = max(reading.over for reading in ruby.readings)
    under = max(reading.under for reading in ruby.readings)
    for text in ruby.box.descendants():
        if isinstance(getattr(text, "pango_layout", None), SetText):
            text.pango_layout.clear = over, under


def _paired(ruby: Ruby) -> Iterator[Box]:
    """Yield the children of a ruby in the order of the source, each base in one box with its readings."""
    order = {id(child): index for index, child in enumerate(ruby.node.children)}
    found = [(order[id(box.node)], False, box) for box in ruby.box.children]
    found += [(reading.index, True, reading.box) for reading in ruby.readings]
    found.sort(key=lambda one: one[:2])
    bases: list[Box] = []
    for is_reading, group in groupby(found, lambda one: one[1]):
        members = [box for _, _, box in group]
        if not is_reading:
            bases = members
            continue
        for box in members:
            box.element_tag = "ruby::reading"
        base = [_wrapped(ruby.box, "ruby::base", bases)] if bases else []
        yield _wrapped(ruby.box, "ruby::pair", [*base, *members])
        bases = []
    yield from bases


def _wrapped(around: Box, tag: str, children: list[Box]) -> Box:
    """Return an inline box without edges around boxes that have their places."""
    box = boxes.InlineBox.anonymous_from(around, children)
    box.element_tag = tag
    inline.resolve_percentages(box, around)
    inline._adjust_line_height(box)
    box.position_x, box.position_y = children[0].position_x, around.position_y
    box.width = sum(child.margin_width() for child in children[:1])
    return box


def readings(builder: Builder, node: Node) -> list[Hung]:
    """Return the readings of a ruby node whose bases are on the line, at their places."""
    return [hung for word in node.words for hung in _word(builder, word)]


def _word(builder: Builder, word: Word) -> Iterator[Hung]:
    """Yield the readings of the part of a word that is on the line."""
    line, stop, room = builder.line, builder.stop, builder.flat.room
    there = [one for one in word if one.column.start < stop and one.column.end > line.start]
    if not there:
        return
    spans = [_span(builder, max(one.column.start, line.start), min(one.column.end, stop)) for one in there]
    if there[0].side == "beside":
        for one, (_, end) in zip(there, spans, strict=True):
            yield from _set(builder, one, one.readings, end, 0.0)
        return
    if len(there) == 1 and not (line.start <= there[0].column.start and there[0].column.end <= stop):
        yield from _part(builder, there[0], spans[0])
        return
    first = there[0].column.start
    divided = len(there) < len(word) and first > line.start
    left = spans[0][0] - (room.reaches if divided else room.starts).get(first, 0.0)
    right = spans[-1][1] + room.ends.get(there[-1].column.end, 0.0)
    places = apportion.packed(spans, [one.column.width for one in there], left, right)
    for one, (start, end), packed in zip(there, spans, places, strict=True):
        column, place, gap = one.column, packed, 0.0
        text = "".join(reading.text for reading in one.readings)
        if len(there) == 1 and column.width < end - start:
            alone = column.end - column.start == 1 and column.align == "space-around"  # set solid: JLREQ 3.3.5
            gaps = 0 if alone else len(apportion.openings(text, 0, len(text)))
            offset, gap = apportion.spread(end - start - column.width, gaps, column.em, column.align)
            place = start + offset
        yield from _set(builder, one, one.readings, place, gap)


def _span(builder: Builder, start: int, end: int) -> tuple[float, float]:
    """Return where characters begin and end on the line, without what is added behind the last."""
    natural = builder.flat.paragraph.advances
    low, _ = _place(builder, start)
    high, advance = _place(builder, end - 1)
    return low, high + min(advance, natural[end - 1])


def _place(builder: Builder, char: int) -> tuple[float, float]:
    """Return where a character stands, and how far it advances."""
    for start, x, advances in reversed(builder.laid):
        if start <= char < start + len(advances):
            return x + sum(advances[: char - start]), advances[char - start]
    return builder.laid[-1][1] if builder.laid else 0.0, 0.0


def _set(builder: Builder, one: Annotation, parts: Sequence[Reading], x: float, gap: float) -> Iterator[Hung]:
    """Yield readings side by side from ``x`` on, with ``gap`` more between their Han and kana."""
    before = ""
    for reading in parts:
        if gap and apportion.openings(before + reading.text[:1], 0, 2):
            x += gap
        advances = list(reading.flat.paragraph.advances[reading.start : reading.end])
        for boundary in apportion.openings(reading.text, 0, len(reading.text)) if gap else ():
            advances[boundary - 1] += gap
        line = Line(reading.start, reading.end, advances, {}, 0.0, sum(advances), 0.0, False)
        box = builder.apart(reading.flat, line, x)
        yield Hung(box, reading.index, one.rise, *one.beyond)
        x += box.margin_width()
        before = reading.text[-1:]


def _part(builder: Builder, one: Annotation, span: tuple[float, float]) -> Iterator[Hung]:
    """Yield as much of the readings as there is of a long base on the line."""
    column, line, advances = one.column, builder.line, builder.flat.paragraph.advances
    whole = sum(advances[column.start : column.end]) or 1.0
    first = sum(advances[column.start : max(column.start, line.start)]) / whole
    last = sum(advances[column.start : min(column.end, builder.stop)]) / whole
    parts = []
    for reading in one.readings:
        widths = reading.flat.paragraph.advances[reading.start : reading.end]
        start, end = (reading.start + apportion.cut(reading.text, widths, share) for share in (first, last))
        parts.append(replace(reading, start=start, end=end))
    width = sum(part.width() for part in parts)
    x = span[0] + max(0.0, span[1] - span[0] - width) / 2
    yield from _set(builder, one, [part for part in parts if part.start < part.end], x, 0.0)
