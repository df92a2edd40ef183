"""The headings of a page: which one is the title, and what each says."""

from __future__ import annotations

from lxml import etree

from exporter.readers import runs

MAX_TITLE = 300
"""A longer ``h1`` is text that somebody wanted large."""


def take_title(body: etree._Element) -> str | None:
    """Take the leading, or the only, ``h1`` out of ``body`` and return its text."""
    firsts = [heading for heading in body.iter("h1") if plain_text(heading)]
    if not firsts or firsts[0].getparent() is not body:
        return None
    heading = firsts[0]
    title = plain_text(heading)
    leads = heading.getprevious() is None
    if not (leads or len(firsts) == 1) or len(title) > MAX_TITLE or _has_picture(heading):
        return None
    body.remove(heading)
    return title


def _has_picture(heading: etree._Element) -> bool:
    return next(heading.iter("img", "svg"), None) is not None


def plain_text(element: etree._Element) -> str:
    """Return the text of a heading or a label in one line, without note calls and the readings of ruby."""
    pieces: list[str] = []
    silent: etree._Element | None = None
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if event == "start" and silent is None:
            if node.tag in ("rt", "rp", "rtc") or _is_call(node):
                silent = node
            else:
                pieces.append("\n" if node.tag == "br" else node.text or "")
        elif event == "end":
            if silent is node:
                silent = None
            if silent is None and node is not element:
                pieces.append(node.tail or "")
    return runs.plain("".join(pieces))


def _is_call(node: etree._Element) -> bool:
    if node.tag == "a" and node.get("class") == "noteref":
        return True
    return node.tag == "sup" and any((link.get("href") or "").startswith("#") for link in node.iter("a"))
