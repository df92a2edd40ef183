"""Dashes and ellipses of the wrong length or the wrong characters."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK, CLOSING, OPENING
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Prose

_NEAR = f"{CJK}{CLOSING}{OPENING}，。；：？！"
_DASHES = re.compile(r"[-–—―─−－]+")
_DOTS = re.compile(r"[.．・･·]{2,}|。{2,}|[…⋯]+")
_CJK = re.compile(f"[{_NEAR}]")
_WORD = re.compile(r"[0-9A-Za-z<>]")
"""A word, or the point of an arrow."""
_OPEN, _CLOSE = frozenset(OPENING), frozenset(CLOSING)
_MARK = re.compile(f"[{CLOSING}{OPENING}，。；：？！]")


def _find(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    japanese = prose.language == "ja"
    for found in _DASHES.finditer(text):
        hit = _dash(found, *_around(text, found), japanese=japanese)
        if hit:
            yield hit
    for found in _DOTS.finditer(text):
        hit = _dots(found, *_around(text, found), japanese=japanese)
        if hit:
            yield hit


def _around(text: str, found: re.Match[str]) -> tuple[str, str]:
    return text[max(0, found.start() - 1) : found.start()], text[found.end() : found.end() + 1]


def _dash(found: re.Match[str], before: str, after: str, *, japanese: bool) -> Hit | None:
    dash = found[0]
    beside = before + after
    right = dash in (("——", "――", "──") if japanese else ("——", "⸺"))
    spoken_of = before in _OPEN and after in _CLOSE  # “-”
    if right or spoken_of or not _CJK.search(beside) or _WORD.search(beside):
        return None
    if len(dash) == 1:
        return _single(found, before, after, japanese=japanese)
    if len(dash) > 3 and not before.strip() + after.strip():
        return None  # a line of them is a rule
    told = "a dash is two em dashes (——)" if set(dash) == {"—"} else "hyphens or other lines in place of a dash"
    return Hit(found.start(), found.end(), told, "――" if japanese and "―" in dash else "——")


def _single(found: re.Match[str], before: str, after: str, *, japanese: bool) -> Hit | None:
    """One em dash, en dash or hyphen joins two names or two times (GB/T 15834—2011, 4.13), and in Japanese what
    stands in brackets（―マジャンディ）."""
    if not (before.strip() and after.strip() and _MARK.search(before + after)):
        return None
    if japanese and (before in "（(" or after in "）)"):
        return None
    told = "a single dash beside a mark: a dash in a sentence is two em long"
    return Hit(found.start(), found.end(), told, "——", sure=found[0] in "—―–")


def _dots(found: re.Match[str], before: str, after: str, *, japanese: bool) -> Hit | None:
    dots = found[0]
    told = ""
    if not _CJK.search(before + after) or (dots[0] == "." and _WORD.match(before) and after in _CLOSE):
        return None  # “Loading...” is English
    if dots[0] in "…⋯":
        wrong = len(dots) not in (2, 4) and not (japanese and len(dots) == 1)
        told = "an ellipsis is two characters (……)" if wrong and _CJK.search(before) else ""
    elif dots[0] == "。":
        if len(dots) == 2:
            return Hit(found.start(), found.end(), "a full stop twice", "。")
        told = "full stops in place of an ellipsis"
    elif len(dots) > 2:
        told = "stops or dots in place of an ellipsis"
    return Hit(found.start(), found.end(), told, "……") if told else None


RULE = Rule(
    "dashes-and-ellipses",
    "warning",
    "dashes and ellipses of the wrong length or characters",
    _find,
    (*CHINESE, "ja"),
    "GB/T 15834—2011, 4.10 and 4.11; CLREQ 3.1.1.2; JLREQ 3.1.1",
)
