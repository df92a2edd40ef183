"""The style sheets of a book: one for every language, those of its own, and those the person adds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from exporter import resources
from exporter.article import LANGUAGES, Notice
from exporter.house import fetches, read_css


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet of the book."""

    name: str
    """From the package's folder: ``styles/book.css``."""
    text: str


def stylesheets(language: str, vertical: bool) -> tuple[Sheet, ...]:
    """Return the style sheets of every book in ``language``, the later ones stronger."""
    folder = resources.styles() / "epub"
    own = language if language in LANGUAGES else "en"
    lines = ["vertical"] if vertical else []
    names = dict.fromkeys(("book", own.partition("-")[0], own, *lines))  # “zh” is for every kind of Chinese
    paths = [folder / f"{name}.css" for name in names]
    return tuple(Sheet(f"styles/{path.name}", read_css(path)) for path in paths if path.is_file())


def added_sheets(paths: Iterable[Path]) -> tuple[tuple[Sheet, ...], tuple[Notice, ...]]:
    """Return the style sheets that the person adds, and a notice for each that had to stay out.

    A sheet that fetches other files is left out: they are not in the book. Raises SourceError for a sheet that
    cannot be read.
    """
    sheets, notices = [], []
    for number, path in enumerate(paths, 1):
        text = read_css(path)
        if fetches(text):
            message = "the style sheet uses other files (@import or url); the EPUB is made without it"
            notices.append(Notice("left-out", message, str(path)))
        else:
            sheets.append(Sheet(f"styles/added-{number}.css", text))
    return tuple(sheets), tuple(notices)
