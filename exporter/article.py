"""The article: what every reader makes and every writer takes.

The body is an lxml tree in the vocabulary of :mod:`exporter.vocabulary`; no HTML travels as a string
between the rooms. Everything here is frozen, and a transform copies the tree before it changes it.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # lxml is not needed to name an article, only to hold one
    from lxml import etree

LANGUAGES = ("zh-Hans", "zh-Hant", "zh-HK", "ja", "ko", "en")
"""The languages that have a style sheet and labels of their own (BCP 47 tags)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who had a part in the article, person or organisation; of an author, what is known besides the name."""

    name: str
    role: str = "aut"
    """A MARC relator code (https://id.loc.gov/vocabulary/relators): ``aut`` author, ``trl`` translator, …"""
    sort_name: str | None = None
    """As in an index: ``Lu, Xun``. ``None``: as the name stands, which is right in CJK."""
    other_script: str | None = None
    """The name in another script: ``Lu Xun``."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """The facts about an article, as its source or the user states them."""

    title: str
    language: str = "zh-Hans"
    """One of :data:`LANGUAGES`."""
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    """Persons or organisations, in the order of the source."""
    date: str | None = None
    """ISO 8601: ``2026``, ``2026-11`` or ``2026-11-24``."""
    source_url: str | None = None
    publisher: str | None = None
    description: str | None = None
    identifier: str | None = None
    """A stable URN or URL; readers derive one from the source when none is stated."""
    people: tuple[Person, ...] = ()
    """Translators, editors and others; and authors again, where more than the name is known."""
    rights: str | None = None
    """Who may do what with it: ``© 2026 …``, ``CC BY 4.0``."""
    subjects: tuple[str, ...] = ()
    series: str | None = None
    series_number: str | None = None
    """A number: ``3``, ``1.5``."""

    def but(self, **changes: object) -> Metadata:
        """Return a copy in which the named fields are replaced."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that travels with the article, so far always an image."""

    name: str
    """An ASCII path that ``img/@src`` refers to, such as ``images/3f9a…c1.png``; unique in the article."""
    media_type: str
    """``image/png``, ``image/jpeg``, ``image/gif``, ``image/webp`` or ``image/svg+xml``."""
    data: bytes
    width: int
    """Pixels, or CSS pixels for SVG; 0 when an SVG states none."""
    height: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know although the article could be made."""

    kind: str
    """A short stable name: ``missing-image``, ``no-title``, ``left-out``, ``missing-glyphs``, …"""
    message: str
    """One sentence."""
    place: str | None = None
    """``file:line`` or the file's name, where known."""
    details: tuple[str, ...] = ()
    """What the sentence sums up, one by one."""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


@dataclass(frozen=True, slots=True)
class Article:
    """One article, ready for any writer."""

    metadata: Metadata
    body: etree._Element
    """A ``body`` element; see :mod:`exporter.vocabulary`. ``sourceline`` of its blocks is the line in the
    source."""
    assets: tuple[Asset, ...] = ()
    notices: tuple[Notice, ...] = ()
    """What the reader had to say."""
    source: str | None = None
    """The name of the source, for messages."""

    def but(self, **changes: object) -> Article:
        """Return a copy in which the named fields are replaced."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]
