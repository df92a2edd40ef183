"""What the paragraphs of a plain text are: its title, who wrote it, headings, leads, credits.

Nothing is dropped and nothing moves: the pieces, in order, are the text. Only what stands between title and
text leaves the body, because the title block prints it at that very place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.readers import phrases
from exporter.readers.dates import iso_date
from exporter.readers.paragraphs import Paragraph

HEAD = 5
"""Paragraphs after the title that may say who and when."""
TAIL = 6
"""Paragraphs at the end that may be credits and a site's own words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the text and what it is."""

    kind: str
    """``title``, ``subtitle``, ``authors``, ``date``; or in the body ``p``, ``heading``, ``separator``,
    ``byline``, ``credit``, ``colophon``."""
    text: str
    line: int
    """In the source, from 1."""
    level: int = 0
    """Of a heading: 2 to 6."""
    lead: int = 0
    """Of a paragraph: how many of its first characters are a run-in lead."""
    names: tuple[str, ...] = ()
    """Of authors."""
    rule: str = ""
    """By what it was recognised; empty: it is a paragraph because nothing says otherwise."""


def structure(paragraphs: Sequence[Paragraph]) -> list[Piece]:
    """Return the pieces of a text, in its order; their texts together are the paragraphs'."""
    head, rest = _head(paragraphs)
    body, tail = _tail(rest)
    return [*head, *_led(_headed(_separated(body))), *tail]


# --- The head ---


