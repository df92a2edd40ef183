"""A paragraph's text with the tree of boxes that it came from.

The tree stays beside the text as nodes that know which characters are theirs: from there the lines' boxes are
built, and WeasyPrint's way of naming a place in the tree (``skip_stack``) is turned into a character and back.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes

from exporter.pdf.composer.shaping import Shaped
from exporter.typesetting.paragraph import Paragraph
from exporter.typesetting.ruby import Room

if TYPE_CHECKING:
    from exporter.pdf.composer.ruby import Annotation

Box = Any
SkipStack = dict[int, Any] | None


@dataclass(slots=True)
class Node:
    """A box of the paragraph and the characters that are its own."""

    box: Box
    start: int
    end: int = 0
    children: list[Node] = field(default_factory=list)
    shaped: Shaped | None = None
    """Of a text box: its glyphs."""
    origin: int = 0
    """Of a text box: the character of ``shaped`` that stands at ``start``."""
    byte_at: list[int] | None = None
    says: str | None = None
    """Of a text box: what it is copied as, where that is not its text."""
    silent: bool = False
    """Whether nothing of it stands in the line: white space that is dropped, a reading."""
    words: tuple[tuple[Annotation, ...], ...] = ()
    """Of a ruby: its readings."""

    @property
    def in_flow(self) -> bool:
        """Whether the box takes part in the line."""
        return bool(self.box.is_in_normal_flow())


@dataclass(slots=True)
class Flat:
    """A paragraph with the tree it came from."""

    root: Node
    paragraph: Paragraph
    floats: tuple[tuple[int, Box], ...]
    """Floats with the character before which each stands."""
    room: Room
    """What readings need; the paragraph has it in ``before``, ``leads`` and ``trails``."""

    def position(self, skip_stack: SkipStack) -> int:
        """Return the character that WeasyPrint's ``skip_stack`` names."""
        node = self.root
        while skip_stack is not None:
            ((index, skip_stack),) = skip_stack.items()
            if isinstance(node.box, boxes.TextBox):
                assert node.byte_at is not None
                return node.start + bisect_right(node.byte_at, index) - 1
            if index >= len(node.children):
                return node.end
            node = node.children[index]
        return node.start

    def skip_stack(self, position: int) -> SkipStack:
        """Return WeasyPrint's name for the first place that is not set when all before ``position`` is."""
        return _path(self.root, position)


def _path(node: Node, position: int) -> SkipStack:
    if isinstance(node.box, boxes.TextBox):
        assert node.byte_at is not None
        offset = node.byte_at[position - node.start]
        return {offset: None} if offset else None
    for index in range(bisect_left(node.children, position, key=lambda child: child.end), len(node.children)):
        child = node.children[index]
        if child.start >= position:
            return {index: None}
        if child.end > position:
            return {index: _path(child, position)}
    return None
