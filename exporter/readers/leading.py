"""The picture over an article, which many pages set outside the part that has the text."""

from __future__ import annotations

import copy
from urllib.parse import unquote, urlsplit

from lxml import etree

from exporter.readers import attributes, measure

LEAST = (300, 200)
"""Pixels that a picture has at least when nothing else says that it is the article's."""
LEVELS = 3
"""Boxes around the article in which it may stand."""
MAX_BEFORE = 40
"""Elements before the article that are looked through, a level."""


def take_image(article: etree._Element, stated: str | None) -> None:
    """Put the picture that stands before ``article`` on its page at its beginning, in place.

    ``stated`` is what the page calls its picture (``og:image``); another one must be large and lead nowhere.
    """
    known = _file(stated) if stated else ""
    shown = {_file(source) for image in article.iter("img") for source in attributes.image_sources(image)}
    node: etree._Element | None = article
    for _ in range(LEVELS):
        if node is None or node.tag in ("body", "html"):
            return
        for number, sibling in enumerate(node.itersiblings(preceding=True)):
            if number >= MAX_BEFORE:
                break
            if measure.is_named(sibling):
                continue
            for image in reversed(list(sibling.iter("img"))):
                names = {_file(source) for source in attributes.image_sources(image)}
                if names and not names & shown and (known in names or _is_large(image)):
                    article.insert(0, _figure(image))
                    if article.text:
                        article[0].tail, article.text = article.text, None
                    return
        node = node.getparent()


def _file(source: str) -> str:
    try:
        return unquote(urlsplit(source).path).rpartition("/")[2]
    except ValueError:
        return ""


def _is_large(image: etree._Element) -> bool:
    size = attributes.image_size(image)
    large = len(size) == 2 and int(size["width"]) >= LEAST[0] and int(size["height"]) >= LEAST[1]
    return large and not any(measure.is_link(each) for each in image.iterancestors("a"))


def _figure(image: etree._Element) -> etree._Element:
    """A copy of the figure that the picture is in, or of the picture in a figure of its own."""
    around = next(image.iterancestors("figure"), None)
    if around is None:
        around = etree.Element("figure")
        around.append(copy.deepcopy(image))
        around[0].tail = None
    else:
        around = copy.deepcopy(around)
        around.tail = None
    return around
