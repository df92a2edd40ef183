"""The abstract field of a cover: colours and a composition that follow from the title alone.

The colours were chosen so that the parts differ in lightness too: a cover is seen in grey on most e-readers.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image, ImageColor, ImageDraw


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours from light to dark, and one that stands out."""

    paper: str
    light: str
    middle: str
    dark: str
    accent: str


PALETTES = (
    Palette("#f4f1ea", "#a9bccb", "#4d6d8c", "#1f2f46", "#c8553d"),  # 黛蓝
    Palette("#f3f1e8", "#b3c4b0", "#517a68", "#1d3a33", "#d08c3c"),  # 松绿
    Palette("#f6efe4", "#e2bd9d", "#ad6444", "#54291f", "#2f5a63"),  # 赭
    Palette("#f2f0eb", "#c2beb3", "#77756e", "#262625", "#a6322b"),  # 墨
    Palette("#f5f1f1", "#ccbfce", "#836f8d", "#3b2c42", "#c99a4b"),  # 藕荷
    Palette("#f0f2ee", "#a9c8c4", "#43858a", "#123f48", "#d96c4a"),  # 靛青
    Palette("#f5f2e4", "#d3c994", "#938640", "#464020", "#8a3030"),  # 秋香
    Palette("#f7f0ea", "#e3b3aa", "#aa4650", "#551924", "#d8a24a"),  # 绛
    Palette("#f1f3f4", "#b3cee2", "#4f80ae", "#1a385b", "#dba640"),  # 石青
    Palette("#f4f0ea", "#cdbcab", "#826b5b", "#392d28", "#4f8f83"),  # 栗
)


_STRIP = 128
"""Rows of the large drawing that become colours at a time; even."""


class Chance:
    """A stream of numbers that a text decides, the same on every machine and in every Python."""

    def __init__(self, text: str) -> None:
        """Begin the stream of ``text``."""
        self._seed = hashlib.sha256(text.encode()).digest()
        self._drawn = 0

    def below(self, limit: int) -> int:
        """Return the next number from 0 to ``limit`` - 1."""
        self._drawn += 1
        digest = hashlib.sha256(self._seed + self._drawn.to_bytes(4)).digest()
        return int.from_bytes(digest[:8]) % limit

    def between(self, low: float, high: float) -> float:
        """Return the next number from ``low`` to ``high``."""
        return low + (high - low) * self.below(10_001) / 10_000


