"""The sheet and its type area."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.errors import UsageError
from exporter.pdf import paper

MM = 72 / 25.4


@pytest.mark.parametrize(
    ("name", "width", "height", "size", "measure", "lines"),
    [
        ("A4", 210, 297, 12, 36, 32),
        ("A5", 148, 210, 10.5, 29, 26),
        ("B5", 176, 250, 10.5, 35, 31),
        ("32mo", 140, 203, 10.5, 28, 25),
        ("letter", 215.9, 279.4, 12, 37, 30),
        ("a4", 210, 297, 12, 36, 32),
        ("148x210", 148, 210, 10.5, 29, 26),
        ("14.8cm×21cm", 148, 210, 10.5, 29, 26),
        ("6inx9in", 152.4, 228.6, 10.5, 30, 28),
        ("90x130", 90, 130, 9, 21, 19),
    ],
)
def test_papers(name: str, width: float, height: float, size: float, measure: int, lines: int) -> None:
    page = paper.page(name, 1.75)
    assert page.width == pytest.approx(width * MM)
    assert page.height == pytest.approx(height * MM)
    assert (page.size, page.measure, page.lines) == (size, measure, lines)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("A44", "did you mean “A4”?"),
        ("leter", "did you mean “letter”?"),
        ("1x1", "50 mm"),
        ("9x9furlong", "mm, cm, in or pt"),
        ("", "use A4"),
    ],
)
def test_a_paper_that_is_none_names_the_way_out(name: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint.replace("?", r"\?").replace("(", r"\(")):
        paper.page(name, 1.75)


@given(st.floats(50, 2000), st.floats(50, 2000), st.floats(1.2, 2.5))
def test_the_type_area_is_whole_and_lies_on_the_sheet(width: float, height: float, leading: float) -> None:
    page = paper.page(f"{width:.3f}x{height:.3f}", leading)
    assert page.side > 0
    assert page.head > 0
    assert page.foot > page.head
    assert page.measure * page.size + 2 * page.side == pytest.approx(page.width)
    assert page.lines * page.leading + page.head + page.foot == pytest.approx(page.height)
