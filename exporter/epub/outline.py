"""The headings of the text, as the contents list them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from exporter.epub.markup import free_id, ids
from exporter.headings import HEADINGS, label

_ASIDES = ("blockquote", "aside", "figure", "td", "th", "li", "dd")


class Line(NamedTuple):
    """A heading that the contents list."""

    rank: int
    label: str
    id: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    label: str
    href: str
    """From the package's folder: ``text/chapter-1.xhtml#heading-2``."""
    children: tuple[Entry, ...] = ()

    @property
    def depth(self) -> int:
        """The number of levels from here down; 1 without children."""
        return 1 + max((child.depth for child in self.children), default=0)

    def walk(self) -> Iterator[Entry]:
        """Yield this entry and everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(body: etree._Element) -> tuple[Line, ...]:
    """Return the headings of ``body`` that the contents list, in order; in place, give them ids.

    Headings inside quotations, notes, figures, tables and lists do not appear in the contents.
    """
    taken = ids(body)
    found: list[Line] = []
    for number, heading in enumerate(list(body.iter(*HEADINGS)), 1):
        words = label(heading)
        if not words or next(heading.iterancestors(*_ASIDES), None) is not None:
            continue
        name = heading.get("id") or free_id(f"heading-{number}", taken)
        heading.set("id", name)
        found.append(Line(int(str(heading.tag)[1]), words, name))
    return tuple(found)


def nest(lines: Sequence[tuple[int, str, str]]) -> tuple[Entry, ...]:
    """Return (rank, label, href) triples as a tree: what is deeper belongs to what came before."""
    groups: list[list[tuple[int, str, str]]] = []
    for line in lines:
        if groups and line[0] > groups[-1][0][0]:
            groups[-1].append(line)
        else:
            groups.append([line])
    return tuple(Entry(label, href, nest(deeper)) for (_, label, href), *deeper in groups)
