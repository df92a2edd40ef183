"""A saved web page → article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from exporter import languages
from exporter.article import LANGUAGES, Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import captions, facts, leading, outline, page_math, repair, runs, soup
from exporter.readers.clean import Cleaned, clean
from exporter.readers.encoding import decode
from exporter.readers.images import Shelf
from exporter.readers.kinds import HEADINGS
from exporter.readers.locate import Located, drop, locate, select
from exporter.readers.source import Source

SNIFFED = 4096
"""Bytes in which a page declares its encoding; HTML asks for the first 1024."""

_XML_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_META_ENCODING = re.compile(rb"<meta\b[^>]*?\bcharset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)


def read_html(source: Source) -> Article:
    """Return the article in a saved page; images come from files beside it, nothing is fetched.

    What of the page is not the article is told in a notice of kind ``left-out``.
    :class:`~exporter.errors.SourceError` for a page without text, or nested deeper than an article is.
    """
    declared = source.declared or declared_encoding(source.data)
    decoded = decode(source.data, name=source.name, forced=source.encoding, declared=declared)
    parsed = soup.parse(decoded.text, name=source.name)
    found = facts.gather(parsed.root, decoded.text[:SNIFFED])
    page_math.settle(parsed.root)
    located = locate(parsed.root) if source.selector is None else select(parsed.root, source)
    title, subtitle, heading = facts.title(found, located.element)
    if source.selector is None:
        leading.take_image(located.element, found.image)
    _prepare(located.element, title, heading)
    base = _base(found, source)
    shelf = Shelf(source.folder, source.fetch, base, source.remote)
    cleaned = clean(located.element, shelf=shelf, base_url=base, name=source.name)
    repair.align_by_exception(cleaned.body)
    _drop_repeated(cleaned.body, title)
    if not len(cleaned.body):
        raise SourceError(
            f"{source.name}: no article was found in the page; if its text is loaded by a program, save the"
            " page from a browser once the text shows"
        )
    title = title or cleaned.title
    notices = (
        *decoded.notices,
        *parsed.notices,
        *_left_out(located, source.name),
        *cleaned.notices,
        *_about_title(title, heading, source),
    )
    metadata = _metadata(found, heading, title or source.stem, _language(found.language, cleaned))
    metadata = metadata.but(source_url=metadata.source_url or source.url)
    return Article(metadata.but(subtitle=subtitle), cleaned.body, shelf.assets, notices, source.name)


def _base(found: facts.Facts, source: Source) -> str | None:
    """What relative addresses start from."""
    page = source.url or found.url
    try:
        return urljoin(page or "", found.base) if found.base else page
    except ValueError:
        return page


def _metadata(found: facts.Facts, heading: facts.Heading | None, title: str, language: str) -> Metadata:
    return Metadata(
        title=title,
        language=language,
        authors=tuple(name for name in found.authors if not facts.same(name, title)),
        date=found.date or facts.date_near(found, heading),
        source_url=found.url,
        publisher=found.publisher,
        description=found.description,
    )


def _about_title(title: str | None, heading: facts.Heading | None, source: Source) -> Iterator[Notice]:
    part = facts.page_of(heading)
    if part:
        told = f"the article goes on: this is page {part}; save the others, or its print view, and join them"
        yield Notice("more-pages", told, source.name)
    if not title:
        told = f"the page has no title; its file's name, “{source.stem}”, stands in"
        yield Notice("no-title", told, source.name)


def declared_encoding(data: bytes) -> str | None:
    """Return the encoding that a page says it is in: in its XML declaration or in a ``meta`` element.

    https://html.spec.whatwg.org/multipage/parsing.html#prescan-a-byte-stream-to-determine-its-encoding
    """
    head = data[:SNIFFED]
    for pattern in (_XML_ENCODING, _META_ENCODING):
        match = pattern.search(head)
        if match:
            return match[1].decode("ascii")
    return None


def _prepare(article: etree._Element, title: str | None, heading: facts.Heading | None) -> None:
    """Make the part of the page fit to be cleaned: its title is metadata, its classes mean nothing to us."""
    if heading is not None:
        _drop_title(article, heading)
    first = next((each for each in article.iter(*HEADINGS) if "".join(each.itertext()).strip()), None)
    if first is not None and title and facts.same("".join(first.itertext()), title):
        drop(first)
    elif title:
        for other in list(article.iter("h1")):
            if not facts.same("".join(other.itertext()), title):
                other.tag = "h2"
    captions.mark(article)
    for element in article.xpath("descendant-or-self::*[@class]"):
        if element.tag not in ("code", "pre"):
            del element.attrib["class"]


def _drop_title(article: etree._Element, heading: facts.Heading) -> None:
    node: etree._Element | None = heading.element
    while node is not None and node is not article:
        node = node.getparent()
    if node is article and heading.element is not article:
        drop(heading.element)


def _drop_repeated(body: etree._Element, title: str | None) -> None:
    """A first line that is the title, though no heading, is not printed again."""
    if title and len(body) > 1 and body[0].tag == "p" and facts.same(outline.plain_text(body[0]), title):
        body.remove(body[0])


def _left_out(located: Located, name: str) -> list[Notice]:
    if located.left_out <= 0:
        return []
    count = f"{located.left_out:,} characters of the page"
    told = f"{count} are not the article and were left out: “{located.beginning}”"
    return [Notice("left-out", told, name, located.left_out_lines)]


def _language(declared: str | None, cleaned: Cleaned) -> str:
    """The language that the page declares, unless its text is clearly in another."""
    text = runs.plain("".join(cleaned.body.itertext()))
    stated = languages.normalise(declared)
    return languages.settle(stated if stated in LANGUAGES else None, text)
