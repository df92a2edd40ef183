"""The last step of every content document: filled template → bytes that are known to be well-formed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from exporter import templating
from exporter.epub.stylesheets import Sheet
from exporter.errors import RenderError

XHTML_NS = "http://www.w3.org/1999/xhtml"
EPUB_NS = "http://www.idpf.org/2007/ops"
SVG_NS = "http://www.w3.org/2000/svg"
XLINK_NS = "http://www.w3.org/1999/xlink"
MATHML_NS = "http://www.w3.org/1998/Math/MathML"
EPUB_TYPE = f"{{{EPUB_NS}}}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# XML 1.0, 2.2: what is not a Char; a class that says what is takes Python 4 ms to compile
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What a line of metadata has no use for: controls, and the separators of lines and paragraphs
_CONTROLS = re.compile("[\u0000-\u001f\u007f-\u009f\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return ``text`` as one line that XML can hold: runs of controls and line ends become one space."""
    return " ".join(part for part in (p.strip(" ") for p in _CONTROLS.split(_NOT_XML.sub("", text))) if part)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all the pages of a book have in common."""

    language: str
    sheets: tuple[Sheet, ...]
    vertical: bool = False
    """Whether lines run from top to bottom."""

    def lying(self) -> Frame:
        """Return the same for a page of pictures, which has no lines."""
        sheets = tuple(sheet for sheet in self.sheets if not sheet.name.endswith("/vertical.css"))
        return Frame(self.language, sheets)

    def page(self, template: str, root: str = "../", **context: object) -> bytes:
        """Return a page, see :func:`page`; ``root`` leads from its folder to the package's."""
        labels = templating.labels(self.language)
        return page(template, frame=self, language=self.language, labels=labels, root=root, **context)


def page(template: str, **context: object) -> bytes:
    """Return the template filled, parsed strictly and written again: UTF-8, one declaration of each namespace.

    Nothing is indented: between the inline elements of Chinese or Japanese text a line end would show as a gap.
    """
    markup = templating.render(template, **context)
    try:
        root = etree.fromstring(markup.encode(), parser())
    except etree.XMLSyntaxError as error:
        raise RenderError(f"{template} gave a page that is not well-formed XML: {error}") from error
    etree.cleanup_namespaces(root, top_nsmap={None: XHTML_NS, "epub": EPUB_NS, "xlink": XLINK_NS})
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>") + b"\n"


def parser() -> etree.XMLParser:
    """Return an XML parser that reads no other file and expands no entity."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True)


def properties(page: bytes) -> tuple[str, ...]:
    """Return the manifest properties that a content document's markup calls for (EPUB 3.3, D.7.1)."""
    found = set()
    for element in etree.fromstring(page, parser()).iter(etree.Element):
        namespace = etree.QName(element).namespace
        if namespace == SVG_NS:
            found.add("svg")
        elif namespace == MATHML_NS:
            found.add("mathml")
    return tuple(sorted(found))
