"""One line of Aozora's notation → its text, what is marked in it, and the notes that are about the line.

A note speaks of text before it (「…」に傍点), so a line is its plain text and marks over stretches of it, as
offsets; only :meth:`Line.html` nests them, splitting what crosses.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html import escape

from exporter.readers.aozora import characters, notation

_TOKEN = re.compile(r"《([^《》\n]{0,200})》|｜(?=[^｜《》\n]{0,400}《)|［＃((?:[^［］]|［[^［］]*］)*)］")
_INNER = re.compile(r"［＃[^［］]*］|《[^《》]*》|｜")

_READ = re.compile(r"「(?P<over>.+?)」(?P<left>の左)?に「(?P<say>.*)」の(?P<kind>ルビ|注記|傍記)\Z")
_STYLED = re.compile(r"「(?P<over>.+)」(?:(?P<left>の左|の下)に|(?:の右|の上)?に|は|を)(?P<style>[^「」]+)\Z")
_OPEN_READ = re.compile(r"(?P<left>左に)?(?:ルビ|注記)付き\Z")
_CLOSE_READ = re.compile(r"(?P<left>左に)?「(?P<say>.*)」の(?:ルビ|注記)付き終わり\Z")
_EDITORIAL = re.compile(
    r"外字：|「.+」は(?:底本|ママ)|ルビの「.+」は|底本では|.*ママ\Z|.*(?:誤植|誤記|脱字|ルビなし)"
)

_HAN = re.compile("[\u2e80-\u2fdf\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〆〇仝〻ヶ〓]")
_KINDS = (
    _HAN,
    re.compile("[\u3041-\u309fー]"),
    re.compile("[\u30a0-\u30ff]"),
    re.compile("[A-Za-z\u00c0-\u024f\u0370-\u03ff\u0400-\u04ff0-9'’.&-]"),
    re.compile("[Ａ-Ｚａ-ｚ０-９]"),
)
MAX_OPEN = 20
"""Styles open at once."""
REACH = 4000
"""How far before a note the text may stand that it is about."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line and what it is."""

    start: int
    end: int
    tag: str
    kind: str = ""
    """The class."""
    reading: str | None = None
    """Of ruby."""


@dataclass(slots=True)
class Line:
    """A line that was read."""

    number: int
    """In the source, from 1."""
    text: str = ""
    """What is printed, without readings."""
    marks: list[Mark] = field(default_factory=list)
    inserted: list[tuple[int, str]] = field(default_factory=list)
    """HTML that takes no part in the text: kaeriten, calls of notes."""
    orders: list[tuple[int, str]] = field(default_factory=list)
    """Notes that are about the line or what follows it, and their offsets in ``text``."""
    notes: list[tuple[int, str]] = field(default_factory=list)
    """What an editor says of the text, to be set as a note, and the offsets."""
    unknown: list[str] = field(default_factory=list)
    """Notes that nothing is known of."""

    def html(self, start: int, end: int) -> str:
        """Return the HTML of the text between two offsets."""
        marks = [
            replace(mark, start=max(mark.start, start), end=min(mark.end, end))
            for mark in self.marks
            if mark.start < end and mark.end > start and mark.tag not in notation.HEADINGS | {"figcaption"}
        ]
        inserted = [
            each for each in self.inserted if start <= each[0] < end or each[0] == end == len(self.text)
        ]
        return "".join(_serialise(self.text, start, end, _split_at_ruby(marks), inserted))

    def heading(self) -> str | None:
        """Return the tag of the heading, or ``figcaption``, that the line is, if a note says so."""
        return next((mark.tag for mark in self.marks if mark.tag in notation.HEADINGS | {"figcaption"}), None)


def read_line(source: str, number: int, open_styles: list[notation.Style]) -> Line:
    """Read a line whose 外字 and accents are characters already.

    ``open_styles`` are those that the lines before left open; it holds on return what this line leaves open.
    """
    return _Reader(Line(number), open_styles).read(source)


