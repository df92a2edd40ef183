"""Long stretches without any mark: somewhere in them one was lost, and where cannot be known."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_RUN = re.compile(r"[^，。．,.;；:：?？!！、…＝=\n“”‘’「」『』《》（）()\[\]【】—\s\ufffc]+")
_LONGEST = {"ja": 120}
"""Characters, where it is not 45: Japanese has fewer marks."""
_LETTERS = re.compile(f"[{CJK}]")


def _find(prose: Prose) -> Iterator[Hit]:
    longest = _LONGEST.get(prose.language, 45)
    for block, text in prose.block_texts():
        if block.kind != PARAGRAPH:
            continue
        for found in _RUN.finditer(text):
            count = len(_LETTERS.findall(found[0])) if found.end() - found.start() >= longest else 0
            if count >= longest:
                told = f"{count} characters without a mark: one may be lost here"
                yield Hit(block.start + found.start(), block.start + found.end(), told)


RULE = Rule("long-runs", "note", "long stretches without any mark", _find, (*CHINESE, "ja"))
