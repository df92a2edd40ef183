"""Quotation marks and brackets without their partner."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import mentioned
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_CLOSES = dict(
    zip("“‘「『（《〈【〔〖［｛([{", "”’」』）》〉】〕〗］｝)]}", strict=True),
)
_OPENS = {closing: opening for opening, closing in _CLOSES.items()}
_SAME = {"(": "（", ")": "）", "[": "［", "]": "］"}
"""A half-width bracket may close a full-width one: another rule tells of its width."""
_MARK = re.compile("[" + re.escape("".join(_CLOSES) + "".join(_OPENS)) + "]")
_NO_BRACKET = re.compile(
    r"(?<![A-Za-z])(?:[A-Za-z]|[ivx]{1,5})\Z|(?<![0-9])[0-9]{1,3}\Z|(?:^|\s)[一二三四五六七八九十]{1,3}\Z|[:;=8][-'^]?\Z"
)
"""What makes a closing bracket the mark of a number (``1)``) or a face."""


def _find(prose: Prose) -> Iterator[Hit]:
    hits: list[Hit] = []
    open_before: list[tuple[int, str]] = []
    for block, text in prose.block_texts():
        waiting: list[tuple[int, str]] = []
        spoken_of = mentioned(text)
        for found in _MARK.finditer(text):
            mark, at = found[0], found.start()
            if at in spoken_of or not _counts(mark, text, at, waits=any(each in "(（" for _, each in waiting)):
                continue
            if mark in _CLOSES:
                waiting.append((block.start + at, mark))
            elif not _close(mark, waiting, hits) and not _goes_on(mark, open_before):
                hits.append(_hit(block.start + at, mark, f"nothing opens this {mark}"))
        starts_with = text.lstrip()[:1]
        # a quotation of several paragraphs opens each of them and closes the last (GB/T 15834—2011, 4.8)
        hits += [_unclosed(*each) for each in open_before if each[1] != starts_with]
        open_before = waiting
    hits += [_unclosed(*each) for each in open_before]
    yield from sorted(hits, key=lambda hit: hit.start)


def _counts(mark: str, text: str, at: int, *, waits: bool) -> bool:
    """Whether the mark is one of a pair: no apostrophe, no face, no number's bracket where none ``waits``."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    if mark in "‘’":
        return not ((before.isascii() and before.isalnum()) or (after.isascii() and after.isdigit()))
    if mark in ")）":
        return waits or not _NO_BRACKET.search(text[max(0, at - 6) : at])
    return not (mark == "(" and _NO_BRACKET.search(text[max(0, at - 3) : at]) and before in (":", ";"))


def _close(mark: str, waiting: list[tuple[int, str]], hits: list[Hit]) -> bool:
    """Take the partner of a closing mark from those that wait; what stands between was left open."""
    wanted = {
        _OPENS[mark],
        _OPENS.get(_SAME.get(mark, mark), ""),
        *(k for k, v in _SAME.items() if v == _OPENS[mark]),
    }
    if not any(opening in wanted for _, opening in waiting):
        return False
    while waiting:
        at, opening = waiting.pop()
        if opening in wanted:
            return True
        hits.append(_unclosed(at, opening))
    return False


def _goes_on(mark: str, open_before: list[tuple[int, str]]) -> bool:
    """Whether the mark closes what an earlier paragraph opened."""
    for index, (_, opening) in enumerate(open_before):
        if _CLOSES[opening] == mark:
            del open_before[index]
            return True
    return False


def _unclosed(at: int, mark: str) -> Hit:
    return _hit(at, mark, f"nothing closes this {mark}")


def _hit(at: int, mark: str, why: str) -> Hit:
    return Hit(at, at + len(mark), why)


RULE = Rule(
    "unpaired-marks",
    "warning",
    "quotation marks and brackets without their partner",
    _find,
    source="GB/T 15834—2011, 4.8 and 4.9; CLREQ 3.1.1.2",
)
