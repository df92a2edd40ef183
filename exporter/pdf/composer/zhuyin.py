"""Zhuyin (注音) in composed lines: a syllable's symbols and tones as glyphs at their places (CLREQ 3.3.3)."""

from __future__ import annotations

from array import array
from dataclasses import replace

from weasyprint.formatting_structure import boxes
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from exporter.pdf.composer.shaping import Shaped, Style, shape
from exporter.pdf.composer.tree import Box, Flat, Node
from exporter.typesetting.paragraph import Paragraph, Settings
from exporter.typesetting.ruby import Room
from exporter.typesetting.zhuyin import UNIT, Piece, pieces

_ASCENT = 0.88
"""How far the em box of Han and of zhuyin reaches above the base line, ems."""


def flat(annotation: Box, syllable: str, em: float) -> Flat | None:
    """Return a syllable set behind a character of size ``em``, from the character's right edge on.

    ``annotation`` is the ``rt`` that it is from. None where its characters are not a glyph each.
    """
    source = next(one for one in annotation.descendants() if isinstance(one, boxes.TextBox))
    node = Node(annotation, 0, len(syllable))
    for number, piece in enumerate(pieces(syllable)):
        size, shaped = _placed(piece, source.style, em)
        if shaped is None:
            return None
        box = source.copy_with_text(piece.char)
        box.style = _sized(source.style, size)
        node.children.append(Node(box, number, number + 1, shaped=shaped, says="" if number else syllable))
    nothing = [0.0] * len(syllable)
    paragraph = Paragraph(syllable, nothing, (), em, Settings())
    return Flat(Node(annotation, 0, len(syllable), [node]), paragraph, (), Room())


def _placed(piece: Piece, style: Style, em: float) -> tuple[float, Shaped | None]:
    """Return a piece's size, and its glyph, which takes no room of its own, at its place."""
    unit = UNIT * em
    size = piece.height * unit
    if piece.fitted:
        shaped = _glyph(piece.char, style, em)
        if shaped is None:
            return 0.0, None
        _, _, width, height = _ink(shaped)
        size = em * min(1.0, piece.width * unit / width, piece.height * unit / height)
    shaped = _glyph(piece.char, style, size)
    if shaped is None:
        return 0.0, None
    x, up = piece.x * unit, _ASCENT * (em - size) - piece.y * unit
    if piece.fitted:
        left, top, width, height = _ink(shaped)
        x += piece.width * unit / 2 - left - width / 2
        up = _ASCENT * em - (piece.y + piece.height / 2) * unit + top + height / 2
    return size, replace(shaped, advances=array("d", [0.0]), offsets={0: (x, up)})


def _glyph(char: str, style: Style, size: float) -> Shaped | None:
    shaped = shape(char, _sized(style, size))
    return shaped if shaped is not None and len(shaped.glyphs) == 1 and _ink(shaped)[2] > 0 else None


def _sized(style: Style, size: float) -> Style:
    sized = style.copy()
    sized["font_size"], sized["letter_spacing"] = size, "normal"
    return sized


def _ink(shaped: Shaped) -> tuple[float, float, float, float]:
    """Return the left and upper edge of a glyph's ink from its origin, its width and height; px."""
    ink = ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(shaped.runs[0].font, shaped.glyphs[0], ink, ffi.NULL)
    left, top, width, height = (part * FROM_UNITS for part in (ink.x, ink.y, ink.width, ink.height))
    return left, top, width, height