def _head(paragraphs: Sequence[Paragraph]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the head, and the paragraphs after it; at least one is left for the body."""
    if not _is_title(paragraphs):
        return [], [Piece("p", each.text, each.line) for each in paragraphs]
    head = [
        Piece(
            "title", paragraphs[0].text, paragraphs[0].line, rule="title: the first line, short and no sentence"
        )
    ]
    place = 1
    while place < min(len(paragraphs) - 1, HEAD) and (piece := _head_piece(paragraphs[place], head)):
        head.append(piece)
        place += 1
    rest = [Piece("p", each.text, each.line) for each in paragraphs[place:]]
    if not any(piece.kind == "authors" for piece in head):
        glued = _glued(rest[0])
        head, rest = [*head, *glued[:-1]], [glued[-1], *rest[1:]]
    return head, rest


def _is_title(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the first line is the title: short, whole, no sentence, and nothing that another rule knows."""
    if len(paragraphs) < 2:
        return False
    first, following = paragraphs[:2]
    text = first.text
    if first.lines > 1 or len(text) > 60 or text[-1] in phrases.NO_TITLE_END or text.endswith("."):
        return False
    if any(kind.pattern.match(text) for kind in phrases.HEADINGS if kind.alone):
        return False
    if phrases.SEPARATOR.match(text) or iso_date(text) or any(row.match(text) for row in phrases.BYLINES[:2]):
        return False
    if text[-1] not in phrases.DOUBTFUL_TITLE_END or first.apart:
        return True
    asked = text[-1] in "？?！!" and len(text) >= 8 and len(following.text) >= 60
    return asked or _head_piece(following, []) is not None


def _head_piece(paragraph: Paragraph, before: Sequence[Piece]) -> Piece | None:
    text, line = paragraph.text, paragraph.line
    kinds = {piece.kind for piece in before}
    if len(text) > 80:
        return None
    if len(before) == 1 and phrases.SUBTITLE.match(text):
        return Piece("subtitle", text, line, rule="subtitle: a dash after the title")
    if not kinds & {"date", "byline"} and (iso_date(text) or "").count("-") and ":" not in text:
        return Piece("date", text, line, rule="date: under the title")
    found = next(filter(None, (row.match(text) for row in phrases.BYLINES)), None)
    if found and not kinds & {"authors", "byline"}:  # nothing is set above a line that stays where it is
        return Piece("authors", text, line, names=_names(found), rule="byline: under the title")
    if found or (phrases.DATED.search(text) and not re.search("[。！？，!?,]", text)):
        return Piece("byline", text, line, rule="byline: it says when or from where")
    return None


def _names(found: re.Match[str]) -> tuple[str, ...]:
    text = next(group for group in found.groups() if group).strip()
    if "whole" not in found.groupdict() and phrases.NAMES_BY_SPACE.match(text):
        return tuple(re.split(r"[ \t]+|(?<=\S\S)\u3000", text))
    return tuple(filter(None, (name.strip() for name in phrases.NAMES_APART.split(text))))


def _glued(piece: Piece) -> list[Piece]:
    """Take an organisation off the first paragraph, where a scraper lost the line break after it."""
    if len(piece.text) >= phrases.GLUED_LEAST:
        for row in phrases.GLUED:
            if found := row.match(piece.text):
                name = found["name"]
                rule = "byline: an organisation before the first sentence"
                authors = Piece("authors", name, piece.line, names=(name,), rule=rule)
                return [authors, replace(piece, text=piece.text[len(name) :].lstrip())]
    return [piece]


# --- The tail ---


def _tail(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Split off the credits and the colophon: whole paragraphs, then what is glued to the last one left."""
    place = len(pieces)
    while place > max(1, len(pieces) - TAIL) and _tail_kind(pieces[place - 1].text):
        place -= 1
    tail = [_tail_piece(piece) for piece in pieces[place:]]
    last, glued = _unglued(pieces[place - 1])
    return [*pieces[: place - 1], last], [*glued, *tail]


def _tail_piece(piece: Piece) -> Piece:
    kind = _tail_kind(piece.text) or "p"
    return replace(piece, kind=kind, rule=_TAIL_RULES.get(kind, ""))


_TAIL_RULES = {"credit": "credit: who did what, at the end", "colophon": "colophon: the site's own words"}


def _tail_kind(text: str) -> str | None:
    if len(text) <= phrases.COLOPHON_LENGTH and phrases.COLOPHON.search(text):
        return "colophon"
    bracketed = phrases.CREDIT_END.match(text)
    return "credit" if bracketed or phrases.CREDIT_LINE.match(text) else None


def _unglued(piece: Piece) -> tuple[Piece, list[Piece]]:
    """Take the site's words, then the credits in brackets, off the end of a paragraph of text."""
    text, taken = piece.text, []
    found = phrases.COLOPHON_GLUED.search(text, max(1, len(text) - phrases.COLOPHON_LENGTH))
    if found:
        taken.append(
            Piece("colophon", text[found.start() :].lstrip(), piece.line, rule=_TAIL_RULES["colophon"])
        )
        text = text[: found.start()].rstrip()
    while (found := phrases.CREDIT_END.search(text)) and found.start():
        taken.insert(0, Piece("credit", found[0], piece.line, rule=_TAIL_RULES["credit"]))
        text = text[: found.start()].rstrip()
    return replace(piece, text=text), taken


# --- The body ---


def _separated(pieces: Iterable[Piece]) -> list[Piece]:
    return [
        replace(piece, kind="separator", rule="separator: signs alone")
        if phrases.SEPARATOR.match(piece.text)
        else piece
        for piece in pieces
    ]


def _headed(pieces: Sequence[Piece]) -> list[Piece]:
    """Make headings of the numbered lines that are headings; the highest kind in the text is ``h2``."""
    ranks = [_rank(piece) for piece in pieces]
    ranks = [None if _listed(ranks, place) else rank for place, rank in enumerate(ranks)]
    present = sorted({rank for rank in ranks if rank is not None and _series(pieces, ranks, rank)})
    levels = {rank: min(2 + place, 6) for place, rank in enumerate(present)}
    return [
        piece
        if rank is None or rank not in levels
        else replace(piece, kind="heading", level=levels[rank], rule=f"heading: numbered, kind {rank + 1}")
        for piece, rank in zip(pieces, ranks, strict=True)
    ]


def _rank(piece: Piece) -> int | None:
    text = piece.text
    if piece.kind != "p" or len(text) > phrases.HEADING_LENGTH or phrases.NO_HEADING.search(text):
        return None
    matches = (rank for rank, kind in enumerate(phrases.HEADINGS) if kind.pattern.match(text))
    return next(matches, None)


def _listed(ranks: Sequence[int | None], place: int) -> bool:
    """Whether the line is an item of a list, or the text's last: a heading has something under it."""
    neighbours = (*ranks[max(0, place - 1) : place], *ranks[place + 1 : place + 2])
    return place == len(ranks) - 1 or ranks[place] in neighbours


def _series(pieces: Sequence[Piece], ranks: Sequence[int | None], rank: int) -> bool:
    kind = phrases.HEADINGS[rank]
    if kind.alone:
        return True
    numbers = [
        kind.pattern.match(piece.text) for piece, other in zip(pieces, ranks, strict=True) if other == rank
    ]
    found = [number["n"] for number in numbers if number]
    return len(found) >= 2 and found[0] in phrases.FIRST


def _led(pieces: Sequence[Piece]) -> list[Piece]:
    """Mark the run-in leads of every series that has at least two members."""
    leads: dict[int, int] = {}
    for series in phrases.SERIES:
        found = dict(_leads(pieces, series))
        if len(found) >= 2:
            leads = found | leads
    return [
        replace(piece, lead=leads[place], rule="run-in lead: a series") if place in leads else piece
        for place, piece in enumerate(pieces)
    ]


def _leads(pieces: Sequence[Piece], series: phrases.Series) -> Iterator[tuple[int, int]]:
    """The places of the paragraphs that the series leads, and the lengths of their leads."""
    following = 0
    for place, piece in enumerate(pieces):
        if piece.kind != "p":
            continue
        if length := _lead(piece.text, series, 0, bare=False):
            following = 1
        elif following and following < len(series.members):
            later = range(following, len(series.members))
            member = next(
                (each for each in later if _lead(piece.text, series, each, bare=each == following)), None
            )
            if member is None:
                continue
            length = _lead(piece.text, series, member, bare=member == following)
            following = member + 1
        else:
            continue
        if length < len(piece.text):
            yield place, length


def _lead(text: str, series: phrases.Series, member: int, *, bare: bool) -> int:
    """How long the lead is if ``text`` begins with this member of the series; 0 if it does not."""
    word = f"(?:{series.members[member]})"
    if found := re.match(word + series.mark, text):
        return found.end()
    found = re.match(f"{word}(?!{series.bare})", text) if bare and series.bare else None
    return found.end() if found else 0


# --- Suggestions ---


def suggested(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the lines that may be headings; too many are none for a program to make them so.

    A short line without an end mark, between paragraphs of which the second is long.
    """
    found = []
    for before, piece, after in zip(pieces, pieces[1:], pieces[2:], strict=False):
        bare = piece.kind == "p" and 2 <= len(piece.text) <= phrases.SUGGESTED_LENGTH
        if not bare or phrases.NO_SUGGESTION.search(piece.text) or piece.lead:
            continue
        if before.kind == "p" and len(before.text) > 40 and after.kind == "p" and len(after.text) > 40:
            found.append(piece)
    return found
