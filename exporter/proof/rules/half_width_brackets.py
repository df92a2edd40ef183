"""Parentheses of ASCII around or beside Han or kana."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK, CLOSING, OBJECT, OPENING
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Prose

_BRACKET = re.compile(r"[()]")
_INSIDE = re.compile(f"[{CJK}{OPENING}{CLOSING}，。、：；？！]")
_BESIDE = re.compile(f"[{CJK}]")
_SPACED = re.compile(f" (?=[{CJK}])")
_WORDS = re.compile(f"[{CJK}A-Za-z0-9{OBJECT}]")
_FACE = re.compile("[\\^＾ω´｀;]")
_HABIT = 4
"""Pairs that make a habit, where the text has hardly any full-width ones."""


def _find(prose: Prose) -> Iterator[Hit]:
    pairs = [pair for pair in _pairs(prose) if _is_cjk(prose.text, *pair)]
    if len(pairs) >= _HABIT and len(pairs) > 3 * prose.text.count("（"):
        start, end = pairs[0]
        told = (
            f"half-width parentheses are this text's habit ({len(pairs)} pairs); Chinese and Japanese have （）"
        )
        yield Hit(start, end + 1, told)
        return
    for start, end in sorted(pairs):
        yield Hit(start, start + 1, "a half-width parenthesis beside full-width characters", "（")
        past = end + 2 if _SPACED.match(prose.text, end + 1) else end + 1  # the mark has the space's width
        yield Hit(end, past, "a half-width parenthesis beside full-width characters", "）")


def _pairs(prose: Prose) -> Iterator[tuple[int, int]]:
    """Yield the brackets that belong together, within a block."""
    for block, text in prose.block_texts():
        waiting: list[int] = []
        for found in _BRACKET.finditer(text):
            if found[0] == "(":
                waiting.append(found.start())
            elif waiting:
                yield block.start + waiting.pop(), block.start + found.start()


def _is_cjk(text: str, start: int, end: int) -> bool:
    """Whether there are full-width characters at the edges within, or one right before (共振(MRI)); a number
    alone (53) is the call of a note or of a list, and without words it is a face."""
    if _WORDS.search(text, start, end) and _INSIDE.search(text[start + 1 : start + 2] + text[end - 1 : end]):
        return True
    inside = text[start + 1 : min(end, start + 9)]
    beside = _BESIDE.search(text[max(0, start - 1) : start])
    return bool(beside and _WORDS.search(inside)) and not (inside.isdecimal() or _FACE.search(inside))


RULE = Rule(
    "half-width-brackets",
    "warning",
    "half-width parentheses around or beside Han or kana",
    _find,
    (*CHINESE, "ja"),
    "CLREQ 3.1.1.2; GB/T 15834—2011, 4.9",
)
