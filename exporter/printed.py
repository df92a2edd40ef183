"""A PDF as its pages: what each is called, and the text that it begins with. By PDFium, on any PDF.

What is marked as an artifact (running heads, folios; ISO 32000-1, 14.8.2.2) is not text. Text comes in the
order in which the page draws it: in a tagged PDF the reading order, with the notes of a page after its lines.
"""

from __future__ import annotations

import ctypes
import hashlib
import unicodedata
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporter.errors import SourceError

MAX_PAGES = 20_000
_DEPTH = 8
"""Forms within forms that are looked into."""


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page."""

    label: str
    """As the reader calls it: ``12``, ``iv``."""
    text: str
    """:func:`folded`; empty for a blank page or one that holds only pictures."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed article."""

    identifier: str
    """A URN that only this very file has."""
    pages: tuple[Page, ...]


def read(data: bytes, name: str) -> Printed:
    """Return the pages of the PDF in ``data``; :class:`SourceError` naming ``name`` for what is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise SourceError(f"{name} is no PDF whose pages can be read ({error}); name another") from error
    try:
        if len(document) > MAX_PAGES:
            raise SourceError(f"{name} has {len(document):,} pages, over {MAX_PAGES:,}, which no article has")
        pages = tuple(
            Page(document.get_page_label(number).strip() or str(number + 1), folded("".join(_text(page))))
            for number, page in enumerate(document)
        )
    finally:
        document.close()
    return Printed(uuid.uuid5(uuid.NAMESPACE_OID, hashlib.sha256(data).hexdigest()).urn, pages)


def folded(text: str) -> str:
    """Return ``text`` without what two programs may write otherwise: white space, soft hyphens and others that
    do not show; compatibility forms as the plain ones (UAX #15, NFKC, character by character)."""
    return text.translate(_FOLD)


class _Fold(dict[int, str]):
    def __missing__(self, code: int) -> str:
        char = chr(code)
        hidden = char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs")
        self[code] = "" if hidden else "".join(unicodedata.normalize("NFKC", char).split())
        return self[code]


_FOLD = _Fold()


def _text(page: Any) -> Iterator[str]:
    from pypdfium2 import raw

    text_page = page.get_textpage()
    for drawn in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=_DEPTH):
        if "Artifact" not in _marks(drawn):
            size = raw.FPDFTextObj_GetText(drawn, text_page, None, 0)
            buffer = ctypes.create_string_buffer(max(size, 2))
            wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            raw.FPDFTextObj_GetText(drawn, text_page, wide, size)
            yield buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "replace")
    text_page.close()


def _marks(drawn: Any) -> Iterator[str]:
    from pypdfium2 import raw

    for number in range(raw.FPDFPageObj_CountMarks(drawn)):
        buffer, size = ctypes.create_string_buffer(64), ctypes.c_ulong()
        wide = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
        raw.FPDFPageObjMark_GetName(raw.FPDFPageObj_GetMark(drawn, number), wide, 64, size)
        yield buffer.raw[: max(size.value - 2, 0)].decode("utf-16-le", "replace")
