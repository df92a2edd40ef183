"""Which characters take an emphasis mark, and on which side. The cases are in ``fixtures/emphasis``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exporter.typesetting.emphasis import side, takes_mark

CASES = Path(__file__).parent / "fixtures" / "emphasis" / "characters.txt"


def characters() -> Iterator[tuple[str, bool]]:
    """Yield the characters of the file, each with whether it is marked."""
    for line in CASES.read_text(encoding="utf-8").splitlines():
        *text, verdict = line.split(" ")
        if verdict in ("marked", "bare"):
            for word in text:
                for char in chr(int(word[2:], 16)) if word.startswith("U+") else word:
                    yield char, verdict == "marked"


@pytest.mark.parametrize(("char", "marked"), list(characters()))
def test_what_is_read_is_marked_and_what_divides_is_not(char: str, marked: bool) -> None:
    assert takes_mark(char) is marked


@pytest.mark.parametrize(
    ("position", "language", "expected"),
    [
        ("auto", "zh-Hans", "under"),
        ("auto", "zh-Hant", "under"),
        ("auto", "ja", "over"),
        ("auto", "ko", "over"),
        ("auto", "", "over"),
        (("over", "right"), "zh", "over"),
        (("under", "right"), "ja", "under"),
    ],
)
def test_marks_stand_where_the_language_has_them(
    position: str | tuple[str, str], language: str, expected: str
) -> None:
    assert side(position, language) == expected
