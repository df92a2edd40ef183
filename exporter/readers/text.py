"""Plain text → article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lxml import etree

from exporter import languages
from exporter.article import Article, Metadata, Notice
from exporter.readers import aozora
from exporter.readers.dates import iso_date
from exporter.readers.encoding import decode
from exporter.readers.paragraphs import paragraphs
from exporter.readers.source import MAX_LINE, Source
from exporter.readers.structure import Piece, structure


def read_text(source: Source) -> Article:
    """Return the article in ``source``: its paragraphs, and of its structure what the text shows for sure.

    :class:`~exporter.errors.SourceError` for what is no text. White space around lines is lost, and a line of
    asterisks becomes a rule; every other character stays, in its order, in the title block or in the body.
    """
    decoded = decode(source.data, name=source.name, forced=source.encoding)
    if aozora.looks_so(decoded.text):
        return aozora.article(decoded, source)
    pieces = structure(paragraphs(decoded.text))
    notices = [*decoded.notices, *_told(pieces, source)]
    metadata = Metadata(
        title=_first(pieces, "title") or source.stem,
        subtitle=_first(pieces, "subtitle"),
        authors=tuple(name for piece in pieces for name in piece.names),
        date=_date(pieces),
        language=languages.recognise(decoded.text),
    )
    return Article(metadata, _body(pieces), notices=tuple(notices), source=source.name)


def _first(pieces: Sequence[Piece], kind: str) -> str | None:
    return next((piece.text for piece in pieces if piece.kind == kind), None)


def _date(pieces: Sequence[Piece]) -> str | None:
    stated = _first(pieces, "date")
    return iso_date(stated) if stated else None


def _told(pieces: Sequence[Piece], source: Source) -> Iterable[Notice]:
    """Say what was understood rather than read."""
    if not _first(pieces, "title"):
        told = f"no line of the text is its title for sure; “{source.stem}”, the file's name, stands in"
        yield Notice("no-title", told, source.name)
    for piece in pieces:
        if piece.kind in ("authors", "date"):
            told = f"“{piece.text}” was taken to say who or when, and is set under the title"
            yield Notice("title-block", told, f"{source.name}:{piece.line}")


def _body(pieces: Iterable[Piece]) -> etree._Element:
    body = etree.Element("body")
    for piece in pieces:
        if piece.kind in ("title", "subtitle", "authors", "date"):
            continue
        if piece.kind == "separator":
            element = etree.SubElement(body, "hr", {"class": "separator"})
        elif piece.kind == "heading":
            element = etree.SubElement(body, f"h{piece.level}")
            element.text = piece.text
        else:
            element = _paragraph(body, piece)
        element.sourceline = min(piece.line, MAX_LINE)  # type: ignore[misc]  # lxml can, its stubs do not know
    return body


def _paragraph(body: etree._Element, piece: Piece) -> etree._Element:
    element = etree.SubElement(body, "p", {} if piece.kind == "p" else {"class": piece.kind})
    if piece.lead:
        lead = etree.SubElement(element, "strong", {"class": "lead"})
        lead.text, lead.tail = piece.text[: piece.lead], piece.text[piece.lead :]
    else:
        element.text = piece.text
    return element
