"""Poems in plain text: short lines of their own between blank lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from exporter.readers.paragraphs import Paragraph
from exporter.readers.structure import Piece

LEAST, MOST, LONGEST = 4, 60, 18
"""Lines of a stanza, and characters of a line."""

_ENDED = re.compile(r"[，。；！？、,;!?—…]\Z")
_SPOKEN = re.compile(r"[“「『\"—–-]")


def stanzas(pieces: Sequence[Piece], paragraphs: Sequence[Paragraph]) -> dict[int, int]:
    """Return where in ``pieces`` stanzas begin, and how many lines each has.

    A stanza stands between blank lines; its lines are of one length, or most of them end as verses do; few
    are speech.
    """
    apart = {each.line for each in paragraphs if each.apart}
    found: dict[int, int] = {}
    start = 0
    while start < len(pieces):
        end = start
        while end < len(pieces) and _is_short(pieces[end]):
            end += 1
            if pieces[end - 1].line in apart:
                break
        lines = [piece.text for piece in pieces[start:end]]
        closed = end == len(pieces) or (end > start and pieces[end - 1].line in apart)
        opened = start > 0 and (pieces[start - 1].line in apart or pieces[start - 1].kind == "heading")
        if opened and closed and _is_stanza(lines):
            found[start] = end - start
        start = max(end, start + 1)
    return found


def _is_short(piece: Piece) -> bool:
    return piece.kind == "p" and not piece.lead and len(piece.text) <= LONGEST


def _is_stanza(lines: Sequence[str]) -> bool:
    if not LEAST <= len(lines) <= MOST or sum(_SPOKEN.match(line) is not None for line in lines) * 3 > len(
        lines
    ):
        return False
    lengths = [len(line) for line in lines]
    ended = sum(_ENDED.search(line) is not None for line in lines)
    even = max(lengths) - min(lengths) <= 1 and ended * 2 >= len(lines)
    return even or ended * 4 >= len(lines) * 3
