"""Text of a web page → an lxml tree, within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from exporter.article import Notice
from exporter.errors import SourceError
from exporter.readers import rubies

_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_CONTROL = r"[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]"
_CONTROLS = re.compile(
    _CONTROL + r"|&#0*(?:[0-8]|11|1[4-9]|2\d|3[01]|127);|&#[xX]0*(?:[0-8bBeEfF]|1[\da-fA-F]|7[fF]);"
)
_OF_HEADS = frozenset("title meta link base script style noscript template basefont bgsound".split())


@dataclass(frozen=True, slots=True)
class Parsed:
    """A page, and what was lost on the way."""

    root: etree._Element
    """The ``html`` element."""
    notices: tuple[Notice, ...]


def parse(text: str, *, name: str) -> Parsed:
    """Parse ``text``, a page or a fragment of one.

    :class:`SourceError` when there is nothing in it or when its elements are nested deeper than libxml2
    follows (2048); the parser would otherwise end the tree there and lose the rest without a word.
    """
    # Characters that XML cannot hold, written out or as references: the parser would make U+FFFD of them.
    text, dropped = _CONTROLS.subn("", text)
    # huge_tree lifts libxml2's limit on depth from 256, which the font tags of old pages exceed, to 2048.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    data = _DECLARATION.sub("", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(data, parser) if data.strip() else None
    except etree.ParserError:
        root = None
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise SourceError(
            f"{name}: its elements are nested deeper than an article ever is (over 2000); save the page again"
            " from a browser, or copy the text into a file of its own"
        )
    if root is None:
        raise SourceError(f"{name}: there is no text in it; check that it is the page you meant to save")
    _end_head(root)
    rubies.settle(root)
    return Parsed(root, control_notice(dropped, name))


def _end_head(root: etree._Element) -> None:
    """What is no part of a page's head ends it, and begins the body, where the page leaves its tags out.

    https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inhead; libxml2 does so for the elements of
    HTML 4 alone, and would leave an ``article`` in the head.
    """
    head = root.find("head")
    children = [] if head is None else list(head)
    first = next((place for place, each in enumerate(children) if each.tag not in _OF_HEADS), None)
    if first is None:
        return
    body = root.find("body")
    if body is None:
        body = etree.SubElement(root, "body")
    last = children[-1]
    last.tail, body.text = (last.tail or "") + (body.text or "") or None, None
    body[:0] = children[first:]


def pass_lines_on(root: etree._Element, line: str) -> None:
    """Give every element the line of the block it is in: its own would be that of the HTML in between."""
    for element in root.iter(etree.Element):
        first = element[0] if element.tag == "pre" and len(element) else element  # a fence says it on its code
        line = first.get("data-line") or line
        element.set("data-line", line)


def control_notice(dropped: int, name: str) -> tuple[Notice, ...]:
    """The notice that says how many control characters were dropped; none for none."""
    if not dropped:
        return ()
    what = "1 control character" if dropped == 1 else f"{dropped:,} control characters"
    return (Notice("control-characters", f"{what} that no document can hold were dropped", name),)
