"""A Word document (DOCX, ECMA-376) → article. ``docx_words`` reads what is inside a paragraph."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from exporter import languages
from exporter.article import Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import trees
from exporter.readers.archive import Archive
from exporter.readers.docx_numbering import Numbering
from exporter.readers.docx_words import W, Words, chain, value
from exporter.readers.source import Source

_HEADING = re.compile(r"(?:heading|标题|標題|見出し|제목)\s*([1-6])\Z", re.IGNORECASE)
_NAMED = {
    **dict.fromkeys(("title", "标题", "標題", "表題", "제목"), "title"),
    **dict.fromkeys(("subtitle", "副标题", "副標題", "副題", "부제"), "subtitle"),
    **dict.fromkeys(("caption", "题注", "題注", "標號", "図表番号", "캡션"), "caption"),
}
"""Word has its styles under their English names, other programs under those that people see."""
_ALIGNED = {"center": "center", "right": "right", "end": "right"}
_VERTICAL = frozenset("tbRl tbRlV tbLrV rl rlV lrV".split())
"""17.18.93 ST_TextDirection, by both of its sets of names."""
MAX_NESTING = 30


def read_docx(source: Source) -> Article:
    """Return the article in ``source``: headings, lists, tables, pictures, notes, ruby, emphasis marks.

    What is deleted by tracked changes stays out, and so do comments. :class:`~exporter.errors.SourceError` for
    what is no Word document.
    """
    Archive(source.data, source.name)  # its bounds
    import docx

    try:
        document: Any = docx.Document(io.BytesIO(source.data))
        reader = _Reader(document, source)
        reader.blocks(document.element.body, reader.page, 0)
        reader.notes()
        facts = reader.metadata()
    except SourceError:
        raise
    except Exception as error:  # python-docx documents no exceptions for damaged files
        raise SourceError(
            f"{source.name} is no Word document, or a damaged one; save it again as .docx"
        ) from error
    return trees.article(reader.page, facts, source, reader.words.picture, tuple(reader.told()))


class _Reader:
    """One document; what is written stands in ``page``, as HTML."""

    def __init__(self, document: Any, source: Source) -> None:
        self.page = etree.Element("body")
        self._document = document
        self._source = source
        self._title: str | None = None
        self._subtitle: str | None = None
        self._styles = {style.style_id: style for style in document.styles}
        self.words = Words(document.part, self._styles)
        self._numbering = Numbering(document)
        self._counts: dict[str, dict[int, int]] = {}
        self._lists: list[tuple[str, int, etree._Element]] = []
        self._vertical = False

    def blocks(self, parent: etree._Element, target: etree._Element, depth: int) -> None:
        """Write the paragraphs and tables in ``parent``."""
        if depth > MAX_NESTING:
            raise SourceError(
                f"{self._source.name}: its tables are nested deeper than {MAX_NESTING}; flatten it"
            )
        self._lists = []
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element, target, depth)
            elif element.tag == f"{W}tbl":
                self._lists = []
                self._table(element, etree.SubElement(target, "table"), depth)
            elif element.tag in (f"{W}sdt", f"{W}ins", f"{W}customXml", f"{W}sdtContent"):
                self.blocks(element, target, depth + 1)
            elif element.tag == f"{W}sectPr":
                self._section(element)
        self._lists = []

    # --- paragraphs ---

    def _paragraph(self, paragraph: etree._Element, target: etree._Element, depth: int) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = self._style(properties)
        if properties is not None and (section := properties.find(f"{W}sectPr")) is not None:
            self._section(section)
        name = (style.name or "").lower() if style is not None else ""
        name = _NAMED.get(name, name)
        if name in ("title", "subtitle") and self._take(name, paragraph):
            return
        level = self._level(properties, style)
        listed = self._list_of(properties, style)
        if level is None and listed is not None:
            block = self._item(*listed, target)
        else:
            self._lists = []
            block = self._block(name, level, properties, target)
            if listed is not None:
                block.text = self._number(paragraph, *listed)
        self.words.paragraph(paragraph, block)
        if name == "caption":
            _set_caption(block)
        self._set_boxes(target, depth)

    def _number(self, heading: etree._Element, number: str, level: int, numbered: bool) -> str | None:
        """What Word writes before a heading, which is text to whoever reads it there."""
        label = self._numbering.label(number, level) if numbered else None
        if not numbered or next(heading.iter(f"{W}t"), None) is None:
            return None
        self.words.left_out["heading's number, in a format that is not known"] += label is None
        return label

    def _set_boxes(self, target: etree._Element, depth: int) -> None:
        """Set the boxes of text after the paragraph that has them."""
        boxes, self.words.boxes = self.words.boxes, []
        for box in boxes:
            self.blocks(box, etree.SubElement(target, "div", {"class": "boxed"}), depth + 1)

    def _take(self, name: str, paragraph: etree._Element) -> bool:
        """Take the title, or the subtitle, once."""
        text = trees.line("".join(each.text or "" for each in paragraph.iter(f"{W}t")))
        if not text or getattr(self, f"_{name}") is not None:
            return False
        setattr(self, f"_{name}", text)
        return True

    def _block(
        self, name: str, level: int | None, properties: etree._Element | None, target: etree._Element
    ) -> etree._Element:
        if level is not None:
            return etree.SubElement(target, f"h{min(level + 1, 6)}")
        if "quote" in name:
            target = etree.SubElement(target, "blockquote")
        kind = _ALIGNED.get(value(properties, "jc") or "")
        if name == "caption":
            kind = "caption"
        return etree.SubElement(target, "p", {"class": kind} if kind else {})

    def _style(self, properties: etree._Element | None) -> Any:
        return self._styles.get(value(properties, "pStyle") or "")

    def _level(self, properties: etree._Element | None, style: Any) -> int | None:
        """Which heading a paragraph is, by its outline level or its style's (17.3.1.20)."""
        stated = value(properties, "outlineLvl")
        for each in chain(style):
            found = _HEADING.match(each.name or "")
            if found:
                return int(found[1])
            stated = stated or value(each.element.find(f"{W}pPr"), "outlineLvl")
        return int(stated) + 1 if stated and stated.isdecimal() and int(stated) < 6 else None

    # --- lists ---

    def _list_of(self, properties: etree._Element | None, style: Any) -> tuple[str, int, bool] | None:
        """The list that a paragraph is in, its level there, and whether the level is numbered."""
        own = ((properties, None), *((one.element.find(f"{W}pPr"), one.style_id) for one in chain(style)))
        level = None
        for each, of in own:
            numbering = each.find(f"{W}numPr") if each is not None else None
            number, level = value(numbering, "numId"), level or value(numbering, "ilvl")
            if number is None:
                continue
            if number == "0":
                return None
            depth = int(level) if level is not None and level.isdecimal() and len(level) == 1 else 0
            stated = self._numbering.level_of(number, of) if of is not None else None
            depth = depth if stated is None else stated
            return number, depth, self._numbering.is_numbered(number, depth)
        return None

    def _item(self, number: str, level: int, numbered: bool, target: etree._Element) -> etree._Element:
        while self._lists and (
            self._lists[-1][1] > level or (self._lists[-1][1] == level and self._lists[-1][0] != number)
        ):
            self._lists.pop()
        if not self._lists or self._lists[-1][1] < level:
            parent = self._lists[-1][2][-1] if self._lists else target
            self._lists.append((number, level, etree.SubElement(parent, "ol" if numbered else "ul")))
            start = self._next(number, level)
            if numbered and start != 1:
                self._lists[-1][2].set("start", str(start))
        counts = self._counts.setdefault(number, {})
        counts[level] = self._next(number, level)
        for below in [each for each in counts if each > level]:
            del counts[below]  # the lists below an item begin anew (17.9.10)
        return etree.SubElement(self._lists[-1][2], "li")

    def _next(self, number: str, level: int) -> int:
        """The number of the next item: a list goes on where text interrupted it."""
        before = self._counts.get(number, {}).get(level)
        return self._numbering.start(number, level) if before is None else before + 1

    # --- tables ---

    def _table(self, table: etree._Element, target: etree._Element, depth: int) -> None:
        spans: dict[int, etree._Element] = {}
        for row in table.iterchildren(f"{W}tr"):
            made = etree.SubElement(target, "tr")
            tag = "td" if row.find(f"{W}trPr/{W}tblHeader") is None else "th"
            column = 0
            for cell in row.iterchildren(f"{W}tc"):
                wide = value(cell.find(f"{W}tcPr"), "gridSpan") or "1"
                width = int(wide) if wide.isdecimal() else 1
                found = _above(cell, column, spans)
                if found is None:
                    found = _begun(cell, etree.SubElement(made, tag), column, spans)
                    if width > 1:
                        found.set("colspan", str(width))
                    self.blocks(cell, found, depth + 1)
                column += width

    # --- the rest ---

    def _section(self, section: etree._Element) -> None:
        self._vertical |= value(section, "textDirection") in _VERTICAL

    def notes(self) -> None:
        """Write the notes that the text calls, as a list at its end."""
        listed = etree.Element("ol")
        for name, note in self.words.called_notes():
            item = etree.SubElement(listed, "li", {"id": name})
            self.blocks(note, item, 1)
        if len(listed):
            self.page.append(listed)

    def metadata(self) -> Metadata:
        """Return the facts: the title on the page, then what the document's properties say."""
        facts = self._document.core_properties
        text = "".join(map(str, self.page.itertext()))
        heading = next(self.page.iter("h2"), None)
        heads = sum(1 for _ in self.page.iter("h2"))
        title = self._title or facts.title or (trees.text_of(heading) if heads == 1 else "")
        if heading is not None and not (self._title or facts.title) and title:
            heading.tag = "h1"
        return Metadata(
            title=trees.line(title) or self._source.stem,
            subtitle=self._subtitle,
            authors=tuple(filter(None, map(trees.line, re.split("[;；]", facts.author or "")))),
            language=languages.recognise(f"{title}\n{text}"),
            description=trees.line(facts.subject)[:500] or None,
        )

    def told(self) -> Iterator[Notice]:
        """Yield what there is to say."""
        if self._vertical:
            told = "the document is set in vertical lines; only “exporter epub --vertical” sets them so"
            yield Notice("vertical", told, self._source.name)
        for what, count in sorted((+self.words.left_out).items()):  # those that were
            yield Notice(
                "left-out", f"what cannot be set on a page was left out: {count} × {what}", self._source.name
            )


def _merged(cell: etree._Element) -> str | None:
    """How a cell is merged with the one above it: ``restart``, ``continue``, or not (17.4.84)."""
    merge = cell.find(f"{W}tcPr/{W}vMerge")
    return None if merge is None else merge.get(f"{W}val") or "continue"


def _above(cell: etree._Element, column: int, spans: dict[int, etree._Element]) -> etree._Element | None:
    """The cell above that this one goes on with; ``None``: it begins."""
    above = spans.get(column)
    if above is None or _merged(cell) != "continue":
        return None
    above.set("rowspan", str(int(above.get("rowspan") or 1) + 1))
    return above


def _begun(
    cell: etree._Element, made: etree._Element, column: int, spans: dict[int, etree._Element]
) -> etree._Element:
    """Remember a cell that those below it may go on with."""
    spans.pop(column, None)
    if _merged(cell) is not None:
        spans[column] = made
    return made


def _set_caption(caption: etree._Element) -> None:
    """Make a figure of a picture and the caption under it."""
    before = caption.getprevious()
    if before is None or before.tag != "p" or len(before) != 1 or before[0].tag != "img" or before.text:
        return
    before.tag = "figure"
    caption.tag = "figcaption"
    caption.attrib.clear()
    before.append(caption)
