"""Attribute values and tables as XHTML in an EPUB must have them.

The vocabulary says which attributes a body may have; a saved page fills them with anything (``colspan="x"``,
``lang="en_US"``, an address with a space in it), browsers shrug, and one such value makes a whole book invalid.
What is dropped here is never seen by a reader of the page; the text is left alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from lxml import etree

from exporter.epub.page import EPUB_TYPE, MATHML_NS, SVG_NS, XLINK_NS, XML_LANG
from exporter.vocabulary import BLOCKS, DRAWING

_LANGUAGE = re.compile(r"(?:[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)?")  # RFC 3066, or empty: unknown
_YEAR, _CLOCK, _ZONE = r"\d{4,}", r"\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?", r"(?:Z|[+-]\d\d:?\d\d)?"
# HTML, 4.5.14 The time element; durations and weeks are not worth their grammar
_TIME = re.compile(
    rf"{_YEAR}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01])(?:[T ]{_CLOCK}{_ZONE})?)?)?|{_CLOCK}",
    re.ASCII,
)
_NATURAL, _POSITIVE, _INTEGER = (
    re.compile(pattern, re.ASCII) for pattern in (r"\d{1,6}", r"[1-9]\d{0,3}", r"-?\d{1,9}")
)
_DIRECTION, _SCOPE, _LIST = (re.compile(p) for p in ("ltr|rtl|auto", "(?:row|col)(?:group)?", "[1aAiI]"))

_VALUES: dict[str, re.Pattern[str]] = {
    "lang": _LANGUAGE,
    "dir": _DIRECTION,
    "width": _NATURAL,
    "height": _NATURAL,
    "start": _INTEGER,
    "value": _INTEGER,
    "type": _LIST,
    "colspan": _POSITIVE,
    "rowspan": _NATURAL,
    "span": _POSITIVE,
    "scope": _SCOPE,
    "datetime": _TIME,
}
_UNWANTED = frozenset({"cite", "abbr"})
"""``cite`` is counted as a resource fetched from the network, ``th/@abbr`` is not in the schema of EPUB."""


def tidy(body: etree._Element) -> None:
    """Change ``body``, in place, so that its attributes and its tables are valid in an EPUB."""
    for element in list(body.iter(etree.Element)):
        _attributes(element)
        repair = _REPAIRS.get(str(element.tag))
        if repair:
            repair(element)


def ids(body: etree._Element) -> dict[str, None]:
    """Return the ids that are taken in ``body``, in the order of the text."""
    return {name: None for element in body.iter(etree.Element) if (name := element.get("id"))}


def free_id(stem: str, taken: dict[str, None]) -> str:
    """Return ``stem``, or ``stem-2`` and so on, whichever is free, and take it."""
    names = itertools.chain([stem], (f"{stem}-{n}" for n in itertools.count(2)))
    name = next(name for name in names if name not in taken)
    taken[name] = None
    return name


def _attributes(element: etree._Element) -> None:
    for name, value in element.attrib.items():
        grammar = None if element.tag in DRAWING else _VALUES.get(str(name))
        if name in _UNWANTED or (grammar and not grammar.fullmatch(str(value))):
            del element.attrib[name]
    language = element.get("lang")
    if language is not None:  # EPUB 3.3, 6.1: reading systems look for either
        element.set(XML_LANG, language)
    if element.get("reversed") is not None:
        element.set("reversed", "reversed")


def _link(link: etree._Element) -> None:
    href = link.get("href")
    address = None if href is None else valid_address(href)
    # HTML, 4.5.1: no link inside a link. The inner one, often a note's call, is what a finger aims at.
    if address is None or next(link.iterdescendants("a"), None) is not None:
        link.attrib.pop("href", None)
        link.tag = "span"
    else:
        link.set("href", address)


def valid_address(href: str) -> str | None:
    """Return ``href`` percent-encoded where it must be; ``None`` for an address that leads nowhere."""
    if href.startswith("#"):
        return href
    try:
        parts = urlsplit(re.sub(r"[\t\r\n]", "", href.strip()))
        host = parts.hostname
        _ = parts.port  # raises for a port that is no number
    except ValueError:
        return None
    if parts.scheme == "mailto":
        return (
            parts._replace(path=_quoted(parts.path), query=_quoted(parts.query)).geturl()
            if parts.path
            else None
        )
    if not host or not re.fullmatch(r"[^\s\x00-\x20\"#%/:<>?@\\^`{|}\[\]]+", host):
        return None
    return parts._replace(
        path=_quoted(parts.path), query=_quoted(parts.query), fragment=_quoted(parts.fragment)
    ).geturl()


def _quoted(part: str) -> str:
    lone_percent = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", part)
    return quote(lone_percent, safe="!$&'()*+,;=:@/?%-._~")


def _ruby(ruby: etree._Element) -> None:
    if next(ruby.iter("rt"), None) is None:  # HTML, 4.5.10: a base has a reading
        ruby.tag = "span"


def _paragraph(paragraph: etree._Element) -> None:
    if any(child.tag in BLOCKS for child in paragraph.iterdescendants(etree.Element)):
        paragraph.tag = "div"  # HTML, 4.4.1: a paragraph holds no blocks
    if paragraph.get("class") == "subtitle":
        paragraph.set(EPUB_TYPE, "subtitle")
        paragraph.set("role", "doc-subtitle")


def _table(table: etree._Element) -> None:
    for row in table.iter("td", "th"):
        _headers(row, table)
    for head in [head for head in table.iter("th") if not head.get("id") and _is_empty(head)]:
        head.tag = "td"  # a corner that heads nothing; read aloud, an empty head is a riddle
        head.attrib.pop("scope", None)
    for head in table.iterfind("thead/tr/th"):  # HTML, 4.9.11: so that each cell is read with its head
        head.set("scope", head.get("scope", "col"))
    for column in table.findall("col"):  # HTML, 4.9.1: only inside a colgroup
        group = column.getprevious()
        if group is None or group.tag != "colgroup" or group.get("span") is not None:
            group = etree.Element("colgroup")
            column.addprevious(group)
        group.append(column)
    for foot in table.findall("tfoot"):  # HTML 4 wrote it first; it is shown last
        table.append(foot)


def _is_empty(element: etree._Element) -> bool:
    return (
        not "".join(map(str, element.itertext())).strip()
        and next(element.iter("img", "math", "svg"), None) is None
    )


def _headers(cell: etree._Element, table: etree._Element) -> None:
    wanted = (cell.get("headers") or "").split()
    if wanted and not set(wanted) <= {head.get("id") for head in table.iter("th")}:
        del cell.attrib["headers"]


def _descriptions(listing: etree._Element) -> None:
    """Give every term a description and every description a term, if need be an empty one (HTML, 4.4.9)."""
    before = None
    for child in listing.findall("*"):
        if child.tag == "dd" and before not in ("dt", "dd"):
            child.addprevious(etree.Element("dt"))
        before = child.tag
    if before == "dt":
        listing.append(etree.Element("dd"))


def _division(element: etree._Element) -> None:
    if "epigraph" in element.get("class", "").split():
        element.set(EPUB_TYPE, "epigraph")
        element.set("role", "doc-epigraph")


def _formula(math: etree._Element) -> None:
    math.set("xmlns", MATHML_NS)


def is_drawn(element: etree._Element) -> bool:
    """Whether ``element`` is a part of a drawing: an ``svg`` may have another in it."""
    parent = element.getparent()
    return parent is not None and parent.tag in DRAWING


def _drawing(drawing: etree._Element) -> None:
    if is_drawn(drawing):
        return
    drawing.set("xmlns", SVG_NS)
    for element in drawing.iter():
        if (called := element.attrib.pop("href", None)) is not None:
            element.set(
                f"{{{XLINK_NS}}}href", called
            )  # the only name that SVG 1.1, and so an older device, knows


_REPAIRS: dict[str, Callable[[etree._Element], None]] = {
    "a": _link,
    "div": _division,
    "p": _paragraph,
    "ruby": _ruby,
    "table": _table,
    "dl": _descriptions,
    "math": _formula,
    "svg": _drawing,
}
