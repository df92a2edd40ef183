"""A face: one font file's family, weight and style, and the characters it has."""

from __future__ import annotations

import functools
import io
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter import resources
from exporter.errors import FontError, SetupError

NORMAL_WIDTH = 5
"""``usWidthClass`` of a font that is neither condensed nor expanded."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """A set of characters, kept as the bounds of its ranges: a few kilobytes for a font of 45,000."""

    bounds: tuple[int, ...] = ()
    """The first code point of a range, the one after its last, the first of the next range, …; ascending."""

    def __contains__(self, char: str | int) -> bool:
        code = char if isinstance(char, int) else ord(char)
        return bisect_right(self.bounds, code) % 2 == 1

    def __len__(self) -> int:
        return sum(last + 1 - first for first, last in self.ranges())

    def __str__(self) -> str:
        """Return the ranges as text, as :meth:`parse` takes them: ``20-7e a0 4e00-9fff``."""
        return " ".join(f"{a:x}" if a == b else f"{a:x}-{b:x}" for a, b in self.ranges())

    def ranges(self) -> Iterator[tuple[int, int]]:
        """Yield the first and the last code point of every range."""
        for first, end in zip(self.bounds[::2], self.bounds[1::2], strict=True):
            yield first, end - 1

    @classmethod
    def of(cls, codes: Iterable[int]) -> Coverage:
        """Return the set of these code points."""
        bounds: list[int] = []
        for code in sorted(set(codes)):
            if bounds and bounds[-1] == code:
                bounds[-1] = code + 1
            else:
                bounds += (code, code + 1)
        return cls(tuple(bounds))

    @classmethod
    def parse(cls, text: str) -> Coverage:
        """Return the set that :meth:`__str__` wrote. The ranges must ascend without touching."""
        bounds: list[int] = []
        for word in text.split():
            first, _, last = word.partition("-")
            bounds += (int(first, 16), int(last or first, 16) + 1)
        return cls(tuple(bounds))


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font family."""

    family: str
    """The name that a style sheet calls it by."""
    weight: int
    """CSS: 400 is regular, 700 bold."""
    path: Path
    coverage: Coverage
    style: str = "normal"
    """``normal`` or ``italic``."""
    index: int = 0
    """Which face of the file, when it is a collection."""
    variable: bool = False
    """Whether the file holds a range of weights, of which ``weight`` is only the default."""
    width: int = NORMAL_WIDTH
    """``usWidthClass`` of the font: 3 is condensed, 7 expanded."""
    installed: bool = False
    """Whether the machine's own fontconfig already finds the family, so that no ``@font-face`` is needed."""

    def data(self) -> bytes:
        """Return this face as a file of its own that shows in every PDF reader: TrueType or OpenType.

        A face of a collection is taken out of it, WOFF is unpacked, and CIDs are made equal to glyph
        indices (see :mod:`exporter.fonts.cid`). Raises :class:`FontError` when the file cannot be read.
        """
        try:
            raw = self.path.read_bytes()
        except OSError as error:
            raise FontError(f"{self.path}: the font cannot be read ({error.strerror})") from error
        if raw[:4] in (b"\0\1\0\0", b"true") or (raw[:4] == b"OTTO" and self.path.parent == _folder()):
            return raw  # TrueType has no CIDs, and ours are made so
        return _alone(raw, self.index, self.path)


def _alone(raw: bytes, index: int, path: Path) -> bytes:
    from fontTools.ttLib import TTFont, TTLibError
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    from exporter.fonts import cid

    try:
        font = TTFont(io.BytesIO(raw), fontNumber=index, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
        font.flavor = None
        if "CFF " in font:
            table = DefaultTable("CFF ")
            table.data = cid.identical(font.reader["CFF "])
            font.tables["CFF "] = table
        out = io.BytesIO()
        font.save(out, reorderTables=None)
    except (TTLibError, ValueError, IndexError, KeyError, AssertionError, OSError) as error:
        raise FontError(f"{path}: not a font that can be read; name another file") from error
    return out.getvalue()


def _folder() -> Path:
    return resources.styles() / "fonts"


@functools.cache
def manifest() -> tuple[dict[str, Any], ...]:
    """Return what the build wrote of each bundled font; raise :class:`SetupError` when there is nothing."""
    path = _folder() / "manifest.json"
    try:
        return tuple(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise SetupError(
            f"the bundled fonts are missing ({path}); install exporter again, or run styles/fonts/build.py"
        ) from error


@functools.cache
def bundled() -> tuple[Face, ...]:
    """Return the bundled faces in the order in which a style sheet should try them."""
    return tuple(
        Face(
            entry["family"],
            entry["weight"],
            _folder() / entry["file"],
            Coverage.parse(entry["coverage"]),
            entry["style"],
        )
        for entry in manifest()
    )
