"""The article's metadata as the package's (EPUB 3.3, 5.5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from exporter import __version__, stamp
from exporter.article import Metadata
from exporter.epub.markup import valid_address
from exporter.epub.page import one_line
from exporter.epub.plan import Term

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of a book whose article has no date; a clock would make every run another file."""


def modified(metadata: Metadata) -> datetime:
    """Return the value of ``dcterms:modified``, in UTC."""
    return stamp.moment(metadata) or UNDATED


def clean(metadata: Metadata) -> Metadata:
    """Return ``metadata`` in lines that XML can hold, without the empty ones."""
    names = ("subtitle", "source_url", "publisher", "description", "identifier", "date")
    lines = {name: one_line(getattr(metadata, name) or "") or None for name in names}
    authors = tuple(author for author in map(one_line, metadata.authors) if author)
    return metadata.but(title=one_line(metadata.title), authors=authors, **lines)


def terms(metadata: Metadata, has_cover: bool) -> Iterator[Term]:
    """Yield the package's descriptive metadata, except the identifier and the moment of modification."""
    yield Term("dc:title", metadata.title, (("id", "title"),))
    yield _refine("title", "title-type", "main")
    if metadata.subtitle:
        yield Term("dc:title", metadata.subtitle, (("id", "subtitle"),))
        yield _refine("subtitle", "title-type", "subtitle")
        yield _refine("title", "display-seq", "1")
        yield _refine("subtitle", "display-seq", "2")
    yield Term("dc:language", metadata.language)
    for number, author in enumerate(metadata.authors, 1):
        yield Term("dc:creator", author, (("id", f"creator-{number}"),))
        yield _refine(f"creator-{number}", "role", "aut", ("scheme", "marc:relators"))
        yield _refine(f"creator-{number}", "display-seq", str(number))
    named = ("date", metadata.date), ("publisher", metadata.publisher), ("description", metadata.description)
    for name, value in (*named, ("source", metadata.source_url)):
        if value:
            yield Term(f"dc:{name}", value)
    if has_cover:  # how EPUB 2 and Kindle find it
        yield Term("meta", None, (("name", "cover"), ("content", "cover-image")))
    yield Term("meta", None, (("name", "primary-writing-mode"), ("content", "horizontal-lr")))
    yield Term("meta", None, (("name", "generator"), ("content", f"exporter {__version__}")))


def safe_link(address: str | None) -> str | None:
    """Return ``address`` as a book may link to it; ``None`` if it may not."""
    return valid_address(address) if address and re.match("https?:", address, re.IGNORECASE) else None


def _refine(id: str, property: str, value: str, *more: tuple[str, str]) -> Term:
    return Term("meta", value, (("refines", f"#{id}"), ("property", property), *more))
