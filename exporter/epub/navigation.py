"""The ways into the book: the contents and the landmarks (EPUB 3.3, 7), and the NCX for older devices."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter import templating
from exporter.article import Metadata
from exporter.epub.content import Text
from exporter.epub.page import Frame
from exporter.epub.plan import Landmark


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


def nav(frame: Frame, text: Text, marks: Sequence[Landmark]) -> bytes:
    """Return ``nav.xhtml``."""
    return frame.page("epub/nav.xhtml.j2", root="", entries=text.contents, pages=text.pages, landmarks=marks)


def ncx(metadata: Metadata, identifier: str, text: Text) -> bytes:
    """Return ``toc.ncx``: the same contents and pages, numbered in reading order."""
    return templating.render(
        "epub/toc.ncx.j2",
        metadata=metadata,
        labels=templating.labels(metadata.language),
        identifier=identifier,
        entries=text.contents,
        pages=text.pages,
        order=text.order,
        numerals=(numerals := {one.label for one in text.pages if re.fullmatch("[0-9]{1,9}", one.label)}),
        last=max(map(int, numerals), default=0),
    ).encode()
