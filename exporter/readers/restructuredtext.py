"""reStructuredText → article, by docutils; it reads no other file, and raw markup stays out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from exporter import languages
from exporter.article import Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import clean, soup, trees
from exporter.readers.dates import iso_date
from exporter.readers.encoding import decode
from exporter.readers.images import Shelf
from exporter.readers.source import Source

_MESSAGE = re.compile(r"[^\n]*?:(?:(\d+):)? \((INFO|WARNING|ERROR|SEVERE)/\d\) ([^\n]+)")
_DEFINED = re.compile(
    r"^[ \t]*\.\.[ \t]+\|([^|\n]{1,200})\|[ \t]+replace::([^\n]*(?:\n[ \t]+[^\n]+)*)", re.MULTILINE
)
_CALLED = re.compile(r"\|([^|\n]{1,200})\|")
MAX_SUBSTITUTED = 100
"""Substitutions that one of them may stand for, all in all."""
_OPENED = re.compile(r"[*`|](?=\S)")
_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
MAX_OPENED = 10_000
"""Marks of emphasis and such in a paragraph; for each that is not closed docutils looks through the rest."""
_SETTINGS: dict[str, Any] = {
    "file_insertion_enabled": False,
    "raw_enabled": False,
    "_disable_config": True,
    "input_encoding": "unicode",
    "output_encoding": "unicode",
    "math_output": "MathML",
    "syntax_highlight": "none",
    "embed_stylesheet": False,
    "stylesheet_path": None,
    "halt_level": 5,
    "report_level": 2,
    "footnote_references": "brackets",
    "section_self_link": False,
    "doctitle_xform": True,
    "line_length_limit": 1_000_000,
}


def read_restructuredtext(source: Source) -> Article:
    """Return the article in ``source``. What docutils warns of is told, with its line.

    :class:`~exporter.errors.SourceError` for what is no text, or nested too deep.
    """
    from docutils.core import publish_doctree, publish_from_doctree

    decoded = decode(source.data, name=source.name, forced=source.encoding)
    _refuse_substitutions(decoded.text, source.name)
    _refuse_marks(decoded.text, source.name)
    told = io.StringIO()
    settings = {**_SETTINGS, "warning_stream": told}
    try:
        tree = publish_doctree(decoded.text, settings_overrides=settings)
        page: str = publish_from_doctree(tree, writer="html5", settings_overrides=settings)
    except RecursionError as error:
        raise SourceError(f"{source.name} is nested too deep to be read; flatten it") from error
    except KeyError as error:  # docutils raises it for a substitution in a substitution
        raise SourceError(
            f"{source.name}: a substitution stands for |{error.args[0]}|, which is defined nowhere; define it"
        ) from error
    root = soup.parse(page, name=source.name).root
    facts = {kind: _field(root, kind) for kind in ("author", "authors", "date")}
    subtitle = _take_subtitle(root)
    _prepare(root)
    shelf = Shelf(source.folder, remote=source.remote)
    cleaned = clean.clean(root, shelf=shelf, base_url=source.url, name=source.name)
    title = str(tree.get("title") or "") or cleaned.title
    notices = (*decoded.notices, *_warnings(told.getvalue(), source), *cleaned.notices)
    if not title:
        notices += (Notice("no-title", f"there is no title; “{source.stem}” stands in", source.name),)
    metadata = Metadata(
        title=title or source.stem,
        subtitle=subtitle,
        authors=tuple(filter(None, (facts["author"] or facts["authors"] or "").split(";"))),
        date=iso_date(facts["date"] or ""),
        language=languages.recognise(decoded.text),
    )
    return Article(metadata, cleaned.body, shelf.assets, notices, source.name)


def _refuse_substitutions(text: str, name: str) -> None:
    """Refuse substitutions that stand for one another, again and again: docutils writes each of them out."""
    inside = {
        _key(found[1]): [_key(each) for each in _CALLED.findall(found[2])] for found in _DEFINED.finditer(text)
    }
    sizes = dict.fromkeys(inside, 1)
    for _ in range(MAX_SUBSTITUTED if any(inside.values()) else 0):
        grown = {key: 1 + sum(sizes.get(each, 0) for each in called) for key, called in inside.items()}
        if grown == sizes:
            return
        if max(grown.values()) > MAX_SUBSTITUTED:
            break
        sizes = grown
    else:
        return
    raise SourceError(f"{name}: its substitutions stand for one another too often; write out what they say")


def _refuse_marks(text: str, name: str) -> None:
    """Refuse a paragraph that would take docutils minutes."""
    line = 1
    for block in _PARAGRAPH_END.split(text):
        if len(block) > MAX_OPENED and len(_OPENED.findall(block)) > MAX_OPENED:
            raise SourceError(
                f"{name}: a paragraph near line {line} has over {MAX_OPENED:,} marks of emphasis; divide it"
            )
        line += block.count("\n") + 2


def _key(name: str) -> str:
    return " ".join(name.lower().split())


def _field(root: etree._Element, kind: str) -> str | None:
    """What the list of facts under the title says, which is no text."""
    for entry in root.iter("dd"):
        if entry.get("class") == kind:
            return ";".join(trees.text_of(part) for part in entry.iter("p")) or trees.text_of(entry)
    return None


def _take_subtitle(root: etree._Element) -> str | None:
    """Take the only section's heading, which docutils sets under the title, out of the page."""
    for paragraph in root.iter("p"):
        parent = paragraph.getparent()
        if "subtitle" in _words(paragraph) and parent is not None and parent.tag == "main":
            parent.remove(paragraph)
            return trees.text_of(paragraph)
    return None


def _prepare(root: etree._Element) -> None:
    """Write what docutils writes in ways of its own as other pages do."""
    for element in list(root.iter("dl", "div", "aside", "p", "section")):
        _prepare_block(element, _words(element))
    for line in root.iter("div"):
        if line.get("class") == "line":
            line.tag, line.tail = "span", None
            line.append(etree.Element("br"))
    for link in list(root.iter("a")):
        if link.get("role") == "doc-noteref":
            raised = etree.Element("sup")
            raised.tail, link.tail = link.tail, None
            link.addprevious(raised)
            raised.append(link)
    for literal in root.iter("span"):
        if "literal" in _words(literal):
            literal.tag = "code"
    for listing in root.iter("pre"):
        language = [word for word in _words(listing) if word not in ("code", "literal-block")]
        if "code" in _words(listing) and language:
            listing.set("class", f"language-{language[0]}")


def _prepare_block(element: etree._Element, words: list[str]) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if {"docinfo", "system-message", "system-messages"} & set(words):
        parent.remove(element)
    elif element.tag == "aside" and "footnote" in words:
        element.tag = "li"
        for label in element.findall("span"):
            element.remove(label)
    elif element.tag == "aside" and "footnote-list" in words:
        element.tag = "ol"
    elif "line-block" in words and "line-block" not in _words(parent):
        element.set("class", "verse")


def _words(element: etree._Element) -> list[str]:
    return (element.get("class") or "").split()


def _warnings(told: str, source: Source) -> Iterator[Notice]:
    for line, _, message in dict.fromkeys(_MESSAGE.findall(told)):
        yield Notice("markup", message[:200], f"{source.name}:{line}" if line else source.name)
