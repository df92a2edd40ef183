"""Ruby before layout: which characters have which readings, and the room these need (CSS Ruby 1).

A reading is no part of its paragraph's text: it is shaped by itself, and its base is given the room it needs.
``rubyboxes`` hangs its box into the line gap when the base's line stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from exporter.pdf.composer import zhuyin
from exporter.pdf.composer.tree import Box, Flat, Node
from exporter.typesetting import apportion
from exporter.typesetting import ruby as rules
from exporter.typesetting.ruby import Column, Room
from exporter.typesetting.zhuyin import WIDTH, syllables

if TYPE_CHECKING:
    from exporter.pdf.composer.flattening import Work

_ASCENT, _DESCENT = 0.88, 0.12
"""How far the em box of Han and kana reaches above and below the base line, ems."""
_LETTERS = 0.22
"""How far letters reach below it: g and its like stay clear of the characters."""
_WHOLE = 0.5
"""Of the measure: a longer group may break (CSS Ruby 1, 3.3.2), or it would tear the lines around it."""
_SOME_MEASURE = 16.0
"""Ems, where the measure is not known: while widths are asked for."""
_KANA = re.compile("[\u3041-\u30ff\uff66-\uff9d]")


@dataclass(frozen=True, slots=True)
class Reading:
    """An ``rt``."""

    flat: Flat
    start: int
    end: int
    """Its characters, without spaces around them."""
    index: int
    """Which of the ruby's children it is in."""

    @property
    def box(self) -> Box:
        """Its box, not laid out."""
        return self.flat.root.children[0].box

    @property
    def text(self) -> str:
        """What it says."""
        return self.flat.paragraph.text[self.start : self.end]

    def width(self) -> float:
        """Return how wide it is, set solid; px."""
        paragraph = self.flat.paragraph
        sides = (paragraph.before, paragraph.after)
        edges = sum(width for side in sides for at, width in side.items() if self.start <= at < self.end)
        return sum(paragraph.advances[self.start : self.end]) + edges


@dataclass(frozen=True, slots=True)
class Annotation:
    """A base and its readings on one side."""

    column: Column
    readings: tuple[Reading, ...]
    side: str
    """over, under or beside."""
    depth: int = 0
    """How many other levels there are on this side between it and the base."""
    rise: float = 0.0
    """How far its base line is above the base's; px."""
    joins: str = "separate"
    """What it does with its neighbour in the same ruby: separate, compound, merge."""
    beyond: tuple[float, float] = (0.0, 0.0)
    """How far it reaches beyond the base's em box, over and under it; px."""

    @property
    def level(self) -> tuple[str, int]:
        """Its side, and its place there."""
        return self.side, self.depth


Word = tuple[Annotation, ...]


@dataclass(slots=True)
class _Level:
    """The annotations of a segment on one level: those of an ``rtc``, or ``rt`` that follow each other."""

    contained: bool
    """Whether an ``rtc`` holds them."""
    readings: list[Reading] = field(default_factory=list)


def has_ruby(box: Box) -> bool:
    """Return whether there is ruby in a line box."""
    return any(one.element_tag == "ruby" for one in box.descendants())


def bracket(box: Box) -> None:
    """Bracket the readings in a box that stand in the line itself, behind their bases (CSS Ruby 1, A.3)."""
    for one in [box, *box.descendants()]:
        texts = _texts([one]) if _kind(one) == "rt" else []
        if texts and not getattr(one, "bracketed", False):
            one.bracketed = True
            texts[0].text = "（" + texts[0].text.lstrip(" ")
            texts[-1].text = texts[-1].text.rstrip(" ") + "）"


def room(text: str, advances: Sequence[float], words: Sequence[Word]) -> Room:
    """Return the room that the readings of a paragraph need."""
    made = Room()
    for (side, _), level in groupby(sorted(words, key=_order), lambda word: word[0].level):
        if side == "beside":
            ends = {one.column.end: one.column.width for word in level for one in word}
            made.add(Room(gaps=ends, ends=ends))
        else:
            made.add(rules.room(text, advances, [[one.column for one in word] for word in level]))
    return made


def _order(word: Word) -> tuple[tuple[str, int], int]:
    return word[0].level, word[0].column.start


def take(work: Work, box: Box) -> Node:
    """Return the node of a ``ruby`` box: its bases go into the text of ``work``, its readings to the node."""
    return _Taking(work, box).done()


