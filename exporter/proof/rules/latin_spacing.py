"""Spaces between Han and Latin or digits, where the text has two habits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import HAN, LATIN
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_WIDE = HAN + "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff"
_LETTER = LATIN + "0-9"
_BOUND = re.compile(rf"(?<=[{_WIDE}])( *)(?=[{_LETTER}])|(?<=[{_LETTER}%℃°])( *)(?=[{_WIDE}])")
_NUMBER = re.compile(r"[0-9][%℃°A-Za-z]{0,4}\Z")
_SENTENCE = re.compile("[。，、．]")
_NAME = re.compile("「[^「」\n]{1,12}」|“[^“”\n]{1,12}”|《[^《》\n]{1,24}》")
"""What is named keeps its own spelling: 「豆瓣FM」."""
_ENOUGH = 10
"""Bounds from which a text has a habit."""
_FEW = 5
"""One in so many bounds of the other kind is a slip."""


def _find(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    spaced: list[tuple[int, int]] = []
    closed: list[tuple[int, int]] = []
    for block, sentence in prose.block_texts():
        if not _SENTENCE.search(sentence):
            continue
        names = {at for name in _NAME.finditer(sentence) for at in range(*name.span())}
        for found in _BOUND.finditer(sentence):
            if found.start() in names:
                continue
            start, end = block.start + found.start(), block.start + found.end()
            digits = bool(_NUMBER.search(text[max(0, start - 6) : start])) or text[end : end + 1].isdigit()
            if digits and (start == end or block.kind != PARAGRAPH):
                continue  # 5月, 第3章, 50%的, 3D打印: numbers stand close in either habit
            (closed if start == end else spaced).append((start, end))
    total = len(spaced) + len(closed)
    if total < _ENOUGH:
        return
    if len(closed) * _FEW <= total:
        for start, _ in closed:
            told = "no space between CJK and Latin here, as there is nearly everywhere in this text"
            yield Hit(start - 1, start + 1, told, f"{text[start - 1]} {text[start]}")
    elif len(spaced) * _FEW <= total:
        for start, end in spaced:
            yield Hit(start, end, "a space between CJK and Latin, as hardly anywhere in this text", "")


RULE = Rule(
    "latin-spacing",
    "note",
    "spaces between CJK and Latin that break the text's habit",
    _find,
    (*CHINESE, "ja"),
    "CLREQ 3.2.2; JLREQ 3.2.2",
)
