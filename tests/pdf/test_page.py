"""What a reader sees on the page: where the glyphs stand, and what comes back when the text is copied."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from pdf_helpers import glyphs, rect

from exporter import pdf
from exporter.article import Asset
from exporter.errors import FontError, UsageError
from exporter.options import Options

HAN = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 400))
"""Four hundred characters without a mark: every line of them is full."""

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">'
    b'<rect width="200" height="100" fill="red"/></svg>'
)


@pytest.mark.parametrize(
    ("paper", "size", "measure", "leading"),
    [("A4", 12, 36, 21), ("A5", 10.5, 29, 18.375), ("32mo", 10.5, 28, 18.375), ("140x203", 10.5, 28, 18.375)],
)
def test_the_measure_is_whole_and_the_lines_are_on_the_grid(
    make_article: Any, make_pdf: Any, paper: str, size: float, measure: int, leading: float
) -> None:
    page = make_pdf(make_article(f"<p>{HAN}</p>"), paper=paper)[0][0]
    body = [glyph for glyph in glyphs(page) if glyph[2] in HAN]
    lines = [list(line) for _, line in itertools.groupby(body, key=lambda glyph: round(glyph[1], 1))]
    left = lines[1][0][0]
    assert [len(line) for line in lines[:3]] == [measure - 2, measure, measure]  # two ems in, then full
    assert lines[0][0][0] - left == pytest.approx(2 * size, abs=0.1)
    assert left + measure * size / 2 == pytest.approx(page.rect.width / 2, abs=0.1)
    for line, following in itertools.pairwise(lines):
        assert following[0][1] - line[0][1] == pytest.approx(leading, abs=0.05)


def test_a_japanese_paragraph_begins_one_em_in(make_article: Any, make_pdf: Any) -> None:
    page = make_pdf(make_article(f"<p>{HAN}</p>", language="ja"))[0][0]
    body = [glyph for glyph in glyphs(page) if glyph[2] in HAN]
    assert body[0][0] - min(glyph[0] for glyph in body) == pytest.approx(12, abs=0.1)


def test_title_author_and_date_stand_above_the_text_in_this_order(make_article: Any, make_pdf: Any) -> None:
    article = make_article(
        "<p>正文在此。</p>", title="试印", subtitle="副题", authors=("甲", "乙"), date="2026-11-08"
    )
    page = make_pdf(article)[0][0]
    assert page.get_text().split() == ["试印", "副题", "甲", "乙", "2026年11月8日", "正文在此。"]
    heights = [page.search_for(text)[0].y0 for text in ("试印", "副题", "甲", "2026年11月8日", "正文在此")]
    assert heights == sorted(heights)


def test_notes_stand_at_the_foot_of_the_page_that_calls_them(make_article: Any, make_pdf: Any) -> None:
    paragraphs = "".join(
        f'<p>第{n}段{HAN[:300]}<a class="noteref" id="noteref-{n}" href="#note-{n}">{n}</a>。</p>'
        for n in range(1, 9)
    )
    notes = "".join(f'<aside class="note" id="note-{n}"><p>脚注之{n}号。</p></aside>' for n in range(1, 9))
    document, _ = make_pdf(make_article(paragraphs + notes))
    assert len(document) > 1
    links: dict[str, list[int]] = {}
    for page in document:
        for link in page.get_links():
            links.setdefault(link["nameddest"], []).append(page.number)
    for number in range(1, 9):
        call_page = links[f"note-{number}"][0]
        assert links[f"noteref-{number}"] == [call_page], f"note {number} is not on the page of its call"
        note = document[call_page].search_for(f"脚注之{number}号")[0]
        last_body = max(
            glyph[1] for glyph in glyphs(document[call_page]) if glyph[3] == pytest.approx(12, abs=0.1)
        )
        assert note.y0 > last_body - 12


def test_every_call_of_a_note_stands_against_its_word(make_article: Any, make_pdf: Any) -> None:
    """A call is no number of the sentence: it gets no space beside Han (CLREQ 3.2.4)."""
    call = '<a class="noteref" href="#note-1">1</a>'
    note = '<aside class="note" id="note-1"><p>注。</p></aside>'
    body = f"<p>一二三岸{call}四五六岸{call}七八九岸{call}十</p>{note}"
    page = make_pdf(make_article(body))[0][0]
    line = [(x, char) for x, _, char, _, _ in glyphs(page) if char in "岸1"][:6]
    gaps = [after[0] - before[0] for before, after in itertools.pairwise(line) if before[1] + after[1] == "岸1"]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.1)


def test_a_note_called_twice_is_printed_once(make_article: Any, make_pdf: Any) -> None:
    article = make_article(
        '<p>甲<a class="noteref" id="noteref-1" href="#note-1">1</a>'
        '乙<a class="noteref" id="noteref-1-2" href="#note-1">1</a></p>'
        '<aside class="note" id="note-1">'
        '<p>只印一回，见<a href="https://example.org/">网页</a>。</p><p>次段。</p></aside>'
    )
    document, _ = make_pdf(article)
    text = "".join(page.get_text() for page in document)
    assert text.count("只印一回") == 1
    assert "次段" in text
    assert {link.get("uri") for link in document[0].get_links()} >= {"https://example.org/"}


def test_a_head_never_stands_last_on_a_page(make_article: Any, make_pdf: Any) -> None:
    for lines in range(20, 34):
        filler = (HAN * 4)[: 36 * lines - 2]
        markup = f"<p>{filler}</p><h2>小节之题</h2><p>{HAN}</p>"
        document, _ = make_pdf(make_article(markup))
        page = next(page for page in document if page.search_for("小节之题"))
        head = page.search_for("小节之题")[0]
        assert [
            g for g in glyphs(page) if g[1] > head.y1 and g[3] == pytest.approx(12, abs=0.1) and g[2] in HAN
        ]


def test_running_heads_and_folios_are_printed_but_are_no_text(make_article: Any, make_pdf: Any) -> None:
    article = make_article(f"<p>{HAN * 5}</p>", title="书眉之题")
    document, _ = make_pdf(article)
    text = re.sub(r"\s", "", "".join(page.get_text() for page in document))
    assert text == "书眉之题" + HAN * 5
    for page in document:
        folio = page.get_pixmap(
            clip=rect(
                page.rect.width / 2 - 20, page.rect.height - 80, page.rect.width / 2 + 20, page.rect.height - 40
            )
        )
        assert min(folio.samples) < 100, "no folio"
    head = document[1].get_pixmap(clip=rect(200, 20, 400, 78))
    assert min(head.samples) < 150, "no running head on the second page"
    first = document[0].get_pixmap(clip=rect(200, 20, 400, 75))
    assert min(first.samples) > 200, "a running head above the title"


def test_document_metadata_language_bookmarks_and_tags(make_article: Any) -> None:
    article = make_article(
        '<h2>一、缘起</h2><p>甲</p><h3>细目</h3><p>乙</p><h2>二、经过</h2><p>丙<a href="https://example.org/x">网页</a></p>',
        title="书名", authors=("张三", "李四"), date="2026-11-08", description="提要",
    )  # fmt: skip
    data, _ = pdf.build(article, Options())
    opener: Any = pymupdf.open
    document = opener(stream=data, filetype="pdf")
    assert document.metadata["title"] == "书名"
    assert document.metadata["author"] == "张三, 李四"
    assert document.metadata["subject"] == "提要"
    assert document.metadata["creationDate"] == "D:20261108000000Z"
    assert [entry[:2] for entry in document.get_toc()] == [
        [1, "书名"],
        [2, "一、缘起"],
        [3, "细目"],
        [2, "二、经过"],
    ]
    assert [link["uri"] for link in document[0].get_links()] == ["https://example.org/x"]
    import io

    with pikepdf.open(io.BytesIO(data)) as opened:
        assert str(opened.Root.Lang) == "zh-Hans"
        assert bool(opened.Root.MarkInfo.Marked)
        roles = set(_roles(opened.Root.StructTreeRoot.K))
        assert {"/H1", "/H2", "/H3", "/P", "/Link"} <= roles


def _roles(node: Any) -> Any:
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from _roles(kid)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield str(node.S)
        yield from _roles(node.get("/K", pikepdf.Array()))


def test_an_image_is_printed_with_its_caption_and_alternative_text(make_article: Any, make_pdf: Any) -> None:
    asset = Asset("images/a.svg", "image/svg+xml", SVG, 200, 100)
    markup = '<figure><img src="images/a.svg" alt="红色方块"><figcaption>图一</figcaption></figure>'
    document, notices = make_pdf(make_article(markup, assets=(asset,)))
    assert notices == ()
    pixmap = document[0].get_pixmap(dpi=50)
    assert (255, 0, 0) in {
        pixmap.pixel(x, y)[:3] for x in range(0, pixmap.width, 5) for y in range(0, pixmap.height, 5)
    }
    assert "图一" in document[0].get_text()


def test_a_missing_image_leaves_a_visible_place(make_article: Any, make_pdf: Any) -> None:
    document, _ = make_pdf(make_article('<p><span class="missing-image">一张旧照片</span></p>'))
    place = document[0].search_for("一张旧照片")[0]
    assert document[0].get_drawings(), "the placeholder has a border"
    assert min(document[0].get_pixmap(clip=place).samples) < 150


def test_characters_that_no_font_has_stop_the_work_or_show(make_article: Any, make_pdf: Any) -> None:
    article = make_article("<p>甲\ue123乙</p>")
    with pytest.raises(FontError, match=r"U\+E123"):
        make_pdf(article)
    document, notices = make_pdf(article, missing_glyphs="warn")
    assert "甲U+E123乙" in document[0].get_text().replace("\n", "")
    assert [notice.kind for notice in notices] == ["missing-glyphs"]


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import sys; from exporter import pdf, Options; from exporter.article import *; from lxml import html\n"
        "text = '<h2>题</h2><p>同一<b>篇</b>文章，<i>两次</i>。</p>'\n"
        "body = html.fragment_fromstring(text, create_parent='body')\n"
        "sys.stdout.buffer.write(pdf.build(Article(Metadata('题', date='2026'), body), Options())[0])"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, check=True, env={**os.environ, **env}
        ).stdout
        for env in (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
            {"PYTHONHASHSEED": "2", "TZ": "America/Lima"},
        )
    ]
    assert runs[0] == runs[1]
    assert runs[0].startswith(b"%PDF-")


def test_source_date_epoch_is_the_date_of_the_file(
    make_article: Any, make_pdf: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert make_pdf(make_article("<p>甲</p>"))[0].metadata["creationDate"] == "D:20010909014640Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH"):
        make_pdf(make_article("<p>甲</p>"))


def test_nothing_is_said_when_nothing_is_wrong(
    make_article: Any, make_pdf: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    markup = (
        "<h2>题</h2><p>文<em>重</em><ruby>字<rt>zì</rt></ruby><code>x</code></p><blockquote><p>引</p></blockquote><ul><li>一</li></ul>"
        "<table><thead><tr><th>甲</th></tr></thead><tbody><tr><td>乙</td></tr></tbody></table><pre>print()</pre><hr>"
    )
    _, notices = make_pdf(make_article(markup))
    assert notices == ()
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_each_kind_of_text_is_set_in_its_face(make_article: Any, make_pdf: Any) -> None:
    markup = "<h2>节</h2><p>文<b>粗</b><code>x = 1</code>č</p><ul><li>条</li></ul><pre>y</pre>"
    page = make_pdf(make_article(markup, title="题"))[0][0]
    fonts = {char: font for _, _, char, _, font in glyphs(page)}
    expected = {
        "题": "Exporter-Serif-Bold",
        "节": "Exporter-Sans-Bold",
        "文": "Exporter-Serif",
        "粗": "Exporter-Serif-Bold",
        "x": "Exporter-Mono",
        "y": "Exporter-Mono",
        "č": "Exporter-Serif-Latin",
    }
    assert {char: fonts[char] for char in expected} == expected