class _Taking:
    """The segments of a ruby element (CSS Ruby 1, 2.3): bases, and levels of annotations that are theirs."""

    def __init__(self, work: Work, box: Box) -> None:
        self.work, self.box = work, box
        self.bases: list[tuple[int, int]] = []
        self.levels: list[_Level] = []
        self.made: list[Annotation] = []
        self.last = ""
        """What stood last: rb, rt, rtc, or base for anything else."""

    def done(self) -> Node:
        """Return the node, filled."""
        node = Node(self.box, self.work.length)
        _trim([child for child in self.box.children if child.is_in_normal_flow()])
        for index, child in enumerate(self.box.children):
            node.children.append(self._child(child, index))
        self._close()
        node.end = self.work.length
        node.words = tuple(self._words())
        self.work.words += node.words
        return node

    def _child(self, child: Box, index: int) -> Node:
        kind = _kind(child)
        if isinstance(child, boxes.TextBox) and not child.text:
            return self.work.blank(child)
        if not child.is_in_normal_flow():
            return self.work.child(child)
        if kind in ("rt", "rtc") and self.bases:
            inner = [one for one in child.children if kind == "rtc" and _characters([one]).strip(" ")]
            divided = inner and all(_kind(one) == "rt" for one in inner)
            readings = [self._reading(one, index) for one in (inner if divided else [child])]
            if not any(map(self._too_long, readings)):
                if kind == "rtc" or self.last != "rt":
                    self.levels.append(_Level(kind == "rtc"))
                self.levels[-1].readings += readings
                self.last = kind
                return self.work.blank(child)
            bracket(child)
        return self._base(child, kind)

    def _base(self, child: Box, kind: str) -> Node:
        """Take a base, or a reading that stands in the line itself."""
        if self.levels or kind in ("rt", "rtc"):
            self._close()
        start, known = self.work.length, len(self.work.texts)
        node = self.work.child(child)
        text = "".join(self.work.texts[known:])
        first, last = start + len(text) - len(text.lstrip(" ")), start + len(text.rstrip(" "))
        if kind in ("rb", "base") and first < last:
            if self.last == kind == "base":
                self.bases[-1] = (self.bases[-1][0], last)
            else:
                self.bases.append((first, last))
            self.last = kind
        return node

    def _close(self) -> None:
        """End the segment: pair its bases with the annotations of each level (CSS Ruby 1, 2.3)."""
        inner = self._inside()
        second = any(one.side == "over" for one in inner)  # there is a ruby within this one's base
        for number, level in enumerate(self.levels, int(second)):
            found = level.readings
            if level.contained and _kind(found[0].box) == "rtc":  # not divided: it spans all bases
                pairs = [((self.bases[0][0], self.bases[-1][1]), found)]
            else:
                pairs = [(base, [one]) for base, one in zip(self.bases, found, strict=False)]
                pairs[-1][1].extend(found[len(self.bases) :])
            made = [one for base, own in pairs for one in self._annotated(base, own, number, inner)]
            self.made += made
            inner += made
        self.bases, self.levels, self.last = [], [], ""

    def _inside(self) -> list[Annotation]:
        """Return the annotations within this segment's bases."""
        found: list[Annotation] = []
        for word in reversed(self.work.words):
            if not self.bases or word[-1].column.end <= self.bases[0][0]:
                break
            found += word
        return found

    def _annotated(
        self, base: tuple[int, int], level: list[Reading], number: int, inner: list[Annotation]
    ) -> list[Annotation]:
        """Return the annotation of a base; of zhuyin, one a character; none if it says nothing, or the same."""
        readings = [reading for reading in level if reading.start < reading.end]
        text, style = "".join(reading.text for reading in readings), level[0].box.style
        hidden = style["ruby_merge"] != "merge" and text == self.work.text(*base)  # CSS Ruby 1, 2.4
        if not readings or hidden:
            return []
        position = style["ruby_position"]
        parts = syllables(text) if position.split()[0] in ("inter-character", "alternate") else None
        return self._beside(base, level[0], parts or []) or [
            self._annotation(base, readings, style, number, inner)
        ]

    def _annotation(
        self, base: tuple[int, int], readings: list[Reading], style: Any, number: int, inner: list[Annotation]
    ) -> Annotation:
        """Return the annotation of a base, over or under it."""
        text, position = "".join(reading.text for reading in readings), style["ruby_position"]
        size, em, latin = self.box.style["font_size"], style["font_size"], apportion.is_latin(text)
        side = _side(position, number)
        depth, rise = _level(side, [one for one in inner if one.side == side], size, em, latin)
        width = sum(reading.width() for reading in readings)
        column = Column(*base, width, em, latin, style["ruby_align"], style["ruby_overhang"])
        if sum(self.work.advances[slice(*base)]) <= _WHOLE * self._measure():
            self.work.joined.update(range(base[0] + 1, base[1]))  # JLREQ 3.3.6
        compound = base[1] - base[0] == 1 and _KANA.search(text)
        joins = style["ruby_merge"] if style["ruby_merge"] != "auto" else "compound" if compound else "separate"
        over = max(0.0, rise + _ASCENT * em - _ASCENT * size)
        under = max(0.0, _DESCENT * em - rise - _DESCENT * size) if side == "under" else 0.0
        return Annotation(column, tuple(readings), side, depth, rise, joins, (over, under))

    def _reading(self, box: Box, index: int) -> Reading:
        _undecorate(box, self.box.style["text_decoration_line"])
        flat = self.work.apart(box)
        text = flat.paragraph.text
        return Reading(flat, len(text) - len(text.lstrip(" \n")), len(text.rstrip(" \n")), index)

    def _too_long(self, reading: Reading) -> bool:
        """Return whether a reading is longer than a line, and cannot be divided as its bases are not."""
        bases = sum(self.work.advances[self.bases[0][0] : self.bases[-1][1]])
        known = self.work.containing_block is not None
        return known and reading.width() > self._measure() >= bases / _WHOLE

    def _measure(self) -> float:
        """Return how long lines are, about."""
        block = self.work.containing_block
        if block is not None and isinstance(block.width, int | float):
            return float(block.width)
        return _SOME_MEASURE * float(self.box.style["font_size"])

    def _beside(self, base: tuple[int, int], source: Reading, parts: list[str]) -> list[Annotation]:
        """Return zhuyin behind each character of a base; none where there is not one syllable for each."""
        starts = [at for at in range(*base) if at not in self.work.joined or at == base[0]]
        if len(starts) != len(parts):
            return []
        size = self.box.style["font_size"]
        made = []
        for start, end, part in zip(starts, [*starts[1:], base[1]], parts, strict=True):
            flat = zhuyin.flat(source.box, part, size)
            if flat is None:
                return []
            column = Column(start, end, WIDTH * size, size)
            made.append(Annotation(column, (Reading(flat, 0, len(part), source.index),), "beside"))
        return made

    def _words(self) -> Iterator[Word]:
        """Yield the annotations, those of a compound together."""
        for _, level in groupby(sorted(self.made, key=lambda one: _order((one,))), lambda one: one.level):
            word: Word = ()
            for one in level:
                beside = word and word[-1].column.end == one.column.start and word[-1].joins == one.joins
                if beside and one.joins == "compound":
                    word = (*word, one)
                elif beside and one.joins == "merge":
                    self.work.joined.add(one.column.start)
                    word = (_merged(word[0], one),)
                else:
                    if word:
                        yield word
                    word = (one,)
            yield word


