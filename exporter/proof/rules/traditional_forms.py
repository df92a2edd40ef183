"""Traditional characters amid simplified ones."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose


def _find(prose: Prose) -> Iterator[Hit]:
    found = scripts.differences(prose.text, "t2s")
    old = {at: new for at, _, new in found if new in data.standard()}
    if not old:
        return
    simple = {at for at, _, _ in scripts.differences(prose.text, "s2t")}
    for at in scripts.amid(prose, old, simple):
        told = f"the traditional form of {old[at]} in a text in simplified characters"
        yield Hit(at, at + 1, told, old[at])


RULE = Rule(
    "traditional-forms",
    "warning",
    "traditional characters amid simplified ones",
    _find,
    ("zh-Hans",),
    "通用规范汉字表 (2013), 附件1",
)
