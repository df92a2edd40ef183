"""The rules: one a file, each with a fixture of what it finds and what it leaves alone."""

from __future__ import annotations

import dataclasses
import functools
import importlib
from collections.abc import Iterable, Mapping

from exporter.errors import UsageError, nearest
from exporter.proof.finding import LEVELS, Rule

NAMES = (
    "unreadable-bytes",
    "mojibake",
    "invisible-characters",
    "private-use",
    "compatibility-forms",
    "look-alikes",
    "traditional-forms",
    "simplified-forms",
    "missing-glyphs",
    "half-width-marks",
    "half-width-brackets",
    "unpaired-marks",
    "wrong-quotes",
    "dashes-and-ellipses",
    "missing-end-marks",
    "lost-lead-marks",
    "long-runs",
    "doubled-phrases",
    "mixed-digits",
    "latin-spacing",
    "masks",
    "tickers",
    "boilerplate",
)
"""What is broken, then characters, marks, words, and what does not belong to the article."""


@functools.cache
def every() -> tuple[Rule, ...]:
    """Return all rules in the order of :data:`NAMES`."""
    modules = (f"exporter.proof.rules.{name.replace('-', '_')}" for name in NAMES)
    return tuple(importlib.import_module(module).RULE for module in modules)


def chosen(
    only: Iterable[str] = (), off: Iterable[str] = (), levels: Mapping[str, str] | None = None
) -> tuple[Rule, ...]:
    """Return the rules that are asked for: ``only`` these (all when empty), without those that are ``off``, at
    other ``levels`` than their own. Raises UsageError for a rule or a level that does not exist."""
    only, off, levels = tuple(only), frozenset(off), levels or {}
    for name in (*only, *off, *levels):
        known(name)
    for level in levels.values():
        if level not in LEVELS:
            raise UsageError(
                f"there is no level “{level}”{nearest(level, LEVELS)}; there are {', '.join(LEVELS)}"
            )
    return tuple(
        dataclasses.replace(rule, level=levels.get(rule.name, rule.level))
        for rule in every()
        if (not only or rule.name in only) and rule.name not in off
    )


def known(name: str) -> str:
    """Return ``name`` if a rule has it; raise UsageError with the nearest one otherwise."""
    if name not in NAMES:
        raise UsageError(
            f"there is no rule “{name}”{nearest(name, NAMES)}; exporter proof --list-rules shows them all"
        )
    return name
