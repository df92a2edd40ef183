"""Characters that no font has, made visible: ``--missing-glyphs warn`` prints their code points in a box."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from exporter.article import Article


def mark_missing(body: etree._Element, missing: Iterable[str]) -> None:
    """Replace each of the ``missing`` characters in ``body`` by ``<span
    class="missing-glyph">U+1F600</span>``, in place."""
    chars = "".join(missing)
    if not chars:
        return
    pattern = re.compile(f"([{re.escape(chars)}])")
    for element in list(body.iter()):
        _split_text(element, pattern)
        _split_tail(element, pattern)


def _split_text(element: etree._Element, pattern: re.Pattern[str]) -> None:
    first, *rest = pattern.split(element.text or "")
    if rest:
        element.text = first
        for index, box in enumerate(_boxes(rest)):
            element.insert(index, box)


def _split_tail(element: etree._Element, pattern: re.Pattern[str]) -> None:
    parent = element.getparent()
    first, *rest = pattern.split(element.tail or "")
    if rest and parent is not None:
        element.tail = first
        at = parent.index(element) + 1
        for index, box in enumerate(_boxes(rest)):
            parent.insert(at + index, box)


def _boxes(pieces: list[str]) -> list[etree._Element]:
    boxes = []
    for char, text in zip(pieces[::2], pieces[1::2], strict=True):
        box = etree.Element("span", {"class": "missing-glyph"})
        box.text, box.tail = f"U+{ord(char):04X}", text
        boxes.append(box)
    return boxes


def mark_facts(article: Article, missing: Iterable[str]) -> Article:
    """Return the article with ``[U+1F600]`` for each of the ``missing`` characters in the facts that are
    printed."""
    table = {ord(char): f"[U+{ord(char):04X}]" for char in missing}
    facts = article.metadata

    def marked(text: str | None) -> str | None:
        return text.translate(table) if text else text

    metadata = facts.but(
        title=marked(facts.title),
        subtitle=marked(facts.subtitle),
        publisher=marked(facts.publisher),
        authors=tuple(author.translate(table) for author in facts.authors),
    )
    return article.but(metadata=metadata)
