"""The same words twice, one directly after the other."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.characters import HAN
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_HAN = re.compile(rf"([{HAN}]{{2,12}})\1")
_WORD = re.compile(r"(?<![\w'’-])([A-Za-z]{2,30}) \1(?![\w'’-])")
_RIGHT_TWICE = frozenset({"had", "that", "no", "so", "very", "bye", "ha", "go"})
_DISTRIBUTIVE = "一几每个個回遍层層阵陣步天年点點件片条條双雙"
_LONG = 10
"""Characters from which two equal paragraphs in a row are one too many: a refrain is shorter."""


def _find(prose: Prose) -> Iterator[Hit]:
    yield from _paragraphs(prose)
    for found in _WORD.finditer(prose.text):
        if found[1].lower() not in _RIGHT_TWICE:
            yield Hit(found.start(), found.end(), f"“{found[1]}” stands twice", found[1])
    if prose.language in ("ko", "en"):
        return
    text = _simplified(prose)
    found_ones = [found for found in _HAN.finditer(text) if not _natural(found[1])]
    times = Counter(found[1] for found in found_ones)
    for found in found_ones:
        phrase, start, end = found[1], found.start(), found.end()
        again = times[phrase] > 1 or len(phrase) > 2
        half = len(phrase)
        first, second = prose.text[start : start + half], prose.text[start + half : end]
        plain = first if first == phrase else second
        if again:
            yield Hit(start, end, f"“{phrase}” stands twice", plain)
        elif phrase not in _reduplications():
            told = f"“{phrase}” stands twice: one too many, or a mark was lost between them"
            yield Hit(start, end, told, plain, sure=False)


def _paragraphs(prose: Prose) -> Iterator[Hit]:
    blocks = [(block, text) for block, text in prose.block_texts() if block.kind == PARAGRAPH]
    for (_, one), (after, two) in itertools.pairwise(blocks):
        if one == two and len(one) >= _LONG:
            yield Hit(after.start, after.end, "the paragraph before stands here again", "")


def _simplified(prose: Prose) -> str:
    """The text with every traditional form simplified: 關系关系 is doubled too."""
    if prose.language != "zh-Hans":
        return prose.text
    chars = list(prose.text)
    for at, _, new in scripts.differences(prose.text, "t2s"):
        chars[at] = new
    return "".join(chars)


def _natural(phrase: str) -> bool:
    """Whether it is one character drawn out (哈哈哈哈), or one by one (一个一个)."""
    return len(set(phrase)) == 1 or (len(phrase) == 2 and phrase[0] in _DISTRIBUTIVE)


@functools.cache
def _reduplications() -> frozenset[str]:
    return frozenset(word for line in data.lines("reduplications") for word in line.split())


RULE = Rule("doubled-phrases", "warning", "the same words twice in a row", _find)
