"""Mathematics: TeX → MathML, and MathML of strangers → the MathML of :mod:`exporter.vocabulary`.

What a formula means to somebody who cannot see it stands in ``alttext`` (MathML Core, 2.1.2): the TeX it was
written in, else the text of the page.
"""

from __future__ import annotations

import functools
import re

from lxml import etree

from exporter.vocabulary import MATH, MATH_ATTRIBUTES

MAX_TEX = 5000
MAX_ELEMENTS = 2000
MAX_DEPTH = 40

_SILENT = re.compile("[\u200b\u2060-\u2064\ufe00-\ufe0f\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_VALUE = re.compile(r"[\w.,:;#%+\- |()\[\]{}‖⟨⟩⌈⌉⌊⌋∣/]{0,100}\Z")
_DROPPED = frozenset({"annotation-xml", "script", "style", "maction"})
_UNWRAPPED = frozenset({"semantics", "mstyle", "merror", "mpadded", "mphantom", "math"})
_WHOLE = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""How many children an element must have to mean anything (MathML Core, 3)."""


_ENVIRONMENTS = {
    "aligned": "align*",
    "alignedat": "align*",
    "gathered": "matrix",
    "gather": "matrix",
    "gather*": "matrix",
}
"""What the converter knows in place of what it does not."""
_ENVIRONMENT = re.compile(rf"\\(begin|end)\{{({'|'.join(map(re.escape, _ENVIRONMENTS))})\}}(?:\{{\d+\}})?")


@functools.lru_cache(maxsize=512)
def _converted(tex: str) -> bytes | None:
    from latex2mathml.converter import convert

    try:
        return convert(
            _ENVIRONMENT.sub(lambda found: f"\\{found[1]}{{{_ENVIRONMENTS[found[2]]}}}", tex)
        ).encode()
    except Exception:  # it documents none of its own, and whoever writes TeX makes mistakes
        return None


def from_tex(tex: str, *, display: bool) -> etree._Element | None:
    """Return the ``math`` element for a formula in TeX; ``None`` when it is no TeX that can be read."""
    tex = tex.strip()
    data = _converted(tex) if 0 < len(tex) <= MAX_TEX else None
    if data is None:
        return None
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return None
    made = from_mathml(root)
    if made is None or any((leaf.text or "").startswith("\\") for leaf in made.iter("mi", "mo", "mtext")):
        return None  # a command that it does not know
    made.set("alttext", tex)
    if display:
        made.set("display", "block")
    return made


def from_mathml(source: etree._Element) -> etree._Element | None:
    """Return a ``math`` element with what of ``source`` the vocabulary has; ``None``: it is not sound."""
    math = etree.Element("math")
    text = _alternative(source)
    if (source.get("display") or source.get("mode") or "").lower() in ("block", "display"):
        math.set("display", "block")
    if not _copy(source, math) or not len(math):
        return None
    math.set("alttext", text or " ".join(_said(math).split())[:MAX_TEX])
    return math


def _alternative(source: etree._Element) -> str | None:
    for note in source.iter():
        if _name(note) == "annotation" and "tex" in (note.get("encoding") or "").lower():
            return " ".join((note.text or "").split())[:MAX_TEX]
    return " ".join((source.get("alttext") or "").split())[:MAX_TEX]


_SIGNS = {"mfrac": "/", "msup": "^", "msub": "_", "munder": "_", "mover": "^", "mtd": " ", "mtr": " "}


def _said(element: etree._Element) -> str:
    """The formula in one line: of at most :data:`MAX_DEPTH` elements in one another."""
    inner = _SIGNS.get(str(element.tag), "").join(map(_said, element))
    inner = f"({inner})" if element.tag == "mrow" and len(element) > 1 else inner
    return ("√" if element.tag in ("msqrt", "mroot") else "") + (element.text or "") + inner


def _name(element: etree._Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""


def _copy(source: etree._Element, target: etree._Element) -> bool:
    """Copy what is in ``source`` by the list; whether it stays within bounds and every element is whole."""
    stack = [(child, target, 1) for child in reversed(source)]
    made: list[etree._Element] = []
    while stack:
        element, parent, depth = stack.pop()
        name = _name(element)
        if name in _DROPPED or name == "annotation" or not name:
            continue
        if depth > MAX_DEPTH or len(made) > MAX_ELEMENTS:
            return False
        inner = parent
        if name in MATH and name not in _UNWRAPPED:
            text = _SILENT.sub("", element.text or "")
            if name in ("mo", "mtext") and not text.strip() and (element.text or "").strip():
                continue  # an invisible operator
            inner = etree.SubElement(parent, name, _attributes(element))
            inner.text = text.strip() or (text and "\u00a0") or None if name in _LEAVES else None
            made.append(inner)
        elif name not in _UNWRAPPED:
            return False
        stack += [(child, inner, depth + 1) for child in reversed(element)]
    return all(len(element) == _WHOLE.get(str(element.tag), len(element)) for element in made)


_LEAVES = frozenset("mi mn mo ms mtext".split())


def _attributes(element: etree._Element) -> dict[str, str]:
    return {
        str(name): value
        for name, value in element.attrib.items()
        if name in MATH_ATTRIBUTES and name not in ("alttext", "display") and _VALUE.match(value)
    }