def paint(cover: Image.Image, top: int, palette: Palette, chance: Chance) -> None:
    """Paint the field on ``cover``, from ``top`` down; drawn twice as large, so that its edges are smooth.

    What is drawn has a byte a pixel and becomes colours strip by strip: a third of the memory, half the time.
    """
    composition, ground = _COMPOSITIONS[chance.below(len(_COMPOSITIONS))]
    size = cover.width * 2, (cover.height - top) * 2
    field = Image.new("P", size, ImageColor.getrgb(getattr(palette, ground)))
    composition(ImageDraw.Draw(field), size, palette, chance)
    for y in range(0, size[1], _STRIP):
        strip = field.crop((0, y, size[0], min(y + _STRIP, size[1])))
        cover.paste(strip.convert("RGB").reduce(2), (0, top + y // 2))


def _tide(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: Palette, chance: Chance) -> None:
    """A disc over water."""
    width, height = size
    radius = height * chance.between(0.16, 0.24)
    x, y = width * chance.between(0.25, 0.75), height * chance.between(0.3, 0.4)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=palette.accent)
    tones = (
        _mix(palette.light, palette.middle, 0.5),
        palette.middle,
        _mix(palette.middle, palette.dark, 0.5),
        palette.dark,
    )
    for number, tone in enumerate(tones):
        level = height * (0.42 + 0.15 * number)
        swell = height * chance.between(0.025, 0.06)
        waves, phase = chance.between(0.6, 1.6), chance.between(0, math.tau)
        edge = [
            (x, level + swell * math.sin(math.tau * waves * x / width + phase)) for x in range(0, width + 8, 8)
        ]
        draw.polygon([*edge, (width, height), (0, height)], fill=tone)


def _rings(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: Palette, chance: Chance) -> None:
    """Rings around a corner, as in a felled tree; each is painted alone, not the disc within it."""
    width, height = size
    x, y = (0 if chance.below(2) else width), height
    tones = (palette.middle, palette.dark, palette.light, palette.dark, palette.accent, palette.dark)
    radius, step = width * chance.between(0.9, 1.05), chance.below(len(tones))
    while radius > width * 0.06:
        tone, box = tones[step % len(tones)], (x - radius, y - radius, x + radius, y + radius)
        step += 1
        inner = radius - width * (chance.between(0.05, 0.13) if step % 2 else chance.between(0.015, 0.04))
        if tone != palette.dark:  # the ground
            last = inner <= width * 0.06
            draw.ellipse(box, fill=tone if last else None, outline=tone, width=round(radius - inner) + 2)
        radius = inner


def _tiles(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: Palette, chance: Chance) -> None:
    """Quarter discs on a grid, as on a tiled floor."""
    width, height = size
    columns = min((3, 4, 5), key=lambda n: abs(height * n / width - round(height * n / width)))
    rows = max(1, round(height * columns / width))
    across, down = width / columns, height / rows  # almost square
    accented = chance.below(columns * rows)
    tones = (palette.light, palette.middle, palette.dark)
    for number in range(columns * rows):
        left, top = number % columns * across, number // columns * down
        ground = chance.below(3)
        figure = tones[(ground + 1 + chance.below(2)) % 3]
        draw.rectangle((left, top, left + across, top + down), fill=tones[ground])
        turn = chance.below(4)
        x, y = left + across * (turn in (1, 2)), top + down * (turn in (2, 3))
        box = (x - across, y - down, x + across, y + down)
        draw.pieslice(box, 90 * turn, 90 * turn + 90, fill=palette.accent if number == accented else figure)


def _folds(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: Palette, chance: Chance) -> None:
    """Ridges behind ridges, as of folded paper."""
    width, height = size
    accented = 1 + chance.below(3)
    for number in range(5):
        tone = _mix(palette.light, palette.dark, (number + 1) / 5)
        level = height * (0.1 + 0.15 * number)
        peak = width * chance.between(0.1, 0.9)
        left, right = (level + height * chance.between(0.12, 0.3) for _ in range(2))
        draw.polygon([(0, left), (peak, level), (width, right), (width, height), (0, height)], fill=tone)
        shade = palette.accent if number == accented else _mix(tone, palette.dark, 0.35)
        foot = peak + width * chance.between(-0.25, 0.25)
        draw.polygon([(peak, level), (width, right), (width, height), (foot, height)], fill=shade)


def _reeds(draw: ImageDraw.ImageDraw, size: tuple[int, int], palette: Palette, chance: Chance) -> None:
    """Upright bars, as of rain or type in a case."""
    width, height = size
    count = 11 + 2 * chance.below(4)
    pitch = width / count
    accented = chance.below(count)
    tones = (palette.light, palette.middle, palette.middle, _mix(palette.middle, palette.dark, 0.5))
    for number in range(count):
        tone = tones[chance.below(len(tones))]
        top, length = height * chance.between(0.08, 0.55), height * chance.between(0.2, 0.9)
        box = ((number + 0.2) * pitch, top, (number + 0.8) * pitch, min(top + length, height * 0.92))
        draw.rounded_rectangle(box, radius=pitch * 0.3, fill=palette.accent if number == accented else tone)


_Composition = Callable[[ImageDraw.ImageDraw, tuple[int, int], Palette, Chance], None]
_COMPOSITIONS: tuple[tuple[_Composition, str], ...]
"""What paints, and which of the palette's colours it paints on."""
_COMPOSITIONS = ((_tide, "light"), (_rings, "dark"), (_tiles, "light"), (_folds, "light"), (_reeds, "dark"))


def _mix(one: str, other: str, share: float) -> str:
    """Return the colour that is ``share`` of the way from ``one`` to ``other``."""
    pairs = [(int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
