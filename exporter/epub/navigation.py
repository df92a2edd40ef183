"""The ways into the book: the contents and the landmarks (EPUB 3.3, 7), and the NCX for older devices."""

from __future__ import annotations

from collections.abc import Sequence

from exporter import templating
from exporter.article import Metadata
from exporter.epub.outline import Entry
from exporter.epub.page import page
from exporter.epub.plan import Landmark
from exporter.epub.stylesheets import Sheet


def landmarks(language: str, text: str, has_cover: bool, has_contents: bool) -> tuple[Landmark, ...]:
    """Return where a reader may want to jump; ``text`` is the name of the first document of the text."""
    labels = templating.labels(language)
    marks = [Landmark("bodymatter", labels["text"], text)]
    if has_contents:
        marks.insert(0, Landmark("toc", labels["contents"], "nav.xhtml#toc"))
    marks.insert(0, Landmark("titlepage", labels["titlepage"], "text/titlepage.xhtml"))
    if has_cover:
        marks.insert(0, Landmark("cover", labels["cover"], "text/cover.xhtml"))
    return tuple(marks)


def guide(marks: Sequence[Landmark]) -> tuple[Landmark, ...]:
    """Return the landmarks as EPUB 2 called them, with files for addresses (OPF 2.0.1, 2.6)."""
    types = {"titlepage": "title-page", "bodymatter": "text"}
    return tuple(
        Landmark(types.get(mark.type, mark.type), mark.title, mark.href.partition("#")[0]) for mark in marks
    )


def nav(language: str, entries: Sequence[Entry], marks: Sequence[Landmark], sheets: Sequence[Sheet]) -> bytes:
    """Return ``nav.xhtml``."""
    return page(
        "epub/nav.xhtml.j2",
        language=language,
        labels=templating.labels(language),
        entries=entries,
        landmarks=marks,
        sheets=sheets,
        root="",
    )


def ncx(metadata: Metadata, identifier: str, entries: Sequence[Entry]) -> bytes:
    """Return ``toc.ncx``: the same contents, numbered in reading order."""
    lines = [line for entry in entries for line in entry.walk()]
    order = {line.href: number for number, line in enumerate(lines, 1)}
    return templating.render(
        "epub/toc.ncx.j2", metadata=metadata, identifier=identifier, entries=entries, order=order
    ).encode()
