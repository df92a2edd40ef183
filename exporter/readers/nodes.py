"""Elements taken out and text put in, where lxml keeps text in two places."""

from __future__ import annotations

from lxml import etree


def drop(element: etree._Element) -> None:
    """Take ``element`` out and leave the text behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def append_text(element: etree._Element, text: str) -> None:
    """Put ``text`` behind all that ``element`` has in it."""
    last = next(element.iterchildren(reversed=True), None)
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text
