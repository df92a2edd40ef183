"""Signs in place of words that were taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK, HANGUL
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_NUMERALS = "〇一二三四五六七八九十百千廿卅"
_SIGNS = "*＊×xX○〇□■●◯█▇▉"
_MASK = re.compile(
    rf"[*＊]{{3,}}|(?<=[{CJK}{HANGUL}A-Za-z])(?<![*＊])[*＊]{{2}}(?=[{CJK}{HANGUL}，。、；：？！”’」』）,.]|$)|×{{2,}}|[□■●◯█▇▉]{{2,}}|(?<![{_NUMERALS}])○{{2,}}(?![{_NUMERALS}])"
    rf"|(?<=[{CJK}{HANGUL}])(?:[*＊](?=[{CJK}{HANGUL}])|[□■█])"
)


def _find(prose: Prose) -> Iterator[Hit]:
    for block, text in prose.block_texts():
        if not text.strip(_SIGNS + " \u3000"):
            continue  # a line of nothing else is a rule
        for found in _MASK.finditer(text):
            told = "signs in place of something that was taken out; only the original tells what"
            yield Hit(block.start + found.start(), block.start + found.end(), told)


RULE = Rule("masks", "warning", "signs in place of words that were taken out", _find)
