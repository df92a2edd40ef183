"""What the paragraphs of a plain text are: its title, who wrote it, headings, leads, credits.

Nothing is dropped and nothing moves: the pieces, in order, are the text. Only what stands between title and
text leaves the body, because the title block prints it at that very place.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.readers import numbered, phrases
from exporter.readers.dates import iso_date, number
from exporter.readers.paragraphs import Paragraph

HEAD = 5
"""Paragraphs after the title that may say who and when."""
MAX_HEAD = 80
"""Characters of such a paragraph."""
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
    """Of a heading: 2 to 6. Of a note: its number."""
    lead: int = 0
    """Of a paragraph: how many of its first characters are a run-in lead."""
    names: tuple[str, ...] = ()
    """Of authors."""
    rule: str = ""
    """By what it was recognised; empty: it is a paragraph because nothing says otherwise."""


def structure(paragraphs: Sequence[Paragraph]) -> list[Piece]:
    """Return the pieces of a text, in its order; their texts together are the paragraphs'."""
    head, rest = _head(paragraphs, _credited(paragraphs))
    body, tail = _tail(rest)
    return [*head, *_led(_headed(_separated(body))), *tail]


# --- The head ---


def _credited(paragraphs: Sequence[Paragraph]) -> list[str]:
    """The names that the credits at the end say wrote the text."""
    found = []
    for each in paragraphs[1:][-TAIL:]:
        credit = phrases.CREDIT_LINE.match(each.text) or phrases.CREDIT_END.search(each.text)
        if credit and (named := phrases.CREDITED.search(credit[0])):
            found += [*_names(named), named["names"].strip()]
    return list(dict.fromkeys(found))


def _head(paragraphs: Sequence[Paragraph], credited: Sequence[str]) -> tuple[list[Piece], list[Piece]]:
    """The pieces of the head, and the paragraphs after it; at least one is left for the body."""
    if not _is_title(paragraphs):
        return [], [Piece("p", each.text, each.line) for each in paragraphs]
    head = [
        Piece(
            "title", paragraphs[0].text, paragraphs[0].line, rule="title: the first line, short and no sentence"
        )
    ]
    place = 1
    while place < min(len(paragraphs) - 1, HEAD):
        piece = _head_piece(paragraphs[place], head, credited)
        if piece is None or (piece.kind == "subtitle" and phrases.SUBTITLE.match(paragraphs[place + 1].text)):
            break  # a dash before two lines is speech
        head += _dated(piece, head)
        place += 1
    rest = [Piece("p", each.text, each.line) for each in paragraphs[place:]]
    if not any(piece.kind == "authors" for piece in head):
        glued = _glued(rest[0], credited)
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
    if _is_part(text) or (numbered.NAMED.match(text) and any(_is_part(each.text) for each in paragraphs)):
        return False
    if phrases.SEPARATOR.match(text) or iso_date(text) or any(row.match(text) for row in phrases.BYLINES[:2]):
        return False
    if text[-1] not in phrases.DOUBTFUL_TITLE_END or first.apart:
        return True
    asked = text[-1] in "？?！!" and len(text) >= 8 and len(following.text) >= 60
    return asked or _head_piece(following, [], ()) is not None


def _is_part(text: str) -> bool:
    return any(kind.pattern.match(text) for kind in numbered.HEADINGS if not kind.least)


def _head_piece(paragraph: Paragraph, before: Sequence[Piece], credited: Sequence[str]) -> Piece | None:
    """What a line between title and text is; ``None``: the text begins with it."""
    text = paragraph.text
    kinds = {piece.kind for piece in before}
    by = next(filter(None, (row.match(text) for row in phrases.BYLINES)), None)
    dated = phrases.DATED.search(text) and not re.search("[。！？，!?,]", text)
    names: tuple[str, ...] = ()
    if len(text) > MAX_HEAD:
        return None
    if len(before) == 1 and phrases.SUBTITLE.match(text):
        kind, rule = "subtitle", "subtitle: a dash after the title"
    elif not kinds & {"date", "byline"} and (stated_date(text) or "").count("-"):
        kind, rule = "date", "date: under the title"
    elif (by or text in credited) and not kinds & {"authors", "byline"}:
        # Nothing is set above a line that stays where it is.
        kind, rule = "authors", "byline: under the title" if by else REPEATED
        names = _names(by) if by else (text,)
    elif by or dated or phrases.OTHER_HANDS.match(text):
        kind, rule = "byline", AS_IT_STANDS
    else:
        return None
    return Piece(kind, text, paragraph.line, names=names, rule=rule)


def _dated(piece: Piece, before: Sequence[Piece]) -> list[Piece]:
    """Divide a line that says who and, after a space, when; where it says more, it stays as it is."""
    found = _WHO_AND_WHEN.match(piece.text) if piece.kind == "authors" else None
    if found is None:
        return [piece]
    by = _head_piece(Paragraph(found[1], piece.line), before, ())
    known = any(each.kind == "date" for each in before)
    if known or by is None or by.kind != "authors" or (stated_date(found[2]) or "").count("-") != 2:
        return [replace(piece, kind="byline", names=(), rule=AS_IT_STANDS)]
    return [by, Piece("date", found[2], piece.line, rule="date: behind the byline")]


_WHO_AND_WHEN = re.compile(r"(.*?\S)[\s|｜/／]+((?:\d{4}|\S{1,8}年).*)")
AS_IT_STANDS = "byline: it says when, from where or whose work it is"
REPEATED = "byline: a name that the text repeats in its credit"


