"""Readings on real pages. The cases are in ``fixtures/ruby``, a file a rule.

A case is a title, a paragraph of HTML, and what is printed, row by row from the top: how far a row's base line
is below that of the first row of text, and its glyphs with their places, all in ems of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from composed_pages import EM, LEFT, Glyph, make, opened

from exporter.resources import styles

FIXTURES = Path(__file__).parent / "fixtures" / "ruby"
RULES = "".join(
    line
    for line in (styles() / "base.css").read_text(encoding="utf-8").splitlines()
    if re.match("ruby|rt", line)
)
"""What the house says of ruby."""
CSS = RULES + "html { font-family: Exporter Serif } .narrow { width: 5em }"


def cases() -> Iterator[object]:
    for path in sorted(FIXTURES.glob("*.txt")):
        for case in path.read_text(encoding="utf-8").split("\n\n"):
            title, html, *expected = case.strip().splitlines()
            yield pytest.param(html, expected, id=f"{path.stem}: {title}")


def printed(html: str, css: str = "") -> dict[float, list[Glyph]]:
    """Return the glyphs of the first page by base line, as drawn, whatever they are copied as; points."""
    found: dict[float, list[Glyph]] = defaultdict(list)
    for span in opened(make(html, CSS + css))[0].get_texttrace():
        for code, _, (x, y), _ in span["chars"]:
            if not chr(code).isspace():
                found[round(y, 2)].append(Glyph(x, chr(code), span["size"]))
    return {y: sorted(found[y]) for y in sorted(found)}


def drawn(html: str) -> list[str]:
    page = printed(html)
    first = next(y for y, row in page.items() if any(abs(glyph.size - EM) < 0.01 for glyph in row))
    return [
        f"{ems(y - first)}: " + " ".join(f"{glyph.char}{ems(glyph.x - LEFT)}" for glyph in row)
        for y, row in page.items()
    ]


def ems(points: float) -> str:
    return f"{round(points / EM, 2) + 0:g}"


@pytest.mark.parametrize(("html", "expected"), list(cases()))
def test_readings_stand_where_the_rules_have_them(html: str, expected: list[str]) -> None:
    assert drawn(html) == expected
