"""The package: ebooklib's writer, held to finished bytes, a true package document and a repeatable archive.

ebooklib 0.20 re-parses chapters, stamps the archive with the local clock and writes no ``xml:lang`` on the
package; the few hooks below are where that is set right. Importing this module imports ebooklib.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from ebooklib import epub
from lxml import etree

from exporter.epub.plan import XHTML, Entry, Plan

_OPF = "http://www.idpf.org/2007/opf"
_IBOOKS = "http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FIRST_ZIP_MOMENT = datetime(1980, 1, 1, tzinfo=UTC)
_LAST_ZIP_MOMENT = datetime(2107, 12, 31, 23, 59, 58, tzinfo=UTC)
_ALREADY_COMPRESSED = (".png", ".jpg", ".gif")


def pack(plan: Plan) -> bytes:
    """Return the finished archive: the same plan gives the same bytes on every run and in every time zone."""
    book = epub.EpubBook()
    book.metadata.clear()  # a random identifier and the generator's name
    book.set_identifier(plan.identifier)
    book.title, book.language = plan.title, plan.language
    for term in plan.terms:
        namespace, _, name = term.name.rpartition(":")
        book.add_metadata(namespace.upper() or None, name, term.text, dict(term.attributes))
    for entry in plan.entries:
        book.add_item(_item(entry))
    book.set_direction("rtl" if plan.vertical else "ltr")
    book.spine = list(plan.spine)
    book.guide = [{"type": mark.type, "title": mark.title, "href": mark.href} for mark in plan.guide]
    out = io.BytesIO()
    _Writer(out, book, {"mtime": plan.modified}).write()
    return out.getvalue()


class _Finished(epub.EpubHtml):  # type: ignore[misc]
    """A content document whose bytes are written as they are."""

    def get_content(self, default: object = None) -> bytes:
        content: bytes = self.content
        return content


def _item(entry: Entry) -> epub.EpubItem:
    if entry.media_type == XHTML:
        item = _Finished(uid=entry.id, file_name=entry.name, media_type=XHTML, content=entry.data)
        item.properties = list(entry.properties)
    elif "cover-image" in entry.properties:
        item = epub.EpubCover(uid=entry.id, file_name=entry.name)
        item.media_type, item.content = entry.media_type, entry.data
    else:
        item = epub.EpubItem(entry.id, entry.name, entry.media_type, entry.data)
        item.properties = list(entry.properties)
    return item


class _Archive(zipfile.ZipFile):
    """A ZIP file in which no clock, umask or platform leaves a trace (EPUB 3.3, 4.2: OCF ZIP container)."""

    def __init__(self, file: io.BytesIO, moment: datetime) -> None:
        super().__init__(file, "w", zipfile.ZIP_DEFLATED)
        self._moment = min(max(moment.astimezone(UTC), _FIRST_ZIP_MOMENT), _LAST_ZIP_MOMENT)

    def writestr(  # type: ignore[override]
        self, name: str, data: str | bytes, compress_type: int | None = None, compresslevel: int = 9
    ) -> None:
        info = zipfile.ZipInfo(name, date_time=self._moment.timetuple()[:6])
        info.create_system = 3  # Unix, so that the mode below is read; zipfile would ask the platform
        info.external_attr = 0o100644 << 16
        if compress_type is None:
            stored = name.endswith(_ALREADY_COMPRESSED)
            compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        super().writestr(info, data, compress_type=compress_type, compresslevel=compresslevel)


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer with its archive and its package document replaced by ours."""

    def write(self) -> None:
        self.out = _Archive(self.file_name, self.options["mtime"])
        with self.out:
            # EPUB 3.3, 4.2.3: the first file, uncompressed and without an extra field
            self.out.writestr("mimetype", "application/epub+zip", compress_type=zipfile.ZIP_STORED)
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: etree._Element) -> None:
        # ebooklib writes xmlns as a plain attribute: parsing makes a namespace of it. Its xmlns:opf is the same
        # namespace once more, and would turn every <meta> into <opf:meta>.
        markup = etree.tostring(root, encoding="utf-8").replace(f' xmlns:opf="{_OPF}"'.encode(), b"")
        package = etree.fromstring(markup)
        package.set(_XML_LANG, self.book.language)
        package.set("dir", "ltr")
        del package.attrib["prefix"]  # rendition is reserved, EPUB 3.3, D.1.4: to declare it is noise
        if any(str(meta.get("property")).startswith("ibooks:") for meta in package.iter(f"{{{_OPF}}}meta")):
            package.set("prefix", f"ibooks: {_IBOOKS}")
        metadata = package.find(f"{{{_OPF}}}metadata")
        if metadata is None:
            raise AssertionError("ebooklib wrote a package document without metadata")
        metadata[:] = sorted(metadata, key=lambda term: str(term.tag).startswith(f"{{{_OPF}}}"))  # dc first
        etree.indent(package)
        super()._write_opf_file(package)
