"""A text's glyphs, shaped once by Pango and copied out into flat arrays."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, line_size, strut

Style = Any
"""WeasyPrint's computed style of a box."""

_INTS = 5
"""Integers in a PangoGlyphInfo: glyph, width, x and y offset, attributes."""
EMPTY = 0x0FFFFFFF
"""PANGO_GLYPH_EMPTY: nothing to draw."""
_UNKNOWN = 0x10000000
"""PANGO_GLYPH_UNKNOWN_FLAG: no font has the character."""

_WIDE = 0.9
"""From this share of the em on, a mark is set as a full-width one."""
_MARKS = re.compile(
    "[‘’“”（）《》〈〉「」『』【】〔〕〖〗［］｛｝｟｠〝〞〟﹁﹂﹃﹄，。、；：！？．､｡･·・•‧／]"
)
"""The marks whose blank sides are measured (CLREQ 2.2; JLREQ 3.9, cl-01 to cl-07)."""

_KANA = re.compile("[\u3041-\u30ff]")
"""What fonts kern among themselves, for settings that are not solid; ours is (JLREQ 2.1.2): a character has
its em."""

_LONGEST = 8_000
"""Characters shaped at a time; a Pango layout takes some hundred bytes a character."""
_SEAM = re.compile("(?<=[\u3041-\u30ff\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
"""Where a text may be cut for shaping: between two Han characters no glyph depends on its neighbour."""


@dataclass(frozen=True, slots=True)
class Run:
    """Glyphs of one font: ``glyphs[first:last]``, for the characters ``start:end``."""

    font: Any
    """PangoFont*; kept alive by the font configuration."""
    first: int
    last: int
    start: int
    end: int
    plain: bool
    """Whether every glyph is an outline that the font has; others are drawn by WeasyPrint itself."""
    single: bool
    """Whether it has a glyph a character."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A text's glyphs. Lengths in px."""

    text: str
    advances: array[float]
    """By character; a cluster's advance stands at its first character."""
    runs: tuple[Run, ...]
    glyphs: array[int]
    clusters: array[int]
    """By glyph: the first character of its cluster; ascending."""
    offsets: dict[int, tuple[float, float]]
    """By glyph: how far it is drawn from its cluster's place, to the right and up, where that is not
    nothing."""
    blanks: dict[int, tuple[float, float]]
    """By character, of full-width marks: the part of the advance without ink, left and right."""
    joined: frozenset[int]
    """Boundaries inside clusters."""
    spaces: frozenset[int]
    """The characters that are spaces."""
    height: float
    baseline: float
    """Of the line that Pango makes of it, from its top; they matter where ``line-height`` is ``normal``."""

    def glyph_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the glyphs of the characters ``start:end`` as a slice."""
        return bisect_left(self.clusters, start), bisect_left(self.clusters, end)


def shape(text: str, style: Style) -> Shaped | None:
    """Return the glyphs of ``text``, which holds no line feed; None where part of it runs from right to
    left."""
    work = _Work(text, style)
    for start, end in _pieces(text):
        if not work.add(start, end):
            return None
    return work.done()


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while len(text) - start > 2 * _LONGEST:
        seam = _SEAM.search(text, start + _LONGEST, start + 2 * _LONGEST)
        end = seam.start() if seam else start + 2 * _LONGEST
        yield start, end
        start = end
    yield start, len(text)


class _Work:
    """The arrays of a ``Shaped`` while they are filled."""

    def __init__(self, text: str, style: Style) -> None:
        self.text, self.style = text, style
        self.size: float = style["font_size"]
        self.advances = array("d", bytes(8 * len(text)))
        self.glyphs, self.clusters = array("I"), array("I")
        self.runs: list[Run] = []
        self.offsets: dict[int, tuple[float, float]] = {}
        self.blanks: dict[int, tuple[float, float]] = {}
        self.joined: set[int] = set()
        self.height = self.baseline = 0.0

    def add(self, start: int, end: int) -> bool:
        """Shape the characters ``start:end``; return whether all of them run from left to right."""
        layout = Layout(self.style)
        data = self.text[start:end].encode()
        pango.pango_layout_set_text(layout.layout, data, len(data))
        line, _ = layout.get_first_line()
        _, height = line_size(line, self.style)
        self.height = max(self.height, height)
        self.baseline = max(self.baseline, pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS)
        byte_at = byte_offsets(self.text[start:end])
        position = {byte: start + i for i, byte in enumerate(byte_at)}
        run = line.runs[0]
        while run != ffi.NULL:
            item, string = run.data.item, run.data.glyphs
            if item.analysis.level % 2:
                return False
            _keep(self.style, item.analysis.font, layout)
            self._run(item, string, position)
            run = run.next
        return True

    def _run(self, item: Any, string: Any, position: dict[int, int]) -> None:
        count = string.num_glyphs
        if not count:
            return
        info = array("I")
        info.frombytes(ffi.buffer(string.glyphs, count * 4 * _INTS))
        within = array("I")
        within.frombytes(ffi.buffer(string.log_clusters, count * 4))
        base = item.offset
        chars = [position[base + byte] for byte in within]
        start, end = position[base], position[base + item.length]
        first = len(self.glyphs)
        ids = info[0::_INTS]
        self.glyphs.extend(ids)
        self.clusters.extend(chars)
        font = item.analysis.font
        plain = not any(glyph >= _UNKNOWN for glyph in ids)
        single = count == end - start == len(set(chars))
        self.runs.append(Run(font, first, first + count, start, end, plain, single))
        self._advance(first, chars, info[1::_INTS], start, end)
        self._offset(first, info[2::_INTS], info[3::_INTS])
        if self.style["font_kerning"] == "auto":
            self._set_solid(font, ids, chars, start, end)
        for mark in _MARKS.finditer(self.text, start, end):
            if self.advances[mark.start()] >= _WIDE * self.size:
                glyph = ids[bisect_left(chars, mark.start())]
                self.blanks[mark.start()] = _ink(self.style, font, glyph)[:2]

    def _set_solid(self, font: Any, ids: array[int], chars: list[int], start: int, end: int) -> None:
        """Take back what the font's kerning took from kana."""
        for kana in _KANA.finditer(self.text, start, end):
            kerned = self.size - self.advances[kana.start()]
            if kerned and abs(kerned) < self.size / 4:
                width = _ink(self.style, font, ids[bisect_left(chars, kana.start())])[2]
                if abs(width - self.size) < 0.01 * self.size:
                    self.advances[kana.start()] = width

    def _advance(self, first: int, chars: list[int], widths: array[int], start: int, end: int) -> None:
        advances = self.advances
        if len(chars) == end - start and chars[0] == start and chars[-1] == end - 1:  # a glyph a character
            advances[start:end] = array("d", [width * FROM_UNITS for width in widths])
            return
        for number, (char, width) in enumerate(zip(chars, widths, strict=True), first):
            if advances[char]:  # a later glyph of a cluster stands where the ones before it end
                self.offsets[number] = (advances[char], 0.0)
            advances[char] += _signed(width) * FROM_UNITS
        self.joined.update(set(range(start, end)) - set(chars))

    def _offset(self, first: int, across: array[int], up: array[int]) -> None:
        if not any(across) and not any(up):
            return
        for number, (x, y) in enumerate(zip(across, up, strict=True), first):
            if x or y:
                within = self.offsets.get(number, (0.0, 0.0))[0]
                self.offsets[number] = (within + _signed(x) * FROM_UNITS, -_signed(y) * FROM_UNITS)

    def done(self) -> Shaped:
        """Return what was shaped, letter- and word-spacing added behind every cluster."""
        letter = self.style["letter_spacing"]
        if letter != "normal" and letter:
            for char in set(self.clusters):
                self.advances[char] += letter
        word = self.style["word_spacing"]
        if word:
            for space in re.finditer("[ \u00a0]", self.text):
                self.advances[space.start()] += word
        return Shaped(
            text=self.text,
            advances=self.advances,
            runs=tuple(self.runs),
            glyphs=self.glyphs,
            clusters=self.clusters,
            offsets=self.offsets,
            blanks=self.blanks,
            joined=frozenset(self.joined),
            spaces=frozenset(space.start() for space in re.finditer("[ \u00a0\u3000]", self.text)),
            height=self.height,
            baseline=self.baseline,
        )


def _signed(value: int) -> int:
    return value - 0x1_0000_0000 if value >= 0x8000_0000 else value


def byte_offsets(text: str) -> list[int]:
    """Return where each character of ``text`` begins in UTF-8, and the length of the whole."""
    lengths = (
        1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4 for code in map(ord, text)
    )
    return list(accumulate(lengths, initial=0))


def drawn(glyph: int) -> bool:
    """Return whether there is anything to draw for a glyph."""
    return glyph != EMPTY


def _keep(style: Style, font: Any, layout: Layout) -> None:
    """Keep one layout that uses ``font`` for as long as the font configuration lives: Pango frees fonts
    nobody uses."""
    kept = style.font_config.__dict__.setdefault("composer_fonts", {})
    kept.setdefault(int(ffi.cast("intptr_t", font)), layout)


def _ink(style: Style, font: Any, glyph: int) -> tuple[float, float, float]:
    """Return how much of a glyph's width is without ink, left and right, and the width."""
    cache = style.font_config.__dict__.setdefault("composer_ink", {})
    key = (int(ffi.cast("intptr_t", font)), glyph)
    if key not in cache:
        ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
        pango.pango_font_get_glyph_extents(font, glyph, ink, logical)
        right = logical.width - ink.x - ink.width
        cache[key] = (ink.x * FROM_UNITS, right * FROM_UNITS, logical.width * FROM_UNITS)
    found: tuple[float, float, float] = cache[key]
    return found


def line_strut(style: Style) -> tuple[float, float]:
    """Return a style's line height and its base line, found once; WeasyPrint's own way spells out a key of
    twenty properties every time."""
    known = style.__dict__.get("composer_strut")
    if known is None:
        known = style.composer_strut = strut(style)
    found: tuple[float, float] = known
    return found
