"""Words as pictures, without Pango and Cairo: shaped by HarfBuzz, drawn by FreeType, pasted by Pillow.

HarfBuzz is told the language, so that one pan-CJK font gives each its own forms (OpenType ``locl``).
"""

from __future__ import annotations

import ctypes
import functools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import freetype
import uharfbuzz as hb
from PIL import Image

from exporter.errors import FontError
from exporter.fonts.faces import Face

_LOAD = freetype.FT_LOAD_RENDER | freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP
_INVISIBLE = frozenset(("Cc", "Cf", "Zl", "Zp", "Zs", "Mn", "Me"))


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph in its place on a line."""

    face: int
    """Its face's place among the faces."""
    id: int
    x: float
    """Ems from the beginning of the line."""
    y: float
    """Ems above the base line."""


class Lettering:
    """A chain of faces that sets short lines of text in one language."""

    def __init__(self, faces: Sequence[Face], language: str) -> None:
        """Take the faces in the order in which a character should look for one, and a BCP 47 tag."""
        self._faces = faces
        self._language = language

    def missing(self, text: str) -> tuple[str, ...]:
        """Return the visible characters of ``text`` that no face has, each once, in order."""
        lacking = [c for c in text if unicodedata.category(c) not in _INVISIBLE and self._face_of(c) is None]
        return tuple(dict.fromkeys(lacking))

    def width(self, text: str) -> float:
        """Return how long ``text`` is on one line, in ems."""
        return self._shape(text)[1]

    def height(self, text: str) -> float:
        """Return how long ``text`` is in one line from top to bottom, in ems."""
        return self._shape(text, down=True)[1]

    def draw_down(self, image: Image.Image, text: str, at: tuple[int, int], size: int, colour: str) -> None:
        """Draw ``text`` from top to bottom; ``at`` is the middle of its line and where it begins."""
        for glyph in self._shape(text, down=True)[0]:
            left, top, mask = self._picture(glyph, size)
            if mask is not None:
                place = at[0] + round(glyph.x * size) + left, at[1] - round(glyph.y * size) - top
                image.paste(colour, place, mask)

    def draw(self, image: Image.Image, text: str, at: tuple[int, int], size: int, colour: str) -> None:
        """Draw ``text`` at ``size`` pixels to the em; ``at`` is where its ink begins, on the base line.

        The blank half of an opening bracket is left outside (CLREQ 3.1.6.3, JLREQ 3.1.5: the line head).
        """
        glyphs, _ = self._shape(text)
        pictures = [(glyph, *self._picture(glyph, size)) for glyph in glyphs]
        inked = [(glyph, left, top, mask) for glyph, left, top, mask in pictures if mask is not None]
        if not inked:
            return
        first, left, *_ = inked[0]
        hang = max(0, round(first.x * size) + left - size // 20) if left > size * 0.3 else 0
        for glyph, left, top, mask in inked:
            x = at[0] - hang + round(glyph.x * size) + left
            image.paste(colour, (x, at[1] - round(glyph.y * size) - top), mask)

    def _face_of(self, char: str) -> int | None:
        return next((number for number, face in enumerate(self._faces) if char in face.coverage), None)

    def _runs(self, text: str) -> Iterator[tuple[int, str]]:
        """Yield pieces of ``text`` with the face that sets them; characters that none has are left out."""
        run, current = "", 0
        for char in text:
            joins = run and unicodedata.category(char) in ("Mn", "Me", "Cf")
            found = current if joins else self._face_of(char)
            if found is None:
                continue
            if found != current and run:
                yield current, run
                run = ""
            run, current = run + char, found
        if run:
            yield current, run

    def _shape(self, text: str, down: bool = False) -> tuple[list[Glyph], float]:
        """Return the glyphs of a line and how long it is; down, its origin is the middle of its upper edge."""
        glyphs, pen = [], 0.0
        for number, run in self._runs(text):
            font, upem = _shaper(self._faces[number])
            buffer = hb.Buffer()
            buffer.add_str(run)
            buffer.guess_segment_properties()
            buffer.language = self._language
            if down:
                buffer.direction = "ttb"
            hb.shape(font, buffer)
            for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
                x, y = place.x_offset / upem, place.y_offset / upem
                glyphs.append(
                    Glyph(number, info.codepoint, x, y - pen)
                    if down
                    else Glyph(number, info.codepoint, pen + x, y)
                )
                pen += (-place.y_advance if down else place.x_advance) / upem
        return glyphs, pen

    def _picture(self, glyph: Glyph, size: int) -> tuple[int, int, Image.Image | None]:
        face = _drawer(self._faces[glyph.face])
        face.set_pixel_sizes(0, size)
        face.load_glyph(glyph.id, _LOAD)
        bitmap = face.glyph.bitmap
        if not bitmap.rows or not bitmap.width:
            return 0, 0, None
        raw = ctypes.string_at(bitmap._FT_Bitmap.buffer, bitmap.rows * bitmap.pitch)  # .buffer is a slow list
        mask = Image.frombytes("L", (bitmap.width, bitmap.rows), raw, "raw", "L", bitmap.pitch)
        return face.glyph.bitmap_left, face.glyph.bitmap_top, mask


@functools.cache
def _shaper(face: Face) -> tuple[hb.Font, int]:
    try:
        source = hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)
    except hb.HarfBuzzError as error:
        raise FontError(f"{face.path}: the font cannot be read; install exporter again") from error
    return hb.Font(source), source.upem


@functools.cache
def _drawer(face: Face) -> freetype.Face:
    try:
        return freetype.Face(str(face.path), face.index)
    except freetype.FT_Exception as error:
        raise FontError(f"{face.path}: the font cannot be read; install exporter again") from error
