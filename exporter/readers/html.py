"""A saved web page → article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from exporter import languages
from exporter.article import LANGUAGES, Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import (
    bylines,
    captions,
    facts,
    lazy,
    leading,
    listings,
    outline,
    page_math,
    pagers,
    repair,
    runs,
    shadows,
    soup,
)
from exporter.readers.clean import Cleaned, clean
from exporter.readers.encoding import decode
from exporter.readers.images import Shelf
from exporter.readers.kinds import HEADINGS
from exporter.readers.locate import Located, locate, select
from exporter.readers.nodes import drop
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
    pages = pagers.others(parsed.root, source.url or found.url)
    page_math.settle(parsed.root)
    for module in (shadows, lazy, listings):
        module.settle(parsed.root)
    located = locate(parsed.root) if source.selector is None else select(parsed.root, source)
    title, subtitle, heading = facts.title(found, located.element)
    below = None if heading is None else bylines.subtitle(found.order, heading.element)
    subtitle = subtitle or (outline.plain_text(below) if below is not None else found.subtitle)
    if source.selector is None:
        leading.take_image(located.element, found.image)
    _prepare(located.element, title, heading, below)
    base = _base(found, source)
    shelf = Shelf(source.folder, source.fetch, base, source.remote)
    cleaned = clean(located.element, shelf=shelf, base_url=base, name=source.name)
    repair.align_by_exception(cleaned.body)
    for line in filter(None, (title, subtitle)):
        _drop_repeated(cleaned.body, line)
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
        *_about_pages(facts.page_of(heading), pages, source),
        *_about_title(title, source),
    )
    metadata = _metadata(found, heading, title or source.stem, _language(found.language, cleaned))
    metadata = metadata.but(source_url=metadata.source_url or source.url)
    words = (metadata.publisher or "", *found.titles)
    dropped = _drop_date(cleaned.body, words, metadata.date, source.name) if located.left_out > 0 else ()
    metadata = metadata.but(subtitle=subtitle)
    return Article(metadata, cleaned.body, shelf.assets, (*notices, *dropped), source.name)


def _drop_date(body: etree._Element, words: tuple[str, ...], date: str | None, name: str) -> tuple[Notice, ...]:
    """A first line that says when and on which site the article appeared is the page's; the facts say it."""
    first = body[0]
    plain = first.tag == "p" and first.find(".//img") is None
    if not (len(body) > 1 and plain and bylines.says_only(text := outline.plain_text(first), words, date)):
        return ()
    body.remove(first)
    return (Notice("left-out", f"the line “{text}”, which the title block repeats, was left out", name),)


def _base(found: facts.Facts, source: Source) -> str | None:
    """What relative addresses start from."""
    page = source.url or found.url
    try:
        return urljoin(page or "", found.base) if found.base else page
    except ValueError:
        return page


def _metadata(found: facts.Facts, heading: facts.Heading | None, title: str, language: str) -> Metadata:
    authors = found.authors
    if heading is not None and (not authors or authors == (found.publisher,)):
        authors = bylines.beside(found.order, heading.element) or authors
    return Metadata(
        title=title,
        language=language,
        authors=tuple(name for name in authors if not facts.same(name, title)),
        date=found.date or facts.date_near(found, heading),
        source_url=found.url,
        publisher=found.publisher,
        description=found.description,
    )


def _about_pages(part: str | None, pages: tuple[str, ...], source: Source) -> Iterator[Notice]:
    if part or pages:
        where = f"this is page {part}" if part else "there are links to its other pages"
        told = f"the article goes on: {where}; save the others, or its print view, and join them"
        yield Notice("more-pages", f"{told} (--parts)", source.name, pages)


def _about_title(title: str | None, source: Source) -> Iterator[Notice]:
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


def _prepare(
    article: etree._Element, title: str | None, heading: facts.Heading | None, below: etree._Element | None
) -> None:
    """Make the part of the page fit to be cleaned: its title is metadata, its classes mean nothing to us."""
    for line in (heading.element if heading else None, below):
        if line is not None:
            _drop_line(article, line)
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


def _drop_line(article: etree._Element, line: etree._Element) -> None:
    node: etree._Element | None = line
    while node is not None and node is not article:
        node = node.getparent()
    if node is article and line is not article:
        drop(line)


def _drop_repeated(body: etree._Element, line: str) -> None:
    """A first line that is the title, though no heading, is not printed again."""
    if len(body) > 1 and body[0].tag == "p" and facts.same(outline.plain_text(body[0]), line):
        body.remove(body[0])


def _left_out(located: Located, name: str) -> list[Notice]:
    unseen = tuple(f"not shown: {line}" for line in located.unseen)
    if located.left_out > 0:
        count = f"{located.left_out:,} characters of the page"
        told = f"{count} are not the article and were left out: “{located.beginning}”"
        return [Notice("left-out", told, name, (*located.left_out_lines, *unseen))]
    if unseen:
        told = f"what the page has but does not show was left out: “{located.unseen[0][:40]}”"
        return [Notice("left-out", told, name, unseen)]
    return []


def _language(declared: str | None, cleaned: Cleaned) -> str:
    """The language that the page declares, unless its text is clearly in another."""
    text = runs.plain("".join(cleaned.body.itertext()))
    stated = languages.normalise(declared)
    return languages.settle(stated if stated in LANGUAGES else None, text)
