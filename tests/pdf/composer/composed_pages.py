"""Pages of HTML with composed lines, and the places of their glyphs."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

import pymupdf
import weasyprint

from exporter.fonts import faces
from exporter.pdf.composer import installed
from exporter.pdf.fontmap import FontMap

EM = 10.0
"""The text's size in points, so that ems are read off easily."""
PAGE = """
@page { size: 300pt 400pt; margin: 20pt }
html { font: 10pt/20pt "Exporter Serif"; text-align: justify; hyphenate-character: "-" }
body, p, h1 { margin: 0 }
p { text-spacing-trim: trim-both }
"""
MEASURE = 26
"""Ems of a line: the page without its margins."""
LEFT, RIGHT = 20.0, 280.0


class Glyph(NamedTuple):
    """A glyph of the page; points."""

    x: float
    char: str
    size: float


def make(html: str, css: str = "", composing: bool = True) -> bytes:
    """Return the PDF of an HTML page, its lines composed or, for comparison, WeasyPrint's own."""
    fonts = FontMap(face.path for face in faces.bundled())
    if not composing:
        return _write(html, css, fonts)
    with installed():
        return _write(html, css, fonts)


def _write(html: str, css: str, fonts: FontMap) -> bytes:
    sheet = weasyprint.CSS(string=PAGE + css, font_config=fonts)
    page = weasyprint.HTML(string=html)
    return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_tags=True, pdf_identifier=b"x"))


def opened(pdf: bytes) -> Any:
    """Return a PDF as MuPDF has it."""
    open_pdf: Any = pymupdf.open
    return open_pdf(stream=pdf, filetype="pdf")


def rows(pdf: bytes, page: int = 0) -> list[list[Glyph]]:
    """Return the visible glyphs of a page by base line, from the top, each line from the left."""
    lines: dict[float, list[Glyph]] = defaultdict(list)
    for block in opened(pdf)[page].get_text("rawdict", flags=0)["blocks"]:
        for line in block.get("lines", []):
            for span in line["spans"]:
                for char in span["chars"]:
                    if not char["c"].isspace():
                        x, y = char["origin"]
                        lines[round(y, 1)].append(Glyph(x, char["c"], span["size"]))
    return [sorted(lines[y]) for y in sorted(lines)]


def text(row: list[Glyph]) -> str:
    """Return the characters of a line."""
    return "".join(glyph.char for glyph in row)
