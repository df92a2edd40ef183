"""Notes of a plain text: lines at its end that begin with [1], 〔註一〕, ※1, ① and so on, and their calls."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.readers import dates
from exporter.readers.structure import Piece

_CIRCLED = "①-⑳㉑-㉟㊱-㊿"
_HAN = "[一二三四五六七八九十]{1,3}"


@dataclass(frozen=True, slots=True)
class _Label:
    """How notes are numbered; its group is the number."""

    pattern: re.Pattern[str]
    headed: bool = False
    """Other things are numbered so too: a heading must stand over the notes."""


_LABELS = (
    _Label(re.compile(r"\[(\d{1,3})\]")),
    _Label(re.compile(r"［([0-9０-９]{1,3})］")),
    _Label(re.compile(r"〔([0-9０-９]{1,3})〕")),
    _Label(re.compile(r"【(?:注|註)?([0-9０-９]{1,3})】")),
    _Label(re.compile(rf"([{_CIRCLED}])")),
    _Label(re.compile(r"[(（〔]?[注註]([0-9０-９]{1,3})[)）〕]?")),
    _Label(re.compile(rf"[(（〔［\[][注註]({_HAN})[)）〕］\]]")),
    _Label(re.compile(r"※([0-9０-９]{1,3})")),
    _Label(re.compile(r"[(（]([0-9０-９]{1,3})[)）]"), headed=True),
    _Label(re.compile(r"[*＊]([0-9０-９]{1,3})"), headed=True),
    _Label(re.compile(r"(?<![\d(（])(\d{1,3})[)）]"), headed=True),
)
_SEVERAL = re.compile(
    r"(?P<opening>[\[［〔【])[0-9０-９]{1,3}(?: ?[-‐–—−~～〜,，、;；] ?[0-9０-９]{1,3})+(?P<closing>[\]］〕】])"
)
"""Several numbers in one pair of brackets (GB/T 7714-2015, 10.2.3.2)."""
_FIGURES = re.compile("[0-9０-９]+")
_HEADS = frozenset(
    "注 註 注释 註釋 注釋 註解 注解 脚注 腳註 尾注 参考文献"
    " 參考文獻 参考资料 參考資料 注記 註記 각주 미주 주석 참고문헌 Notes References".split()
)
_MOST = 2000
"""Lines that are looked through for a heading over the notes."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A text whose notes were found."""

    body: list[Piece]
    """The text without them, and without the heading over them."""
    notes: list[Piece]
    """In the order of their numbers, as levels, without their labels; none: there are none for sure."""
    calls: Calls | None
    """What calls them."""


@dataclass(frozen=True, slots=True)
class Calls:
    """What calls notes: a label, or several in one pair of brackets."""

    label: re.Pattern[str]
    last: int
    """The number of the last note."""

    def divided(self, text: str) -> Iterator[tuple[str, tuple[int | str, ...]]]:
        """Yield the text before each call and the call: its number, or numbers and what is printed around them.

        Last comes the rest of the text, with nothing.
        """
        found = [(each.span(), (number(each),)) for each in self.label.finditer(text)]
        several = [(each.span(), parts) for each in _SEVERAL.finditer(text) if (parts := self._parts(each))]
        end = 0
        for (start, after), call in sorted([*found, *several]) if several else found:
            if start:
                yield text[end:start], call
                end = after
        yield text[end:], ()

    def _parts(self, several: re.Match[str]) -> tuple[int | str, ...]:
        """The numbers, the brackets and the marks between them; nothing if one of them is no note's."""
        parts: list[int | str] = []
        end = several.start()
        for figures in _FIGURES.finditer(several[0]):
            one = self.label.fullmatch(several["opening"] + figures[0] + several["closing"])
            if not 1 <= number(one) <= self.last:
                return ()
            start = several.start() + figures.start()
            parts += [several.string[end:start], number(one)]
            end = several.start() + figures.end()
        return (*parts, several.string[end : several.end()])


def find_notes(pieces: Sequence[Piece]) -> Noted:
    """Return the notes of ``pieces``: numbered from one, each called in the text before them."""
    for label in _LABELS:
        start, end = _extent(pieces, label.pattern)
        notes, headed = pieces[start:end], _is_head(pieces, start - 1)
        if not notes or (label.headed and not headed):
            continue
        before = list(pieces[: start - 1] if headed else pieces[:start])
        calls = Calls(label.pattern, sum(label.pattern.match(each.text) is not None for each in notes))
        if _is_series(notes, label.pattern) and _all_called(before, calls):
            while before and before[-1].kind == "separator":
                before.pop()
            return Noted([*before, *pieces[end:]], _numbered(notes, label.pattern), calls)
    return Noted(list(pieces), [], None)


def _extent(pieces: Sequence[Piece], label: re.Pattern[str]) -> tuple[int, int]:
    """Where the notes are: all from a heading over them on, or the lines with labels at the end."""
    end = len(pieces)
    while end and pieces[end - 1].kind in ("credit", "colophon", "separator"):
        end -= 1
    start = end
    while start and pieces[start - 1].kind == "p" and label.match(pieces[start - 1].text):
        start -= 1
    for place in range(start - 1, max(-1, end - _MOST), -1):
        if _is_head(pieces, place):
            while end > start and not label.match(pieces[end - 1].text):
                end -= 1
            return place + 1, end
        if pieces[place].kind != "p":
            break
    return start, end


def _is_head(pieces: Sequence[Piece], place: int) -> bool:
    return place >= 0 and pieces[place].text.strip("：: 　【】[]") in _HEADS


def _is_series(notes: Sequence[Piece], label: re.Pattern[str]) -> bool:
    """Whether the first line has the label 1, and those after it that have labels the following ones."""
    labels = [number(found) for each in notes if (found := label.match(each.text))]
    return label.match(notes[0].text) is not None and labels == list(range(1, len(labels) + 1))


def _all_called(text: Sequence[Piece], calls: Calls) -> bool:
    """Whether the text calls these notes, and has none of its own amid it: those of a page or of a chapter."""
    if any(calls.label.match(each.text) for each in text):
        return False
    called = {part for each in text for _, call in calls.divided(each.text) for part in call}
    return {each for each in called if isinstance(each, int)} == set(range(1, calls.last + 1))


def _numbered(notes: Sequence[Piece], label: re.Pattern[str]) -> list[Piece]:
    """Make notes of the lines, their numbers as levels; a line without a label goes on with the note before."""
    made: list[Piece] = []
    for note in notes:
        found = label.match(note.text)
        level = number(found) if found else made[-1].level
        text = note.text[found.end() :].lstrip(" 　:：.．、") if found else note.text
        rule = "note: its label is called" if found else "note: it goes on with the one before"
        made.append(replace(note, kind="note", text=text, level=level, rule=rule))
    return made


def number(found: re.Match[str] | None) -> int:
    """Return the number that a label says; 0 for none."""
    if found is None:
        return 0
    text = found[1]
    return int(text) if text.isdecimal() else _circled(text) or dates.number(text) or 0


def _circled(char: str) -> int:
    for first, last, begin in (("①", "⑳", 1), ("㉑", "㉟", 21), ("㊱", "㊿", 36)):
        if len(char) == 1 and first <= char <= last:
            return ord(char) - ord(first) + begin
    return 0