def _merged(first: Annotation, second: Annotation) -> Annotation:
    column = replace(first.column, end=second.column.end, width=first.column.width + second.column.width)
    return replace(first, column=column, readings=first.readings + second.readings)


def _side(position: str, number: int) -> str:
    """Return the side of a segment's level (CSS Ruby 1, 4.1); between characters there is only zhuyin."""
    if position.startswith("alternate"):
        return "over" if (number % 2 == 0) == (position == "alternate") else "under"
    return "under" if position == "under" else "over"


def _level(side: str, inner: list[Annotation], size: float, em: float, latin: bool) -> tuple[int, float]:
    """Return how many levels are nearer to the base, and how far its base line is above the base's."""
    depth = max((one.depth + 1 for one in inner), default=0)
    if side == "over":
        below = max([_ASCENT * size, *(one.rise + _ASCENT * one.column.em for one in inner)])
        return depth, below + (_LETTERS if latin else _DESCENT) * em
    above = min([-_DESCENT * size, *(one.rise - _LETTERS * one.column.em for one in inner)])
    return depth, above - _ASCENT * em


def _kind(box: Box) -> str:
    tag = box.element_tag
    return tag if isinstance(box, boxes.InlineBox) and tag in ("rb", "rt", "rtc") else "base"


def _trim(children: list[Box]) -> None:
    """Drop white space at a ruby's ends, around its readings, beside Han and kana (CSS Ruby 1, 2.2, 2.5)."""
    for number, child in enumerate(children):
        if not isinstance(child, boxes.TextBox) or child.style["white_space"] in ("pre", "pre-wrap"):
            continue
        before, behind = children[:number][-1:], children[number + 1 :][:1]
        left = _characters([one for one in children[:number] if _kind(one) in ("base", "rb")])[-1:]
        text, right = child.text.strip(" "), _characters(behind)[:1]
        if not before or (_kind(before[0]) != "base" and _unspaced(left, text[:1] or right)):
            child.text = child.text.lstrip(" ")
        kind = _kind(behind[0]) if behind else "rt"
        if kind in ("rt", "rtc") or (kind == "rb" and _unspaced(text[-1:] or left, right)):
            child.text = child.text.rstrip(" ")


def _unspaced(left: str, right: str) -> bool:
    return apportion.is_unspaced(left) or apportion.is_unspaced(right)


def _characters(found: list[Box]) -> str:
    return "".join(text.text for text in _texts(found))


def _texts(found: list[Box]) -> list[Box]:
    """Return the text boxes among boxes and all that is in them."""
    every = [one for box in found for one in ([box] if isinstance(box, boxes.TextBox) else box.descendants())]
    return [one for one in every if isinstance(one, boxes.TextBox)]


def _undecorate(box: Box, decoration: Any) -> None:
    """Take the lines of a base's elements off its reading (CSS Text Decoration 3, 2.1)."""
    if decoration == "none":
        return
    for one in [box, *box.descendants()]:
        lines = one.style["text_decoration_line"]
        if lines != "none":
            one.style = one.style.copy()
            one.style["text_decoration_line"] = (lines - decoration) or "none"