class _Reader:
    def __init__(self, line: Line, open_styles: list[notation.Style]) -> None:
        self._line = line
        self._open = [(0, style) for style in open_styles]
        self._left_open = open_styles
        self._ruby_from: int | None = None
        self._reads: list[int] = []
        self._pieces: list[str] = []
        self._tail = ""
        self._length = 0
        self._beside: dict[tuple[int, bool], tuple[int, int]] = {}

    def read(self, source: str) -> Line:
        line, end = self._line, 0
        for token in _TOKEN.finditer(source):
            self._write(source[end : token.start()])
            end = token.end()
            if token[1] is not None:
                self._ruby(token[1])
            elif token[2] is not None:
                self._note(token[2].strip())
            else:
                self._ruby_from = self._length
        self._write(source[end:])
        line.text = "".join(self._pieces)
        for start, style in self._open:
            self._mark(start, self._length, style)
        self._left_open[:] = [style for _, style in self._open]
        return line

    def _write(self, text: str) -> None:
        self._pieces.append(text)
        self._tail = (self._tail + text)[-REACH:]
        self._length += len(text)

    def _mark(self, start: int, end: int, style: notation.Style, under: bool = False) -> None:
        if start < end:
            kind = f"{style.kind} under".strip() if under else style.kind
            self._line.marks.append(Mark(start, end, style.tag, kind))

    # --- ruby ---

    def _ruby(self, reading: str) -> None:
        start = self._length - _run_length(self._tail) if self._ruby_from is None else self._ruby_from
        self._ruby_from = None
        while start < self._length and (start, False) in self._beside:
            start += 1
        base = self._tail[-1:]
        kana = "\u3041" <= base <= "\u309f" and _HAN.search(reading) is not None
        if start == self._length or not reading or kana:
            self._write(f"《{reading}》")  # brackets that the text has
        else:
            self._over(start, self._length, _INNER.sub("", reading), under=False)

    def _over(self, start: int, end: int, reading: str, *, under: bool) -> None:
        """Set a reading beside a stretch; where that has one already, or part of it, it becomes a note."""
        same = {self._beside.get((place, not under), (start, end)) for place in range(start, end)}
        if same != {(start, end)} or any((place, under) in self._beside for place in range(start, end)):
            self._line.notes.append((end, f"{'左に' if under else ''}「{reading}」"))
            return
        self._beside.update(((place, under), (start, end)) for place in range(start, end))
        self._line.marks.append(Mark(start, end, "ruby", "under" if under else "", reading))

    # --- notes ---

    def _note(self, note: str) -> None:
        if not (self._about_text(note) or self._range(note) or self._insertion(note)):
            self._line.orders.append((self._length, note))

    def _about_text(self, note: str) -> bool:
        """A note that names the text it is about."""
        line = self._line
        if found := _READ.match(note):
            start = self._find(found["over"])
            end = start + len(_INNER.sub("", found["over"]))
            if start < 0:
                line.unknown.append(note)
            elif found["kind"] == "傍記":
                for place in range(start, end):
                    self._over(place, place + 1, found["say"], under=bool(found["left"]))
            else:
                self._over(start, end, found["say"], under=bool(found["left"]))
            return True
        if _EDITORIAL.match(note):
            line.notes.append((self._length, note))
            return True
        found = _STYLED.match(note)
        style = notation.style(found["style"].strip()) if found else None
        if found is None or style is None:
            return False
        start = self._find(found["over"])
        if start < 0:
            line.unknown.append(note)
        else:
            self._mark(start, start + len(_INNER.sub("", found["over"])), style, under=bool(found["left"]))
        return True

    def _find(self, over: str) -> int:
        """The offset at which the last such text begins; -1: it does not stand in reach."""
        place = self._tail.rfind(_INNER.sub("", over))
        return -1 if place < 0 else self._length - len(self._tail) + place

    def _range(self, note: str) -> bool:
        """A note that begins or ends a stretch."""
        place = self._length
        if _OPEN_READ.match(note):
            self._reads.append(place)
            return True
        if found := _CLOSE_READ.match(note):
            if self._reads:
                self._over(self._reads.pop(), place, found["say"], under=bool(found["left"]))
            else:
                self._line.unknown.append(note)
            return True
        word = note.removeprefix("左に")
        style = notation.style(word)
        if style and len(self._open) < MAX_OPEN:
            kind = f"{style.kind} under".strip() if word != note else style.kind
            self._open.append((place, notation.Style(style.tag, kind)))
            return True
        if note.startswith("ここで") or not note.endswith("終わり"):
            return False
        return self._close(note, word.removesuffix("終わり"), place)

    def _close(self, note: str, word: str, place: int) -> bool:
        """End the last stretch of that style; sizes end without a number."""
        size = {"大きな文字": "larger", "小さな文字": "smaller"}.get(word)
        ended = notation.style(word)
        if ended is None and size is None:
            return False
        for number in range(len(self._open) - 1, -1, -1):
            start, style = self._open[number]
            plain = notation.Style(style.tag, style.kind.removesuffix("under").rstrip())
            if plain == ended or (size and style.kind.startswith(size)):
                del self._open[number]
                self._mark(start, place, style)
                return True
        self._line.unknown.append(note)
        return True

    def _insertion(self, note: str) -> bool:
        """A note that adds something at its place."""
        place = self._length
        if notation.KAERITEN.match(note):
            self._line.inserted.append((place, f'<sub class="kaeriten">{escape(note)}</sub>'))
        elif found := notation.OKURIGANA.match(note):
            self._line.inserted.append((place, f'<sup class="okurigana">{escape(found[1])}</sup>'))
        elif note == "改行":
            self._line.inserted.append((place, "<br>"))
        else:
            return False
        return True


