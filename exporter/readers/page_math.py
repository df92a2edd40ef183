"""Formulas of web pages, where a program has drawn them: one formula each, as MathML or TeX."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote_plus

from lxml import etree

from exporter.readers import attributes, drawn_math, mathematics
from exporter.readers.nodes import drop

_DRAWN = frozenset(
    "MathJax MathJax_Display MathJax_Preview MathJax_CHTML MathJax_SVG MathJax_SVG_Display mjx-chtml".split()
)
"""Classes of what MathJax 2 draws before the script that holds the formula."""
_STATED = ("data-latex", "data-tex", "data-original-tex")

MAX_FORMULA = 2000
MAX_MATHML = 100_000
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
        _from_script(script, (script.get("type") or "").lower())
    for drawn in list(root.iter("mjx-container", "span")):
        words = set((drawn.get("class") or "").split())
        if (
            drawn.tag == "mjx-container"
            or _DRAWN & words
            or ("katex" in words and drawn.find(".//math") is None)
        ):
            _from_drawing(drawn)
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


def _from_drawing(drawn: etree._Element) -> None:
    """What MathJax has drawn, where its script is gone: what the drawing says of itself, or shows.

    What cannot be known for sure becomes its words, which are told as unread; without words its place is told.
    """
    parent, words = drawn.getparent(), drawn.get("class") or ""
    if parent is None or "MathJax_Preview" in words or drawn.find(".//script") is not None:
        return
    math = next((each for each in _candidates(drawn) if each is not None and _is_sound(each)), None)
    if math is None:
        math = etree.Element("math", {"alttext": _words_of(drawn)})
    if drawn.get("display") == "true" or "isplay" in words + (parent.get("class") or ""):
        math.set("display", "block")
    _put(drawn, math)


def _put(old: etree._Element, math: etree._Element) -> None:
    parent = old.getparent()
    assert parent is not None
    math.tail = old.tail
    math.sourceline = old.sourceline  # type: ignore[misc]  # it can be set
    parent.replace(old, math)


def _candidates(drawn: etree._Element) -> Iterator[etree._Element | None]:
    """What the formula may be, the surest first."""
    yield drawn.find(".//math")
    yield _parsed(drawn.get("data-mathml"))
    whole = drawn_math.whole(drawn)
    for each in (drawn, drawn if whole is None else whole):
        yield from (etree.Element("math", {"data-tex": tex}) for name in _STATED if (tex := each.get(name)))
    yield drawn_math.recovered(drawn)


def _is_sound(math: etree._Element) -> bool:
    return math.get("data-tex") is not None or mathematics.from_mathml(math) is not None


def _parsed(mathml: str | None) -> etree._Element | None:
    if not mathml or len(mathml) > MAX_MATHML:
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(mathml.encode("utf-8", "replace"), parser)
    for each in root.iter(etree.Element) if root is not None else ():
        each.tag = etree.QName(each).localname
    return root if root is not None and root.tag == "math" else None


def _words_of(drawn: etree._Element) -> str:
    """What a drawing is called, else the characters in it."""
    for name in ("aria-label", "title", "alttext"):
        for each in drawn.iter(etree.Element):
            if called := each.get(name):
                return called[:MAX_FORMULA]
    return drawn_math.characters(drawn)[:MAX_FORMULA]


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


def _from_script(script: etree._Element, kind: str) -> None:
    """What MathJax 2 was given, which stands after what it has drawn of it."""
    text = (script.text or "").strip()
    math = _parsed(text) if kind.startswith("math/mml") else None
    if kind.startswith("math/tex") and text:
        math = etree.Element("math", {"data-tex": text})
        if "mode=display" in kind:
            math.set("display", "block")
    if math is None:
        return
    before = script.getprevious()
    while before is not None and _DRAWN & set((before.get("class") or "").split()):
        above = before.getprevious()
        drop(before)
        before = above
    _put(script, math)
