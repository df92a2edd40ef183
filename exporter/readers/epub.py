"""EPUB 2 and 3 → article: the chapters in reading order, as one."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from lxml import etree

from exporter import languages
from exporter.article import LANGUAGES, Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import soup, trees
from exporter.readers.archive import Archive, resolved
from exporter.readers.dates import iso_date
from exporter.readers.source import Source

_LEFT_OUT = frozenset("cover titlepage toc landmarks page-list lot loi copyright-page".split())
_TYPE = "epub:type"


@dataclass(frozen=True, slots=True)
class _Package:
    path: str
    root: etree._Element
    items: dict[str, etree._Element]
    """Of the manifest, by id."""


@dataclass(frozen=True, slots=True)
class _Chapter:
    path: str
    number: int
    numbers: dict[str, int]
    """Of all chapters, by their paths."""


def read_epub(source: Source) -> Article:
    """Return the book in ``source`` as one article: text, notes and pictures, without cover and contents.

    :class:`~exporter.errors.SourceError` for what is no EPUB, is damaged, or is encrypted.
    """
    archive = Archive(source.data, source.name)
    if archive.read("META-INF/encryption.xml") and archive.read("META-INF/rights.xml"):
        raise SourceError(f"{source.name} is encrypted (DRM); only its seller can open it")
    package = _package(archive, source)
    page = etree.Element("body")
    chapters = _chapters(package)
    numbers = {path: number for number, path in enumerate(chapters, 1)}
    notices: list[Notice] = []
    for path, number in numbers.items():
        data = archive.read(path)
        if data is None:
            notices.append(Notice("left-out", f"the chapter {path} is not in the book", source.name))
            continue
        _append(page, data, _Chapter(path, number, numbers), source)
    return trees.article(page, _metadata(package, page, source), source, archive.read, tuple(notices))


def _package(archive: Archive, source: Source) -> _Package:
    container = archive.read("META-INF/container.xml")
    if container is None:
        raise SourceError(f"{source.name} is no EPUB: it has no META-INF/container.xml")
    roots = [
        each
        for each in trees.parsed(container, source, "its container").iter()
        if trees.local(each) == "rootfile"
    ]
    path = roots[0].get("full-path") or "" if roots else ""
    data = archive.read(path)
    if data is None:
        raise SourceError(f"{source.name} is no EPUB: it has no package document")
    root = trees.parsed(data, source, "its package document")
    items = {each.get("id") or "": each for each in root.iter() if trees.local(each) == "item"}
    return _Package(path, root, items)


def _chapters(package: _Package) -> list[str]:
    """The paths of the content documents in reading order."""
    found = []
    for reference in package.root.iter():
        if trees.local(reference) != "itemref" or reference.get("linear") == "no":
            continue
        item = package.items.get(reference.get("idref") or "")
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or ""):
            found.append(resolved(package.path, item.get("href") or ""))
    return list(dict.fromkeys(found))


def _metadata(package: _Package, page: etree._Element, source: Source) -> Metadata:
    facts: dict[str, list[str]] = {}
    for element in package.root.iter():
        if "purl.org/dc/elements" in str(element.tag):
            facts.setdefault(trees.local(element), []).append(trees.text_of(element))
    first = {name: values[0] for name, values in facts.items() if values and values[0]}
    stated = languages.normalise(first.get("language"))
    return Metadata(
        title=first.get("title") or source.stem,
        authors=tuple(filter(None, facts.get("creator", []))),
        date=iso_date((first.get("date") or "")[:10]),
        language=languages.settle(
            stated if stated in LANGUAGES else None, "".join(map(str, page.itertext()))[:50_000]
        ),
        publisher=first.get("publisher"),
        description=(first.get("description") or "")[:500] or None,
        source_url=next((each for each in facts.get("source", []) if each.startswith("http")), None),
    )


def _append(page: etree._Element, data: bytes, chapter: _Chapter, source: Source) -> None:
    """Add a chapter: its ids get its number, its links and pictures lead on from where it stands."""
    text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "replace")
    body = soup.parse(text, name=f"{source.name}: {chapter.path}").root.find("body")
    if body is None or _is_left_out(body):
        return
    box = etree.SubElement(page, "div", {"id": f"c{chapter.number}"})
    box.text = body.text
    box.extend(list(body))
    notes: list[etree._Element] = []
    for element in list(box.iter(etree.Element)):
        _renamed(element, chapter)
        kind = element.get(_TYPE) or ""
        if element.tag == "aside" and (
            "footnote" in kind or "endnote" in kind or element.get("class") == "note"
        ):
            notes.append(element)
        elif element is not box and _is_left_out(element) and (parent := element.getparent()) is not None:
            parent.remove(element)
    if notes:
        _list_notes(notes, page)


def _is_left_out(element: etree._Element) -> bool:
    kinds = (element.get(_TYPE) or "").split()
    first = element[0] if element.tag == "body" and len(element) == 1 else None
    return bool(_LEFT_OUT & set(kinds)) or (
        first is not None and isinstance(first.tag, str) and _is_left_out(first)
    )


def _list_notes(notes: list[etree._Element], page: etree._Element) -> None:
    """Notes stand in a list at the end of the chapter, as other pages have them."""
    listed = etree.SubElement(page, "ol")
    for note in notes:
        parent = note.getparent()
        if parent is not None:
            parent.remove(note)
        note.tag, note.tail = "li", None
        listed.append(note)


def _renamed(element: etree._Element, chapter: _Chapter) -> None:
    drawn = element.tag != "image" and next(element.iterancestors("svg"), None) is not None
    if drawn:  # what a drawing calls is in it
        return
    if element.get("id") and element.get("id") != f"c{chapter.number}":
        element.set("id", f"c{chapter.number}-{element.get('id')}")
    for name in ("src", "href", "xlink:href"):
        value = element.get(name)
        if value is None or _has_scheme(value):
            continue
        file, _, fragment = value.partition("#")
        target = resolved(chapter.path, file) if file else chapter.path
        if element.tag == "a" and target in chapter.numbers:
            element.set(name, f"#c{chapter.numbers[target]}" + (f"-{fragment}" if fragment else ""))
        elif element.tag in ("img", "image"):
            element.set("src", target)


def _has_scheme(value: str) -> bool:
    """Whether ``value`` is an address of its own, with a scheme."""
    try:
        return bool(urlsplit(value).scheme)
    except ValueError:
        return True
