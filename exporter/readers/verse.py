"""Poems in plain text: short lines of their own between blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from exporter.readers.paragraphs import Paragraph
from exporter.readers.structure import Piece

LEAST, MOST = 4, 60
"""Lines of a stanza."""
LONGEST, LONGEST_LATIN = 18, 60
"""Characters of a line."""

_ENDED = re.compile(r"[，。；！？、,;!?—…]\Z")
_SENTENCE = re.compile(r"[。.]\Z")
_SPOKEN = re.compile(r"[“「『\"—–-]")
_NO_VERSE = re.compile(r"[\[［〔【(（①-⑳※*•·\d０-９]|[^，。]{1,8}[：:]|.*@")
_COUPLET = re.compile(r"([\u3400-\u9fff]{4,7})[，、]([\u3400-\u9fff]{4,7})[。？！；]\Z")


def stanzas(pieces: Sequence[Piece], paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return where in ``pieces`` stanzas begin, and how many lines each has.

    A stanza stands between blank lines; its lines are of one length, or most of them end as verses do, or
    each is a couplet of an old poem; few are speech. A text of nothing but groups of short lines is a poem.
    """
    groups = list(_groups(pieces, {each.line for each in paragraphs if each.apart}))
    known = {start for start, lines in groups if _is_stanza(lines)}
    if _is_poem(pieces, groups):
        known = {start for start, _ in groups}
    return {start: len(lines) for start, lines in groups if start in known}


def _groups(pieces: Sequence[Piece], apart: set[int]) -> Iterator[tuple[int, list[str]]]:
    """The runs of short lines between blank ones, and where they begin."""
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and _is_short(pieces[end]):
            end += 1
            if pieces[end - 1].line in apart:
                break
        closed = end == len(pieces) or (end > start and pieces[end - 1].line in apart)
        opened = start > 0 and (pieces[start - 1].line in apart or pieces[start - 1].kind == "heading")
        if opened and closed and end > start:
            yield start, [piece.text for piece in pieces[start:end]]
        start = max(end, start + 1)


def _is_short(piece: Piece) -> bool:
    longest = LONGEST_LATIN if piece.text.isascii() else LONGEST
    return (
        piece.kind == "p" and not piece.lead and len(piece.text) <= longest and not _NO_VERSE.match(piece.text)
    )


def _is_stanza(lines: Sequence[str]) -> bool:
    if len(lines) >= 2 and all(_is_couplet(line) for line in lines):
        return True
    if not LEAST <= len(lines) <= MOST or _spoken(lines) * 3 > len(lines):
        return False
    lengths = [len(line) for line in lines]
    ended = sum(_ENDED.search(line) is not None for line in lines)
    even = max(lengths) - min(lengths) <= 1 and (ended * 2 >= len(lines) or min(lengths) == max(lengths) > 3)
    return even or ended * 4 >= len(lines) * 3


def _is_couplet(line: str) -> bool:
    """Whether a line is two of a poem, of as many characters each."""
    found = _COUPLET.match(line)
    return found is not None and len(found[1]) == len(found[2])


def _spoken(lines: Sequence[str]) -> int:
    return sum(_SPOKEN.match(line) is not None for line in lines)


def _is_poem(pieces: Sequence[Piece], groups: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether a whole text is stanzas: two or more, of two lines or more, few of which end a sentence."""
    lines = [line for _, group in groups for line in group]
    texts = sum(piece.kind == "p" for piece in pieces)
    ended = sum(_SENTENCE.search(line) is not None for line in lines)
    several = len(groups) >= 2 and all(2 <= len(group) <= MOST for _, group in groups)
    return several and texts == len(lines) and ended * 2 <= len(lines) and _spoken(lines) * 3 <= len(lines)
