"""What goes into composing, and what comes out of it.

A paragraph is one string and arrays beside it, never an object a character: a rule is then a regular
expression or a sum over an array, and a book of a million characters is composed in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

OBJECT = "\ufffc"
"""Stands in the text for an image, an inline block, anything with a width and no characters."""
FORCED = "\n"
"""Ends its line, whatever the measure (a ``<br>``)."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What CSS says of a stretch of text, in the keywords of its properties."""

    language: str = ""
    """BCP 47 in lower case, such as ``zh-hant``."""
    line_break: str = "auto"
    """auto, loose, normal, strict, anywhere (CSS Text 3, 5.3)."""
    word_break: str = "normal"
    """normal, keep-all, break-all (CSS Text 3, 5.2)."""
    overflow_wrap: str = "normal"
    """normal, break-word, anywhere (CSS Text 3, 5.5)."""
    wraps: bool = True
    """Whether ``white-space`` lets lines break here."""
    text_spacing_trim: str = "normal"
    """space-all, normal, space-first, trim-start, trim-both, trim-all (CSS Text 4, 8.4.1)."""
    text_autospace: AbstractSet[str] = frozenset({"ideograph-alpha", "ideograph-numeric"})
    """Of ideograph-alpha, ideograph-numeric, punctuation; empty for no-autospace (CSS Text 4, 8.4.2)."""
    hanging_punctuation: AbstractSet[str] = frozenset()
    """Of first, last, allow-end, force-end; empty for none (CSS Text 3, 8.2)."""
    text_justify: str = "auto"
    """auto, none, inter-word, inter-character (CSS Text 3, 6.4)."""
    text_wrap_style: str = "auto"
    """auto, stable, pretty, balance (CSS Text 4, 6.3)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text in one size with one set of settings."""

    start: int
    end: int
    size: float
    """Its em."""
    settings: Settings


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as its fonts have it, before any rule. Positions count characters; boundary ``i`` is
    before character ``i``."""

    text: str
    advances: Sequence[float]
    """The natural advance of each character, letter-spacing included; a cluster's stands at its first
    character, 0 at the others."""
    spans: tuple[Span, ...]
    """Cover the text, in order, without gaps."""
    size: float
    """The paragraph's own em (its block's)."""
    settings: Settings
    """The block's own settings; those of hanging, justification and wrap style are taken from here."""
    blanks: Mapping[int, tuple[float, float]] = field(default_factory=dict)
    """Of marks: how much of the advance is without ink, to the left and to the right (from the font's
    outlines)."""
    before: Mapping[int, float] = field(default_factory=dict)
    """Widths that stand before a character and stay with it: borders, padding and margins of inline boxes."""
    after: Mapping[int, float] = field(default_factory=dict)
    """The same, behind a character."""
    leads: Mapping[int, float] = field(default_factory=dict)
    """What is added before a character where a line begins with it: a reading that else hangs over the
    character before it needs the room, and a gap between two readings is not needed there."""
    trails: Mapping[int, float] = field(default_factory=dict)
    """The same behind a character where a line ends with it."""
    joined: AbstractSet[int] = frozenset()
    """Boundaries at which nothing may break or be widened: inside clusters, before a note's call, inside a
    ruby's group."""
    hyphens: Mapping[int, float] = field(default_factory=dict)
    """Boundaries at which a word may be divided, with the width of the hyphen that is then shown."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line, set."""

    start: int
    """Its first visible character."""
    end: int
    """Its last visible character's right neighbour: spaces at the line's end are not set."""
    advances: list[float]
    """How far each character of ``start:end`` advances, all rules applied; ``before`` and ``after`` are not
    in it."""
    shifts: dict[int, float]
    """How far the ink of a character moves within its advance (negative: to the left), by position: an
    opening bracket that lost its blank half."""
    inset: float
    """Where the line begins, from its start edge: negative when a mark hangs out there."""
    width: float
    """From ``inset`` to where the last advance ends, ``before``, ``after`` and the hyphen included; with a
    hanging mark this may exceed the measure."""
    hangs: float
    """How much of ``width`` hangs out past the end edge."""
    hyphenated: bool
    """Whether a hyphen is shown at the end."""
