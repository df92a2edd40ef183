"""Simplified and traditional characters, by OpenCC."""

from __future__ import annotations

import functools
import re
from collections.abc import Container, Iterator
from typing import TYPE_CHECKING

from exporter.errors import UsageError, nearest
from exporter.proof.characters import HAN, OPENING

if TYPE_CHECKING:
    from opencc import OpenCC

    from exporter.proof.prose import Prose

CONVERSIONS = {
    "s2t": "simplified → traditional",
    "s2tw": "simplified → traditional as in Taiwan",
    "s2twp": "simplified → traditional as in Taiwan, with its words",
    "s2hk": "simplified → traditional as in Hong Kong",
    "s2hkp": "simplified → traditional as in Hong Kong, with its words",
    "t2s": "traditional → simplified",
    "tw2s": "traditional as in Taiwan → simplified",
    "tw2sp": "traditional as in Taiwan → simplified, with the mainland's words",
    "hk2s": "traditional as in Hong Kong → simplified",
    "hk2sp": "traditional as in Hong Kong → simplified, with the mainland's words",
    "t2tw": "traditional → as in Taiwan",
    "t2hk": "traditional → as in Hong Kong",
    "tw2t": "as in Taiwan → traditional",
    "hk2t": "as in Hong Kong → traditional",
    "t2jp": "traditional → Japanese",
    "jp2t": "Japanese → traditional",
}


@functools.cache
def converter(name: str) -> OpenCC:
    """Return OpenCC's conversion, one of :data:`CONVERSIONS`; UsageError for any other name."""
    if name not in CONVERSIONS:
        known = ", ".join(CONVERSIONS)
        raise UsageError(f"there is no conversion “{name}”{nearest(name, CONVERSIONS)}; there are {known}")
    from opencc import OpenCC

    return OpenCC(name)


_OPENING = frozenset(OPENING)
_CLAUSE = re.compile(f"[{HAN}]+")
_QUOTED = 2
_PIECE = re.compile(r"[^\n]+")


def differences(text: str, name: str) -> Iterator[tuple[int, str, str]]:
    """Yield the place, the character and its stead wherever the conversion would change one.

    Whole phrases decide (乾坤 stays, 乾淨 changes); where a phrase changes its length, single characters.
    """
    change = converter(name).convert
    for found in _PIECE.finditer(text):
        line = found[0]
        changed = change(line)
        if changed == line:
            continue
        if len(changed) != len(line):
            changed = "".join(_single(change, char) for char in line)
        for at, (old, new) in enumerate(zip(line, changed, strict=True), found.start()):
            if old != new:
                yield at, old, new


def _single(change: object, char: str) -> str:
    changed = change(char)  # type: ignore[operator]
    return changed if len(changed) == 1 else char


def amid(prose: Prose, wrong: Container[int], own: Container[int]) -> Iterator[int]:
    """Yield the places among ``wrong`` that are slips: not those of a quotation in the other script, which has
    several of them in a clause without one of its ``own``, nor of characters that are only named (“發”)."""
    for clause in _CLAUSE.finditer(prose.text):
        span = range(*clause.span())
        places = [at for at in span if at in wrong]
        if not places or (len(places) >= _QUOTED and not any(at in own for at in span)):
            continue
        named = len(places) == len(span) and prose.text[clause.start() - 1 : clause.start()] in _OPENING
        if not named and not other_script(prose.block_around(clause.start()), prose.language):
            yield from places


@functools.lru_cache(200)
def other_script(text: str, language: str) -> bool:
    """Whether ``text``, part of a text in Chinese, is a quotation in the other script: it has two characters or
    more that only that one has, and none that only its own has."""
    simplified = sum(_only("gb2312", "cp950", char) for char in set(text))
    traditional = sum(_only("cp950", "gb2312", char) for char in set(text))
    own, other = (simplified, traditional) if language == "zh-Hans" else (traditional, simplified)
    return other >= 2 and not own


@functools.cache
def _only(codec: str, other: str, char: str) -> bool:
    return char > "\u33ff" and _has(codec, char) and not _has(other, char)


def _has(codec: str, char: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
