"""What must be known of a page before it is cleaned: one pass, no recursion."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urldefrag

from lxml import etree

from exporter.readers import kinds, runs

_BREAKABLE = kinds.SEPARATORS | {"p", "td", "th", "li", "dd", "blockquote"}


@dataclass(slots=True)
class Survey:
    """The page as a whole."""

    layout: set[etree._Element] = field(default_factory=set)
    """Tables, and parts of them, that only arrange the page: one box a row, or tables inside."""
    broken: set[etree._Element] = field(default_factory=set)
    """Blocks that write their paragraphs as indented lines with ``br`` between them."""
    ids: set[str] = field(default_factory=set)
    """Every ``id`` and ``a/@name``."""
    led_to: set[str] = field(default_factory=set)
    """Every fragment of a link."""
    own: set[str] = field(default_factory=set)
    """What the page calls itself in links from one part of it to another and back."""


@dataclass(slots=True)
class _Table:
    element: etree._Element
    parts: list[etree._Element] = field(default_factory=list)
    cells: int = 0
    widest: int = 0
    nested: bool = False
    headed: bool = False
    rows: int = 0
    boxed: bool = False
    """Whether there is more than words in its cells."""


_BOXES = kinds.SEPARATORS | kinds.LISTS | kinds.HEADINGS | {"p", "img", "blockquote", "pre", "br"}


def survey(root: etree._Element) -> Survey:
    """Look through ``root``; nothing is changed."""
    found = Survey()
    tables: list[_Table] = []
    blocks: list[etree._Element] = []
    links: dict[tuple[str, str], str] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            continue
        if event == "end":
            if blocks and blocks[-1] is element:
                blocks.pop()
            if tables and tables[-1].element is element:
                _close_table(tables.pop(), found.layout, inside=bool(tables))
            continue
        _note_ids(element, found, links)
        if tag in _BREAKABLE:
            blocks.append(element)
        if tag == "br" and blocks and runs.indented(element.tail or ""):
            found.broken.add(blocks[-1])
        if tag == "table":
            if tables:
                tables[-1].nested = True
            tables.append(_Table(element, nested=element.get("role") == "presentation"))
        elif tables and tag in kinds.TABLE_PARTS:
            _note_part(tables[-1], element)
        elif tables and tag in _BOXES:
            tables[-1].boxed = True
    found.own = {page for (here, there), page in links.items() if links.get((there, here)) == page}
    return found


def _note_ids(element: etree._Element, found: Survey, links: dict[tuple[str, str], str]) -> None:
    """Gather ids, and of links that have an id the pair (own id, id they lead to) and the page they name."""
    if not element.attrib:
        return
    names = [name for name in (element.get("id"), element.get("name") if element.tag == "a" else None) if name]
    found.ids.update(names)
    href = element.get("href") if element.tag == "a" else None
    if href:
        page, fragment = urldefrag_or_nothing(href)
        found.led_to.add(fragment)
        if page and fragment:
            links.update({(name, fragment): page for name in names})


def urldefrag_or_nothing(href: str) -> tuple[str, str]:
    """Split ``href`` into the page and the decoded fragment; two empty strings when it is malformed."""
    href = href.strip()
    if href.startswith("#") and href.isprintable():
        return "", unquote(href[1:])
    try:
        page, fragment = urldefrag(href)
    except ValueError:
        return "", ""
    return page, unquote(fragment)


def _note_part(table: _Table, element: etree._Element) -> None:
    table.parts.append(element)
    if element.tag == "tr":
        table.cells = 0
        table.rows += 1
    elif element.tag in kinds.CELLS:
        table.cells += 1
        table.widest = max(table.widest, table.cells)
        table.headed |= element.tag == "th"
    elif element.tag == "caption":
        table.headed = True


def _close_table(table: _Table, layout: set[etree._Element], *, inside: bool) -> None:
    column = table.rows > 1 and not table.boxed and not inside  # of words alone
    if table.nested or (table.widest <= 1 and not table.headed and not column):
        layout.add(table.element)
        layout.update(table.parts)
