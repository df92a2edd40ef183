"""What the content models of HTML ask for beyond the vocabulary: tables, lists, figures.

The order of a table's parts, what a definition list begins and ends with, where a caption stands: browsers
are patient about these, EPUB readers and their validators are not.
"""

from __future__ import annotations

import itertools
import re

from lxml import etree

from exporter.readers.builder import IMPLICIT
from exporter.readers.kinds import CELLS, LISTS, ROW_GROUPS, RUBY_PARTS
from exporter.vocabulary import BLOCKS, INLINES

MAX_SPAN = 1000
"""https://html.spec.whatwg.org/multipage/tables.html#attr-tdth-colspan"""

BOXES = ("☑ ", "☐ ")
"""What a task list's check box becomes; the item needs no bullet besides."""

_RUBY_SIGNS = {"rt": "t", "rp": "p"}
_RUBY_ORDER = re.compile(r"(?:b+(?:t+|(?:pt+p)+))+\Z")
_FEW = 100
_SIMPLE = frozenset({"li", "dd", "td", "th", "figcaption"})


def repair(body: etree._Element) -> None:
    """Put right, in place, what :class:`~exporter.readers.builder.Builder` could not see while it built."""
    for element in list(body.iter("figure", *_SIMPLE)):
        _unwrap_paragraphs(element)
    for item in body.iter("li"):
        if "".join(itertools.islice(map(str, item.itertext()), 2)).startswith(BOXES):
            item.set("class", "task")
    for table in list(body.iter("table")):
        _order_table(table)
        _bound_spans(table)
    for entries in list(body.iter("dl")):
        _complete_definitions(entries)
    for ruby in list(body.iter("ruby")):
        _check_ruby(ruby)
    for drawing in body.iter("svg", "img"):
        if drawing.tag == "svg" or drawing.get(IMPLICIT):
            _make_figure(drawing)
    for figure in list(body.iter("figure")):
        _place_captions(figure)
    for element in body.xpath(f"descendant::*[@{IMPLICIT}]"):
        del element.attrib[IMPLICIT]


def _unwrap_paragraphs(element: etree._Element) -> None:
    """``<li><p>text</p></li>`` is ``<li>text</li>`` when the source wrote no paragraph there."""
    children = list(element)
    if element.tag == "figure":
        for child in children[:_FEW]:
            if child.tag == "p" and child.get("id") is None and _only_images(child):
                _unwrap(child)
        return
    first = children[0] if children else None
    if first is None or first.tag != "p" or not first.get(IMPLICIT) or first.get("id") is not None:
        return
    if any(child.tag not in LISTS for child in children[1:]):
        return
    for name in ("lang", "dir"):
        value = first.get(name)
        if value is not None:
            element.set(name, value)
    _unwrap(first)


def _make_figure(drawing: etree._Element) -> None:
    """A drawing between paragraphs is a figure."""
    around = drawing.getparent()
    assert around is not None
    if around.tag == "p" and around.get(IMPLICIT) and around.get("id") is None and _only_images(around):
        around.tag = "figure"


def _only_images(paragraph: etree._Element) -> bool:
    outside = "".join(paragraph.itertext()).strip()
    for element in paragraph.iter("img", "span", "svg"):
        if element.tag == "svg" or element.get("class") == "missing-image":
            outside = outside.replace("".join(element.itertext()), "", 1)
    return len(paragraph) > 0 and not outside.strip()


def _unwrap(element: etree._Element) -> None:
    """Replace ``element``, which has no tail, by what is in it."""
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    text = element.text or ""
    if before is not None:
        before.tail = (before.tail or "") + text or None
    else:
        parent.text = (parent.text or "") + text or None
    position = parent.index(element)
    parent[position : position + 1] = list(element)


def _order_table(table: etree._Element) -> None:
    """caption, colgroup, thead, tbody, tfoot.

    https://html.spec.whatwg.org/multipage/tables.html#the-table-element
    """
    parts = list(table)
    captions = [part for part in parts if part.tag == "caption"]
    for extra in reversed(captions[1:]):
        extra.tag = "p"
        table.addnext(extra)
    heads = [part for part in parts if part.tag == "thead"]
    feet = [part for part in parts if part.tag == "tfoot"]
    for extra in [*heads[1:], *feet[1:]]:
        extra.tag = "tbody"
    bodies: list[etree._Element] = []
    rows: etree._Element | None = None
    for part in parts:
        if part.tag == "tbody":
            bodies.append(part)
            rows = None
        elif part.tag == "tr":
            if rows is None:
                rows = etree.Element("tbody")
                bodies.append(rows)
            rows.append(part)
    columns = [part for part in parts if part.tag == "colgroup"]
    table[:] = [*captions[:1], *columns, *heads[:1], *bodies, *feet[:1]]


