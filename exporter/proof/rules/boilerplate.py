"""What a site says of itself within an article: editors, apps, copyright, calls to follow."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from exporter.proof import data
from exporter.proof.characters import OBJECT
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_BRACKETS = "（(【["
_ENDED = "。！？!?…」』”’）)】]" + OBJECT
_SHORT = 120
"""Characters of a block that may be boilerplate from its beginning; in a longer one it stands at either end."""


def _find(prose: Prose) -> Iterator[Hit]:
    for block, text in prose.block_texts():
        if block.kind not in (PARAGRAPH, "heading", "item"):
            continue
        edges = (
            [(0, text)] if len(text) <= _SHORT else [(0, text[:_SHORT]), (len(text) - _SHORT, text[-_SHORT:])]
        )
        seen: set[tuple[int, int]] = set()
        for begun, edge in edges:
            for found in _patterns().finditer(edge):
                start = block.start + begun + found.start()
                span = start, start + len(found[0].rstrip())
                if span not in seen:
                    seen.add(span)
                    told = "the site speaks here, not the article"
                    yield Hit(*span, told, "", sure=_whole(text, begun + found.start(), begun + found.end()))


def _whole(text: str, start: int, end: int) -> bool:
    """Whether sentences or brackets end before it and with it, so that it may go without tearing any."""
    before, after = text[:start].rstrip()[-1:], text[end:].lstrip()[:1]
    ended = not before or before in _ENDED
    return ended and (text[start] in _BRACKETS or not after or after in _ENDED or text[end - 1] in _ENDED)


@functools.cache
def _patterns() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in data.lines("boilerplate")))


RULE = Rule("boilerplate", "warning", "what a site says of itself within an article", _find)
