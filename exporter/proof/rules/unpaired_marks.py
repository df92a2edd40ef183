"""Quotation marks and brackets without their partner."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from exporter.proof.characters import OBJECT, mentioned
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_CLOSES = dict(
    zip("“‘「『（《〈【〔〖［｛([{", "”’」』）》〉】〕〗］｝)]}", strict=True),
)
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_SAME = {("(", "（"), ("（", "("), ("[", "［"), ("［", "[")}
"""A half-width bracket may close a full-width one: another rule tells of its width."""
_MARK = re.compile("[" + re.escape("".join(_CLOSES) + "".join(_OPENS)) + "]")
_REMEMBERED = 20
"""Marks of a paragraph that a later one may close."""
_FAR = 12
"""Paragraphs within which it does."""
_NO_BRACKET = re.compile(
    r"(?<![A-Za-z])(?:[A-Za-z]|[ivx]{1,5})\Z|(?<![0-9０-９])[0-9０-９]{1,3}\Z|(?:^|\s)[一二三四五六七八九十]{1,3}\Z|[:;=8][-'^]?\Z"
)
"""What makes a closing bracket the mark of a number (``1)``) or a face."""


def _find(prose: Prose) -> Iterator[Hit]:
    hits: list[Hit] = []
    open_before: list[tuple[int, int, str]] = []
    """The number of the block, the place and the mark."""
    for number, (block, text) in enumerate(prose.block_texts()):
        waiting: list[tuple[int, str]] = []
        kinds: Counter[str] = Counter()
        spoken_of = mentioned(text)
        for found in _MARK.finditer(text):
            mark, at = found[0], found.start()
            if at in spoken_of or not _counts(mark, text, at, kinds):
                continue
            if mark in _CLOSES:
                waiting.append((block.start + at, mark))
                kinds[mark] += 1
            elif any(kinds[opening] for opening in _openings(mark)):
                hits += _closed(mark, waiting, kinds)
            elif not _goes_on(mark, open_before):
                hits.append(Hit(block.start + at, block.start + at + 1, f"nothing opens this {mark}"))
        hits += [_unclosed(*each) for each in waiting[:-_REMEMBERED]]
        # a quotation of several paragraphs opens each of them and closes the last (GB/T 15834—2011, 4.8), or
        # opens only the first, as verse, letters and most of Japanese have it
        first = text.lstrip()[:1]
        kept = [each for each in open_before if each[2] != first]
        hits += [_unclosed(at, mark) for begun, at, mark in kept if number - begun >= _FAR]
        open_before = [each for each in kept if number - each[0] < _FAR]
        open_before += [(number, *each) for each in waiting[-_REMEMBERED:]]
    hits += [_unclosed(at, mark) for _, at, mark in open_before]
    yield from sorted(hits, key=lambda hit: hit.start)


def _counts(mark: str, text: str, at: int, kinds: Counter[str]) -> bool:
    """Whether the mark is one of a pair: no apostrophe, no face, no number's bracket that none waits for."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if mark in "‘’":
        word = before.isascii() and before.isalnum()
        if mark == "’" and kinds["‘"]:
            return not (word and after.isascii() and after.isalnum())
        return not (word or (after.isascii() and after.isdigit()))
    if mark in ")）":
        return bool(kinds["("] + kinds["（"]) or not _NO_BRACKET.search(text[max(0, at - 6) : at])
    if mark in "[]{}":
        return OBJECT not in (before, after)  # the other one may be part of the code
    return not (mark == "(" and before in (":", ";"))


@functools.cache
def _openings(mark: str) -> tuple[str, ...]:
    """What a closing mark may close: its own partner, in either width."""
    own = _OPENS[mark]
    return tuple(opening for opening in _CLOSES if opening == own or (own, opening) in _SAME)


def _closed(mark: str, waiting: list[tuple[int, str]], kinds: Counter[str]) -> Iterator[Hit]:
    """Take the partner of a closing mark from those that wait; what stands between was left open."""
    while waiting:
        at, opening = waiting.pop()
        kinds[opening] -= 1
        if opening in _openings(mark):
            return
        yield _unclosed(at, opening)


def _goes_on(mark: str, open_before: list[tuple[int, int, str]]) -> bool:
    """Whether the mark closes what an earlier paragraph opened."""
    for index in reversed(range(len(open_before))):
        if _CLOSES[open_before[index][2]] == mark:
            del open_before[index]
            return True
    return False


def _unclosed(at: int, mark: str) -> Hit:
    return Hit(at, at + 1, f"nothing closes this {mark}")


RULE = Rule(
    "unpaired-marks",
    "warning",
    "quotation marks and brackets without their partner",
    _find,
    source="GB/T 15834—2011, 4.8 and 4.9; CLREQ 3.1.1.2",
)
