"""Notes to the foot of the page: the article's noteref/note pairs as CSS footnotes.

https://www.w3.org/TR/css-gcpm-3/#footnotes: an element with ``float: footnote`` leaves a call where it
stands and moves to the foot of that page. So a note's content is brought to its first call. It stands inside
a paragraph there, where an HTML parser allows no blocks; each block becomes a span whose class says what it
was.
"""

from __future__ import annotations

import copy
from xml.etree.ElementTree import Element

from lxml import etree

from exporter.vocabulary import BLOCKS, INSIDE_BLOCKS

_BLOCKS = (BLOCKS | INSIDE_BLOCKS) - {"colgroup", "col"}


def to_footnotes(body: etree._Element, longest: int) -> etree._Element:
    """Return a copy of ``body`` whose notes stand at their calls as ``span.footnote``.

    WeasyPrint does not break a footnote over pages: one of more than ``longest`` characters stays at the end
    of the text as an endnote, and its call is a link to it, as further calls of a note are. A note that
    nothing calls stays where it is.
    """
    result = copy.deepcopy(body)
    notes = {note.get("id", ""): note for note in result.iter("aside") if note.get("class") == "note"}
    placed: set[str] = set()
    for call in [a for a in result.iter("a") if a.get("class") == "noteref"]:
        name = call.get("href", "").removeprefix("#")
        note = notes.get(name)
        if note is None or name in placed or _inside_note(call):
            continue
        if len("".join(map(str, note.itertext()))) > longest:
            note.set("data-number", call.text or "")
            continue
        placed.add(name)
        _replace(call, _footnote(call, note))
    for name in placed:
        parent = notes[name].getparent()
        if parent is not None:
            parent.remove(notes[name])
    return result


def _inside_note(element: etree._Element) -> bool:
    return any(parent.get("class") == "note" for parent in element.iterancestors("aside"))


def _footnote(call: etree._Element, note: etree._Element) -> etree._Element:
    """Return the call as a link that holds the note; the note's own number leads back to the call.

    Links do not nest in HTML, and a note may hold links: both are ``span`` with ``data-href`` until the page
    is parsed (see :func:`link`).
    """
    number, name = call.text or "", note.get("id", "")
    holder = etree.Element("span", {"class": "notecall", "data-href": f"#{name}"})
    footnote = etree.SubElement(holder, "span", {"class": "footnote", "id": name, "data-number": number})
    mark = etree.SubElement(footnote, "span", {"class": "notemark"})
    mark.text, mark.tail = number, " "
    if call_id := call.get("id"):
        holder.set("id", call_id)
        mark.set("data-href", f"#{call_id}")
    for block in note:
        clone = copy.deepcopy(block)
        clone.tail = None
        for element in list(clone.iter(*_BLOCKS)):
            element.set("class", f"block-{element.tag!s}")
            element.tag = "span"
        footnote.append(clone)
    return holder


def link(root: Element) -> None:
    """Make every ``span`` with ``data-href`` the link it stands for, in a page that has been parsed."""
    for span in root.iter("span"):
        if target := span.attrib.pop("data-href", None):
            span.tag = "a"
            span.set("href", target)


def _replace(old: etree._Element, new: etree._Element) -> None:
    new.tail = old.tail
    parent = old.getparent()
    if parent is not None:
        parent.replace(old, new)
