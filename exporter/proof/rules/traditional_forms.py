"""Traditional characters amid simplified ones."""

from __future__ import annotations

import functools
from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose


def _find(prose: Prose) -> Iterator[Hit]:
    text, standard = prose.text, data.standard()
    old = {at: new for at, _, new in scripts.differences(text, "t2s") if new in standard}
    old = {at: new for at, new in old.items() if text[at] not in standard or _meant(text, at, new)}
    if not old:
        return
    simple = {at for at, _, _ in scripts.differences(text, "s2t")}
    for at in scripts.amid(prose, old, simple):
        told = f"the traditional form of {old[at]} in a text in simplified characters"
        yield Hit(at, at + 1, told, old[at])


def _meant(text: str, at: int, new: str) -> bool:
    """Whether a character that simplified text has too (乾, 於, 坏) is the traditional form here: with its
    neighbour it makes a word in which traditional text has it (乾净, not the name 罗乾)."""
    before, char, after = text[at - 1 : at], text[at], text[at + 1 : at + 2]
    return _traditional(before + new)[-1:] == char or (after != "的" and _traditional(new + after)[:1] == char)


@functools.lru_cache(10_000)
def _traditional(word: str) -> str:
    return str(scripts.converter("s2t").convert(word))


RULE = Rule(
    "traditional-forms",
    "warning",
    "traditional characters amid simplified ones",
    _find,
    ("zh-Hans",),
    "通用规范汉字表 (2013), 附件1",
)
