"""What attributes say and long things need: numbered lists, wide tables, sized images, notes of every kind."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pdf_helpers import glyphs

from exporter.article import Asset

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="200" height="100" fill="red"/></svg>'
)


def _words(document: Any) -> str:
    return re.sub(r"\s", "", "".join(page.get_text() for page in document))


def test_lists_keep_their_numbers(make_article: Any, make_pdf: Any) -> None:
    markup = (
        '<ol start="5"><li>甲</li><li>乙</li></ol><p>隔开。</p>'
        '<ol start="7"><li>丙</li><li value="12">丁</li><li>戊</li></ol><ol type="a"><li>己</li></ol>'
    )
    page = make_pdf(make_article(markup))[0][0]
    lines: dict[int, list[tuple[float, str]]] = {}
    for x, y, char, *_ in glyphs(page):
        lines.setdefault(round(y), []).append((x, char))
    shown = ["".join(char for _, char in sorted(line)) for _, line in sorted(lines.items())]
    assert shown[1:] == ["5.甲", "6.乙", "隔开。", "7.丙", "12.丁", "13.戊", "a.己"]


def test_a_note_longer_than_its_page_is_printed_whole_at_the_end(make_article: Any, make_pdf: Any) -> None:
    long = "".join(f"第{number}句。" for number in range(800))
    article = make_article(
        '<p>正文<a class="noteref" id="noteref-1" href="#note-1">1</a>。</p>'
        f'<aside class="note" id="note-1"><p>{long}</p></aside>'
    )
    document, _ = make_pdf(article)
    assert long in _words(document)
    for page in document:
        assert all(0 < y < page.rect.height for _, y, *_ in glyphs(page))
    assert [link.get("nameddest") for link in document[0].get_links()] == ["note-1"]


def test_every_block_in_a_note_stays_in_it(make_article: Any, make_pdf: Any) -> None:
    inside = (
        "<p>段</p><h3>注中题</h3><ul><li>条</li></ul><dl><dt>词</dt><dd>义</dd></dl><blockquote><p>引</p></blockquote>"
        "<pre>一行\n二行</pre><hr><table><thead><tr><th>头</th></tr></thead><tbody><tr><td>格</td></tr></tbody></table>"
        "<p>注末</p>"
    )
    article = make_article(
        '<p>文前<a class="noteref" id="noteref-1" href="#note-1">1</a>文后。</p>'
        f'<aside class="note" id="note-1">{inside}</aside>'
    )
    page = make_pdf(article)[0][0]
    text = re.sub(r"\s", "", page.get_text())
    assert "文前1文后。" in text
    body = page.search_for("文后")[0].y1
    for word in ("注中题", "条", "词", "义", "引", "一行", "二行", "头", "格", "注末"):
        assert page.search_for(word)[0].y0 > body + 300, f"{word} is not at the foot of the page"
    assert page.search_for("二行")[0].y0 > page.search_for("一行")[0].y0


@pytest.mark.parametrize("columns", [5, 9, 15, 20])
def test_a_wide_table_stays_on_the_paper(make_article: Any, make_pdf: Any, columns: int) -> None:
    cells = "".join(f"<td>{number},345</td>" for number in range(10, 10 + columns))
    page = make_pdf(make_article(f"<table><tbody><tr>{cells}</tr><tr>{cells}</tr></tbody></table>"))[0][0]
    assert max(x for x, _, char, *_ in glyphs(page) if char.isdigit()) < page.rect.width - 40
    assert _words([page]).count("345") == 2 * columns
    if columns < 10:
        for number in range(10, 10 + columns):
            assert len(page.search_for(f"{number},345")) == 2, "a number is not broken"


def test_quotations_in_quotations_keep_to_the_page(make_article: Any, make_pdf: Any) -> None:
    markup = "<blockquote>" * 10 + "<p>十层之内的引文，也要有几个字的宽度。</p>" + "</blockquote>" * 10
    page = make_pdf(make_article(markup), paper="A5")[0][0]
    xs = [x for x, _, char, *_ in glyphs(page) if char in "十层之内的引文也要有几个字的宽度"]
    assert max(xs) < page.rect.width - 40
    assert max(xs) - min(xs) > 60


def test_an_image_has_the_width_that_it_asks_for(make_article: Any, make_pdf: Any) -> None:
    asset = Asset("images/a.svg", "image/svg+xml", SVG, 200, 100)
    markup = '<p><img src="images/a.svg" alt="图" width="100"></p>'
    page = make_pdf(make_article(markup, assets=(asset,)))[0][0]
    (red,) = [drawing["rect"] for drawing in page.get_drawings() if drawing.get("fill") == (1.0, 0.0, 0.0)]
    assert red.width == pytest.approx(75, abs=0.5)  # 100 CSS pixels
    assert (red.x0 + red.x1) / 2 == pytest.approx(page.rect.width / 2, abs=1)


def test_notes_have_one_size_wherever_they_are_called(make_article: Any, make_pdf: Any) -> None:
    call = '<a class="noteref" id="noteref-{0}" href="#note-{0}">{0}</a>'
    markup = (
        f"<h2>题{call.format(1)}</h2><p>文{call.format(2)}</p><table><tbody><tr><td>格{call.format(3)}</td></tr></tbody></table>"
        + "".join(f'<aside class="note" id="note-{n}"><p>注</p></aside>' for n in (1, 2, 3))
    )
    page = make_pdf(make_article(markup))[0][0]
    assert {round(size, 2) for _, _, char, size, _ in glyphs(page) if char == "注"} == {9.0}


def test_missing_glyphs_show_in_the_title_too(make_article: Any, make_pdf: Any) -> None:
    article = make_article("<p>文</p>", title="题\ue123", authors=("\ue124甲",))
    document, notices = make_pdf(article, missing_glyphs="warn")
    assert "题[U+E123][U+E124]甲" in _words(document)
    assert [notice.kind for notice in notices] == ["missing-glyphs"] * 2
