"""Quotation marks that the language does not have: straight ones, or those of another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof import scripts
from exporter.proof.characters import CJK, CLOSING, OPENING, mentioned
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Block, Prose

_STRAIGHT = re.compile("[\"'＂＇]")
_NEAR = re.compile(f"[{CJK}，。、：；？！（）《》“”‘’「」『』]")
_CURLY, _CORNER = "“”‘’", "「」『』"
_TO_CORNER = str.maketrans(_CURLY, _CORNER)
_TO_CURLY = str.maketrans(_CORNER, _CURLY)
_OPENING, _CLOSING = OPENING + "(", CLOSING + ")"
_FEW = 5
"""One in so many quotations of the other kind are slips; more are this text's habit."""
_REASON = {
    "zh-Hans": "horizontal text in simplified characters has “ ” (GB/T 15834—2011, 4.8)",
    "zh-Hant": "text in traditional characters has 「 」 (CLREQ 3.1.1.2)",
    "zh-HK": "text in traditional characters has 「 」 (CLREQ 3.1.1.2)",
}


def _find(prose: Prose) -> Iterator[Hit]:
    own, other = (_CURLY, _CORNER) if prose.language == "zh-Hans" else (_CORNER, _CURLY)
    owned, foreign = (sum(prose.text.count(mark) for mark in marks[:2]) for marks in (own, other))
    if prose.language != "ja" and foreign * _FEW <= owned:  # Japanese has “ ” beside 「 」
        yield from _slips(prose, other)
        foreign = 0
    style = other if foreign > owned else own
    for block, text in prose.block_texts():
        if _STRAIGHT.search(text):
            yield from _straight(block, text, style)


def _slips(prose: Prose, other: str) -> Iterator[Hit]:
    """The few quotation marks of the other kind; those within a word of English are apostrophes."""
    table = _TO_CURLY if other == _CORNER else _TO_CORNER
    spoken_of = mentioned(prose.text)
    for found in re.finditer(f"[{other}]", prose.text):
        around = prose.text[max(0, found.start() - 1) : found.end() + 1]
        block = prose.block_around(found.start())
        if scripts.other_script(block, prose.language):
            continue
        if found.start() not in spoken_of and _NEAR.search(around.replace(found[0], "")):
            told = f"{_REASON[prose.language]}, as nearly all of this text does"
            yield Hit(found.start(), found.end(), told, found[0].translate(table))


def _straight(block: Block, text: str, style: str) -> Iterator[Hit]:
    """Straight marks by pairs, around full-width characters or right between them; within others single."""
    told = "a straight quotation mark amid full-width characters"
    pairs, alone = _pairs(text)
    lost = {_kind(text[at]) for at in alone}  # then nobody knows which of them pair
    ends = {'"': -1, "'": -1}
    around = counted = 0
    for start, end in pairs:
        kind = _kind(text[start])
        around = max(0, around + text.count(style[0], counted, start) - text.count(style[1], counted, start))
        counted = start
        inner = around or start < max(last for other, last in ends.items() if other != kind)
        ends[kind] = end
        outside = text[max(0, start - 1) : start], text[end + 1 : end + 2]
        if not (_NEAR.search(text, start + 1, end) or all(map(_NEAR.match, outside))):
            continue
        for at, mark in zip((start, end), style[2:] if inner else style[:2], strict=True):
            yield Hit(block.start + at, block.start + at + 1, told, mark, sure=kind not in lost)
    for at in alone:
        if _NEAR.search(text[max(0, at - 1) : at]) or _NEAR.match(text, at + 1):
            yield Hit(block.start + at, block.start + at + 1, f"{told}, without its partner")


def _kind(mark: str) -> str:
    return '"' if mark in '"＂' else "'"


def _pairs(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    """Return the straight marks that belong together, by turns, and those that are left over; apostrophes,
    inches and marks that are only spoken of (“"”) are none."""
    pairs: list[tuple[int, int]] = []
    waiting: dict[str, int] = {}
    for found in _STRAIGHT.finditer(text):
        at, kind = found.start(), _kind(found[0])
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if (before and after and before in _OPENING and after in _CLOSING) or _is_no_quote(
            kind, before, after, waits=kind in waiting
        ):
            continue
        if kind in waiting:
            pairs.append((waiting.pop(kind), at))
        else:
            waiting[kind] = at
    return sorted(pairs), sorted(waiting.values())


def _is_no_quote(kind: str, before: str, after: str, *, waits: bool) -> bool:
    """Whether it stands for inches or for a letter left out."""
    if kind == '"':
        return before.isdigit() and not waits
    word = before.isascii() and before.isalnum()
    return word and (not waits or (after.isascii() and after.isalnum()))


RULE = Rule(
    "wrong-quotes",
    "warning",
    "straight quotation marks, and a few of another language's",
    _find,
    (*CHINESE, "ja"),
    "GB/T 15834—2011, 4.8; CLREQ 3.1.1.2; JLREQ 3.1.1",
)
