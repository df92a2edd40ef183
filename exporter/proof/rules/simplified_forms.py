"""Simplified characters amid traditional ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof import scripts
from exporter.proof.characters import HAN, OPENING
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_OPENING = frozenset(OPENING)
_CLAUSE = re.compile(f"[{HAN}]+")
_QUOTED = 2
"""So many simplified characters in a clause without a traditional one make it a quotation."""


def _find(prose: Prose) -> Iterator[Hit]:
    here, there = ("s2hk", "s2tw") if prose.language == "zh-HK" else ("s2tw", "s2hk")
    both = {at for at, _, _ in scripts.differences(prose.text, there)}  # 着 is right in Hong Kong, 著 in Taiwan
    changes = scripts.differences(prose.text, here)
    new = {at: stead for at, char, stead in changes if at in both and not _traditional(char)}
    if not new:
        return
    old = {at for at, _, _ in scripts.differences(prose.text, "t2s")}
    for clause in _CLAUSE.finditer(prose.text):
        places = [at for at in range(*clause.span()) if at in new]
        if len(places) >= _QUOTED and not any(at in old for at in range(*clause.span())):
            continue
        if len(places) == len(clause[0]) and prose.text[clause.start() - 1 : clause.start()] in _OPENING:
            continue  # “發” is spoken of
        if places and scripts.other_script(prose.block_around(clause.start()), prose.language):
            continue
        for at in places:
            stead = new[at]
            yield Hit(at, at + 1, f"the simplified form of {stead} in a text in traditional characters", stead)


def _traditional(char: str) -> bool:
    """Whether Big5 has the character: 里, 后 and 台 are words of their own in traditional text."""
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


RULE = Rule(
    "simplified-forms",
    "warning",
    "simplified characters amid traditional ones",
    _find,
    ("zh-Hant", "zh-HK"),
)
