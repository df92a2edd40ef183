"""第二 without its comma at the head of a paragraph, where 第一 and 第四 have theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import HAN
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Prose

_NUMERALS = "一二三四五六七八九十"
_MARKED = re.compile(f"(?:第[{_NUMERALS}]{{1,2}}|其[{_NUMERALS}])([，,、：:])")
_BARE = re.compile(f"(第[{_NUMERALS}]{{1,2}}|其[{_NUMERALS}])(?=[{HAN}])")
_COUNTED = re.compile(
    "[个個次年章节節条條款项項种種步位名届屆期季页頁回集卷册冊部分轮輪场場天大批代者版层層级級类類方线線手桶印反产產世人夫]"
)
"""After these 第二 counts something: 第二次, 第三章."""


def _find(prose: Prose) -> Iterator[Hit]:
    marks = {found[0][0]: found[1] for _, text in prose.block_texts() if (found := _MARKED.match(text))}
    for block, text in prose.block_texts() if marks else ():
        found = _BARE.match(text)
        if found and text[0] in marks and not _COUNTED.match(text, found.end()):
            mark = {",": "，", ":": "："}.get(marks[text[0]], marks[text[0]])
            told = f"other paragraphs have a mark after such a lead ({mark}): it was lost here"
            yield Hit(block.start, block.start + found.end(), told, found[0] + mark)


RULE = Rule(
    "lost-lead-marks", "warning", "leads such as 第二 without the mark that the others have", _find, CHINESE
)
