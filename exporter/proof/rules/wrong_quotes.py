"""Quotation marks that the language does not have: straight ones, or those of another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof import scripts
from exporter.proof.characters import CJK, mentioned
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Block, Prose

_STRAIGHT = re.compile("[\"'＂＇]")
_NEAR = re.compile(f"[{CJK}，。、：；？！（）《》“”‘’「」『』]")
_CURLY, _CORNER = "“”‘’", "「」『』"
_TO_CORNER = str.maketrans(_CURLY, _CORNER)
_TO_CURLY = str.maketrans(_CORNER, _CURLY)
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
    """Straight marks beside full-width characters: opening and closing take turns, within others singly."""
    depth = {'"': False, "'": False}
    around = 0
    for at, char in enumerate(text):
        if char in (style[0], style[1]):
            around = max(0, around + (1 if char == style[0] else -1))
        if not _STRAIGHT.match(char) or not _NEAR.search(text[max(0, at - 1) : at] + text[at + 1 : at + 2]):
            continue
        kind = '"' if char in '"＂' else "'"
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if kind == "'" and before.isascii() and before.isalnum() and after.isalnum():
            continue
        closing = depth[kind]
        depth[kind] = not closing
        inner = around or (kind == "'" and depth['"'])
        mark = style[(2 if inner else 0) + closing]
        yield Hit(
            block.start + at, block.start + at + 1, "a straight quotation mark amid full-width characters", mark
        )


RULE = Rule(
    "wrong-quotes",
    "warning",
    "straight quotation marks, and a few of another language's",
    _find,
    (*CHINESE, "ja"),
    "GB/T 15834—2011, 4.8; CLREQ 3.1.1.2; JLREQ 3.1.1",
)
