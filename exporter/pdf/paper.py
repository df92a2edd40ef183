"""Paper and type area: a measure of whole ems and a page of whole lines, centred on the sheet.

CLREQ 2.3.5 and JLREQ 2.4.2 want the measure to be a whole number of characters and the page a whole
number of lines; the margins take what remains. All lengths are PDF points (1/72 inch).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.errors import UsageError, nearest

POINT = 1.0
MM = 72 / 25.4

SIZES: dict[str, tuple[float, float]] = {
    "A4": (210 * MM, 297 * MM),
    "A5": (148 * MM, 210 * MM),
    "B5": (176 * MM, 250 * MM),  # ISO 216, as in CSS Page 3
    "32mo": (140 * MM, 203 * MM),  # 大32开 of GB/T 788
    "letter": (8.5 * 72, 11 * 72),
}
"""Width and height of the papers that have a name."""

_UNITS = {"mm": MM, "cm": 10 * MM, "in": 72.0, "pt": POINT, "": MM}
_CUSTOM = re.compile(r"\s*([0-9.]+)\s*([a-z]*)\s*[x×]\s*([0-9.]+)\s*([a-z]*)\s*\Z", re.IGNORECASE)
_SMALLEST, _LARGEST = 50 * MM, 2000 * MM

# The text's size by the paper's width: 小四 on A4, 五号 on the papers of books, 小五 on small ones.
_TEXT_SIZES = ((180 * MM, 12.0), (120 * MM, 10.5), (0.0, 9.0))

_WIDTH_SHARE = 0.73
"""The measure's share of the sheet: 36 em on A4; 28 em on 大32开, where books have 27 to 29."""
_HEIGHT_SHARE = 0.80
"""The text's share of the sheet's height: 32 lines on A4 at a leading of 1.75."""
_HEAD_SHARE = 0.48
"""The head margin's part of what the lines leave; the foot is the larger, as the optical centre is above the
middle."""


@dataclass(frozen=True, slots=True)
class Page:
    """The geometry of a page; lengths in points."""

    width: float
    height: float
    size: float
    """The body text's em."""
    leading: float
    """From one base line to the next."""
    measure: int
    """The length of a line in ems."""
    lines: int
    """Lines on a page."""

    @property
    def side(self) -> float:
        """The left and the right margin."""
        return (self.width - self.measure * self.size) / 2

    @property
    def head(self) -> float:
        """The margin above the text."""
        return (self.height - self.lines * self.leading) * _HEAD_SHARE

    @property
    def foot(self) -> float:
        """The margin below the text."""
        return self.height - self.lines * self.leading - self.head


def sheet(paper: str) -> tuple[float, float]:
    """Return the width and height in points of ``paper``: a name, or ``148x210``, ``6inx9in``, ``14.8cmx21cm``.

    Raises UsageError for a name that does not exist and for a size nobody prints on.
    """
    for name, size in SIZES.items():
        if name.lower() == paper.lower():
            return size
    match = _CUSTOM.match(paper)
    if not match:
        raise UsageError(
            f"there is no paper “{paper}”{nearest(paper, SIZES)}; "
            f"use {', '.join(SIZES)} or WIDTHxHEIGHT such as 148x210 or 6inx9in"
        )
    width, height = (_length(paper, match[i], match[i + 1] or match[4]) for i in (1, 3))
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise UsageError(f"the paper “{paper}” is not between 50 mm and 2 m a side")
    return width, height


def _length(paper: str, number: str, unit: str) -> float:
    try:
        return float(number) * _UNITS[unit.lower()]
    except (ValueError, KeyError):
        raise UsageError(f"the paper “{paper}” is not WIDTHxHEIGHT in mm, cm, in or pt") from None


def page(paper: str, leading: float) -> Page:
    """Return the page for ``paper`` set with a ``leading`` given in ems of the text."""
    width, height = sheet(paper)
    size = next(size for least, size in _TEXT_SIZES if width >= least)
    pitch = size * leading
    return Page(
        width=width,
        height=height,
        size=size,
        leading=pitch,
        measure=round(width * _WIDTH_SHARE / size),
        lines=round(height * _HEIGHT_SHARE / pitch),
    )
