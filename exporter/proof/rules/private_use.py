"""Private-use characters, which mean nothing outside the font they were made for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_KNOWN = {
    "\ue5e5": "\u3000",  # GBK A3A0
    "\ue7c7": "\u1e3f",  # GBK A8BC
    **{chr(0xE78D + number): char for number, char in enumerate("︐︒︑︓︔︕︖︗︘︙")},
    "\ue81e": "\u9fb4",
    "\ue826": "\u9fb5",
    "\ue82b": "\u9fb6",
    "\ue82c": "\u9fb7",
    "\ue832": "\u9fb8",
    "\ue843": "\u9fb9",
    "\ue854": "\u9fba",
    "\ue864": "\u9fbb",
}
"""What GB 18030-2022 has at the codes that older tables give to private use."""


def _find(prose: Prose) -> Iterator[Hit]:
    for found in _PRIVATE.finditer(prose.text):
        code, known = f"U+{ord(found[0]):04X}", _KNOWN.get(found[0])
        told = (
            f"{code} is private use; GB 18030 has {known.strip() or 'an ideographic space'} there"
            if known
            else f"{code} is private use: only the font of the original tells what it is"
        )
        yield Hit(found.start(), found.end(), told, known)


RULE = Rule("private-use", "warning", "private-use characters", _find, source="GB 18030—2022, 附录")
