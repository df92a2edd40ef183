"""The prose of a source: what a reader will read of it, and where each character stands.

Rules look at prose and know nothing of markup: emphasis, links and tags are not in it, inline code and pictures
are one U+FFFC each, and a paragraph is one run of text, however its lines were broken. Every character knows
its place in the source, so that a finding is where the person sees it.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from exporter import languages
from exporter.readers.encoding import Lost

_WINDOW = 1000
_LINE_END = re.compile(r"\r\n|\r|\n")

PARAGRAPH = "paragraph"
HEADING = "heading"
ITEM = "item"
"""An item of a list, a cell of a table, a caption: what is no sentence. A column's head is a heading."""
MATTER = "matter"
"""What the source says of itself: the title in front matter, the name of an author."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item: the prose between two line feeds."""

    start: int
    """In characters of the prose; ``end`` is past the last."""
    end: int
    kind: str = PARAGRAPH
    within: tuple[int, ...] = ()
    """The quotations, lists and columns of tables that it stands in, by numbers, the outermost first."""


@dataclass(frozen=True, slots=True)
class Prose:
    """The prose of one source."""

    text: str
    """Blocks end in ``\\n``."""
    blocks: tuple[Block, ...]
    """In their order; they touch nowhere."""
    places: array[int]
    """Where each character of ``text`` begins in the source, in characters, and where the last ends."""
    ends: array[int]
    """Where each character ends: more than one further for ``&amp;``."""
    language: str = "zh-Hans"
    """One of :data:`exporter.article.LANGUAGES`."""
    encoding: str = "utf-8"
    lost: tuple[Lost, ...] = ()
    """What of the source could not be decoded; a U+FFFD stands there."""

    def block_texts(self) -> Iterator[tuple[Block, str]]:
        """Yield every block with its text."""
        for block in self.blocks:
            yield block, self.text[block.start : block.end]

    def block_around(self, at: int) -> str:
        """Return the text of the block that a character stands in; of a long one some thousand characters, the
        same for neighbours."""
        first, last = at // _WINDOW * _WINDOW - _WINDOW, at // _WINDOW * _WINDOW + 2 * _WINDOW
        start, end = self.text.rfind("\n", max(0, first), at), self.text.find("\n", at, last)
        return self.text[start + 1 if start >= 0 else max(0, first) : end if end >= 0 else last]

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the source of the prose from ``start`` to ``end``; an empty one is a point."""
        if start == end:
            at = self.ends[start - 1] if start else self.places[0]
            return at, at
        return self.places[start], self.ends[end - 1]

    def whole(self, start: int, end: int) -> bool:
        """Whether nothing but this prose stands there in the source: no markup, no line's end between."""
        return all(self.ends[at] == self.places[at + 1] for at in range(start, end - 1))

    def span_of(self, start: int, end: int) -> tuple[int, int]:
        """Return the prose that a place in the source holds; the opposite of :meth:`source_span`."""
        return bisect_left(self.places, start), bisect_left(self.places, end)


@dataclass(slots=True)
class ProseBuilder:
    """Collects prose; a scanner feeds it."""

    source: str
    """The text of the source."""
    _parts: list[str] = field(default_factory=list)
    _places: array[int] = field(default_factory=lambda: array("l"))
    _ends: array[int] = field(default_factory=lambda: array("l"))
    _blocks: list[Block] = field(default_factory=list)
    _length: int = 0
    _begun: int = 0

    def text(self, start: int, end: int) -> None:
        """Take the source from ``start`` to ``end`` as it stands."""
        if start < end:
            self._parts.append(self.source[start:end])
            self._places.extend(range(start, end))
            self._ends.extend(range(start + 1, end + 1))
            self._length += end - start

    def stead(self, char: str, start: int, end: int) -> None:
        """Take one character for the source from ``start`` to ``end``: an entity, a picture, a line's end."""
        self._parts.append(char)
        self._places.append(start)
        self._ends.append(end)
        self._length += 1

    def close(self, kind: str, at: int, within: tuple[int, ...] = ()) -> None:
        """End the block, if it has any text; ``at`` is where the scanner stands in the source."""
        if self._length > self._begun:
            self._blocks.append(Block(self._begun, self._length, kind, within))
            self.stead("\n", at, at)
            self._begun = self._length

    @property
    def empty(self) -> bool:
        """Whether the block has no text yet."""
        return self._length == self._begun

    @property
    def last(self) -> str:
        """The last characters of the block, as many as decide how a line's end is read."""
        return "" if self.empty else "".join(self._parts[-8:])[-8:].rpartition("\n")[2]

    def finish(self, language: str | None) -> Prose:
        """Return the prose; ``language`` is what is said of it, ``None``: the text decides."""
        self.close(PARAGRAPH, len(self.source))
        text = "".join(self._parts)
        known = language or languages.recognise(text)
        return Prose(text, tuple(self._blocks), self._places, self._ends, known)


class Lines:
    """The lines of a source, as an editor counts them: they end in LF, CR LF or CR."""

    def __init__(self, text: str) -> None:
        """Find the lines of ``text``."""
        self._starts = array("l", [0, *(found.end() for found in _LINE_END.finditer(text))])

    def start(self, line: int) -> int:
        """Return where a line begins, counted from 1."""
        return self._starts[line - 1]

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of a character, both from 1."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