def _bound_spans(table: etree._Element) -> None:
    rows = [row for group in table if group.tag in ROW_GROUPS for row in group]
    widest = max((len(row) for row in rows), default=1)
    limits = {"colspan": min(MAX_SPAN, max(widest, 20)), "rowspan": min(MAX_SPAN, len(rows)), "span": widest}
    for element in [*(cell for row in rows for cell in row), *table.iter("col", "colgroup")]:
        for name, limit in limits.items():
            value = element.get(name)
            if value is None:
                continue
            number = min(int(value), limit) if value.isdecimal() and len(value) < 9 else 1
            if element.tag in CELLS and name == "rowspan" and value == "0":
                number = limit
            if number > 1:
                element.set(name, str(number))
            else:
                del element.attrib[name]


def _complete_definitions(entries: etree._Element) -> None:
    """A list of definitions is groups of terms and then definitions; one without terms is an indent."""
    for entry in list(entries):
        if entry.tag == "dt":
            break
        if len(entry) or entry.text:
            entry.tag = "blockquote"
            entries.addprevious(entry)
            _wrap_text(entry)
        else:
            entries.remove(entry)
    if not len(entries):
        parent = entries.getparent()
        assert parent is not None
        parent.remove(entries)
    elif entries[-1].tag == "dt":
        etree.SubElement(entries, "dd")


def _wrap_text(element: etree._Element) -> None:
    """Put the text and the inline elements at the beginning of ``element`` into a paragraph."""
    inline = list(itertools.takewhile(lambda child: child.tag in INLINES, element))
    if not inline and not (element.text or "").strip():
        return
    paragraph = etree.Element("p")
    paragraph.text, element.text = element.text, None
    paragraph.extend(inline)
    element.insert(0, paragraph)


def _place_captions(figure: etree._Element) -> None:
    """One caption, first or last."""
    captions = [child for child in figure if child.tag == "figcaption"]
    for extra in captions[1:]:
        extra.tag = "blockquote" if any(child.tag in BLOCKS for child in extra) else "p"
        if extra.tag == "blockquote":
            _wrap_text(extra)
    if captions and figure.index(captions[0]) not in (0, len(figure) - 1):
        figure.append(captions[0])


def _check_ruby(ruby: etree._Element) -> None:
    """Characters and then their reading, as often as you like; anything else is text.

    https://html.spec.whatwg.org/multipage/text-level-semantics.html#the-ruby-element
    """
    outer = next(ruby.iterancestors("ruby"), None)
    if outer is not None and (outer is not ruby.getparent() or outer[0] is not ruby or _text_beside(ruby)):
        ruby.tag = "span"  # only a whole base has readings on both sides
        for part in ruby.iter(*RUBY_PARTS):
            part.tag = "span"
        return
    order = "b" if (ruby.text or "").strip() else ""
    for child in ruby:
        order += _RUBY_SIGNS.get(str(child.tag), "b") + ("b" if (child.tail or "").strip() else "")
    if not _RUBY_ORDER.match(order):
        for element in [ruby, *ruby.iter(*RUBY_PARTS)]:
            element.tag = "span"


def _text_beside(ruby: etree._Element) -> bool:
    """Whether the ruby around this one has more in its base."""
    outer = ruby.getparent()
    assert outer is not None
    return bool((outer.text or "").strip() or (ruby.tail or "").strip())


def align_by_exception(body: etree._Element) -> None:
    """Where most paragraphs are centred, or set right, that is the look of the page and not of a line."""
    paragraphs = [element for element in body.iter("p") if element.getparent() is body]
    for word in ("center", "right"):
        aligned = [element for element in paragraphs if element.get("class") == word]
        if len(aligned) * 2 > len(paragraphs):
            for element in aligned:
                del element.attrib["class"]
