"""What a careless or a hostile page holds: a valid book and a clear word, or a clear error."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from epub_material import Book, make_article
from lxml import etree
from PIL import Image

from exporter import Options, read
from exporter.article import Article, Metadata
from exporter.readers.source import Source

Check = Callable[[bytes], list[object]]

TEXT = "<p>" + "灯亮着，雨停了，巷口还有人在等最后一班车。" * 8 + "</p>"


def png(width: int, height: int) -> bytes:
    out = io.BytesIO()
    Image.new("1", (width, height)).save(out, "PNG")
    return out.getvalue()


FILES = {
    "no-image.png": b"<html>404 Not Found</html>",
    "cut.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "script.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="evil()">'
    b'<script>evil()</script><rect width="9" height="9"/></svg>',
    "large.png": png(20_000, 20_000),
    "long.png": png(20_000, 40),
}

PAGES: dict[str, tuple[str, set[str], str]] = {
    "an image that is none": ('<p><img src="no-image.png" alt="灯"></p>', {"missing-image"}, "no-image.png"),
    "a damaged image": ('<p><img src="cut.jpg" alt="灯"></p>', {"missing-image"}, "cut.jpg"),
    "an SVG with a script": (
        '<p><img src="script.svg" alt="灯"></p>',
        {"cleaned-image"},
        "the image script.svg is shown without its scripts",
    ),
    "a script in a drawing within the text": (
        '<svg width="90" aria-label="灯" onload="evil()"><script>evil()</script><path d="M0 0h9"/></svg>',
        {"cleaned-image"},
        "drawings (svg) are shown without their scripts",
    ),
    "20,000 by 20,000 pixels": (
        '<p><img src="large.png" alt="灯"></p>',
        {"missing-image"},
        "over 50 million pixels",
    ),
    "20,000 pixels long": ('<p><img src="long.png" alt="灯"></p>', {"shrunk-image"}, "20,000 × 40"),
    "an image on the network": (
        '<p><img src="https://example.org/a.png" alt="灯"></p>',
        {"missing-image"},
        "--fetch-images",
    ),
    "an image without words": ('<p><img src="script.svg"></p>', {"missing-alt"}, "the only image has no"),
    "a repeated id": (
        '<h2 id="a">一</h2><p id="a">二<a href="#a">三</a></p>',
        {"repeated-id"},
        "are called “a”",
    ),
    "control characters": ("<p>a\x07b\x0bc\x1b\x85\ufffed</p>", {"control-characters"}, "3 control characters"),
    "a heading without text": (
        "<h2></h2><h2> </h2><h3><br></h3><p>一</p>",
        {"empty-heading"},
        "3 headings have no text",
    ),
    "a rank that is jumped over": (
        "<h2>一</h2><h4>二</h4><h4>三</h4><h2>四</h2>",
        {"heading-order"},
        "2 headings jump over a rank",
    ),
    "nothing but a rule": ("<hr>", set(), ""),
    "a table without heads": (
        "<table><tr><td>一</td><td>二</td></tr><tr><td>三</td><td>四</td></tr></table>",
        {"table-heads"},
        "1 table",
    ),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_with(name: str, tmp_path: Path, epubcheck: Check) -> None:
    markup, kinds, words = PAGES[name]
    for file, data in FILES.items():
        (tmp_path / file).write_bytes(data)
    page = f"<html lang=zh><title>灯</title><body><article><h1>灯</h1>{TEXT}{markup}{TEXT}</article></html>"
    article = read(Source("page.html", page.encode(), tmp_path))
    book = Book(article)
    assert epubcheck(book.data) == []
    notices = [*article.notices, *book.notices]
    assert kinds <= {notice.kind for notice in notices}
    assert any(words in notice.message for notice in notices) or not words
    for packed in book.archive.namelist():
        assert b"evil" not in book.archive.read(packed)


@pytest.mark.parametrize("vertical", [False, True])
def test_a_title_of_ten_thousand_characters(vertical: bool, epubcheck: Check) -> None:
    book = Book(make_article("<p>一</p>", title="灯火" * 5000), Options(vertical=vertical))
    assert epubcheck(book.data) == []
    assert len(book.texts("content.opf", "//dc:title")[0]) == 10_000
    notice = book.notice("long-title")
    assert notice is not None
    assert "10,000 characters" in notice.message


def test_ids_that_an_article_made_by_hand_repeats(epubcheck: Check) -> None:
    body = etree.fromstring('<body><h2 id="a">一</h2><p id="a">二<a href="#a">三</a></p></body>')
    book = Book(Article(Metadata("题"), body, source="a.md"))
    assert epubcheck(book.data) == []
    notice = book.notice("repeated-id")
    assert notice is not None
    assert "“a”" in notice.message


def test_links_that_lead_nowhere(epubcheck: Check) -> None:
    body = etree.fromstring('<body><p><a href="#gone">一</a><a class="noteref" href="#n">1</a></p></body>')
    book = Book(Article(Metadata("题"), body))
    assert epubcheck(book.data) == []
    notice = book.notice("unlinked")
    assert notice is not None
    assert "2 links lead" in notice.message


def test_ranks_that_are_jumped_over_are_told() -> None:
    notice = Book(make_article("<h2>一</h2><h4>二</h4><h4>三</h4>")).notice("heading-order")
    assert notice is not None
    assert "2 headings jump" in notice.message
    assert Book(make_article("<h2>一</h2><h3>二</h3><h2>三</h2>")).notice("heading-order") is None


def test_a_formula_without_words_is_admitted() -> None:
    def features(*formulas: str) -> set[str]:
        body = etree.fromstring(f"<body><p>{''.join(formulas)}</p></body>")
        book = Book(Article(Metadata("题"), body))
        found = book.texts("content.opf", "//opf:meta[@property='schema:accessibilityFeature']")
        assert (book.notice("missing-alttext") is None) == ("describedMath" in found or not formulas)
        return set(found) & {"MathML", "describedMath"}

    described, bare = '<math alttext="x"><mi>x</mi></math>', "<math><mi>x</mi></math>"
    assert features(described) == {"MathML", "describedMath"}
    assert features(described, bare) == {"MathML"}
    assert features() == set()
