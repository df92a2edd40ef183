"""Formulas of Word documents (ECMA-376, 22.1) → MathML, which ``mathematics`` then holds to the vocabulary."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from exporter.readers import trees

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MAX_DEPTH = 30

_PIECES = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]|\s+|.", re.DOTALL)
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff01-\uff60]+")


def formula(source: etree._Element) -> etree._Element:
    """Return the ``math`` element for ``m:oMath`` or ``m:oMathPara``; what is not known becomes its text."""
    whole = trees.local(source) == "oMathPara"
    math = etree.Element("math", {"display": "block"} if whole else {})
    for each in source.iterchildren(f"{M}oMath") if whole else [source]:
        _into(math, each, 0)
    return math


def _into(target: etree._Element, source: etree._Element | None, depth: int) -> None:
    """Write what stands in ``source``."""
    for child in source if source is not None and depth < MAX_DEPTH else ():
        name = trees.local(child)
        if name == "r":
            _run(target, child)
        elif name in _MAKERS:
            _MAKERS[name](target, child, depth + 1)
        elif not name.endswith("Pr"):
            _into(target, child, depth + 1)


def _row(target: etree._Element, source: etree._Element, name: str, depth: int) -> None:
    """Write a part of ``source`` as one element."""
    _into(etree.SubElement(target, "mrow"), source.find(f"{M}{name}"), depth)


def _run(target: etree._Element, run: etree._Element) -> None:
    text = "".join(each.text or "" for each in run.iter(f"{M}t"))
    if run.find(f"{M}rPr/{M}nor") is not None or _WIDE.search(text):
        etree.SubElement(target, "mtext").text = text
        return
    for piece in _PIECES.findall(text):
        if piece.strip() and piece != "&":  # where equations stand under one another
            tag = "mn" if piece[0].isdigit() else "mi" if piece.isalpha() else "mo"
            etree.SubElement(target, tag).text = piece


def _stated(source: etree._Element, name: str, otherwise: str) -> str:
    """What a property of ``source`` says: ``m:val`` of the element of that name."""
    found = next(source.iter(f"{M}{name}"), None)
    return otherwise if found is None else found.get(f"{M}val") or ""


def _is_hidden(source: etree._Element, name: str) -> bool:
    return _stated(source, name, "0") not in ("0", "off", "false")


def _whole(tag: str, *parts: str) -> Callable[[etree._Element, etree._Element, int], None]:
    """An element that has those parts, in that order."""

    def write(target: etree._Element, source: etree._Element, depth: int) -> None:
        made = etree.SubElement(target, tag)
        for part in parts:
            _row(made, source, part, depth)

    return write


def _root(target: etree._Element, source: etree._Element, depth: int) -> None:
    degree = source.find(f"{M}deg")
    plain = degree is None or not len(degree) or _is_hidden(source, "degHide")
    _whole("msqrt" if plain else "mroot", "e", *(() if plain else ("deg",)))(target, source, depth)


def _sum(target: etree._Element, source: etree._Element, depth: int) -> None:
    """∑ and the like: 22.1.2.70 nary."""
    beside = _stated(source, "limLoc", "undOvr") == "subSup"
    parts = [part for part in ("sub", "sup") if not _is_hidden(source, f"{part}Hide")]
    names = {"subsup": ("msubsup", "munderover"), "sub": ("msub", "munder"), "sup": ("msup", "mover")}
    holder = etree.SubElement(target, names["".join(parts)][not beside]) if parts else target
    etree.SubElement(holder, "mo").text = _stated(source, "chr", "∫")
    for part in parts:
        _row(holder, source, part, depth)
    _row(target, source, "e", depth)


def _fenced(target: etree._Element, source: etree._Element, depth: int) -> None:
    """Brackets: 22.1.2.24 d."""
    made = etree.SubElement(target, "mrow")
    between = _stated(source, "sepChr", "|")
    _bracket(made, _stated(source, "begChr", "("))
    for number, each in enumerate(source.iterchildren(f"{M}e")):
        if number:
            etree.SubElement(made, "mo").text = between
        _into(etree.SubElement(made, "mrow"), each, depth)
    _bracket(made, _stated(source, "endChr", ")"))


def _bracket(target: etree._Element, sign: str) -> None:
    if sign:
        etree.SubElement(target, "mo").text = sign


def _table(target: etree._Element, source: etree._Element, depth: int) -> None:
    """A matrix, and equations under one another."""
    made = etree.SubElement(target, "mtable")
    for row in source.iterchildren(f"{M}mr", f"{M}e"):
        cells = row.iterchildren(f"{M}e") if row.tag == f"{M}mr" else [row]
        line = etree.SubElement(made, "mtr")
        for cell in cells:
            _into(etree.SubElement(line, "mtd"), cell, depth)


def _marked(target: etree._Element, source: etree._Element, depth: int) -> None:
    """A mark over, or a line over or under."""
    bar = trees.local(source) == "bar"
    under = bar and _stated(source, "pos", "bot") == "bot"
    made = etree.SubElement(target, "munder" if under else "mover")
    _row(made, source, "e", depth)
    etree.SubElement(made, "mo").text = "¯" if bar else _stated(source, "chr", "\u0302")


_MAKERS: dict[str, Callable[[etree._Element, etree._Element, int], None]] = {
    "f": _whole("mfrac", "num", "den"),
    "sSup": _whole("msup", "e", "sup"),
    "sSub": _whole("msub", "e", "sub"),
    "sSubSup": _whole("msubsup", "e", "sub", "sup"),
    "limLow": _whole("munder", "e", "lim"),
    "limUpp": _whole("mover", "e", "lim"),
    "rad": _root,
    "nary": _sum,
    "d": _fenced,
    "m": _table,
    "eqArr": _table,
    "acc": _marked,
    "bar": _marked,
}
