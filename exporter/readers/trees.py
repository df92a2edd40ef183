"""XML of documents → lxml trees; what the readers of such documents share."""

from __future__ import annotations

import re

from lxml import etree

from exporter.article import Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import clean
from exporter.readers.images import Fetch, Shelf
from exporter.readers.source import Source

_HEADINGS = {f"h{level}": f"h{level + 1}" for level in range(1, 6)}
_SPACE = re.compile(r"\s+")


def parsed(data: bytes, source: Source, what: str) -> etree._Element:
    """Parse XML of strangers: no entities, no network. :class:`SourceError` names ``what`` is none."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"{source.name}: {what} is damaged; save the document again") from error
    if root is None:
        raise SourceError(f"{source.name}: {what} is damaged; save the document again")
    return root


def line(text: str | None) -> str:
    """Return ``text`` as one line."""
    return _SPACE.sub(" ", text or "").strip()


def text_of(element: etree._Element | None) -> str:
    """Return the text in ``element`` as one line."""
    return "" if element is None else line("".join(map(str, element.itertext())))


def local(element: etree._Element) -> str:
    """Return the name of ``element`` without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def article(
    root: etree._Element, metadata: Metadata, source: Source, fetch: Fetch, notices: tuple[Notice, ...] = ()
) -> Article:
    """Clean ``root``, a ``body`` in HTML, into an article; ``fetch`` brings its images.

    A single heading of the first level that repeats the title is dropped; when there are others, all go down.
    """
    tops = [text_of(heading) for heading in root.iter("h1")]
    if tops and tops != [line(metadata.title)]:
        for heading in list(root.iter(*_HEADINGS)):
            heading.tag = _HEADINGS[str(heading.tag)]
    shelf = Shelf(None, fetch, remote=source.remote)
    cleaned = clean.clean(root, shelf=shelf, base_url=None, name=source.name)
    return Article(metadata, cleaned.body, shelf.assets, (*notices, *cleaned.notices), source.name)
