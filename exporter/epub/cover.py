"""The generated cover: title and author on paper, and below them a field that is the title's own.

1600 by 2560 pixels, as Kindle's guide asks; its short side is above Apple's 1400. Importing this module imports
Pillow, HarfBuzz and FreeType.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass

from PIL import Image, ImageDraw

from exporter import templating
from exporter.article import Metadata
from exporter.epub.field import PALETTES, Chance, paint
from exporter.epub.lettering import Lettering
from exporter.epub.titling import Block, fit
from exporter.fonts.faces import Face, bundled

NAME = "images/cover.jpg"
MEDIA_TYPE = "image/jpeg"
SIZE = (1600, 2560)

_MARGIN = 150
_HEAD = 190
_TITLE_BOX = (SIZE[0] - 2 * _MARGIN, 1060)
_LEADING = 1.3
_INK = "#1c1b1a"
_RULE = (150, 10)
_COLUMN_BOX = (1300, 980)
"""Of a vertical title: how far down its columns reach, and how far to the left."""
_FOREIGN = re.compile("[A-Za-z]{5}")
_FIELD_TOP = 1180
"""The field begins here, or lower when the words need the room."""


@dataclass(frozen=True, slots=True)
class Cover:
    """A drawn cover."""

    data: bytes
    missing: tuple[str, ...]
    """Characters that could not be drawn."""


def draw(metadata: Metadata, vertical: bool = False) -> Cover:
    """Return the cover of an article, the same bytes for the same metadata.

    ``vertical`` sets its words in lines from top to bottom, unless there is a long foreign word in them. Raises
    SetupError or FontError when the bundled fonts are not there or cannot be read.
    """
    chance = Chance(metadata.title)
    palette = PALETTES[chance.below(len(PALETTES))]
    image = Image.new("RGB", SIZE, palette.paper)
    bold, regular = (Lettering(_faces(weight), metadata.language) for weight in (700, 400))
    text = "".join((metadata.title, metadata.subtitle or "", *metadata.authors))
    words = _columns if vertical and not _FOREIGN.search(text) else _words
    bottom = words(image, metadata, bold, regular, palette.accent)
    top = max(_FIELD_TOP, bottom + 130)
    paint(image, top, palette, chance)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80, optimize=True)  # flat colours: a third of the size, no seen loss
    return Cover(out.getvalue(), bold.missing(text))


def _faces(weight: int) -> list[Face]:
    """Return the bundled faces with the serif first, and of each family the wanted weight first."""
    upright = [face for face in bundled() if face.style == "normal"]
    return sorted(upright, key=lambda face: ("Serif" not in face.family, face.weight != weight))


def _words(image: Image.Image, metadata: Metadata, bold: Lettering, regular: Lettering, accent: str) -> int:
    """Draw title, subtitle, a rule and the authors; return where they end, in pixels from the top."""
    title = fit(metadata.title, bold.width, _TITLE_BOX, range(300, 70, -4), _LEADING)
    y = _block(image, bold, title, _HEAD)
    if metadata.subtitle:
        size = max(60, min(84, title.size // 2))
        subtitle = fit(metadata.subtitle, regular.width, (_TITLE_BOX[0], 2 * size * 2), (size,), _LEADING)
        y = _block(image, regular, subtitle, y + 40)
    if metadata.authors:
        y += 70
        ImageDraw.Draw(image).rectangle((_MARGIN, y, _MARGIN + _RULE[0], y + _RULE[1]), fill=accent)
        names = str(templating.labels(metadata.language)["author_separator"]).join(metadata.authors)
        authors = fit(names, regular.width, (_TITLE_BOX[0], 220), (76,), _LEADING)
        y = _block(image, regular, authors, y + 60)
    return y


def _columns(image: Image.Image, metadata: Metadata, bold: Lettering, regular: Lettering, accent: str) -> int:
    """Draw the title in columns from the right, the authors at the foot of the left; return as above."""
    title = fit(metadata.title, bold.height, _COLUMN_BOX, range(300, 70, -4), _LEADING)
    x = _column(image, bold, title, SIZE[0] - _MARGIN)
    if metadata.subtitle:
        size = max(60, min(84, title.size // 2))
        subtitle = fit(metadata.subtitle, regular.height, (_COLUMN_BOX[0], 2 * size * 2), (size,), _LEADING)
        x = _column(image, regular, subtitle, x - 40)
    if metadata.authors:
        names = str(templating.labels(metadata.language)["author_separator"]).join(metadata.authors)
        authors = fit(names, regular.height, (_COLUMN_BOX[0] - 200, 220), (76,), _LEADING)
        longest = max(map(regular.height, authors.lines)) * authors.size
        left = _MARGIN + authors.height(_LEADING)
        _column(image, regular, authors, left, round(_HEAD + _COLUMN_BOX[0] - longest))
        y = round(_HEAD + _COLUMN_BOX[0] - longest) - 60
        ImageDraw.Draw(image).rectangle((left - 70, y - _RULE[1], left - 20, y), fill=accent)
    return _HEAD + _COLUMN_BOX[0]


def _column(image: Image.Image, letters: Lettering, block: Block, right: int, top: int = _HEAD) -> int:
    """Draw the lines of ``block`` as columns to the left of ``right``; return where they end."""
    for number, line in enumerate(block.lines):
        middle = right - round((number + 0.5) * _LEADING * block.size)
        letters.draw_down(image, line, (middle, top), block.size, _INK)
    return right - block.height(_LEADING)


def _block(image: Image.Image, letters: Lettering, block: Block, top: int) -> int:
    """Draw the lines of ``block`` below ``top``; return where they end."""
    for number, line in enumerate(block.lines):
        # the em box stands 0.88 above and 0.12 below the base line, in the middle of its line
        base = top + round(((_LEADING - 1) / 2 + 0.88 + number * _LEADING) * block.size)
        letters.draw(image, line, (_MARGIN, base), block.size, _INK)
    return top + block.height(_LEADING)
