"""SVG within the text of a book, on paper and in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from epub_material import Book, make_article
from test_epub_round_trip import text_of_article, text_of_book, text_of_pages

from exporter import Options, html, read
from exporter.binding import bind
from exporter.convert import make
from exporter.readers import read_parts
from exporter.readers.source import Source

Check = Callable[[bytes], list[object]]

ARTICLE = "text/chapter-1.xhtml"
NAMED = (
    '<svg width="90" height="60" role="img" aria-label="红的"><defs>'
    '<linearGradient id="drawn-1"><stop offset="0" stop-color="red"/>'
    '</linearGradient></defs><rect id="drawn-2" width="90" height="60" fill="url(#drawn-1)"/>'
    '<use href="#drawn-2" y="9"/></svg>'
)


def features(book: Book) -> set[str]:
    return set(book.texts("content.opf", "//opf:meta[@property='schema:accessibilityFeature']"))


def properties(book: Book) -> list[str | None]:
    return [
        item.get("properties") for item in book.find("content.opf", "//opf:item[contains(@href, 'chapter')]")
    ]


@pytest.mark.parametrize("vertical", [False, True])
def test_a_drawing_stands_in_the_text(vertical: bool, epubcheck: Check) -> None:
    book = Book(make_article(f"<p>甲{NAMED}乙</p>"), Options(cover=False, vertical=vertical))
    assert epubcheck(book.data) == []
    assert properties(book) == ["svg"]
    (drawing,) = book.find(ARTICLE, "//svg:svg[@role='img']")
    assert drawing.get("aria-label") == "红的"
    assert book.find(ARTICLE, "//svg:use[@xlink:href='#drawn-2']")
    assert bool(book.find(ARTICLE, "//h:span[@class='yoko']/svg:svg")) is vertical
    assert "alternativeText" in features(book)
    assert "visual" in book.texts("content.opf", "//opf:meta[@property='schema:accessMode']")
    assert not book.notices
    assert properties(Book(make_article("<p>甲</p>"))) == [None]


def test_a_drawing_without_words_is_told_and_not_claimed() -> None:
    book = Book(make_article(f"<p>{NAMED}<svg><svg><path d='M0 0h9'/></svg></svg></p>"))
    notice = book.notice("missing-alt")
    assert notice is not None
    assert notice.message.startswith("1 of 2 images have no alternative text")
    assert "alternativeText" not in features(book)


@pytest.mark.parametrize("place", ["text", "file"])
@pytest.mark.parametrize(
    "part",
    [
        "<path id='0_1' d='M0 0h9'/><use href='#0_1'/>",
        "<pattern id='a:b'/><rect width='9' height='9' fill='url(#a:b)'/>",
        "<rect id='a' width='9' height='9' fill='url(#a)' style='stroke:url(#a)'/>",
        "<rect width='9' height='9' fill='url(#gone)' stroke='url(#gone)'/>",
        "<path d='M0 0h9'/><clipPath id='a'><path d='M0 0h9'/></clipPath><use href='#a'/>",
        "<path id='1%' d='M0 0h9'/><use href='#1%'/>",
        "<path id='a%20b' d='M0 0h9'/><use href='#a%20b'/>",
    ],
)
def test_what_a_drawing_calls_is_there_and_can_be_called(
    place: str, part: str, tmp_path: Path, epubcheck: Check
) -> None:
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="60">{part}</svg>'
    (tmp_path / "a.svg").write_text(drawing, "utf-8")
    (tmp_path / "a.md").write_text(f"# 桥\n\n甲\n\n{drawing if place == 'text' else '![桥](a.svg)'}\n", "utf-8")
    assert epubcheck(Book(read(tmp_path / "a.md"), Options(cover=False)).data) == []


def test_names_do_not_meet_in_one_book(epubcheck: Check) -> None:
    one, two = (make_article(f"<p>{NAMED}</p>", title=title) for title in "甲乙")
    book = Book(bind([one, two], [None, None], "文集"))
    assert epubcheck(book.data) == []
    for number, name in enumerate(book.chapters(), 1):
        (gradient,) = book.find(name, "//svg:linearGradient")
        (shape,) = book.find(name, "//svg:rect")
        assert gradient.get("id") == f"a{number}-drawn-1"
        assert shape.get("fill") == f"url(#a{number}-drawn-1)"
        assert book.find(name, f"//svg:use[@xlink:href='#a{number}-drawn-2']")


def test_names_do_not_meet_in_one_article_of_parts(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / f"{name}.md").write_text(
            f"# 题{name}\n\n灯亮着。\n\n{NAMED}\n".replace("drawn-", "x"), "utf-8"
        )
    article = read_parts([tmp_path / "a.md", tmp_path / "b.md"])
    assert [each.get("id") for each in article.body.iter("linearGradient")] == [
        "part-1-drawn-1",
        "part-2-drawn-1",
    ]
    assert [each.get("href") for each in article.body.iter("use")] == ["#part-1-drawn-2", "#part-2-drawn-2"]
    assert [each.get("fill") for each in article.body.iter("rect")] == [
        "url(#part-1-drawn-1)",
        "url(#part-2-drawn-1)",
    ]


def test_a_book_that_is_read_again_has_its_drawings() -> None:
    book = Book(make_article(f"<p>甲{NAMED}乙</p>"))
    again = read(Source("book.epub", book.data))
    (drawing,) = again.body.iter("svg")
    assert drawing.get("aria-label") == "红的"
    (gradient,) = again.body.iter("linearGradient")
    (shape,) = again.body.iter("rect")
    assert shape.get("fill") == f"url(#{gradient.get('id')})"
    assert [each.get("href") for each in again.body.iter("use")] == [f"#{shape.get('id')}"]


def test_words_in_a_drawing_are_words_of_the_text() -> None:
    words = '<svg width="90" height="30"><text x="0" y="20">石桥<tspan>的拱</tspan></text></svg>'
    article = make_article(f"<p>甲。</p><figure>{words}</figure><p>乙。</p>", title="题目")
    assert text_of_book(Book(article)) == text_of_article(article) == "甲。石桥的拱乙。"
    assert sorted(text_of_pages(article)) == sorted(
        "题目甲。石桥的拱乙。"
    )  # painted after what stands around it


def test_on_paper_a_drawing_is_drawn_and_has_its_words() -> None:
    data, notices = make(make_article(f"<figure>{NAMED}</figure>"), "pdf", Options())
    assert notices == ()
    opened: Any = pymupdf.open
    with opened(stream=data) as document:
        pixmap = document[0].get_pixmap(dpi=50)
        assert (255, 0, 0) in {
            pixmap.pixel(x, y)[:3] for x in range(0, pixmap.width, 5) for y in range(0, pixmap.height, 5)
        }
        alternatives = [document.xref_get_key(xref, "Alt") for xref in range(1, document.xref_length())]
    assert ("string", "红的") in alternatives


def test_in_a_browser_a_drawing_is_in_the_page() -> None:
    page, notices = html.build(make_article(f"<p>甲{NAMED}</p>"), Options())
    assert notices == ()
    assert 'fill="url(#drawn-1)"' in page
    assert "<linearGradient" in page


def test_a_drawing_in_a_heading_is_called_by_its_words() -> None:
    book = Book(make_article(f"<h2>桥{NAMED}</h2><p>甲</p>"))
    assert "桥红的" in book.texts("nav.xhtml", "//h:nav[@epub:type='toc']//h:a")


def test_the_namespace_of_links_is_declared_where_there_are_any() -> None:
    assert b"xmlns:xlink" not in Book(make_article("<p>甲</p>")).read(ARTICLE)
