"""Digits of several kinds in one text or in one number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import Prose

_WIDE = re.compile("[０-９]+(?:[．，][０-９]+)*")
_HALF = re.compile(r"(?<![A-Za-z0-9])[0-9]+")
_TORN = re.compile("[0-9０-９]*(?:[0-9][０-９]|[０-９][0-9])[0-9０-９]*")
_NUMERAL = "一二三四五六七八九"
_ZERO = re.compile(f"(?<=[{_NUMERAL}])[0０OoＯｏ○◯]+(?=[{_NUMERAL}〇])|(?<=[{_NUMERAL}])[0０OoＯｏ○◯]+(?=年)")
_FEW = 4
"""One in so many numbers in the other width is a slip; more are a habit (Japanese sets single digits wide)."""


def _find(prose: Prose) -> Iterator[Hit]:
    text = prose.text
    for found in _ZERO.finditer(text):
        told = "no zero of Chinese numerals: write 〇"
        yield Hit(found.start(), found.end(), told, "〇" * len(found[0]))
    torn = [found.span() for found in _TORN.finditer(text)]
    for start, end in torn:
        told = "digits of two widths in one number"
        yield Hit(start, end, told, unicodedata.normalize("NFKC", text[start:end]))
    inside = {at for start, end in torn for at in range(start, end)}
    wide = [found for found in _WIDE.finditer(text) if found.start() not in inside]
    if prose.language == "ja":
        wide = [found for found in wide if len(found[0]) > 1]  # single digits stand as one em (JLREQ 3.2.3)
    half = sum(1 for _ in _HALF.finditer(text))
    if len(wide) * _FEW <= half:
        for found in wide:
            told = "full-width digits; nearly all numbers of this text are half-width"
            yield Hit(found.start(), found.end(), told, unicodedata.normalize("NFKC", found[0]))


RULE = Rule(
    "mixed-digits",
    "warning",
    "digits of several kinds in one text or one number",
    _find,
    (*CHINESE, "ja", "ko"),
    "GB/T 15835—2011, 4.1 and 5.1; JLREQ 3.2.2",
)
