"""Running heads and folios as pagination artifacts, which are no part of the text.

ISO 32000-1, 14.8.2.2, and ISO 14289-1, 7.8, want running heads and page numbers marked as artifacts.
WeasyPrint draws them as content of a structure element that hangs on nothing. Here every marked sequence
that the structure tree does not reach becomes an artifact; an empty ActualText inside lets copying and
searching pass from page to page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

_NULL = b"null"


def mark_artifacts(_document: Any, pdf: pydyf.PDF) -> None:
    """Rewrite the page streams and the parent tree of a tagged ``pdf`` in place (a WeasyPrint ``finisher``)."""
    objects = {item.reference: item for item in pdf.objects if item.number}
    root = objects[pdf.catalog["StructTreeRoot"]]
    reached = set(_reached(root["K"], objects))
    parents = objects[root["ParentTree"]]["Nums"]
    pages = dict(zip(parents[::2], parents[1::2], strict=True))
    for number, reference in enumerate(pdf.page_references):
        owners = pages[number]
        stray = {mcid for mcid, owner in enumerate(owners) if owner not in reached}
        for mcid in stray:
            owners[mcid] = _NULL
        stream = objects[objects[reference]["Contents"]]
        stream.stream = list(_rewritten(stream.stream, stray))


def _reached(kids: list[Any], objects: dict[bytes, Any]) -> Iterator[bytes]:
    """Yield the references of all structure elements below ``kids``, without recursion: books are deep
    enough."""
    pending = list(kids)
    while pending:
        reference = pending.pop()
        if isinstance(reference, bytes):
            yield reference
            pending += objects[reference].get("K", ())


def _rewritten(operators: list[Any], stray: set[int]) -> Iterator[Any]:
    """Yield the operators with each ``/Span <</MCID n>> BDC … EMC`` of a stray n made an artifact.

    Marked sequences nest: ``closing`` remembers, for each that is open, how many EMC it needs.
    """
    closing: list[int] = []
    waiting = iter(operators)
    for operator in waiting:
        if operator == "/Span":
            properties, begin = next(waiting), next(waiting)
            if properties.get("MCID") in stray:
                yield from ("/Artifact", pydyf.Dictionary({"Type": "/Pagination"}), begin)
                yield from ("/Span", pydyf.Dictionary({"ActualText": pydyf.String("")}), begin)
                closing.append(2)
            else:
                yield from (operator, properties, begin)
                closing.append(1)
        elif operator == b"EMC":
            yield from [operator] * closing.pop()
        else:
            if operator in (b"BDC", b"BMC"):
                closing.append(1)
            yield operator
