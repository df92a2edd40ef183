"""The parts of an Aozora Bunko file: title block, legend, text, colophon.

https://www.aozora.gr.jp/aozora-manual/ : the title block ends at the first blank line; what the notation
means stands between two lines of hyphens; the colophon begins with 底本：.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.article import Metadata
from exporter.readers.aozora.characters import accents, gaiji, restore
from exporter.readers.aozora.line import read_line

MAX_HEAD = 8

_RULE = re.compile(r"-{20,}\s*\Z")
_COLOPHON = re.compile(r"\s*底本\s*[:：]")
_END = re.compile(r"\s*［＃本文終わり］\s*\Z")
_HELPED = re.compile(r".+(?:訳|譯|編|編訳|校訂|校注|註|選|監修|画|絵|補)\Z")
_FIRST = re.compile(
    r"初出[:：].*?((?:1[6-9]|20)\d\d)\s*(?:[（(][^（）()]{1,12}[)）])?\s*年(?:\s*(\d{1,2})\s*月)?(?:\s*(\d{1,2})\s*日)?",
    re.DOTALL,
)
_LEGEND = "【テキスト中に現れる記号について】"
_NOTE = re.compile(r"［＃[^］\n]{1,80}］")
_READING = re.compile(r"[\u4e00-\u9fff々]《[\u3041-\u30ffー]+》")

Numbered = tuple[int, str]
"""The number of a line in the source, from 1, and the line."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A file, taken apart."""

    head: list[Numbered]
    body: list[Numbered]
    colophon: list[Numbered]


def looks_so(text: str) -> bool:
    """Whether a text is in Aozora's notation: it has its notes, its legend, or readings of kana in 《》."""
    if _LEGEND in text or _NOTE.search(text):
        return True
    return len(_READING.findall(text[:200_000])) >= 3


def split(text: str) -> Parts:
    """Take ``text`` apart; without a title block or a colophon those parts are empty."""
    lines = list(enumerate(text.split("\n"), 1))
    start = next((place for place, (_, line) in enumerate(lines) if line.strip()), 0)
    head: list[Numbered] = []
    while start < len(lines) and lines[start][1].strip() and len(head) <= MAX_HEAD:
        head.append(lines[start])
        start += 1
    if len(head) > MAX_HEAD or any("［＃" in line or _RULE.match(line) for _, line in head):
        start -= len(head)  # a text that begins at once
        head = []
    rules = [place for place, (_, line) in enumerate(lines[start : start + 200], start) if _RULE.match(line)]
    if len(rules) > 1 and any(_LEGEND in line for _, line in lines[rules[0] : rules[1]]):
        start = rules[1] + 1
    end = next((place for place in range(len(lines) - 1, start - 1, -1) if _END.match(lines[place][1])), None)
    if end is None:
        stop = range(len(lines) - 1, max(start - 1, len(lines) - 100), -1)
        found = [place for place in stop if _COLOPHON.match(lines[place][1])]
        end = found[-1] if found else len(lines)
    return Parts(head, lines[start:end], lines[end:])


def facts(parts: Parts, fallback: str) -> Metadata:
    """Return the facts that the title block and the colophon state; ``fallback`` is the title if there is none.

    The block is title, other titles, author, and who translated or edited: one line each.
    """
    lines = [_plain(line) for _, line in parts.head]
    title = lines[0] if lines else fallback
    rest = lines[1:]
    last = len(rest)
    while last > 1 and _HELPED.match(rest[last - 1]):
        last -= 1
    authors, others = rest[max(0, last - 1) :], rest[: max(0, last - 1)]
    colophon = "\n".join(line for _, line in parts.colophon)
    return Metadata(
        title=title,
        subtitle="　".join(others) or None,
        authors=tuple(authors),
        date=_date(colophon),
        publisher="青空文庫" if "青空文庫作成ファイル" in colophon else None,
        language="ja",
    )


def _plain(line: str) -> str:
    return restore(read_line(accents(gaiji(line.strip())), 0, []).text).strip()


def _date(colophon: str) -> str | None:
    """When the text was first printed: that is its date, the day the file was made is not."""
    found = _FIRST.search(colophon)
    if found is None:
        return None
    return "-".join([found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)])
