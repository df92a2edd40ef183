"""Notes of a plain text: lines at its end that begin with [1], ［1］, 〔1〕 or ①, and their calls in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from exporter.readers.structure import Piece

_CIRCLED = "①-⑳㉑-㉟㊱-㊿"
_LABELS = (
    re.compile(r"\[(\d{1,3})\]"),
    re.compile(r"［([0-9０-９]{1,3})］"),
    re.compile(r"〔([0-9０-９]{1,3})〕"),
    re.compile(r"【(?:注|註)?([0-9０-９]{1,3})】"),
    re.compile(rf"([{_CIRCLED}])"),
    re.compile(r"[(（]?[注註]([0-9０-９]{1,3})[)）]?"),
)
_HEADS = frozenset(
    "注 註 注释 註釋 注釋 註解 注解 脚注 腳註 尾注 参考文献"
    " 參考文獻 参考资料 參考資料 注記 註記 각주 미주 주석".split()
)


@dataclass(frozen=True, slots=True)
class Noted:
    """A text whose notes were found."""

    body: list[Piece]
    """The text without them, and without the heading over them."""
    notes: list[Piece]
    """In the order of their numbers, without their labels; none: there are none for sure."""
    calls: re.Pattern[str] | None
    """What a call looks like; its group is the number."""


def find_notes(pieces: Sequence[Piece]) -> Noted:
    """Return the notes of ``pieces``: numbered from one, each called in the text before them."""
    for label in _LABELS:
        end = len(pieces)
        while end and pieces[end - 1].kind in ("credit", "colophon", "separator"):
            end -= 1
        start = end
        while start and pieces[start - 1].kind == "p" and label.match(pieces[start - 1].text):
            start -= 1
        notes = pieces[start:end]
        if notes and _is_series(notes, label) and _all_called(notes, pieces[:start], label):
            before = list(pieces[:start])
            while before and before[-1].text.strip("：: 　【】[]") in _HEADS | {""}:
                before.pop()
            return Noted([*before, *pieces[end:]], [_bare(each, label) for each in notes], label)
    return Noted(list(pieces), [], None)


def _is_series(notes: Sequence[Piece], label: re.Pattern[str]) -> bool:
    return [number(label.match(each.text)) for each in notes] == list(range(1, len(notes) + 1))


def _all_called(notes: Sequence[Piece], text: Sequence[Piece], label: re.Pattern[str]) -> bool:
    called = {number(found) for each in text for found in label.finditer(each.text) if found.start()}
    return called == set(range(1, len(notes) + 1))


def _bare(note: Piece, label: re.Pattern[str]) -> Piece:
    found = label.match(note.text)
    end = found.end() if found else 0
    return replace(
        note, kind="note", text=note.text[end:].lstrip(" 　:：.．、"), rule="note: its label is called"
    )


def number(found: re.Match[str] | None) -> int:
    """Return the number that a label says; 0 for none."""
    if found is None:
        return 0
    text = found[1]
    return int(text) if text.isdecimal() else _circled(text)


def _circled(char: str) -> int:
    for first, last, begin in (("①", "⑳", 1), ("㉑", "㉟", 21), ("㊱", "㊿", 36)):
        if first <= char <= last:
            return ord(char) - ord(first) + begin
    return 0


def split_at_calls(text: str, calls: re.Pattern[str]) -> Iterator[tuple[str, int]]:
    """Yield the text before each call and its number; last the rest, with 0."""
    end = 0
    for found in calls.finditer(text):
        if found.start():
            yield text[end : found.start()], number(found)
            end = found.end()
    yield text[end:], 0
