"""FictionBook 2 (FB2) → article. http://www.gribuser.ru/xml/fictionbook/ ."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator

from lxml import etree

from exporter import languages
from exporter.article import LANGUAGES, Article, Metadata, Person
from exporter.errors import SourceError
from exporter.readers import phrases, trees
from exporter.readers.dates import iso_date
from exporter.readers.source import Source

_BLOCKS = {
    "p": "p", "v": "p", "subtitle": "h6", "text-author": "p", "cite": "blockquote", "table": "table",
    "tr": "tr", "td": "td", "th": "th",
}  # fmt: skip
_INLINES = {
    "emphasis": "em",
    "strong": "strong",
    "strikethrough": "s",
    "sub": "sub",
    "sup": "sup",
    "code": "code",
}
_CLASSES = {"epigraph": "epigraph", "stanza": "verse", "annotation": "epigraph"}
MAX_NESTING = 60
_HREF = re.compile(r"\}href\Z")


def read_fictionbook(source: Source) -> Article:
    """Return the book in ``source`` as one article; its notes are notes, its pictures those inside it.

    :class:`~exporter.errors.SourceError` for what is no FictionBook, or is nested too deep.
    """
    root = trees.parsed(source.data, source, "the book")
    if trees.local(root) != "FictionBook":
        raise SourceError(f"{source.name} is no FictionBook; name its format with --from")
    bodies = _children(root, "body")
    page = etree.Element("body")
    facts = _metadata(root, source)
    for body in bodies:
        if body.get("name") not in ("notes", "comments"):
            for title in _children(body, "title"):
                if trees.text_of(title) == facts.title:
                    body.remove(title)
            _section(body, page, 1, source)
    notes = etree.SubElement(page, "ol")
    for body in bodies:
        if body.get("name") in ("notes", "comments"):
            for section in _children(body, "section"):
                item = etree.SubElement(notes, "li", {"id": section.get("id") or ""})
                _contents([each for each in section if trees.local(each) != "title"], item, 1, source)
    if not len(notes):
        page.remove(notes)
    pictures = {each.get("id"): each for each in _children(root, "binary")}

    def fetch(address: str) -> bytes | None:
        binary = pictures.get(address.removeprefix("fb2:"))
        try:
            return None if binary is None else base64.b64decode(binary.text or "")
        except ValueError:  # binascii.Error is one
            return b""

    return trees.article(page, facts, source, fetch)


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in element if trees.local(each) == name]


def _find(element: etree._Element | None, *path: str) -> etree._Element | None:
    for name in path:
        if element is None:
            return None
        element = next(iter(_children(element, name)), None)
    return element


def _metadata(root: etree._Element, source: Source) -> Metadata:
    info = _find(root, "description", "title-info")
    series = _find(info, "sequence")
    date = _find(info, "date")
    stated = languages.normalise(trees.text_of(_find(info, "lang")))
    text = "".join(map(str, root.itertext()))[:100_000]
    return Metadata(
        title=trees.text_of(_find(info, "book-title")) or source.stem,
        authors=tuple(_names(info, "author")),
        date=iso_date((date.get("value") or trees.text_of(date)) if date is not None else ""),
        language=languages.settle(stated if stated in LANGUAGES else None, text),
        publisher=trees.text_of(_find(root, "description", "publish-info", "publisher")) or None,
        description=trees.text_of(_find(info, "annotation"))[:500] or None,
        people=tuple(Person(name=name, role="trl") for name in _names(info, "translator")),
        series=trees.line(series.get("name")) or None if series is not None else None,
        series_number=_numbered(series),
    )


def _names(info: etree._Element | None, kind: str) -> Iterator[str]:
    """The names of the people of that kind."""
    for person in [] if info is None else _children(info, kind):
        parts = (
            each for each in person if trees.local(each).endswith("-name") or trees.local(each) == "nickname"
        )
        if name := trees.line(" ".join(map(trees.text_of, parts))):
            yield name


def _numbered(series: etree._Element | None) -> str | None:
    number = "" if series is None else series.get("number") or ""
    return number if number.isdecimal() and len(number) <= 6 else None


def _section(section: etree._Element, target: etree._Element, level: int, source: Source) -> None:
    if level > MAX_NESTING:
        raise SourceError(f"{source.name}: its sections are nested deeper than {MAX_NESTING}; flatten it")
    if section.get("id"):
        target = etree.SubElement(target, "div", {"id": section.get("id", "")})
    _contents(section, target, level, source)


def _contents(children: Iterable[etree._Element], target: etree._Element, level: int, source: Source) -> None:
    for child in children:
        name = trees.local(child)
        if name == "section":
            _section(child, target, level + 1, source)
        elif name == "title":
            heading = etree.SubElement(target, f"h{min(level + 1, 6)}")
            for number, part in enumerate(_children(child, "p")):
                if number:
                    etree.SubElement(heading, "br")
                _words(part, heading)
        elif name == "subtitle" and phrases.SEPARATOR.match(trees.text_of(child)):
            etree.SubElement(target, "hr", {"class": "separator"})
        elif name in _BLOCKS:
            block = etree.SubElement(
                target,
                _BLOCKS[name],
                {k: v for k, v in child.attrib.items() if k in ("id", "colspan", "rowspan")},
            )
            if name in ("cite", "table", "tr"):
                _contents(child, block, level + 1, source)
            else:
                _words(child, block)
        elif name in ("image", "empty-line"):
            _picture(child, etree.SubElement(target, "p")) if name == "image" else None
        elif level <= MAX_NESTING:
            kind = _CLASSES.get(name)
            box = etree.SubElement(target, "div", {"class": kind} if kind else {})
            _contents(child, box, level + 1, source)


def _words(source: etree._Element, target: etree._Element) -> None:
    """Copy a paragraph: its text and inline elements."""
    stack = [(source, target)]
    while stack:
        element, place = stack.pop()
        place.text = element.text
        for child in element:
            name = trees.local(child)
            if name == "image":
                made = _picture(child, place)
            elif name == "a" and child.get("type") == "note":
                made = etree.SubElement(place, "sup")
                stack.append((child, etree.SubElement(made, "a", {"href": _href(child)})))
            else:
                tag = "a" if name == "a" else _INLINES.get(name, "span")
                made = etree.SubElement(place, tag, {"href": _href(child)} if name == "a" else {})
                stack.append((child, made))
            made.tail = child.tail


def _href(element: etree._Element) -> str:
    return next((str(value) for name, value in element.attrib.items() if _HREF.search(f"}}{name}")), "")


def _picture(image: etree._Element, target: etree._Element) -> etree._Element:
    source = f"fb2:{_href(image).removeprefix('#')}"
    return etree.SubElement(target, "img", {"src": source, "alt": image.get("alt") or image.get("title") or ""})
