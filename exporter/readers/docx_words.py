"""What is inside a paragraph of a Word document: runs, links, ruby, pictures, calls of notes."""

from __future__ import annotations

import copy
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from lxml import etree

from exporter.readers import office_math, trees
from exporter.readers.nodes import append_text

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_V = "{urn:schemas-microsoft-com:vml}"

_DOTS = {"dot": "dots", "comma": "dots", "circle": "dots dots-open-circle", "underDot": "dots under"}
"""17.18.24 ST_Em."""
_LINES = {"double": "line-double", "dotted": "line-dotted", "dash": "line-dashed", "wave": "line-wavy"}
_INTO = frozenset(
    f"{W}{name}" for name in "ins smartTag sdt sdtContent customXml fldSimple moveTo dir bdo rubyBase".split()
)
_OF_STYLES = frozenset(f"{W}{name}" for name in "b i strike em eastAsianLayout".split())
"""What is kept of a character style; its lines and raised numbers are those of links and calls of notes."""
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+(?:\\l\s+"([^"]+)"|"([^"]+)")')
MAX_DEPTH = 40


def value(parent: etree._Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child of that name; ``None``: there is none."""
    child = parent.find(f"{W}{name}") if parent is not None else None
    return None if child is None else child.get(f"{W}val")


def chain(style: Any) -> Iterator[Any]:
    """Yield a style and those that it is based on."""
    for _ in range(20):
        if style is None:
            return
        yield style
        style = style.base_style


class Words:
    """Reads paragraphs of one document."""

    def __init__(self, part: Any, styles: Mapping[str, Any]) -> None:
        """``part``: the document's main part, whose relations name pictures, links and notes."""
        self._styles = styles
        self._said: dict[str, dict[str, etree._Element]] = {}
        self.left_out: Counter[str] = Counter()
        self.boxes: list[etree._Element] = []
        """The boxes of text that paragraphs had in them, until they are taken."""
        self._part = part
        self._field: list[str] = []
        self._notes: dict[str, etree._Element] = {}
        self._called: dict[str, None] = {}
        for kind in ("footnotes", "endnotes"):
            self._notes |= _notes(part, kind)

    def paragraph(self, paragraph: etree._Element, target: etree._Element) -> None:
        """Write the content of ``paragraph`` into ``target``."""
        self._children(paragraph, target, 0)

    def called_notes(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield the notes in the order of their calls, with the names that the calls lead to."""
        done: set[str] = set()
        while len(done) < len(self._called):  # a note may call another
            for name in [each for each in self._called if each not in done]:
                done.add(name)
                yield name, self._notes[name]

    def picture(self, name: str) -> bytes | None:
        """Return the picture of that relation."""
        part = self._part.related_parts.get(name.removeprefix("word:"))
        blob = getattr(part, "blob", None)
        return blob if isinstance(blob, bytes) else None

    def _children(self, parent: etree._Element, target: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            return
        for child in parent:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, target, depth)
            elif tag == f"{W}hyperlink":
                self._children(child, etree.SubElement(target, "a", {"href": self._href(child)}), depth + 1)
            elif tag == f"{W}bookmarkStart":
                name = child.get(f"{W}name") or ""
                if name and not name.startswith("_GoBack"):
                    etree.SubElement(target, "a", {"id": name})
            elif tag in (f"{office_math.M}oMath", f"{office_math.M}oMathPara"):
                target.append(office_math.formula(child))
            elif tag in _INTO:
                self._children(child, target, depth + 1)

    def _href(self, link: etree._Element) -> str:
        anchor = link.get(f"{W}anchor")
        if anchor:
            return f"#{anchor}"
        relation = self._part.rels.get(link.get(f"{_R}id") or "")
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def _run(self, run: etree._Element, target: etree._Element, depth: int) -> None:
        properties = self._properties(run)
        if _is_on(properties, "vanish"):
            self.left_out["hidden text"] += run.find(f"{W}t") is not None
            return
        if self._address and run.find(f"{W}t") is not None:
            target = etree.SubElement(target, "a", {"href": self._address})
        place = _styled(properties, target)
        for child in run:
            tag = trees.local(child)
            if tag in ("t", "noBreakHyphen", "softHyphen", "tab", "sym"):
                append_text(place, _text(tag, child))
            elif tag in ("br", "cr"):
                kind = child.get(f"{W}type")
                etree.SubElement(place, "hr", {"class": "page-break"}) if kind == "page" else etree.SubElement(
                    place, "br"
                )
            elif tag == "ruby":
                self._ruby(child, place, depth)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._call(f"{tag.removesuffix('Reference')}s-{child.get(f'{W}id')}", place)
            elif tag in ("drawing", "pict", "object"):
                self._picture(child, place)
            elif tag == "AlternateContent":
                for drawing in [each for each in _outside_boxes(child) if each.tag == f"{W}drawing"]:
                    self._picture(drawing, place)
            elif tag in ("fldChar", "instrText"):
                self._in_field(child)
            elif tag == "commentReference":
                self.left_out["comment"] += 1

    def _properties(self, run: etree._Element) -> etree._Element | None:
        """What a run says of itself, and then what its character style says (17.7.2)."""
        own = run.find(f"{W}rPr")
        name = value(own, "rStyle") or ""
        if own is None or name not in self._styles:
            return own
        if name not in self._said:
            properties = (each.element.find(f"{W}rPr") for each in chain(self._styles[name]))
            said = [
                child for each in properties if each is not None for child in each if child.tag in _OF_STYLES
            ]
            self._said[name] = {child.tag: child for child in reversed(said)}
        merged = etree.Element(f"{W}rPr")
        found = self._said[name] | {child.tag: child for child in own}
        merged.extend(copy.deepcopy(each) for each in found.values())
        return merged

    @property
    def _address(self) -> str:
        """Where the field leads that the words are in (17.16.5.25 HYPERLINK)."""
        found = _HYPERLINK.match("".join(self._field)) if self._field[-1:] == [""] else None
        return "" if found is None else (found[2] or "") + (f"#{found[1]}" if found[1] else "")

    def _in_field(self, element: etree._Element) -> None:
        """Keep what a field says, up to its end; an empty string stands where its words begin."""
        kind = element.get(f"{W}fldCharType")
        if kind is None and self._field[-1:] != [""]:
            self._field.append(element.text or " ")
        elif kind == "separate" and self._field:
            self._field.append("")
        elif kind in ("begin", "end"):
            self._field.clear()

    def _ruby(self, ruby: etree._Element, target: etree._Element, depth: int) -> None:
        """17.3.3.25 ruby."""
        made = etree.SubElement(target, "ruby")
        base, reading = ruby.find(f"{W}rubyBase"), ruby.find(f"{W}rt")
        if base is not None:
            self._children(base, made, depth + 1)
        text = "" if reading is None else "".join(each.text or "" for each in reading.iter(f"{W}t"))
        etree.SubElement(made, "rt").text = text

    def _call(self, name: str, target: etree._Element) -> None:
        if name not in self._notes:
            return
        self._called.setdefault(name)
        number = list(self._called).index(name) + 1
        link = etree.SubElement(etree.SubElement(target, "sup"), "a", {"href": f"#{name}"})
        link.text = str(number)

    def _picture(self, drawing: etree._Element, target: etree._Element) -> None:
        parts = list(_outside_boxes(drawing))
        described = next((each for each in parts if trees.local(each) == "docPr"), None)
        alt = "" if described is None else described.get("descr") or ""
        names = [each.get(f"{_R}embed") for each in parts if each.tag == f"{_A}blip"]
        names += [each.get(f"{_R}id") for each in parts if each.tag == f"{_V}imagedata"]
        boxes = [each for each in parts if each.tag == f"{W}txbxContent"]
        self.boxes += boxes
        if not any(names) and not boxes:
            self.left_out["drawing"] += 1
        for name in filter(None, names):
            etree.SubElement(target, "img", {"src": f"word:{name}", "alt": alt})


def _outside_boxes(drawing: etree._Element) -> Iterator[etree._Element]:
    """The elements of a drawing; what stands in its boxes of text is read with them."""
    walker = etree.iterwalk(drawing, events=("start",))
    for _, element in walker:
        yield element
        if element.tag == f"{W}txbxContent":
            walker.skip_subtree()


def _notes(part: Any, kind: str) -> dict[str, etree._Element]:
    from docx.oxml import parse_xml

    found: dict[str, etree._Element] = {}
    for relation in part.rels.values():
        if relation.reltype.endswith(f"/{kind}") and not relation.is_external:
            for note in parse_xml(relation.target_part.blob):
                if note.get(f"{W}type") in (None, "normal"):
                    found[f"{kind}-{note.get(f'{W}id')}"] = note
    return found


def _styled(properties: etree._Element | None, target: etree._Element) -> etree._Element:
    """The innermost of the elements that the properties of a run ask for."""
    if properties is None:
        return target
    for name, tag in (("b", "strong"), ("i", "i"), ("strike", "s")):
        if _is_on(properties, name):
            target = etree.SubElement(target, tag)
    line = value(properties, "u")
    if line and line != "none":
        kind = _LINES.get(line)
        target = etree.SubElement(target, "u", {"class": kind} if kind else {})
    if dots := _DOTS.get(value(properties, "em") or ""):
        target = etree.SubElement(target, "em", {"class": dots})
    raised = {"superscript": "sup", "subscript": "sub"}.get(value(properties, "vertAlign") or "")
    if raised:
        target = etree.SubElement(target, raised)
    layout = properties.find(f"{W}eastAsianLayout")
    for name, kind in (("vert", "tcy"), ("combine", "warichu")):  # 17.3.2.10
        if layout is not None and layout.get(f"{W}{name}") in ("1", "true", "on"):
            target = etree.SubElement(target, "span", {"class": kind})
    return target


def _is_on(properties: etree._Element | None, name: str) -> bool:
    """17.17.4 on/off."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val") not in ("0", "false", "none", "off")


def _text(tag: str, element: etree._Element) -> str:
    if tag == "sym":
        code = element.get(f"{W}char") or ""
        try:
            return chr(int(code, 16) & 0xFFFF)
        except ValueError:
            return ""
    return {"t": element.text or "", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad", "tab": "\t"}[tag]
