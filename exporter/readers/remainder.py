"""What of a page is not its article, for the notice that tells so."""

from __future__ import annotations

import collections

from lxml import etree

from exporter.readers import runs
from exporter.readers.measure import bare

MAX_LINES, MAX_LISTED = 200, 120
"""How many lines of what was left out are told, and how many characters of each."""


def words(element: etree._Element) -> list[str]:
    """The pieces of text in ``element``, without white space."""
    return [letters for text in element.itertext() if (letters := bare(text))]


def lines(before: list[str], after: list[str]) -> tuple[str, ...]:
    """The pieces of ``before`` that ``after`` has not, runs of them joined."""
    rest = collections.Counter(after)
    told: list[list[str]] = [[]]
    for piece in before:
        if rest[piece]:
            rest[piece] -= 1
            if told[-1]:
                told.append([])
        elif sum(map(len, told[-1])) < MAX_LISTED:
            told[-1].append(piece)
        elif len(told) < MAX_LINES:
            told.append([piece])
        else:
            break
    return tuple(" ".join(line)[: MAX_LISTED * 2] for line in told if line)


def beginning(before: list[str], after: list[str]) -> str:
    """The first piece of ``before`` that is not where it was in ``after``; the rest of that line."""
    rest = iter(after)
    expected = next(rest, None)
    found: list[str] = []
    for piece in before:
        if piece == expected:
            if found:
                break
            expected = next(rest, None)
        else:
            found.append(piece)
            if sum(map(len, found)) > 40:
                break
    text = runs.plain(" ".join(found))
    return text if len(text) <= 40 else text[:39] + "…"
