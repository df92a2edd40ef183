"""Plain text → article."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from lxml import etree

from exporter import languages
from exporter.article import Article, Metadata, Notice
from exporter.readers import aozora
from exporter.readers.encoding import decode
from exporter.readers.paragraphs import paragraphs
from exporter.readers.source import MAX_LINE, Source
from exporter.readers.structure import Piece, stated_date, structure, suggested
from exporter.readers.text_notes import Calls, Noted, find_notes
from exporter.readers.verse import stanzas


def read_text(source: Source) -> Article:
    """Return the article in ``source``: its paragraphs, and of its structure what the text shows for sure.

    :class:`~exporter.errors.SourceError` for what is no text. White space around lines is lost, and a line of
    asterisks becomes a rule; every other character stays, in its order, in the title block or in the body.
    """
    decoded = decode(source.data, name=source.name, forced=source.encoding)
    if aozora.looks_so(decoded.text):
        return aozora.article(decoded, source)
    lines = paragraphs(decoded.text)
    noted = find_notes(structure(lines))
    pieces = noted.body
    notices = [*decoded.notices, *_told(pieces, source)]
    metadata = Metadata(
        title=_first(pieces, "title") or source.stem,
        subtitle=_first(pieces, "subtitle"),
        authors=tuple(name for piece in pieces for name in piece.names),
        date=_date(pieces),
        language=languages.recognise(decoded.text),
    )
    body = _body(noted, stanzas(pieces, lines))
    return Article(metadata, body, notices=tuple(notices), source=source.name)


def notation(source: Source) -> str:
    """Return ``aozora`` for a text in that notation, else ``text``; raise what :func:`read_text` does."""
    decoded = decode(source.data, name=source.name, forced=source.encoding)
    return "aozora" if aozora.looks_so(decoded.text) else "text"


def described(source: Source) -> list[str]:
    """Return what was recognised in a text, a line for each piece: its line, its kind, the rule, the text.

    Lines that begin with ``?`` are suggestions: what may be a heading, and was left a paragraph.
    """
    decoded = decode(source.data, name=source.name, forced=source.encoding)
    lines = paragraphs(decoded.text)
    noted = find_notes(structure(lines))
    verses = {
        noted.body[place + number].line
        for place, count in stanzas(noted.body, lines).items()
        for number in range(count)
    }
    told = []
    for piece in [*noted.body, *noted.notes]:
        kind = f"heading {piece.level}" if piece.kind == "heading" else piece.kind
        rule = piece.rule or ("verse: short lines between blank ones" if piece.line in verses else "paragraph")
        told.append((piece.line, f"{piece.line}\t{kind}\t{rule}\t{_short(piece.text)}"))
    told += [
        (each.line, f"?{each.line}\theading?\ta bare short line\t{each.text}") for each in suggested(noted.body)
    ]
    return [line for _, line in sorted(told, key=lambda each: each[0])]


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"


def _first(pieces: Sequence[Piece], kind: str) -> str | None:
    return next((piece.text for piece in pieces if piece.kind == kind), None)


def _date(pieces: Sequence[Piece]) -> str | None:
    stated = _first(pieces, "date")
    return stated_date(stated) if stated else None


def _told(pieces: Sequence[Piece], source: Source) -> Iterable[Notice]:
    """Say what was understood rather than read."""
    if not _first(pieces, "title"):
        told = f"no line of the text is its title for sure; “{source.stem}”, the file's name, stands in"
        yield Notice("no-title", told, source.name)
    for piece in pieces:
        if piece.kind in ("authors", "date"):
            told = f"“{piece.text}” was taken to say who or when, and is set under the title"
            yield Notice("title-block", told, f"{source.name}:{piece.line}")


def _body(noted: Noted, verses: dict[int, int]) -> etree._Element:
    body = etree.Element("body")
    calls: dict[int, int] = {}
    skip = 0
    for place, piece in enumerate(noted.body):
        if skip or piece.kind in ("title", "subtitle", "authors", "date"):
            skip -= skip > 0
            continue
        if place in verses:
            element = _stanza(body, [each.text for each in noted.body[place : place + verses[place]]])
            skip = verses[place] - 1
        elif piece.kind == "separator":
            element = etree.SubElement(body, "hr", {"class": "separator"})
        elif piece.kind == "heading":
            element = etree.SubElement(body, f"h{piece.level}")
            element.text = piece.text
        else:
            element = _paragraph(body, piece)
        if noted.calls:
            _set_calls(element, noted.calls, calls)
        element.sourceline = min(piece.line, MAX_LINE)  # type: ignore[misc]  # lxml can, its stubs do not know
    for number, lines in itertools.groupby(noted.notes, key=lambda note: note.level):
        aside = etree.SubElement(body, "aside", {"class": "note", "id": f"note-{number}"})
        for note in lines:
            etree.SubElement(aside, "p").text = note.text
            aside.sourceline = aside.sourceline or min(note.line, MAX_LINE)  # type: ignore[misc]
    return body


def _stanza(body: etree._Element, lines: Sequence[str]) -> etree._Element:
    verse = etree.SubElement(body, "div", {"class": "verse"})
    paragraph = etree.SubElement(verse, "p")
    paragraph.text = lines[0]
    for line in lines[1:]:
        etree.SubElement(paragraph, "br").tail = line
    return verse


def _set_calls(element: etree._Element, calls: Calls, times: dict[int, int]) -> None:
    """Make calls of the labels in the text of a block."""
    for inner in list(element.iter()):
        for tail in (False, True):
            text = (inner.tail if tail else inner.text) or ""
            *called, (rest, _) = calls.divided(text)
            if (tail and inner is element) or not called:
                continue
            links = [_call(parts, times) for _, parts in called]
            for link, (following, _) in zip(links, [*called[1:], (rest, ())], strict=True):
                link.tail = following
            first = called[0][0] if called else text
            if tail:
                inner.tail = first
                for link in reversed(links):
                    tail_of_link = link.tail
                    inner.addnext(link)
                    link.tail = tail_of_link
            else:
                inner.text = first
                inner[:0] = links


def _call(parts: Sequence[int | str], times: dict[int, int]) -> etree._Element:
    """A call; of several in one pair of brackets each is one, and what is printed around them stays."""
    made = etree.Element("sup")
    for part in parts:
        if isinstance(part, int):
            made.append(_link(part, times))
        elif len(made):
            made[-1].tail = part
        else:
            made.text = part
    return made if made.text else made[0]


def _link(number: int, times: dict[int, int]) -> etree._Element:
    times[number] = times.get(number, 0) + 1
    again = f"-{times[number]}" if times[number] > 1 else ""
    link = etree.Element("a", {"class": "noteref", "id": f"noteref-{number}{again}", "href": f"#note-{number}"})
    link.text = str(number)
    return link


def _paragraph(body: etree._Element, piece: Piece) -> etree._Element:
    element = etree.SubElement(body, "p", {} if piece.kind == "p" else {"class": piece.kind})
    if piece.lead:
        lead = etree.SubElement(element, "strong", {"class": "lead"})
        lead.text, lead.tail = piece.text[: piece.lead], piece.text[piece.lead :]
    else:
        element.text = piece.text
    return element
