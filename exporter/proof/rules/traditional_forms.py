"""Traditional characters amid simplified ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.characters import HAN, OPENING
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_OPENING = frozenset(OPENING)
_CLAUSE = re.compile(f"[{HAN}]+")
_QUOTED = 2
"""So many traditional characters in a clause without a simplified one make it a quotation."""


def _find(prose: Prose) -> Iterator[Hit]:
    found = scripts.differences(prose.text, "t2s")
    old = {at: new for at, _, new in found if new in data.standard()}
    if not old:
        return
    simple = {at for at, _, _ in scripts.differences(prose.text, "s2t")}
    for clause in _CLAUSE.finditer(prose.text):
        places = [at for at in range(*clause.span()) if at in old]
        if len(places) >= _QUOTED and not any(at in simple for at in range(*clause.span())):
            continue
        if len(places) == len(clause[0]) and prose.text[clause.start() - 1 : clause.start()] in _OPENING:
            continue  # “發” is spoken of
        if places and scripts.other_script(prose.block_around(clause.start()), prose.language):
            continue
        for at in places:
            new = old[at]
            yield Hit(at, at + 1, f"the traditional form of {new} in a text in simplified characters", new)


RULE = Rule(
    "traditional-forms",
    "warning",
    "traditional characters amid simplified ones",
    _find,
    ("zh-Hans",),
    "通用规范汉字表 (2013), 附件1",
)
