"""Figures of pages that do not call them so: an image and a short line in a box of their own."""

from __future__ import annotations

import re

from lxml import etree

from exporter.readers import attributes, facts

MAX_CAPTION = 150
MAX_PIECES = 12
_BOXES = frozenset({"div", "section", "center", "dl", "span"})
_LINES = frozenset({"span", "small", "p", "div", "em", "font", "b", "strong", "i", "figcaption", "cite", "dd"})
_AROUND = frozenset({"a", "p", "span", "div", "center", "strong", "section"})
_GREY = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:#([4-9a-c])\1?\1(?:\1{3})?\b|#([4-9a-c][0-9a-f])\2\2\b|gr[ae]y|darkgr[ae]y"
    r"|rgb\(\s*(1[0-7]\d|[7-9]\d)\s*,\s*\3\s*,\s*\3\s*\))",
    re.IGNORECASE,
)
_MARKED = re.compile(
    r"[▲△▼▽↑↓]|(?:图|圖|図|그림)\s*[0-9０-９一二三四五六七八九十]{0,3}\s*[:：／/|｜丨]|(?:图|圖)[片源]"
)
"""How a caption begins."""
_CLEAR = re.compile(r"caption|desc|credit|photo|pic|img|image|figure|图|圖|col\d", re.IGNORECASE)


def mark(article: etree._Element) -> None:
    """Make ``figure`` and ``figcaption``, in place, of a box that holds one image and then a short line.

    A box is believed when it, or the line, is named after images, or when the line is ``small``.
    """
    for image in list(article.iter("img")):
        box = _box(image, article)
        if box is None:
            continue
        line = _line(box, image)
        if line is not None and (line.tag == "small" or _CLEAR.search(_names(box) + " " + _names(line))):
            box.tag = "figure"
            line.tag = "figcaption"
            _say_once(image, line)
    for image in list(article.iter("img")):
        if next(image.iterancestors("figure"), None) is None:
            _mark_following(image, article)


def _say_once(image: etree._Element, line: etree._Element) -> None:
    if facts.same(image.get("alt") or "", "".join(line.itertext())):
        del image.attrib["alt"]  # what the caption says need not be said twice


def _mark_following(image: etree._Element, article: etree._Element) -> None:
    """Make a figure of an image, alone on its line, and a grey or marked line right after it."""
    if attributes.is_tracker(image) or attributes.is_dot(image):
        return
    block = image
    while (parent := block.getparent()) is not None and parent is not article and _is_alone(block):
        block = parent
    line = block.getnext()
    if line is None or (block.tail or "").strip() or line.tag not in _LINES or line.find(".//img") is not None:
        return
    text = "".join(line.itertext()).strip()
    if not text or len(text) > MAX_CAPTION or not (_GREY.search(_style(line)) or _MARKED.match(text)):
        return
    figure = etree.Element("figure")
    block.addprevious(figure)
    figure.tail = line.tail
    block.tail = line.tail = None
    figure.extend([block, line])
    line.tag = "figcaption"
    _say_once(image, line)


def _is_alone(element: etree._Element) -> bool:
    """Whether an element is all that is in the box around it."""
    parent = element.getparent()
    assert parent is not None
    words = (parent.text or "") + (element.tail or "")
    return parent.tag in _AROUND and _is_single(element) and not words.strip()


def _is_single(element: etree._Element) -> bool:
    """Whether no element stands beside this one; ``len`` would count all that do."""
    return element.getprevious() is None and element.getnext() is None


def _style(line: etree._Element) -> str:
    inner = line[0].get("style") or "" if len(line) == 1 else ""
    return f"{line.get('style') or ''};{inner};{line.get('color') or ''}"[:1000]


def _names(element: etree._Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _box(image: etree._Element, article: etree._Element) -> etree._Element | None:
    """The box around an image, and around the link that the image may be."""
    if attributes.is_tracker(image):
        return None
    child, node = image, image.getparent()
    while (
        node is not None and node is not article and node.tag in ("a", "p", "span", "div") and _is_single(child)
    ):
        if (node.text or "").strip() or (image.tail or "").strip():
            break
        child, node = node, node.getparent()
    if node is None or node is article or node.tag not in _BOXES or (node.text or "").strip():
        return None
    return node


def _line(box: etree._Element, image: etree._Element) -> etree._Element | None:
    """The one element with text in ``box``, after the image, and short."""
    inside = []
    for element in box.iter():
        if isinstance(element.tag, str):
            inside.append(element)
        if len(inside) > MAX_PIECES:
            return None
    if sum(element.tag == "img" for element in inside) != 1 or any((child.tail or "").strip() for child in box):
        return None
    lines = [child for child in box if "".join(child.itertext()).strip()]
    if len(lines) != 1 or lines[0].tag not in _LINES or image in lines[0].iter():
        return None
    if len("".join(lines[0].itertext()).strip()) > MAX_CAPTION:
        return None
    return lines[0] if inside.index(image) < inside.index(lines[0]) else None
