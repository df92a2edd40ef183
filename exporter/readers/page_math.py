"""Formulas of web pages, where a program has drawn them: one formula each, as MathML or TeX."""

from __future__ import annotations

import re
from urllib.parse import unquote_plus

from lxml import etree

from exporter.readers import attributes
from exporter.readers.locate import drop

_DRAWN = frozenset(
    {"MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_CHTML", "MathJax_SVG", "mjx-chtml"}
)
"""Classes of what MathJax 2 draws before the script that holds the formula."""

MAX_TEXT = 100_000
_PROGRAM = re.compile(r"mathjax|katex", re.IGNORECASE)
"""What draws formulas in the reader's browser."""
_MARKED = re.compile(r"\$\$([^$]{1,2000})\$\$|\\\[(.{1,2000}?)\\\]|\\\((.{1,1000}?)\\\)", re.DOTALL)
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
    pieces = [(None, element.text), *((child, child.tail) for child in element)]
    for before, text in pieces:
        parts = _MARKED.split(text) if text and len(text) < MAX_TEXT else []
        if len(parts) < 2:
            continue
        if before is None:
            element.text = parts[0]
            place = 0
        else:
            before.tail = parts[0]
            place = element.index(before) + 1
        for number in range(1, len(parts), 4):
            shown, bracketed, inline, after = parts[number : number + 4]
            formula = etree.Element("math", {"data-tex": (shown or bracketed or inline or "").strip()})
            if inline is None:
                formula.set("display", "block")
            formula.tail = after
            element.insert(place, formula)
            place += 1


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
