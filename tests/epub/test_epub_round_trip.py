"""One text on paper, in the EPUB and in the article: character for character, white space folded."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from epub_material import Book, make_article

from exporter import Options, printed, read
from exporter.article import Article
from exporter.convert import make
from exporter.printed import folded

SAMPLES = Path(__file__).parents[2] / "docs" / "samples"

PROSE = (
    "<p>灯<em>亮</em>着，<strong>雨停了</strong>；他说：“等<a href='https://example.org/'>一等</a>——再走……”</p>"
    "<h2>铺子</h2><p>Lamps &amp; rain, 3.5 % of A<sub>2</sub>. 한글은 띄어 씁니다。カタカナも。</p>"
    "<blockquote><p>引一段话。</p></blockquote><pre>def f(x):\n    return x</pre>"
    "<table><thead><tr><th>甲</th><th>乙</th></tr></thead><tbody><tr><td>一</td><td>二</td></tr></tbody></table>"
    "<h3>末</h3><p>完。</p>"
) * 20


def text_of_article(article: Article) -> str:
    return folded("".join(map(str, article.body.xpath("//text()[not(ancestor::rp)]"))))


def text_of_book(book: Book) -> str:
    """Return the words of all chapters, without titles of the book and the links back that notes begin with."""
    pieces = []
    for name in book.chapters():
        other = "ancestor::h:rp or ancestor::h:h1 or ancestor::h:a[@class='backlink']"
        pieces += book.find(name, f"//h:body//text()[not({other})]")
    return folded("".join(map(str, pieces)))


def text_of_pages(article: Article) -> str:
    pdf, _ = make(article, "pdf", Options(paper="A5"))
    return "".join(page.text for page in printed.read(pdf, "article.pdf").pages)


@pytest.mark.parametrize("vertical", [False, True])
def test_prose(vertical: bool) -> None:
    article = make_article(PROSE, title="题")
    book = Book(article, Options(cover=False, vertical=vertical))
    assert text_of_book(book) == text_of_article(article)


def test_paper_and_screen_have_the_same_words() -> None:
    article = make_article(PROSE, title="题目")
    assert text_of_pages(article) == "题目" + text_of_book(Book(article))


@pytest.mark.parametrize("language", ["zh-Hans", "ja", "ko"])
def test_the_samples(language: str) -> None:
    """On paper notes stand at the foot of the page and lists have markers: there the characters are counted."""
    article = read(SAMPLES / f"essay.{language}.md")
    for vertical in (False, True):
        assert text_of_book(Book(article, Options(vertical=vertical))) == text_of_article(article)
    lost = Counter(text_of_article(article)) - Counter(text_of_pages(article))
    assert not lost
