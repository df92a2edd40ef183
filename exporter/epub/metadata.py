"""The article's metadata as the package's (EPUB 3.3, 5.5)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

from exporter import __version__, stamp
from exporter.article import Metadata, Person
from exporter.epub.markup import valid_address
from exporter.epub.page import XML_LANG, one_line
from exporter.epub.plan import Term

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The moment of a book whose article has no date; a clock would make every run another file."""

_ROLE = re.compile("[a-z]{3}")


def modified(metadata: Metadata) -> datetime:
    """Return the value of ``dcterms:modified``, in UTC."""
    return stamp.moment(metadata) or UNDATED


def clean(metadata: Metadata) -> Metadata:
    """Return ``metadata`` in lines that XML can hold, without the empty ones."""
    names = ("subtitle", "source_url", "publisher", "description", "identifier", "date", "rights", "series")
    lines = {name: one_line(getattr(metadata, name) or "") or None for name in names}
    authors = tuple(author for author in map(one_line, metadata.authors) if author)
    subjects = tuple(filter(None, map(one_line, metadata.subjects)))
    people = tuple(filter(None, map(_clean_person, metadata.people)))
    return metadata.but(
        title=one_line(metadata.title), authors=authors, subjects=subjects, people=people, **lines
    )


def _clean_person(person: Person) -> Person | None:
    name, role = one_line(person.name), person.role if _ROLE.fullmatch(person.role) else "ctb"
    sort_name, other = (one_line(text or "") or None for text in (person.sort_name, person.other_script))
    return Person(name, role, sort_name, other) if name else None


def terms(metadata: Metadata, has_cover: bool, vertical: bool) -> Iterator[Term]:
    """Yield the package's descriptive metadata, except the identifier and the moment of modification."""
    yield Term("dc:title", metadata.title, (("id", "title"),))
    yield _refine("title", "title-type", "main")
    if metadata.subtitle:
        yield Term("dc:title", metadata.subtitle, (("id", "subtitle"),))
        yield _refine("subtitle", "title-type", "subtitle")
        yield _refine("title", "display-seq", "1")
        yield _refine("subtitle", "display-seq", "2")
    yield Term("dc:language", metadata.language)
    known = {person.name: person for person in metadata.people if person.role == "aut"}
    for number, author in enumerate(metadata.authors, 1):
        yield from _person("creator", number, known.get(author, Person(author)), metadata.language)
    others = [person for person in metadata.people if person.role != "aut"]
    for number, person in enumerate(others, 1):
        yield from _person("contributor", number, person, metadata.language)
    named = ("date", metadata.date), ("publisher", metadata.publisher), ("description", metadata.description)
    subjects = [("subject", subject) for subject in metadata.subjects]
    for name, value in (*named, ("rights", metadata.rights), *subjects, ("source", metadata.source_url)):
        if value:
            yield Term(f"dc:{name}", value)
    if metadata.series:
        yield Term("meta", metadata.series, (("property", "belongs-to-collection"), ("id", "series")))
        yield _refine("series", "collection-type", "series")
        if metadata.series_number:
            yield _refine("series", "group-position", metadata.series_number)
    if has_cover:  # how EPUB 2 and Kindle find it
        yield Term("meta", None, (("name", "cover"), ("content", "cover-image")))
    mode = "vertical-rl" if vertical else "horizontal-lr"  # Kindle Publishing Guidelines, 9.4
    yield Term("meta", None, (("name", "primary-writing-mode"), ("content", mode)))
    yield Term("meta", None, (("name", "generator"), ("content", f"exporter {__version__}")))


def pagination(identifier: str) -> Iterator[Term]:
    """Yield what says that the page numbers are those of the edition called ``identifier``.

    EPUB Accessibility 1.1, 3.3 Page navigation; ``pageBreakSource`` is the newer name of the same.
    """
    yield Term("dc:source", identifier, (("id", "pages"),))
    yield _refine("pages", "source-of", "pagination")
    yield Term("meta", identifier, (("property", "pageBreakSource"),))


def specified_fonts() -> Iterator[Term]:
    """Yield what makes Apple Books use the fonts of the book."""
    yield Term("meta", "true", (("property", "ibooks:specified-fonts"),))


def _person(kind: str, number: int, person: Person, language: str) -> Iterator[Term]:
    """EPUB 3.3, 5.5.3.2.3 and D.3: who, as what, in which order, under which letter, in which other script."""
    id = f"{kind}-{number}"
    yield Term(f"dc:{kind}", person.name, (("id", id),))
    yield _refine(id, "role", person.role, ("scheme", "marc:relators"))
    yield _refine(id, "display-seq", str(number))
    yield _refine(id, "file-as", person.sort_name or person.name)
    if person.other_script:
        script = (XML_LANG, f"{language.partition('-')[0]}-Latn")
        yield _refine(id, "alternate-script", person.other_script, *([script] if _latin(person) else []))


def _latin(person: Person) -> bool:
    return unicodedata.name((person.other_script or "?")[0], "").startswith("LATIN ")


def safe_link(address: str | None) -> str | None:
    """Return ``address`` as a book may link to it; ``None`` if it may not."""
    return valid_address(address) if address and re.match("https?:", address, re.IGNORECASE) else None


def _refine(id: str, property: str, value: str, *more: tuple[str, str]) -> Term:
    return Term("meta", value, (("refines", f"#{id}"), ("property", property), *more))
