"""Classes of characters, as they stand between the brackets of a regular expression."""

from __future__ import annotations

import re

HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f"
CJK = HAN + KANA
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7ff"
LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
OPENING = "“‘「『（《〈【〔〖［｛"
CLOSING = "”’」』）》〉】〕〗］｝"
ENDS = "。！？…!?．"
"""Marks that end a sentence."""
OBJECT = "\ufffc"
"""Stands in the prose for what is no text: code, a picture, a formula."""

_MENTION = re.compile(rf"[{OPENING}(\[][{OPENING}{CLOSING}。，、；：？！·…—()\[\]]{{1,6}}[{CLOSING})\]]")


def mentioned(text: str) -> set[int]:
    """Return the places of marks that are only spoken of, as in “[「]” or （『』「」）."""
    return {at for found in _MENTION.finditer(text) for at in range(found.start() + 1, found.end() - 1)}
