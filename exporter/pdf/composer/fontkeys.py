"""Two font files are two fonts of the PDF, whatever they call themselves.

WeasyPrint knows a font by its description. Where a family's bold lacks a character, Pango may take another file
of the same description, and the glyphs of the one would be drawn with the outlines of the other.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import md5
from typing import Any

from weasyprint.pdf.fonts import Font
from weasyprint.pdf.stream import Stream
from weasyprint.text.ffi import ffi
from weasyprint.text.fonts import get_pango_font_hb_face, get_pango_font_key

from exporter.pdf.composer.install import Hook


def hooks() -> tuple[Hook, ...]:
    """Return the method that is replaced."""
    return (Hook(Stream, "add_font", _add_font),)


def _add_font(original: Callable[..., Any]) -> Callable[..., Any]:
    def add_font(stream: Any, pango_font: Any) -> tuple[Any, float]:
        font, size = original(stream, pango_font)
        face = _address(get_pango_font_hb_face(pango_font))
        if face == _address(font.hb_face):
            return font, size
        key = (font.hash, face)
        if key not in stream._fonts:
            _, description, size = get_pango_font_key(pango_font)
            stream._fonts[key] = _renamed(Font(pango_font, description, size))
        return stream._fonts[key], size

    return add_font


def _address(face: Any) -> int:
    return int(ffi.cast("intptr_t", face))


def _renamed(font: Any) -> Any:
    digest = md5(font.hash.encode() + font.file_content, usedforsecurity=False).digest()
    name = font.name.removeprefix(b"/" + font.hash.encode())
    font.hash = "".join(chr(65 + byte % 26) for byte in digest[:6])
    font.name = b"/" + font.hash.encode() + name
    return font
