"""The headings of a document as a tree: what the contents list, and what ranks they get."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from exporter.epub.markup import free_id, ids

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ASIDES = ("blockquote", "aside", "figure", "td", "th", "li", "dd")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the contents."""

    label: str
    href: str
    """From the package's folder: ``text/article.xhtml#heading-2``."""
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


def outline(body: etree._Element, document: str) -> tuple[Entry, ...]:
    """Return the contents of ``body``; in place, close gaps between heading ranks and give headings ids.

    Below the title (h1) the first rank is h2, and no rank is jumped over, as a list that is read aloud demands
    (WCAG technique G141): h2, h4, h3 become h2, h3, h3. Headings inside quotations, notes, figures, tables and
    lists are ranked too but do not appear in the contents.
    """
    taken = ids(body)
    open_levels: list[int] = []
    found: list[tuple[int, str, str]] = []
    for number, heading in enumerate(list(body.iter(*_HEADINGS)), 1):
        level = int(str(heading.tag)[1])
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        heading.tag = f"h{len(open_levels) + 1}"
        label = label_of(heading)
        if not label or next(heading.iterancestors(*_ASIDES), None) is not None:
            continue
        name = heading.get("id") or free_id(f"heading-{number}", taken)
        heading.set("id", name)
        found.append((len(open_levels), label, f"{document}#{name}"))
    return _nest(found)


def label_of(heading: etree._Element) -> str:
    """Return a heading's words on one line, without the readings of its ruby and without note calls."""
    words: list[str] = []

    def collect(element: etree._Element) -> None:
        if element.tag in ("rt", "rp", "rtc") or element.get("class") == "noteref":
            return
        words.append((element.get("alt") or "") if element.tag == "img" else (element.text or ""))
        words.append(" " if element.tag == "br" else "")
        for child in element:
            collect(child)
            words.append(child.tail or "")

    collect(heading)
    return " ".join("".join(words).split(None))


def _nest(found: Sequence[tuple[int, str, str]]) -> tuple[Entry, ...]:
    """Return (level, label, href) triples as a tree: what is deeper belongs to what came before."""
    groups: list[list[tuple[int, str, str]]] = []
    for triple in found:
        if groups and triple[0] > groups[-1][0][0]:
            groups[-1].append(triple)
        else:
            groups.append([triple])
    return tuple(Entry(label, href, _nest(deeper)) for (_, label, href), *deeper in groups)
