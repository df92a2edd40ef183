"""The printed pages in the EPUB: every break stands at the very words that the page begins with."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from epub_material import NAMESPACES, Book, make_article
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter import Options, printed
from exporter.article import Article
from exporter.cli import main
from exporter.convert import make
from exporter.epub import build, pagination
from exporter.epub.pagination import align
from exporter.errors import SourceError

Check = Callable[[bytes], list[object]]
SAMPLES = Path(__file__).parents[2] / "docs" / "samples"

PARAGRAPHS = "".join(
    f"<p>第{n}盏灯亮着，雨停了；巷口第{n}家铺子的<em>门板</em>还没有卸下来，有人在里面咳了{n}声"
    f"<ruby>仉<rp>(</rp><rt>zhǎng</rt><rp>)</rp></ruby>先生说“明天再来”。</p>"
    for n in range(1, 121)
)
LONG = make_article(
    f'<p>引<a class="noteref" id="r1" href="#n1">1</a></p>{PARAGRAPHS}<h2>尾声</h2>{PARAGRAPHS}'
    '<aside class="note" id="n1"><p>这是一条脚注，它在纸上站在第一页的页脚。</p></aside>'
)


def words_after(book: Book, href: str) -> str:
    """Return the folded text from a page break to the end of its file."""
    name, _, id = href.partition("#")
    (span,) = book.find(name, f"//*[@id='{id}']")
    after = span.xpath("following::text()[not(ancestor::h:rp)]", namespaces=NAMESPACES)
    return printed.folded("".join(map(str, after)))


def bound(article: Article, options: Options) -> tuple[Book, printed.Printed]:
    pdf, _ = make(article, "pdf", options)
    pages = printed.read(pdf, "article.pdf")
    return Book(article, Options(cover=False), pages), pages


@pytest.mark.parametrize("paper", ["A5", "80mmx120mm"])
def test_the_words_at_each_break_are_the_first_of_the_printed_page(paper: str, epubcheck: Check) -> None:
    book, pages = bound(LONG, Options(paper=paper))
    links = book.find("nav.xhtml", "//h:nav[@epub:type='page-list']//h:a")
    assert [link.text for link in links] == [str(n) for n in range(1, len(pages.pages) + 1)]
    assert len(links) > 10
    for link, page in zip(links, pages.pages, strict=True):
        assert words_after(book, link.get("href", ""))[:12] == page.text.translate({40: None, 41: None})[:12]
    assert epubcheck(book.data) == []


def test_the_package_says_whose_page_numbers_they_are() -> None:
    book, pages = bound(LONG, Options(paper="A5"))
    (source,) = book.find("content.opf", "//dc:source")
    assert source.text == pages.identifier
    assert book.texts("content.opf", "//opf:meta[@refines='#pages'][@property='source-of']") == ["pagination"]
    assert book.texts("content.opf", "//opf:meta[@property='pageBreakSource']") == [pages.identifier]
    features = book.texts("content.opf", "//opf:meta[@property='schema:accessibilityFeature']")
    assert {"pageBreakMarkers", "pageNavigation"} <= set(features)
    orders = [int(each.get("playOrder", "")) for each in book.find("toc.ncx", "//*[@playOrder]")]
    assert sorted(orders) == list(range(1, len(orders) + 1))
    assert len(book.find("toc.ncx", "//ncx:pageTarget")) == len(pages.pages)


def test_without_a_printed_edition_nothing_is_said_of_pages() -> None:
    book = Book(LONG)
    for word in (b"pageBreak", b"page-list", b"pageList", b"pagination"):
        assert not [n for n in ("content.opf", "nav.xhtml", "toc.ncx") if word in book.read(n)]


ARTICLE = "".join(f"{n}灯亮着，雨停了。" for n in range(200))


@given(st.lists(st.integers(1, len(ARTICLE) - 1), unique=True, max_size=20))
def test_pages_that_follow_each_other_are_found_where_they_begin(cuts: list[int]) -> None:
    bounds = [0, *sorted(cuts), len(ARTICLE)]
    pages = [ARTICLE[a:b] for a, b in pairwise(bounds)]
    assert align(pages, ARTICLE) == bounds[:-1]


@pytest.mark.parametrize("note", ["注：这里另有一句话，别处没有。", ""])
def test_the_same_words_over_and_over(note: str) -> None:
    text = "灯亮着，雨停了。" * 500
    starts = list(range(0, 4000, 333))
    pages = [text[a:b] + note for a, b in zip(starts, [*starts[1:], 4000], strict=True)]
    assert align(pages, text) == starts


def test_covers_contents_and_running_heads_are_not_the_text() -> None:
    contents = "目录" + "".join(f"第{n}章……{n}" for n in range(9))
    text = "".join(
        f"第{n}章{chr(0x4E00 + n) * 3}" + "雨停了，灯还亮着。" * 30 + chr(0x5E00 + n) for n in range(9)
    )
    heads = [f"一部书的名字{n}" + text[n * 100 : n * 100 + 100] for n in range(5)]
    assert align(["封面", "", contents, *heads], text) == [None, None, None, 0, 100, 200, 300, 400]


def test_marks_and_labels_that_only_paper_has_are_passed_over() -> None:
    text = "".join(chr(0x4E00 + n * 7) for n in range(300))
    assert align([text[:90], "***" + text[100] + "***" + text[101:200]], text) == [0, 100]
    assert align([text[:100], "图片缺失：" + text[100:200]], text) == [0, 100]
    assert align([text[:100], f"{text[100]}({text[101]}){text[102]}({text[103]})" + text[104:200]], text) == [
        0,
        100,
    ]


def test_a_page_does_not_begin_inside_a_reading_or_a_notes_number() -> None:
    body = etree.fromstring(
        '<body><p>甲<ruby>灯火<rt>ひ</rt></ruby>乙<a class="noteref">12</a>丙丁</p><pre>戊\n  己</pre></body>'
    )
    pages = [printed.Page(str(n), text) for n, text in enumerate(("甲灯", "火ひ乙1", "2丙", "丁戊", "己"))]
    assert [one.label for one in pagination.mark(body, pages)] == ["0", "1", "2", "3", "4"]
    text = etree.tostring(body, encoding="unicode")
    for span in body.findall(".//span"):
        text = text.replace(etree.tostring(span, encoding="unicode", with_tail=False), f"[{span.get('id')}]")
    assert text == (
        '<body><p>[page-1]甲[page-2]<ruby>灯火<rt>ひ</rt></ruby>乙[page-3]<a class="noteref">12</a>丙'
        "[page-4]丁</p><pre>戊\n  [page-5]己</pre></body>"
    )


def test_a_page_of_scene_breaks_is_as_good_as_blank() -> None:
    lines = "".join(f"<p>第{n}夜，灯亮着。</p><hr/>" for n in range(9))
    article = make_article(f"<p>雨停了，巷口没有人。</p><hr/>{lines}<p>末一句，天亮了。</p>")
    texts = (
        "雨停了，巷口没有人。",
        "***",
        "***" + "***".join(f"第{n}夜，灯亮着。" for n in range(9)),
        "末一句，天亮了。",
    )
    pages = printed.Printed(
        "urn:x:1", tuple(printed.Page(str(n), printed.folded(text)) for n, text in enumerate(texts, 1))
    )
    book = Book(article, Options(cover=False), pages)
    links = book.find("nav.xhtml", "//h:nav[@epub:type='page-list']//h:a")
    starts = [words_after(book, link.get("href", ""))[:3] for link in links]
    assert starts == ["雨停了", "第0夜", "第0夜", "末一句"]
    assert book.notice("unmatched-pages") is None


def test_the_text_is_the_same_with_and_without_breaks() -> None:
    before = "".join(map(str, LONG.body.itertext()))
    body = etree.fromstring(etree.tostring(LONG.body))
    folded = printed.folded("".join(map(str, body.xpath("//text()[not(ancestor::rp)]"))))
    pages = [printed.Page(str(n), folded[n : n + 37]) for n in range(0, len(folded), 37)]
    assert len(pagination.mark(body, pages)) == len(pages)
    assert "".join(map(str, body.itertext())) == before


def test_another_articles_pages_are_told_and_left_out() -> None:
    article = make_article("<p>灯亮着，雨停了，巷口没有人。</p>")
    pages = printed.Printed("urn:x:1", (printed.Page("1", "完全不同的一页纸上印着完全不同的字句" * 3),))
    data, notices = build(article, Options(cover=False), pages)
    assert [notice.kind for notice in notices] == ["unmatched-pages"]
    assert b"page-list" not in data


def test_both_at_once_and_from_a_pdf_that_is_there(tmp_path: Path) -> None:
    source = tmp_path / "essay.md"
    source.write_text((SAMPLES / "essay.ja.md").read_text("utf-8"), "utf-8")
    done = CliRunner().invoke(main, ["both", str(source), "--paper", "A5", "--no-cover"])
    assert done.exit_code == 0, done.output
    one = (tmp_path / "essay.epub").read_bytes()
    again = ["epub", str(source), "--no-cover", "--pages-from", str(tmp_path / "essay.pdf")]
    assert CliRunner().invoke(main, again).exit_code == 0
    assert (tmp_path / "essay.epub").read_bytes() == one
    assert b"page-list" in zipfile.ZipFile(tmp_path / "essay.epub").read("EPUB/nav.xhtml")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["epub", "a.md", "b.md", "--pages-from", "a.pdf"], "one article"),
        (["epub", "a.md", "--pages-from", "gone.pdf"], "gone.pdf"),
        (["epub", "a.md", "--pages-from", "a.md"], "no PDF"),
        (["both", "a.md", "-o", "x.pdf"], "makes two"),
    ],
)
def test_what_cannot_be_meant(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# 题\n\n灯。\n", "utf-8")
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code in (1, 2)
    assert words in done.stderr
    assert not list(tmp_path.glob("*.epub"))


def test_a_file_that_is_no_pdf() -> None:
    with pytest.raises(SourceError, match=r"x\.pdf is no PDF"):
        printed.read(b"%PDF-1.7 not really", "x.pdf")
