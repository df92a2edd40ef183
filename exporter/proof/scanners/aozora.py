"""Aozora Bunko's notation → prose: without its notes and readings, each line a paragraph.

What the notation means, between two lines of hyphens, is not prose; the title block and the colophon are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import OBJECT
from exporter.proof.prose import HEADING, ITEM, PARAGRAPH, Prose, ProseBuilder
from exporter.proof.scanners.text import is_short
from exporter.readers.aozora import parts
from exporter.readers.aozora.characters import gaiji, restore

_LINE = re.compile(r"[^\r\n]*")
_TOKEN = re.compile(
    r"(?P<gaiji>※［＃[^［］]*］)|［＃(?:[^［］]|［[^［］]*］)*］|《[^《》\n]{0,200}》|｜(?=[^｜《》\n]{0,400}《)"
)
_HEADING = re.compile("［＃[^［］]*見出し")
_LISTED = re.compile("［＃[^［］]*(?:字下げ|地付き|地から|キャプション)")
"""Signatures, dates, verse and captions: what need not be a sentence."""


def scan(source: str, language: str | None = None) -> Prose:
    """Return the prose of a text in Aozora's notation."""
    builder = ProseBuilder(source)
    lines = [found.span() for found in _lines(source)]
    found = parts.split("\n".join(source[start:end] for start, end in lines))
    inside = False
    for part in (found.head, found.body, found.colophon):
        for number, line in part:
            start, end = lines[number - 1]
            inside = (inside or "［＃ここから" in line) and "［＃ここで" not in line
            _scan_line(builder, start, end)
            builder.close(HEADING if part is found.head else _kind(line, inside=inside), end)
    return builder.finish(language or "ja")


def _lines(source: str) -> Iterator[re.Match[str]]:
    at = 0
    while at <= len(source) and (found := _LINE.match(source, at)):
        yield found
        at = found.end() + (2 if source[found.end() : found.end() + 2] == "\r\n" else 1)


def _kind(line: str, *, inside: bool) -> str:
    if _HEADING.search(line) or is_short(_TOKEN.sub("", line)):
        return HEADING
    return ITEM if inside or _LISTED.search(line) else PARAGRAPH


def _scan_line(builder: ProseBuilder, start: int, end: int) -> None:
    """Take what will be read of a line; a character that is written by its description is one character."""
    at = start
    for found in _TOKEN.finditer(builder.source, start, end):
        builder.text(at, found.start())
        at = found.end()
        if found["gaiji"]:
            char = restore(gaiji(found[0]))
            builder.stead(char if len(char) == 1 else OBJECT, found.start(), at)
    builder.text(at, end)
