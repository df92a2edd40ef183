"""The same words twice, one directly after the other."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.characters import HAN, OBJECT, OPENING
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_HAN = re.compile(rf"([{HAN}]{{2,12}})\1")
_WORD = re.compile(r"(?<![\w'’-])([A-Za-z]{2,30}) \1(?![\w'’-])")
_RIGHT_TWICE = frozenset({"had", "that", "no", "so", "very", "bye", "ha", "go"})
_DISTRIBUTIVE = "一几每个個回遍层層阵陣步天年点點件片条條双雙"
_DEGREES = "很最更太极極真贼賊特超挺"
_PERHAPS = "好不没沒这這那"
"""不该不该, 这么大这么大: an author may, but hardly thrice."""
_GOING_ON = "着著了过過哉乎矣啊呀"
_SOUNDS = "咯喀咔哐嗨哗嘩啦叮咚嗒嘀滴嘟噜嚕噗嘭砰轰轟隆呼噼啪嘎吱嘘噓唧喳啾喵汪咩咕嘻呵嘿嗷嗡乌烏扑撲"
_JOINS = "的之是"
"""影子的影子的影子, 是不是不: no word begins or ends so."""
_ANY = ("什么", "什麼", "如何", "怎样", "怎樣", "多少")
_CALL = 8
"""Characters of a call or an exclamation, both times together, at the most."""
_MARK = re.compile("[\\s。，、！？：；…—,.!?:;“”‘’「」『』（）()]")
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
    shortest = 3 if prose.language == "ja" else 2  # 次第次第, 滅茶滅茶 are as they should be
    found_ones = [
        found
        for found in _HAN.finditer(text)
        if len(found[1]) >= shortest and not _natural(found[1]) and not _called(text, *found.span())
    ]
    twice = Counter(found[1] for found in found_ones)
    once = Counter(map("".join, itertools.pairwise(text))) if found_ones else {}
    for found in found_ones:
        times, all_times = twice[found[1]], once.get(found[1], 0)
        if found[1][0] in _PERHAPS and not (times > 2 and 3 * times >= all_times):
            continue
        # an author doubles a word rarely, a broken program wherever it stands
        again = times > 1 and 5 * times >= all_times
        yield from _words(prose, found[1], found.start(), found.end(), again=again)


def _words(prose: Prose, phrase: str, start: int, end: int, *, again: bool) -> Iterator[Hit]:
    half = len(phrase)
    first, second = prose.text[start : start + half], prose.text[start + half : end]
    plain = first if first == phrase else second
    if half > 2 or again:
        yield Hit(start, end, f"“{phrase}” stands twice", plain)
    elif prose.text[end : end + 1] not in ("地", "的"):  # 小块小块地, 青亮青亮的: how it was done, how it was
        told = f"“{phrase}” stands twice: one too many, or a mark was lost between them"
        yield Hit(start, end, told, plain, sure=False)


def _paragraphs(prose: Prose) -> Iterator[Hit]:
    """Paragraphs twice, one right after the other: not under two headings, nor with code, which may differ; and
    three of them and more are a refrain or a list of samples."""
    for (text, kind), same in itertools.groupby(prose.block_texts(), key=lambda each: (each[1], each[0].kind)):
        blocks = [block for block, _ in same]
        long = len(text) >= (3 * _LONG if text[0] in OPENING else _LONG)  # “……” is said again
        if len(blocks) == 2 and kind == PARAGRAPH and long and OBJECT not in text:
            yield Hit(blocks[1].start, blocks[1].end, "the paragraph before stands here again", "")


def _simplified(prose: Prose) -> str:
    """The text with every traditional form simplified: 關系关系 is doubled too."""
    if prose.language != "zh-Hans":
        return prose.text
    chars = list(prose.text)
    for at, _, new in scripts.differences(prose.text, "t2s"):
        chars[at] = new
    return "".join(chars)


def _natural(phrase: str) -> bool:
    """Whether it is one character drawn out (哈哈哈哈), a sound, one by one (一个一个), a degree (很远很远),
    going on (走着走着), or tried and told (研究研究)."""
    first, last = phrase[0], phrase[-1]
    short = len(phrase) <= 3 and (first in _DISTRIBUTIVE or first in _DEGREES or last in _GOING_ON)
    joined = first in _JOINS or last in _JOINS
    sounds = first in _SOUNDS or len(set(phrase)) == 1
    return short or joined or sounds or phrase.endswith(_ANY) or phrase in _reduplications()


def _called(text: str, start: int, end: int) -> bool:
    """Whether nothing else stands between two marks: somebody calls (“老师老师，……”); or 该 before."""
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    if before in ("该", "該"):
        return True  # 该成家成家
    return end - start <= _CALL and bool(_MARK.match(before or "\n") and _MARK.match(after or "\n"))


@functools.cache
def _reduplications() -> frozenset[str]:
    return frozenset(word for line in data.lines("reduplications") for word in line.split())


RULE = Rule("doubled-phrases", "warning", "the same words twice in a row", _find)
