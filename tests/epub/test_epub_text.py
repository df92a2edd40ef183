"""The text of the book is the text of the article: nothing lost, nothing added, no space between Han."""

from __future__ import annotations

import copy
from collections.abc import Callable

import pytest
from epub_material import WORDS, Book, make_article, whole_article
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exporter import Options
from exporter.article import Article, Metadata
from exporter.epub.page import one_line
from exporter.printed import Page, Printed, folded

ARTICLE = "text/chapter-1.xhtml"


def text_of(book: Book) -> str:
    """Return the text of all chapters without the title, the links back and the line ends around it."""
    pieces = []
    for name in book.chapters():
        (section,) = book.find(name, "/h:html/h:body/h:section")
        for link in section.iter("{*}a"):
            if link.get("class") == "backlink":
                link.text = None
        for title in section.findall("{*}h1"):
            title.text = title.tail = None
        pieces.append("".join(map(str, section.itertext())).removeprefix("\n"))
    return "".join(pieces).strip()


@pytest.mark.parametrize("language", WORDS)
def test_text_is_kept(language: str) -> None:
    article = whole_article(language)
    assert text_of(Book(article)) == "".join(map(str, article.body.itertext())).strip()


CHARS = st.text(
    st.sampled_from("汉字かな한글ab 12\n\t，。“”—…<&>\"'\u00a0\u3000\u200b\u0301\U0001f600"), max_size=8
)
INLINE = "em strong b i u s q cite code sub sup mark small span ruby del ins".split()


@st.composite
def inlines(draw: st.DrawFn, tag: str = "p", depth: int = 3) -> etree._Element:
    element = etree.Element(tag)
    element.text = draw(CHARS)
    for _ in range(draw(st.integers(0, 2 if depth else 0))):
        child = draw(inlines(draw(st.sampled_from(INLINE)), depth - 1))
        child.tail = draw(CHARS)
        element.append(child)
    return element


@st.composite
def bodies(draw: st.DrawFn) -> etree._Element:
    body = etree.Element("body")
    for _ in range(draw(st.integers(0, 4))):
        block = draw(inlines(draw(st.sampled_from("p h2 h3 h5 pre".split()))))
        if draw(st.booleans()):
            outer = etree.SubElement(body, draw(st.sampled_from(("blockquote", "figure"))))
            outer.append(block)
        else:
            body.append(block)
        body[-1].tail = draw(st.sampled_from((None, "\n", "  \n\t")))
    return body


@settings(max_examples=80, deadline=None)
@given(bodies())
def test_any_text_is_kept_and_the_article_is_not_touched(body: etree._Element) -> None:
    before = etree.tostring(body)
    book = Book(Article(Metadata("题"), copy.deepcopy(body)))
    assert text_of(book) == "".join(map(str, body.itertext())).strip()
    article = Article(Metadata("题"), body)
    Book(article)
    assert etree.tostring(article.body) == before


@settings(max_examples=25)
@given(bodies(), st.sampled_from(("zh-Hans", "ja", "en")), st.booleans(), st.booleans())
def test_any_text_makes_a_valid_book(
    epubcheck: Callable[[bytes], list[object]],
    body: etree._Element,
    language: str,
    vertical: bool,
    paged: bool,
) -> None:
    article = Article(Metadata("题", language), body)
    words = folded("".join(map(str, body.itertext())))
    pages = tuple(Page(str(at), words[at : at + 9]) for at in range(0, len(words), 9))
    printed = Printed("urn:x:1", pages) if paged else None
    book = Book(article, Options(cover=False, vertical=vertical), printed)
    assert epubcheck(book.data) == []


def test_no_space_comes_between_inline_elements() -> None:
    book = Book(make_article("<p><em>甲</em><strong>乙</strong><span>丙<b>丁</b></span></p>"))
    assert b"<p><em>" in book.read(ARTICLE)
    assert "</em><strong>乙</strong><span>丙<b>丁</b></span></p>" in book.read(ARTICLE).decode()


def test_white_space_in_code_is_kept() -> None:
    book = Book(make_article("<pre><code>  a\n\n\tb\n</code></pre>"))
    assert book.texts(ARTICLE, "//h:pre") == ["  a\n\n\tb\n"]


@given(st.text())
def test_metadata_becomes_one_line_of_xml(text: str) -> None:
    line = one_line(text)
    assert line == line.strip(" ")
    element = etree.Element("x")
    element.text = line  # raises for what XML cannot hold
    assert one_line(line) == line
    assert "\n" not in line
