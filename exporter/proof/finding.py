"""What a proof is made of: a rule, what it found in the prose, and the same as a place in the source."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.proof.prose import Prose

LEVELS = ("error", "warning", "note")
"""``error``: text is lost or broken; ``warning``: very likely a mistake; ``note``: worth a look."""

CHINESE = ("zh-Hans", "zh-Hant", "zh-HK")
EVERY = (*CHINESE, "ja", "ko", "en")


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found in the prose."""

    start: int
    """Of the text in question, in characters of :attr:`Prose.text`; ``end`` is past its last."""
    end: int
    why: str
    """One sentence for the person."""
    suggestion: str | None = None
    """What should stand there; ``""`` for nothing at all, ``None`` where that cannot be known."""
    sure: bool = True
    """Whether ``--fix`` may put the suggestion there."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: one file of :mod:`exporter.proof.rules`."""

    name: str
    """As it is switched: ``half-width-marks``."""
    level: str
    """One of :data:`LEVELS`."""
    about: str
    """What it finds, in a line."""
    find: Callable[[Prose], Iterable[Hit]]
    languages: tuple[str, ...] = EVERY
    """The languages of the texts that it is for."""
    source: str = ""
    """The section of the standard that it rests on."""
    in_source: bool = False
    """Whether its hits are places in the source, not in the prose."""
    everywhere: bool = False
    """Whether it also looks at text that is shown as wrong (:mod:`exporter.proof.examples`)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding in its place in the source. Lines and columns count from 1, columns in characters."""

    rule: str
    level: str
    start: int
    """In characters of the source's text, with its line ends as they are; ``end`` is past the last."""
    end: int
    line: int
    column: int
    end_line: int
    end_column: int
    """Past the last character."""
    text: str
    suggestion: str | None
    why: str
    sure: bool
    """Whether ``--fix`` may put the suggestion there."""
