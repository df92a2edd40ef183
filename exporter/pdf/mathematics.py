"""Formulas on one line: WeasyPrint sets no MathML, so fractions get a stroke and roots a sign."""

from __future__ import annotations

from lxml import etree

_SCRIPTS = {"msub": ("sub",), "msup": ("sup",), "msubsup": ("sub", "sup")}
_LIMITS = {"munder": ("sub",), "mover": ("sup",), "munderover": ("sub", "sup")}
_SPACED = frozenset("=<>≤≥≠≈≡∈∉⊂⊆→←↔⇒⇔±×÷+−-")


def linear(body: etree._Element) -> None:
    """Replace each ``math`` of ``body``, in place, by a ``span`` with its text, raised and lowered."""
    for math in list(body.iter("math")):
        kind = "math display" if math.get("display") == "block" else "math"
        span = etree.Element("span", {"class": kind, "title": math.get("alttext", "")})
        _row(math, span)
        span.tail = math.tail
        parent = math.getparent()
        assert parent is not None
        parent.replace(math, span)


def _row(source: etree._Element, target: etree._Element) -> None:
    for child in source:
        _write(child, target)


def _write(element: etree._Element, target: etree._Element) -> None:
    tag = str(element.tag)
    children = list(element)
    if tag == "mi" and len(element.text or "") == 1 and element.get("mathvariant") != "normal":
        etree.SubElement(target, "i").text = element.text
    elif tag == "mo":
        sign = (element.text or "").replace("-", "−")
        binary = sign in _SPACED and (len(target) or target.text) and sign
        _say(f"\u2009{sign}\u2009" if binary else sign, target)
    elif tag == "mspace":
        _say("\u2009", target)
    elif tag == "mfrac":
        _grouped(children[0], target)
        _say("/", target)
        _grouped(children[1], target)
    elif tag in ("msqrt", "mroot"):
        if tag == "mroot":
            _write(children[1], etree.SubElement(target, "sup"))
        _say("√", target)
        _grouped(element if tag == "msqrt" else children[0], target)
    elif tag in _SCRIPTS or tag in _LIMITS:
        _write(children[0], target)
        for child, place in zip(children[1:], _SCRIPTS.get(tag) or _LIMITS[tag], strict=True):
            _write(child, etree.SubElement(target, place))
    elif tag == "mtr":
        for number, child in enumerate(children):
            _say(", " if number else "", target)
            _write(child, target)
        _say("; " if element.getnext() is not None else "", target)
    elif children:
        _row(element, target)
    else:
        _say(element.text or "", target)


def _grouped(element: etree._Element, target: etree._Element) -> None:
    """In brackets, unless it is one letter or number."""
    single = not len(element) or (len(element) == 1 and not len(element[0]))
    _say("" if single else "(", target)
    if element.tag in ("mrow", "msqrt"):
        _row(element, target)
    else:
        _write(element, target)
    _say("" if single else ")", target)


def _say(text: str, target: etree._Element) -> None:
    if len(target):
        target[-1].tail = (target[-1].tail or "") + text
    else:
        target.text = (target.text or "") + text
