"""The text divided into chapters, each a file of its own; never inside a block."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from lxml import etree

from exporter.headings import HEADINGS

ONE_SITTING = 10_000
"""Characters of an article that is one chapter with its sections; a longer one has a chapter at every ``h2``.
A new file is a new page on every e-reader: some dozen lines each would leave most of the pages blank."""
MAX_CHARACTERS = 60_000
"""Of one file, some 200 KB: older e-readers turn pages slowly, or stop, beyond 300 KB."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Blocks of the text that stand in one file."""

    blocks: tuple[etree._Element, ...]
    kind: Literal["part", "chapter", "continued"]
    """A part is the first file of an article that has chapters, in a book of several articles; ``continued`` is
    what did not fit into the file before."""


def divide(body: etree._Element) -> tuple[Chapter, ...]:
    """Return the chapters of ``body``, at least one; the blocks stay where they are.

    Every ``h1`` begins one, and so does every ``h2`` of a long article. A note belongs to the chapter that
    calls it first, and stands at its end, in the order of the notes.
    """
    notes = [block for block in body if is_note(block)]
    articles = list(_cut([block for block in body if not is_note(block)], "h1")) or [[]]
    chapters: list[tuple[list[etree._Element], Literal["part", "chapter", "continued"]]] = []
    for article in articles:
        pieces = _pieces(article, several=len(articles) > 1)
        is_part = len(articles) > 1 and len(pieces) > 1
        for number, piece in enumerate(pieces):
            first, *rest = _within_limit(piece)
            chapters.append((first, "part" if is_part and not number else "chapter"))
            chapters += [(more, "continued") for more in rest]
    _bring_notes(notes, [blocks for blocks, _ in chapters])
    return tuple(Chapter(tuple(blocks), kind) for blocks, kind in chapters)


def largest_block(body: etree._Element) -> int:
    """Return how many characters the longest block of ``body`` has: all of a block is in one file."""
    return max(map(_length, body), default=0)


def is_note(block: etree._Element) -> bool:
    """Whether a block of the body is a note."""
    return block.tag == "aside" and block.get("class") == "note"


def _cut(blocks: Sequence[etree._Element], tag: str) -> Iterator[list[etree._Element]]:
    """Yield the runs of ``blocks`` that begin with a ``tag``, and what stands before the first."""
    run: list[etree._Element] = []
    for block in blocks:
        if block.tag == tag and run:
            yield run
            run = []
        run.append(block)
    if run:
        yield run


def _pieces(article: list[etree._Element], several: bool) -> list[list[etree._Element]]:
    if sum(map(_length, article)) <= ONE_SITTING:
        return [article]
    first, *rest = _cut(article, "h2")
    if rest and not several and all(block.tag == "h1" for block in first):
        first += rest.pop(0)  # the book's title page has just shown what would stand here alone
    return [first, *rest]


def _length(block: etree._Element) -> int:
    return sum(map(len, block.itertext()))


def _within_limit(blocks: list[etree._Element]) -> list[list[etree._Element]]:
    pieces, current, size = [], list[etree._Element](), 0
    for block in blocks:
        length = _length(block)
        if size + length > MAX_CHARACTERS and any(one.tag not in HEADINGS for one in current):
            at = _best_cut(current)
            pieces.append(current[:at])
            current = current[at:]
            size = sum(map(_length, current))
        current.append(block)
        size += length
    return [*pieces, current]


def _best_cut(blocks: list[etree._Element]) -> int:
    """Return where to divide a full file: at the highest heading of its second half, else after the last block
    that is no heading."""
    heads = [(str(block.tag), -at) for at, block in enumerate(blocks) if block.tag in HEADINGS]
    late = [head for head in heads if -head[1] > len(blocks) // 2]
    if late:
        return -min(late)[1]
    return next((at for at in range(len(blocks), 0, -1) if blocks[at - 1].tag not in HEADINGS), len(blocks))


def _bring_notes(notes: Sequence[etree._Element], chapters: Sequence[list[etree._Element]]) -> None:
    called: dict[str, int] = {}
    for number, blocks in enumerate(chapters):
        for block in blocks:
            for call in block.iter("a"):
                if call.get("class") == "noteref":
                    called.setdefault(call.get("href", "")[1:], number)
    where = 0
    for note in notes:  # one that only a note calls, or nobody, stays with the note before it
        where = called.get(note.get("id", ""), where)
        chapters[where].append(note)
