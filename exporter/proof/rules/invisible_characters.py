"""Characters that nobody sees: zero-width ones, marks of direction, controls, odd spaces between Han."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.proof.characters import CJK
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]+"
)
_ODD_SPACE = re.compile(f"(?<=[{CJK}])[\u00a0\u2000-\u200a\u202f\u205f\t]+(?=[{CJK}])")
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff]")
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f]")
_INDIC = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f]")


def _find(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    right_to_left = _RIGHT_TO_LEFT.search(text) is not None
    for found in _INVISIBLE.finditer(text):
        around = text[max(0, found.start() - 1) : found.start()] + text[found.end() : found.end() + 1]
        if found[0] in _JOINERS and (_EMOJI.search(around) or _INDIC.search(around)):
            continue  # joins a family of emoji, or letters of Persian and Hindi
        if right_to_left and not found[0].strip("\u061c\u200e\u200f\u202a-\u202e\u2066\u2067\u2068\u2069"):
            continue
        yield Hit(found.start(), found.end(), f"invisible: {_names(found[0])}", "")
    for found in _ODD_SPACE.finditer(text):
        if "\u00a0" in text[max(0, found.start() - 4) : found.start()]:
            continue  # 第\u00a03\u00a0章\u00a0: it was meant to be there, and to keep them on a line
        yield Hit(found.start(), found.end(), f"a space that is none of CJK text: {_names(found[0])}", "")


def _names(chars: str) -> str:
    first = f"U+{ord(chars[0]):04X} {unicodedata.name(chars[0], 'CONTROL')}"
    return first if len(chars) == 1 else f"{first} and {len(chars) - 1} more"


RULE = Rule("invisible-characters", "warning", "characters that nobody sees", _find)
