"""Formulas that MathJax has drawn and of which nothing else is left: MathML again, from its elements' names.

MathJax 3 names what it draws after MathML: ``mjx-msup`` in CHTML, ``data-mml-node="msup"`` in SVG; so does
MathJax 2 in CommonHTML (``class="mjx-msup"``). Its characters stand in classes (``mjx-c1D465``), in ``data-c``,
or as text. Its other drawings say nothing of what they mean.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

from exporter.vocabulary import MATH

MAX_DEPTH = 60
_LEAVES = frozenset("mi mn mo ms mtext".split())
_NAMES = (MATH - {"math", "menclose", "mmultiscripts", "mprescripts"}) | {"mstyle", "mpadded"}
_WRAPS = frozenset({"mid", "math"})
_ROLES = {"base": 0, "op": 0, "under": 1, "sub": 1, "over": 2, "sup": 2}
"""Boxes of what stands over and under, by their places in MathML."""
_SCRIPTS = frozenset({"msubsup", "munderover"})
_ONE_SCRIPT = {"msubsup": ("msub", "msup"), "munderover": ("munder", "mover")}
_CODE = re.compile(r"(?:\A|\s)mjx-c([0-9A-Fa-f]{1,6})(?=\s|\Z)")
_HEIGHT = re.compile(r"translate\(\s*-?[\d.]+[\s,]+(-?[\d.]+)")
_ROOT = "√"
_NONE = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Categories of what is no character, or one that only MathJax's fonts know."""


class _UnknownError(Exception):
    """Something that this module does not know how MathJax draws."""


def recovered(drawn: etree._Element) -> etree._Element | None:
    """Return the ``math`` that ``drawn`` shows; ``None``: it cannot be known for sure."""
    inner = whole(drawn)
    if inner is None:
        return None
    try:
        math = etree.Element("math")
        math.extend(_built(part, 0) for part, _ in _parts(inner, None, 0))
    except _UnknownError:
        return None
    return math if len(math) else None


def whole(drawn: etree._Element) -> etree._Element | None:
    """Return the element of a drawing that stands for all of the formula, if it has a name."""
    return next((each for each in drawn.iter() if _label(each) == "math"), None)


def characters(drawn: etree._Element) -> str:
    """Return the characters of a drawing in their order, but not those that only its fonts know."""
    try:
        found = list(_characters(drawn))
    except _UnknownError:
        return ""
    return "".join(_plain(each) for each in found if unicodedata.category(each) not in _NONE)


def _label(node: etree._Element) -> str:
    """What MathJax calls an element, in small letters."""
    if not isinstance(node.tag, str):
        return ""
    if node.tag.startswith("mjx-"):
        return node.tag[4:].lower()
    words = (node.get("class") or "").split()
    return (node.get("data-mml-node") or next((word[4:] for word in words if word[:4] == "mjx-"), "")).lower()


def _name(node: etree._Element) -> str | None:
    """The element of MathML that ``node`` is; ``None``: it is a box around such."""
    label = _label(node)
    if label == "texatom":
        return "mrow"
    if label in _NAMES:
        return label
    if label[:1] == "m" and label not in _WRAPS:
        raise _UnknownError(label)
    return None


def _parts(node: etree._Element, role: int | None, depth: int) -> Iterator[tuple[etree._Element, int | None]]:
    """The elements of MathML in ``node``, whatever boxes they are in, and the part that they play there."""
    if depth > MAX_DEPTH:
        raise _UnknownError(depth)
    for child in node.iterchildren(etree.Element):
        label = _label(child)
        inner = label == "munder" and _label(node) == "box"  # of munderover: its lower half
        if label == "surd":
            continue
        if _name(child) and not inner:
            yield child, role
        else:
            yield from _parts(child, _ROLES.get(label, role), depth + 1)


def _built(node: etree._Element, depth: int) -> etree._Element:
    name = _name(node) or "mrow"
    made = etree.Element(name)
    if depth > MAX_DEPTH:
        raise _UnknownError(depth)
    if name in _LEAVES:
        found = list(_characters(node))
        if any(unicodedata.category(char) in _NONE or "\u239b" <= char <= "\u23b3" for char in found):
            raise _UnknownError(name)  # a bracket or a brace in pieces
        made.text = "".join(map(_plain, found))
        return made
    parts = list(_parts(node, None, 0))
    is_box = node.get("data-mml-node") is None
    if name in _SCRIPTS and len(parts) == 2 and (role := max(each or 0 for _, each in parts)):
        made.tag = _ONE_SCRIPT[name][role - 1]  # MathJax 2 calls all of them so
    made.extend(_built(part, depth + 1) for part in (_boxed if is_box else _placed)(name, parts))
    return made


def _boxed(name: str, parts: list[tuple[etree._Element, int | None]]) -> list[etree._Element]:
    """The children in MathML's order, from HTML's boxes: what stands higher comes first there."""
    nodes = [node for node, _ in parts]
    if any(role is not None for _, role in parts):
        return [node for node, role in sorted(parts, key=lambda part: part[1] or 0)]
    if name in _SCRIPTS and len(nodes) == 3:
        return [nodes[0], nodes[2], nodes[1]]
    return nodes[::-1] if name == "mroot" else nodes


def _placed(name: str, parts: list[tuple[etree._Element, int | None]]) -> list[etree._Element]:
    """The children in MathML's order, from SVG's groups, by their heights."""
    nodes = [node for node, _ in parts]
    if name in ("msqrt", "mroot") and nodes and "".join(_characters(nodes[-1])) == _ROOT:
        return nodes[:-1]
    return [nodes[0], *sorted(nodes[1:], key=_height)] if name in _SCRIPTS and nodes else nodes


def _height(node: etree._Element) -> float:
    found = _HEIGHT.search(node.get("transform") or "")
    return float(found[1]) if found else 0.0


def _characters(node: etree._Element) -> Iterator[str]:
    """The characters that are drawn in ``node``; a stretched one has its code on the box of its pieces."""
    for each in node.iter(etree.Element):
        code = each.get("data-c") or next(iter(_CODE.findall(each.get("class") or "")), "")
        if code:
            try:
                yield chr(int(code, 16))
            except (ValueError, OverflowError):
                raise _UnknownError(code) from None
        elif each.tag != "path":
            yield from each.text or ""
        if each is not node:
            yield from (each.tail or "").strip()


def _plain(char: str) -> str:
    """A letter as one writes it: MathML sets a single one in italics by itself; the arrow over a vector."""
    if char == "\u20d7":
        return "→"
    italic = char == "ℎ" or unicodedata.name(char, "").startswith("MATHEMATICAL ITALIC ")
    return unicodedata.normalize("NFKC", char) if italic else char