def _run_length(text: str) -> int:
    """How many characters at the end of ``text`` are of one kind: what a reading without ｜ belongs to."""
    kind = next((kind for kind in _KINDS if text and kind.match(text[-1])), None)
    start = len(text)
    while kind and start and kind.match(text[start - 1]):
        start -= 1
    return len(text) - start


# --- HTML ---


def _split_at_ruby(marks: list[Mark]) -> list[Mark]:
    """Cut the marks that cross the edge of a ruby: that one cannot be cut."""
    ruby = sorted({(mark.start, mark.end) for mark in marks if mark.reading is not None})
    out = []
    for mark in marks:
        places = [mark.start, mark.end]
        if mark.reading is None:
            first, last = _around(ruby, mark.start), _around(ruby, mark.end)
            if first and first[1] < mark.end:
                places.append(first[1])
            if last and last[0] > mark.start:
                places.append(last[0])
        out += [replace(mark, start=a, end=b) for a, b in itertools.pairwise(sorted(places)) if a < b]
    return out


def _around(ruby: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """The ruby that has ``place`` inside it."""
    number = bisect_left(ruby, (place, 0)) - 1
    return ruby[number] if number >= 0 and place < ruby[number][1] else None


def _serialise(
    text: str, start: int, end: int, marks: list[Mark], inserted: list[tuple[int, str]]
) -> Iterator[str]:
    """Nest the marks, the longer outside; one that ends while others are open is closed with them."""
    begins: dict[int, list[Mark]] = {}
    for mark in marks:
        begins.setdefault(mark.start, []).append(mark)
    extra: dict[int, str] = {}
    for place, html in inserted:
        extra[place] = extra.get(place, "") + html
    edges = sorted({start, end, *begins, *(mark.end for mark in marks), *extra})
    stack: list[Mark] = []
    for place, following in zip(edges, [*edges[1:], end], strict=True):
        again: list[Mark] = []
        while any(mark.end <= place for mark in stack):
            mark = stack.pop()
            yield _close_tag(mark)
            if mark.end > place:
                again.append(mark)
        if place in extra:
            yield extra[place]
        for mark in sorted([*again, *begins.get(place, ())], key=_outside):
            stack.append(mark)
            yield _open_tag(mark)
        yield escape(characters.restore(text[place:following]))


def _outside(mark: Mark) -> tuple[int, bool, bool]:
    return (-mark.end, mark.reading is not None, "under" not in mark.kind)


def _open_tag(mark: Mark) -> str:
    return f'<{mark.tag} class="{mark.kind}">' if mark.kind else f"<{mark.tag}>"


def _close_tag(mark: Mark) -> str:
    reading = "" if mark.reading is None else f"<rt>{escape(characters.restore(mark.reading))}</rt>"
    return f"{reading}</{mark.tag}>"
