"""A web page → prose: of the page only what the reader takes for the article.

The page is read here once more, for a parser's tree does not tell the columns. What stands outside the article
is left out by comparing each block of the page with the article that the reader found.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from lxml import etree

from exporter import languages
from exporter.article import Article
from exporter.proof.characters import OBJECT
from exporter.proof.prose import HEADING, ITEM, PARAGRAPH, Prose, ProseBuilder
from exporter.proof.scanners.containers import Containers
from exporter.readers.kinds import BLOCK_TAGS, HEADINGS, SEPARATORS

_TOKEN = re.compile(
    r"""(?P<comment><!--)
    |<(?P<close>/?)(?P<tag>[A-Za-z][^\s/<>]{0,60})[^<>]*>
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<space>[ \t\r\n\f]+)
    |(?P<declaration><[!?][^<>]*>)""",
    re.VERBOSE,
)
_RAW = frozenset("script style textarea title noscript template svg math iframe object head rt rp".split())
"""Left out with what is in them."""
_OBJECTS = frozenset("pre code kbd samp img video audio canvas".split())
_VOID = frozenset({"img"})
_BREAKS = (SEPARATORS | BLOCK_TAGS | HEADINGS | {"br", "hr"}) - {"noscript"}
_ITEMS = frozenset("li td th dt dd caption figcaption".split())
_SPACES = re.compile(r"\s+")
_CUTS = re.compile(r"[\ufffc\d*※()\[\]]+")
"""The reader writes the calls of notes its own way, and code is one object here."""
_TITLE_FIELDS = ("title", "subtitle", "publisher", "description")
_SEARCHED = 500_000_000
"""Characters that may be searched for blocks that are cut otherwise in the article than in the page."""


def scan(source: str, article: Article, language: str | None = None) -> Prose:
    """Return the prose of the ``article`` that was read from the page ``source``."""
    page = _page(source)
    known = _Known(article)
    builder = ProseBuilder(source)
    for block, text in page.block_texts():
        if known.has(text):
            for at in range(block.start, block.end):
                char, start, end = page.text[at], page.places[at], page.ends[at]
                builder.stead(char, start, end)
            builder.close(block.kind, page.ends[block.end - 1], block.within)
    return builder.finish(language or article.metadata.language)


class _Known:
    """What the article says, to compare the page's blocks with, without white space."""

    def __init__(self, article: Article) -> None:
        facts = article.metadata
        lines = [str(getattr(facts, field) or "") for field in _TITLE_FIELDS] + list(facts.authors)
        lines += _lines(article.body)
        self._lines = {_SPACES.sub("", line) for line in lines} - {""}
        self._whole = "".join(_SPACES.sub("", line) for line in lines)
        self._left = _SEARCHED

    def has(self, text: str) -> bool:
        """Whether a block of the page is in the article."""
        squeezed = _SPACES.sub("", text.replace(OBJECT, ""))
        if squeezed in self._lines:
            return True
        parts = [part for part in _CUTS.split(_SPACES.sub("", text)) if len(part) > 3]
        if len(squeezed) < 8 or not parts:
            return False
        self._left -= len(self._whole) * len(parts)
        return self._left > 0 and all(part in self._whole for part in parts)


def _lines(body: etree._Element) -> Iterator[str]:
    """Yield the text of the article's blocks, without readings and code."""
    line: list[str] = []
    depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = str(element.tag)
        if tag in _BREAKS:
            yield "".join(line)
            line = []
        depth += (tag in _RAW or tag in _OBJECTS) * (1 if event == "start" else -1)
        if event == "start" and not depth:
            line.append(element.text or "")
        elif event == "end" and not depth:
            line.append(element.tail or "")
    yield "".join(line)


def _page(source: str) -> Prose:
    """Return the prose of the whole page."""
    builder, at, kind = ProseBuilder(source), 0, PARAGRAPH
    containers = Containers()
    while found := _TOKEN.search(source, at):
        builder.text(at, found.start())
        at = found.end()
        if found["tag"]:
            tag = found["tag"].lower()
            if tag in _BREAKS:
                builder.close(kind, found.start(), containers.path)
                (containers.end if found["close"] else containers.start)(tag)
                kind = _kind(kind, tag, closing=bool(found["close"]), in_list=containers.in_list)
            if tag == "small" and not builder.last.strip(f"{OBJECT} "):
                kind = ITEM  # all of the block is small print: under a picture, or at the foot
            if (tag in _RAW or tag in _OBJECTS) and not found["close"]:
                at = at if tag in _VOID else _after(source, tag, at)
                if tag in _OBJECTS:
                    builder.stead(OBJECT, found.start(), at)
        elif found["comment"]:
            end = source.find("-->", at)
            at = end + 3 if end >= 0 else len(source)
        elif found["entity"]:
            char = html.unescape(found[0])
            builder.stead(char if len(char) == 1 else OBJECT, found.start(), at)
        elif found["space"]:
            _space(builder, source, found.start(), at)
    builder.text(at, len(source))
    return builder.finish("en")


def _kind(kind: str, tag: str, *, closing: bool, in_list: bool) -> str:
    if tag in ("br", "hr"):
        return kind
    if closing or not (tag in _ITEMS or tag in HEADINGS):
        return ITEM if in_list else PARAGRAPH
    return HEADING if tag in HEADINGS or tag == "th" else ITEM


def _after(source: str, tag: str, at: int) -> int:
    """Return where the element's end tag ends; without one it goes to the end of the page."""
    found = re.compile(f"</{tag}[^<>]*>", re.IGNORECASE).search(source, at)
    return found.end() if found else len(source)


def _space(builder: ProseBuilder, source: str, start: int, end: int) -> None:
    """White space is one space, or nothing at a line's end between wide characters (CSS Text 3, 4.1)."""
    if builder.empty:
        return
    broken = "\n" in source[start:end]
    if not (broken and languages.joins(builder.last, source[end : end + 8])):
        builder.stead(" ", start, end)
