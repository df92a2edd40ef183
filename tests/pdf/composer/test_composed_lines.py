"""Lines of real pages: flush, spaced and broken as the rules have it, whatever stands in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from composed_pages import EM, LEFT, MEASURE, RIGHT, Glyph, make, opened, rows, text

PROSE = (
    "城南的旧书店开在一条小巷里，门口挂着一盏灯。店主姓沈，今年六十八岁，说话慢，走路也慢；他记得每一本书放在哪里。"
    "“你要找的那本，”他说，“在最里面的架子上，从左往右数第三格。”我按他说的去找，果然在那里，封面已经褪了色。"
)
LONG = f"<p lang='zh-Hans'>{PROSE * 3}"


def flush(row: list[Glyph]) -> bool:
    """Whether a line ends at the right edge: Han with its whole em, a mark with its half."""
    last = row[-1]
    width = 0.5 if last.char in "，。；”" else 1.0
    return abs(last.x + width * last.size - RIGHT) < 0.02 * EM


def test_every_full_line_reaches_the_right_edge() -> None:
    lines = rows(make(LONG))
    assert len(lines) > 8
    assert [text(row) for row in lines[:-1] if not flush(row)] == []
    assert all(abs(row[0].x - LEFT) < 0.01 or row[0].char == "“" for row in lines)


def test_nothing_is_lost_and_no_mark_stands_where_it_may_not() -> None:
    lines = rows(make(LONG))
    assert "".join(text(row) for row in lines) == PROSE * 3
    assert not [row[0].char for row in lines if row[0].char in "，。；”"]
    assert not [row[-1].char for row in lines if row[-1].char == "“"]


def test_marks_side_by_side_share_their_space_and_latin_keeps_a_quarter_em_off() -> None:
    (row,) = rows(make("<p lang='zh-Hans'>《甲》《乙》，共3卷B本"))
    places = {glyph.char: glyph.x for glyph in reversed(row)}
    second = [glyph for glyph in row if glyph.char == "《"][1]
    assert second.x - places["》"] == pytest.approx(0.5 * EM, abs=0.02)
    assert places["3"] - places["共"] == pytest.approx(1.25 * EM, abs=0.02)
    assert places["B"] - places["卷"] == pytest.approx(1.25 * EM, abs=0.02)


def test_a_space_between_han_and_latin_is_folded_into_the_space_that_stands_there_anyway() -> None:
    (with_space,) = rows(make("<p lang='zh-Hans'>共 3 卷"))
    (without,) = rows(make("<p lang='zh-Hans'>共3卷"))
    assert [glyph.x for glyph in with_space] == pytest.approx([glyph.x for glyph in without], abs=0.01)


def test_kana_keep_their_em() -> None:
    (row,) = rows(make("<p lang='ja'>センター"))
    assert [b.x - a.x for a, b in pairwise(row)] == pytest.approx([EM] * 3, abs=0.01)


@pytest.mark.parametrize(
    "inside",
    [
        "<b>粗体的字</b>",
        "<a href='https://example.org/'>一个链接</a>",
        "<span style='font-size: 14pt'>大字</span>",
        "<code style='padding: 0 4pt; border: 1pt solid'>代码</code>",
        "<span style='letter-spacing: 2pt'>疏排的字</span>",
        "<span style='display: inline-block; width: 33pt'>块</span>",
        "<span style='position: relative; top: 0'>相对</span>",
        "<span style='white-space: nowrap'>不折行的一段文字</span>",
        "typography",
        "<sup>12</sup>",
        "émigré 与 Ångström",
        "<svg xmlns='http://www.w3.org/2000/svg' width='17' height='9'><path d='M0 0h17v9H0z'/></svg>",
    ],
)
def test_lines_are_flush_and_in_order_whatever_stands_in_them(inside: str) -> None:
    piece = f"{PROSE[:31]}{inside}{PROSE[31:70]}"
    lines = rows(make(f"<p lang='zh-Hans'>{piece * 4}"))
    ends = [row for row in lines if len(row) > MEASURE / 2 and row[-1].char in PROSE and row is not lines[-1]]
    assert len(ends) > 3
    assert [text(row) for row in ends if not flush(row)] == []
    printed = "".join(text(row) for row in lines)
    assert printed.count(PROSE[36:52]) == 4


def test_an_image_a_call_and_a_float_take_their_place() -> None:
    html = (
        f"<p lang='zh-Hans'><span style='float: left; width: 80pt; height: 50pt'></span>{PROSE}"
        f"<p lang='zh-Hans'>{PROSE[:24]}<span style='float: footnote'>脚注的文字。</span>{PROSE[24:]}"
    )
    lines = rows(make(html))
    assert [round(row[0].x - LEFT) for row in lines[:4]] == [80, 80, 80, -5]  # “ has its ink at the edge
    assert "1" in [text(row) for row in lines]
    assert text(lines[-1]).endswith("脚注的文字。")


CALL = "::footnote-call { vertical-align: baseline; line-height: 0 }"


def test_a_note_call_does_not_begin_a_line() -> None:
    note = "<span style='float: footnote'>注</span>"
    for length in range(20, 32):
        before = PROSE[:length].replace("，", "字")
        lines = rows(make(f"<p lang='zh-Hans'>{before}{note}{PROSE}", CALL))
        assert not [text(row) for row in lines[:-1] if row[0].char == "1"]
        assert sum("1" in text(row) for row in lines[:-1]) == 1


def test_columns_tables_and_narrow_measures() -> None:
    html = (
        f"<div lang='zh-Hans' style='columns: 2; column-gap: 20pt'>{PROSE}</div>"
        f"<table lang='zh-Hans' style='width: 100pt'><td>{PROSE[:60]}<td>字</table>"
        "<p lang='zh-Hans' style='width: 5pt'>窄栏"
    )
    pdf = make(html)
    printed = "".join(page.get_text() for page in opened(pdf)).replace("\n", "")
    assert PROSE[:12] in printed
    assert printed.endswith("窄栏")
    assert all(flush(row) for row in rows(pdf)[:3])


def test_first_letter_and_forced_breaks() -> None:
    lines = rows(
        make(f"<p lang='zh-Hans'>{PROSE}<br>行<br><br>末", "p::first-letter { font-size: 20pt; float: left }")
    )
    assert [glyph.size for row in lines for glyph in row if glyph.char == "城"] == pytest.approx([20], abs=0.01)
    assert [text(row) for row in lines[-2:]] == ["行", "末"]
    assert "".join(text(row) for row in lines).replace("城", "") == PROSE.replace("城", "") + "行末"


def test_a_divided_word_shows_its_hyphen_and_is_copied_as_one_word() -> None:
    style = "width: 100pt; hyphens: auto"
    pdf = make(f"<p lang='zh-Hans' style='{style}'>一二三四五internationalization这样的长词会被断开来排")
    lines = rows(pdf)
    (divided,) = [number for number, row in enumerate(lines) if row[-1].char == "\u00ad"]
    assert "internationalization" in "".join(text(row) for row in lines).replace("\u00ad", "")
    hyphen, base = lines[divided][-1], 20 + 20 * divided + 14
    ink = opened(pdf)[0].get_pixmap(dpi=200, clip=(hyphen.x, base - 5, hyphen.x + 4, base - 1))
    assert min(ink.samples) < 100, "the hyphen is in the text layer, and not on the page"


def test_two_runs_give_the_same_bytes() -> None:
    assert make(LONG) == make(LONG)


@pytest.mark.parametrize(
    "html",
    [
        "<p lang='en'>The quick brown fox, “so to speak”, jumps over the lazy dog; " * 8,
        "<p lang='ar' dir='rtl' style='font-family: serif'>" + "هذا نص عربي طويل يكفي لأكثر من سطر واحد " * 8,
        "<p lang='he' dir='rtl'>" + "זהו טקסט בעברית שארוך דיו לכמה שורות " * 8,
        "<p lang='en' style='hyphens: auto; width: 80pt'>Internationalization<sup>1</sup> of <b>typography</b>",
    ],
)
def test_what_has_no_cjk_is_weasyprints_to_the_byte(html: str) -> None:
    assert make(html) == make(html, composing=False)