def stated_date(text: str) -> str | None:
    """Return the date that a line names, after a label or alone; ``None`` where it says more, as a time."""
    label = phrases.DATE_LABEL.match(text)
    bare = text[label.end() :] if label else text
    return iso_date(bare) if ":" not in bare else None


def _names(found: re.Match[str]) -> tuple[str, ...]:
    text = next(group for group in found.groups() if group).strip()
    if "whole" not in found.groupdict() and phrases.NAMES_BY_SPACE.match(text):
        return tuple(re.split(r"[ \t]+|(?<=\S\S)\u3000", text))
    return tuple(filter(None, (name.strip() for name in phrases.NAMES_APART.split(text))))


def _glued(piece: Piece, credited: Sequence[str]) -> list[Piece]:
    """Take whom the text is by off its first paragraph, where a scraper lost the line break after it."""
    if len(piece.text) < phrases.GLUED_LEAST:
        return [piece]
    for row in phrases.GLUED:
        if found := row.match(piece.text):
            return _parted(piece, found["name"], "byline: an organisation before the first sentence")
    for name in credited:
        rest = piece.text.removeprefix(name)
        if rest != piece.text and rest[0] not in phrases.SUBJECT:
            return _parted(piece, name, REPEATED)
    return [piece]


def _parted(piece: Piece, name: str, rule: str) -> list[Piece]:
    authors = Piece("authors", name, piece.line, names=(name,), rule=rule)
    return [authors, replace(piece, text=piece.text[len(name) :].lstrip())]


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
    """Make headings of the numbered and named lines that are headings; the highest kind is ``h2``."""
    ranks = [_rank(pieces, place) for place in range(len(pieces))]
    listed = _listed(ranks)
    ranks = [None if out else rank for rank, out in zip(ranks, listed, strict=True)]
    kinds = {rank for rank in ranks if rank is not None and rank >= 0}
    present = sorted(rank for rank in kinds if _series(pieces, ranks, rank))
    levels = {NAMED: 2, **{rank: min(2 + place, 6) for place, rank in enumerate(present)}}
    return [
        piece
        if rank is None or rank not in levels
        else replace(piece, kind="heading", level=levels[rank], rule=f"heading: {_shown(piece.text, rank)}")
        for piece, rank in zip(pieces, ranks, strict=True)
    ]


NAMED = -1
"""The rank of a heading that has a name in place of a number."""


def _rank(pieces: Sequence[Piece], place: int) -> int | None:
    """Which kind of heading a line may be, from 0 downwards; ``None``: none."""
    piece = pieces[place]
    text = piece.text
    if piece.kind != "p" or len(text) > numbered.LENGTH or numbered.NO_CHAPTER.search(text):
        return None
    if numbered.NAMED.match(text):
        return NAMED
    rank = next((rank for rank, kind in enumerate(numbered.HEADINGS) if kind.pattern.match(text)), None)
    if rank is None:
        return None
    kind = numbered.HEADINGS[rank]
    if kind.least and numbered.NO_HEADING.search(text):
        return None
    before = pieces[place - 1].text if place else ""
    broken = len(before) > numbered.LENGTH and not phrases.ENDED.search(before)
    return None if kind.bare and broken else rank  # a page's number in the middle of a sentence


def _shown(text: str, rank: int) -> str:
    """By what a heading was recognised."""
    pattern = numbered.NAMED if rank == NAMED else numbered.HEADINGS[rank].pattern
    found = pattern.match(text)
    return f"{'named' if rank == NAMED else 'numbered'}, “{found[0].strip() if found else text}”"


def _listed(ranks: Sequence[int | None]) -> list[bool]:
    """Which lines are items of a list, or the text's last: a heading has something under it.

    A name or a volume over listed chapters is in the list of contents with them.
    """
    last = len(ranks) - 1
    found = [
        rank is not None and (place == last or rank in (*ranks[max(0, place - 1) : place], ranks[place + 1]))
        for place, rank in enumerate(ranks)
    ]
    for place in range(last - 1, -1, -1):
        rank, following = ranks[place], ranks[place + 1]
        if rank is not None and following is not None and found[place + 1]:
            found[place] |= _is_chapter(rank) and _is_chapter(following)
    for place in range(1, last + 1):
        found[place] |= ranks[place] == NAMED and found[place - 1]
    return found


def _is_chapter(rank: int) -> bool:
    return rank == NAMED or not numbered.HEADINGS[rank].least


def _series(pieces: Sequence[Piece], ranks: Sequence[int | None], rank: int) -> bool:
    """Whether the lines of a kind are as many as it wants, and numbered as headings are."""
    kind = numbered.HEADINGS[rank]
    if not kind.least:
        return True
    matches = [
        kind.pattern.match(piece.text) for piece, other in zip(pieces, ranks, strict=True) if other == rank
    ]
    found = [match["n"] for match in matches if match]
    if len(found) < kind.least or found[0] not in numbered.FIRST:
        return False
    counted = [number(unicodedata.normalize("NFKC", each)) or 0 for each in found] if kind.bare else []
    return all(after in (before + 1, 1) for before, after in itertools.pairwise(counted))


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
    begins = re.compile("|".join(series.members)).match
    for place, piece in enumerate(pieces):
        if piece.kind != "p" or not begins(piece.text):
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
