"""What is open while a body is built."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree


@dataclass(slots=True)
class Block:
    """An open block."""

    element: etree._Element
    implied: bool
    """Put in by the builder; it ends when the next thing does not fit in it."""
    index: int
    """Its place in the stack."""
    base: int = 0
    """Where the blocks that were put in for its sake begin."""
    ids: list[str] = field(default_factory=list)
    verse: bool = False


@dataclass(slots=True)
class Span:
    """An open inline element; made once there is text for it, and again in the next paragraph."""

    tag: str
    attributes: dict[str, str]
    eager: bool = False


@dataclass(slots=True)
class Manner:
    """What the next paragraphs take over from unwrapped elements around them."""

    align: str | None = None
    lang: str | None = None
    direction: str | None = None
