"""Emphasis marks and lines under names: where they are drawn, and that they say nothing."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from composed_pages import EM, make, opened, rows, text

STYLE = "u { text-decoration-inset: auto } .w { text-decoration: underline wavy; text-decoration-inset: auto }"


def drawings(pdf: bytes) -> list[Any]:
    """Return the rectangles around what is drawn on the first page, from the left."""
    found = [drawing["rect"] for drawing in opened(pdf)[0].get_drawings()]
    return sorted(found, key=lambda rect: rect.x0)


@pytest.mark.parametrize(
    "mark",
    [
        *("filled dot", "open dot", "circle", "open circle", "double-circle", "open double-circle"),
        *("triangle", "open triangle", "sesame", "open sesame"),
    ],
)
@pytest.mark.parametrize(("language", "under"), [("zh-Hans", True), ("ja", False)])
def test_a_mark_stands_at_the_middle_of_every_character_but_punctuation(
    mark: str, language: str, under: bool
) -> None:
    pdf = make(
        f"<p lang={language}>正文<em>重点，字</em>完", f"em {{ font-style: normal; text-emphasis: {mark} }}"
    )
    (row,) = rows(pdf)
    places = {glyph.char: glyph.x + EM / 2 for glyph in row}
    middles = [(rect.x0 + rect.x1) / 2 for rect in drawings(pdf)]
    wanted = [places[char] for char in "重点字"]
    found = middles[::2] if "double" in mark else middles  # two circles
    assert found == pytest.approx(wanted, abs=0.06 * EM)
    for rect in drawings(pdf):  # the line is 20 pt high and its em box 10: neither touches the next line's
        assert (rect.y0 > 34 and rect.y1 < 40) if under else (rect.y0 > 20 and rect.y1 < 26)
    assert opened(pdf)[0].get_text().strip() == "正文重点，字完"


def test_a_mark_may_be_a_character_and_is_not_copied() -> None:
    pdf = make("<p lang=zh-Hans>正文<em>重点</em>完", "em { text-emphasis: '※' }")
    assert text(rows(pdf)[0]) == "正文重点完"
    below = opened(pdf)[0].get_pixmap(dpi=150, clip=(40, 35, 60, 40))
    assert min(below.samples) < 128


def test_a_mark_has_its_own_colour() -> None:
    pdf = make("<p lang=zh-Hans><em>重</em>", "em { text-emphasis: dot red }")
    (drawing,) = opened(pdf)[0].get_drawings()
    assert drawing["fill"] == (1.0, 0.0, 0.0)


@pytest.mark.parametrize("element", ["u", "span class=w"])
def test_the_lines_of_two_names_do_not_meet_and_stop_at_their_names(element: str) -> None:
    name, end = f"<{element}>", f"</{element.split(maxsplit=1)[0]}>"
    filler = "这一行要足够长才能两端对齐所以再多写几个字吧好"
    pdf = make(f"<p lang=zh-Hans>{name}张三{end}{name}李四{end}和{name}王五{end}{filler}", STYLE)
    first, second, third = drawings(pdf)
    places = {glyph.char: glyph.x for glyph in rows(pdf)[0]}
    assert 0.1 * EM < second.x0 - first.x1 < 0.3 * EM
    assert places["张"] <= first.x0 < first.x1 <= places["三"] + EM
    assert third.x1 <= places["五"] + EM
    assert third.x0 >= places["王"]


def test_a_line_runs_through_the_gaps_inside_of_its_name() -> None:
    pdf = make("<p lang=zh-Hans style='text-align-last: justify'><u>北<b>京</b>城</u>在这里", STYLE)
    lines = drawings(pdf)
    assert len(lines) == 3
    assert all(abs(a.x1 - b.x0) < 0.01 for a, b in pairwise(lines))
