"""Simplified characters amid traditional ones."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.proof import scripts
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose


def _find(prose: Prose) -> Iterator[Hit]:
    here, there = ("s2hk", "s2tw") if prose.language == "zh-HK" else ("s2tw", "s2hk")
    both = {at for at, _, _ in scripts.differences(prose.text, there)}  # 着 is right in Hong Kong, 著 in Taiwan
    changes = scripts.differences(prose.text, here)
    old = {
        at for at, _, _ in scripts.differences(prose.text, "t2s")
    }  # 爲 is another form of 為, no simplified one
    new = {at: stead for at, char, stead in changes if at in both and at not in old and not _traditional(char)}
    for at in scripts.amid(prose, new, old):
        told = f"the simplified form of {new[at]} in a text in traditional characters"
        yield Hit(at, at + 1, told, new[at])


def _traditional(char: str) -> bool:
    """Whether Big5 has the character: 里, 后 and 台 are words of their own in traditional text."""
    try:
        char.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


RULE = Rule(
    "simplified-forms",
    "warning",
    "simplified characters amid traditional ones",
    _find,
    ("zh-Hant", "zh-HK"),
)
