"""The looks of the result: what the command line, the configuration or a caller may choose."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MISSING_GLYPHS = ("error", "warn")


@dataclass(frozen=True, slots=True)
class Options:
    """How an article is set. Every field has a default, so ``Options()`` is a good page."""

    style: str = "essay"
    """The name of a house style in ``styles/``, or the path of a style sheet that takes its place."""
    paper: str = "A4"
    """A4, A5, B5, 32mo, letter, or ``WIDTHxHEIGHT`` in millimetres or with units (``6inx9in``)."""
    fonts: tuple[str, ...] = ()
    """Families, font files or folders of fonts, tried in this order before the bundled fonts."""
    grid: bool | None = None
    """Whether lines stand on the page's line grid; ``None``: as the house style has it."""
    css: tuple[Path, ...] = ()
    """Style sheets applied after the house style."""
    missing_glyphs: str = "error"
    """``error`` refuses an article that has characters no font can set; ``warn`` lets them pass, visibly."""
    cover: bool = True
    """Whether an EPUB gets a generated cover."""
    cover_image: Path | None = None
    """An image of one's own for an EPUB's cover."""
    embed_fonts: bool = False
    """Whether an EPUB brings the glyphs of its text along."""
    embed_title_font: bool = False
    """Whether an EPUB brings the glyphs of its titles alone."""
    vertical: bool = False
    """Whether an EPUB's lines run from top to bottom, and its pages from right to left."""
    pages_from: Path | None = None
    """A PDF of the article, whose page numbers an EPUB gets."""
    root: Path | None = None
    """The folder that a user's style sheet may read from besides its own: the article's. ``None``: no other."""
