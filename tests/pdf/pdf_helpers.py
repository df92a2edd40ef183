"""Reading a PDF back."""

from __future__ import annotations

from typing import Any

import pymupdf


def glyphs(page: Any) -> list[tuple[float, float, str, float, str]]:
    """Return a page's visible characters as (x, baseline, character, size, font), in points from the top
    left."""
    return [
        (char["origin"][0], char["origin"][1], char["c"], span["size"], span["font"])
        for block in page.get_text("rawdict", flags=0)["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
        for char in span["chars"]
        if not char["c"].isspace()
    ]


def rect(left: float, top: float, right: float, bottom: float) -> Any:
    """Return a rectangle for MuPDF, in points from the top left."""
    make: Any = pymupdf.Rect
    return make(left, top, right, bottom)
