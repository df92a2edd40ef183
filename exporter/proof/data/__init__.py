"""The tables of the rules, and how they are read.

``standard.txt`` holds the 8,105 characters of 通用规范汉字表 (2013) by its three levels, ``alike.txt`` for
rarer characters those common ones that sound the same and share a component, and ``radicals.txt`` what the CJK
Radicals Supplement looks like; ``build.py`` makes them of the Unicode Character Database.
``lookalikes.txt``, ``boilerplate.txt`` and ``reduplications.txt`` were written for this program.
"""

from __future__ import annotations

import functools
from pathlib import Path


@functools.cache
def lines(name: str) -> tuple[str, ...]:
    """Return the lines of a table, without comments (``#``) and blank ones."""
    text = (Path(__file__).parent / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


@functools.cache
def standard() -> frozenset[str]:
    """Return the characters of 通用规范汉字表."""
    return frozenset("".join(lines("standard")))


@functools.cache
def common() -> frozenset[str]:
    """Return its first level: the 3,500 characters in common use."""
    return frozenset(lines("standard")[0])


@functools.cache
def alike() -> dict[str, str]:
    """Return, for rare characters, the common ones that each is like, the most frequent first."""
    return {line[0]: line[1:] for line in lines("alike")}


@functools.cache
def radicals() -> dict[str, str]:
    """Return the ideographs that the CJK Radicals Supplement looks like."""
    return {line[0]: line[1] for line in lines("radicals")}
