"""The title is large while it fits on a line, and breaks into lines of about equal length when it does not."""

from __future__ import annotations

from typing import Any

import pytest
from pdf_helpers import glyphs

from exporter.pdf import title


@pytest.mark.parametrize(
    ("length", "size", "lines"),
    [
        (1, 22, [1]),
        (19, 22, [19]),
        (20, 18, [20]),
        (24, 18, [24]),
        (27, 16, [27]),
        (30, 18, [15, 15]),
        (44, 18, [22, 22]),
    ],
)
def test_size_and_lines(make_article: Any, make_pdf: Any, length: int, size: float, lines: list[int]) -> None:
    text = "题" * length
    page = make_pdf(make_article("<p>文</p>", title=text))[0][0]
    rows: dict[float, int] = {}
    for _, y, char, points, _ in glyphs(page):
        if char == "题":
            assert points == pytest.approx(size, abs=0.01)
            rows[round(y)] = rows.get(round(y), 0) + 1
    assert list(rows.values()) == lines


def test_a_title_of_any_length_stays_within_the_measure() -> None:
    for length in range(1, 300):
        fitted = title.fit("题" * length, 28)
        assert fitted.size * fitted.width <= 28
        assert fitted.size in title.SIZES
