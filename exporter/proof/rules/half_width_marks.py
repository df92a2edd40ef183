"""``,`` ``:`` ``;`` ``?`` ``!`` ``.`` of ASCII between Han or kana."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK, CLOSING, LATIN
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Prose

_MARK = re.compile(
    rf"(?<=[{CJK}{CLOSING}])(?:[?!]|,(?!\d{{3}}| [A-Za-z0-9])|[:;](?![()DPp]| [A-Za-z0-9]))(?: (?=[{CJK}“「]))?"
    rf"|(?<![\d\s])[,:;?!] ?(?=[{CJK}“「])"
    rf"|(?<=[{CJK}][{CJK}{CLOSING}])(?<![.])\.(?![.A-Za-z0-9])(?: (?=[{CJK}“「]))?"
)
_LATIN = re.compile(f"[{LATIN}]")
_LISTED = re.compile("[,;] [A-Za-z0-9]")
_NUMBERED = re.compile(r"[一二三四五六七八九十百]{1,4}\Z")
_WIDE = dict(zip(",:;?!.", "，：；？！。", strict=True))


def _find(prose: Prose) -> Iterator[Hit]:
    wide = dict(_WIDE)
    if prose.language == "ja" and prose.text.count("、") >= prose.text.count("，"):
        wide[","] = "、"
    for found in _MARK.finditer(prose.text):
        mark, start = found[0][0], found.start()
        if prose.language == "ja" and found[0] in (", ", "; ") and _is_western(prose, start):
            continue
        if mark == "." and _NUMBERED.match(prose.text[prose.text.rfind("\n", 0, start) + 1 : start]):
            continue  # 一. at the head of a block is a number
        yield Hit(start, found.end(), "a half-width mark among full-width characters", wide[mark])


def _is_western(prose: Prose, at: int) -> bool:
    """Whether a comma of Japanese text belongs to a Latin name（Philinos, 約250 BC）, or to a list with such
    commas before Latin letters and numbers, as references have."""
    if _LATIN.match(prose.text, at - 1):
        return True
    end = prose.text.find("\n", at, at + 200)
    return bool(_LISTED.search(prose.text, at + 2, end if end >= 0 else at + 200))


RULE = Rule(
    "half-width-marks",
    "warning",
    "half-width , : ; ? ! . between Han or kana",
    _find,
    (*CHINESE, "ja"),
    "CLREQ 3.1.1.1; GB/T 15834—2011, 5.1; JLREQ 3.1.1",
)
