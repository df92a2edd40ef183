"""Formulas of web pages, where a program has drawn them: one formula each, as MathML or TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from lxml import etree

from exporter.readers import attributes
from exporter.readers.locate import drop

_DRAWN = frozenset(
    {"MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_CHTML", "MathJax_SVG", "mjx-chtml"}
)
"""Classes of what MathJax 2 draws before the script that holds the formula."""

MAX_FORMULA = 2000
_PROGRAM = re.compile(r"mathjax|katex", re.IGNORECASE)
"""What draws formulas in the reader's browser."""
_OPENING = re.compile(r"\$\$|\\\[|\\\(")
_CLOSING = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
"""Marks that MathJax and KaTeX look for by default; a single “$” is a sum of money."""
_TEXTS = (
    "p",
    "li",
    "td",
    "th",
    "dd",
    "div",
    "span",
    "blockquote",
    "figcaption",
    "h2",
    "h3",
    "h4",
    "em",
    "strong",
)
_DRAWER = re.compile(
    r"/media/math/render/|/equation\?tex=|latex\.php\?|latex\.codecogs\.com|chart\?cht=tx", re.IGNORECASE
)
"""Programs that draw a formula in an address, or keep it under one."""
_QUERY = re.compile(r"[?&](?:tex|latex|chl)=([^&]+)|codecogs\.com/\w+\.\w+\?(.+)")


def settle(root: etree._Element) -> None:
    """Leave of every formula in ``root``, in place, what can be read, and drop its drawings.

    MathJax 2 keeps TeX in a script; MediaWiki hides the MathML and shows an image. KaTeX and MathJax 3 have
    MathML beside a drawing that says of itself that it is hidden.
    """
    for script in list(root.iter("script")):
        kind = (script.get("type") or "").lower()
        if kind.startswith("math/tex") and (script.text or "").strip():
            _from_script(script, display="mode=display" in kind)
    for image in list(root.iter("img")):
        _from_image(image)
    for span in list(root.iter("span")):
        if span.get("data-tex") and "math" in (span.get("class") or ""):
            _become(span, span.get("data-tex", ""))
    if any(_PROGRAM.search(script.get("src") or "") for script in root.iter("script")):
        for element in list(root.iter(*_TEXTS)):
            _from_text(element)
    for wrapper in root.iter("span"):
        if "mwe-math-mathml" in (wrapper.get("class") or "") and wrapper.find(".//math") is not None:
            wrapper.attrib.pop("style", None)
            after = wrapper.getnext()
            if after is not None and after.tag == "img":
                drop(after)


def _become(element: etree._Element, tex: str) -> None:
    """Make a formula of ``element``, in place."""
    for child in list(element):
        element.remove(child)
    element.tag, element.text = "math", None
    element.set("data-tex", tex.strip())


def _from_image(image: etree._Element) -> None:
    """A picture of a formula that says its TeX: MediaWiki, WordPress, Zhihu, CodeCogs."""
    source = next(iter(attributes.image_sources(image)), "")
    if not _DRAWER.search(source):
        return
    query = _QUERY.search(source)
    tex = image.get("alt") or (unquote_plus(query[1] or query[2]) if query else "")
    if tex:
        display = "mwe-math-fallback-image-display" in (image.get("class") or "")
        _become(image, tex)
        if display:
            image.set("display", "block")


def _from_text(element: etree._Element) -> None:
    """Formulas that still stand in the text, between the marks that the page's program looks for."""
    for child in [None, *element]:
        text = (element.text if child is None else child.tail) or ""
        before, *formulas = _divided(text)
        if not formulas:
            continue
        if child is None:
            element.text = before
            for formula in reversed(formulas):
                element.insert(0, formula)
        else:
            child.tail = None
            for formula in reversed(formulas):
                child.addnext(formula)
            child.tail = before


def _divided(text: str) -> Iterator[Any]:
    """The text before the first formula; then every formula, with what stands after it as its tail."""
    ends: dict[str, int] = {}
    done, last = 0, None
    for mark in _OPENING.finditer(text):
        closing = _CLOSING[mark[0]]
        if mark.start() < done or ends.get(closing) == -1:
            continue
        if ends.get(closing, 0) < mark.end():
            ends[closing] = text.find(closing, mark.end())
        end = ends[closing]
        if not mark.end() < end <= mark.end() + MAX_FORMULA:
            continue
        between = text[done : mark.start()]
        if last is None:
            yield between
        else:
            last.tail = between
            yield last
        last = etree.Element("math", {"data-tex": text[mark.end() : end].strip()})
        if closing != "\\)":
            last.set("display", "block")
        done = end + len(closing)
    if last is None:
        yield text
    else:
        last.tail = text[done:]
        yield last


def _from_script(script: etree._Element, *, display: bool) -> None:
    before = script.getprevious()
    while before is not None and _DRAWN & set((before.get("class") or "").split()):
        above = before.getprevious()
        drop(before)
        before = above
    script.tag = "math"
    script.set("data-tex", (script.text or "").strip())
    script.text = None
    if display:
        script.set("display", "block")
