"""What stands within a block of Markdown: marks of emphasis, links, code, and the text between them."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from exporter import languages
from exporter.proof.characters import OBJECT
from exporter.proof.prose import ProseBuilder

# Every repetition is bounded or excludes what it may begin with, so that hostile text costs linear time.
_TOKEN = re.compile(
    r"""(?P<escape>\\[!-/:-@\[-`{-~])
    |(?P<code>`+)
    |(?P<math>\$(?![\s$])[^$\n]{1,400}(?<!\s)\$(?!\d))
    |(?P<address><(?:https?|mailto):[^<>\s]{0,2000}>|(?:https?://|www\.)[!-;=?-~]+)
    |(?P<comment><!--[^>]{0,2000}-->)
    |(?P<drawing><svg\b[^<>]{0,2000}>[\s\S]{0,4000}?</svg>)
    |(?P<tag></?[A-Za-z][^<>]{0,2000}>)
    |(?P<picture>!\[[^\[\]]{0,500}\]\((?:[^()\\\n]|\\.|\([^()\n]{0,200}\)){0,1000}\))
    |(?P<call>\[\^[^\[\]\s]{1,200}\])
    |(?P<target>\](?:\((?:[^()\\]|\\.|\([^()\n]{0,200}\)){0,1000}\)|\[[^\[\]]{0,200}\]))
    |(?P<open>\[)
    |(?P<ruby>\{[^{}|\n]{1,100}\|[^{}\n]{0,200}\})
    |(?P<attributes>\{[.#:][^{}\n]{0,200}\})
    |(?P<run>\*+|_+|~~|==)
    |(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    |(?P<end>[ \t]*\\?\n[ \t]*)""",
    re.VERBOSE,
)
_BACKTICKS = re.compile("`+")
_OBJECTS = frozenset({"code", "math", "address", "picture", "drawing"})


class Piece:
    """The text of a block, and where its characters stand in the source."""

    def __init__(self, kind: str, within: tuple[int, ...] = ()) -> None:
        """Begin an empty block, as :class:`exporter.proof.prose.Block` has it."""
        self.kind = kind
        self.within = within
        self.text = ""
        self._lines: list[str] = []
        self._begins: list[int] = []
        self._starts: list[int] = []
        self._length = 0

    def add(self, line: str, start: int) -> None:
        """Add a line, which begins at ``start`` in the source."""
        self._begins.append(self._length)
        self._starts.append(start)
        self._lines.append(line)
        self._length += len(line) + 1

    def close(self) -> None:
        """Make the text of the lines."""
        self.text = "\n".join(self._lines)

    def place(self, at: int) -> int:
        """Return where a character of the text stands in the source."""
        line = bisect_right(self._begins, at) - 1
        return self._starts[line] + at - self._begins[line]


def scan(piece: Piece, builder: ProseBuilder) -> None:
    """Take what will be read of a block: no marks of emphasis, no addresses, one object for code."""
    text, at = piece.text, 0
    tokens = _tokens(text)
    dropped = _pairs(tokens, text)
    for kind, start, end in tokens:
        _text(piece, builder, at, start)
        at = end
        first, last = piece.place(start), piece.place(end - 1) + 1
        if kind in _OBJECTS:
            builder.stead(OBJECT, first, last)
        elif kind == "escape":
            builder.stead(text[start + 1], first, last)
        elif kind == "entity":
            char = html.unescape(text[start:end])
            builder.stead(char if len(char) == 1 else OBJECT, first, last)
        elif kind == "ruby":
            _text(piece, builder, start + 1, text.index("|", start))
        elif kind == "end":
            if not languages.joins(builder.last, text[end : end + 8]):
                builder.stead(" ", first, last)
        elif kind in ("run", "open", "target") and start not in dropped:
            _text(piece, builder, start, end)
    _text(piece, builder, at, len(text))
    builder.close(piece.kind, piece.place(len(text) - 1) + 1, piece.within)


def _text(piece: Piece, builder: ProseBuilder, start: int, end: int) -> None:
    if start < end:
        builder.text(piece.place(start), piece.place(end - 1) + 1)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return the kind and the place of everything in ``text`` that is not plain text."""
    closers: dict[int, list[int]] = {}
    for found in _BACKTICKS.finditer(text):
        closers.setdefault(len(found[0]), []).append(found.start())
    tokens: list[tuple[str, int, int]] = []
    at = 0
    while token := _TOKEN.search(text, at):
        kind, start, at = str(token.lastgroup), token.start(), token.end()
        if kind == "code":
            ends = closers.get(at - start, [])
            next_one = bisect_right(ends, start)
            if next_one == len(ends):
                continue  # backticks that nothing closes are text
            at = ends[next_one] + at - start
        tokens.append((kind, start, at))
    return tokens


def _pairs(tokens: Iterable[tuple[str, int, int]], text: str) -> set[int]:
    """Return where the marks of emphasis and the brackets of links begin that have their partner."""
    dropped: set[int] = set()
    brackets: list[int] = []
    runs: dict[str, list[_Run]] = {}
    for kind, start, end in tokens:
        if kind == "open":
            brackets.append(start)
        elif kind == "target" and brackets:
            dropped |= {start, brackets.pop()}
        elif kind == "run":
            before, after = text[start - 1 : start], text[end : end + 1]
            if text[start] == "_" and before.isalnum() and after.isalnum():
                continue  # within a word
            waiting = runs.setdefault(text[start], [])
            left = _closed(waiting, end - start, dropped) if before.strip() else end - start
            if not left:
                dropped.add(start)
            elif after.strip():
                waiting.append(_Run(start, left, amid_words=before.isalnum()))
    return dropped


@dataclass(slots=True)
class _Run:
    """Marks of emphasis that wait for what closes them."""

    start: int
    left: int
    amid_words: bool

    def may_pair(self, length: int) -> bool:
        """Whether as many marks close it, or a part of it: ``***`` closes ``*`` and ``**``. Right behind a word
        three marks are rather a mask."""
        return self.left == length or (max(self.left, length) > 2 and not self.amid_words)


def _closed(waiting: list[_Run], left: int, dropped: set[int]) -> int:
    """Let a run of ``left`` marks close those that wait; return what is left of it."""
    while left and waiting and waiting[-1].may_pair(left):
        used = min(waiting[-1].left, left)
        waiting[-1].left -= used
        left -= used
        if not waiting[-1].left:
            dropped.add(waiting.pop().start)
    return left
