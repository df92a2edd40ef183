"""What goes into a package, as data: made by the rest of the room, written by :mod:`exporter.epub.package`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the book: its id in the manifest, its name below the package's folder, its bytes."""

    id: str
    name: str
    media_type: str
    data: bytes
    properties: tuple[str, ...] = ()
    """Manifest properties: ``nav``, ``cover-image``, ``svg``, …"""


@dataclass(frozen=True, slots=True)
class Term:
    """One element of the package's metadata: ``dc:…``, or ``meta`` with a ``property`` or a ``name``."""

    name: str
    """``dc:title`` and the like, or ``meta``."""
    text: str | None
    attributes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Landmark:
    """A place that old reading systems find through the ``guide``: its type, its label, its address."""

    type: str
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that goes into the package."""

    identifier: str
    title: str
    language: str
    modified: datetime
    """In UTC."""
    terms: Sequence[Term]
    entries: Sequence[Entry]
    """In the order of the archive; one of them is the NCX, with the id ``ncx``."""
    vertical: bool
    """Whether lines run down and pages follow each other from right to left."""
    spine: Sequence[str]
    """Ids of entries, in reading order."""
    guide: Sequence[Landmark] = field(default=())
