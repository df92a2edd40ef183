"""The text in files: a chapter each, notes with their calls, links that arrive."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from epub_material import Book, make_article
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from exporter.epub import chapters
from exporter.epub.chapters import MAX_CHARACTERS, ONE_SITTING, divide

Check = Callable[[bytes], list[object]]
LINE = "灯亮着，雨停了。" * 25  # 200 characters
LONG = f"<p>{LINE}</p>" * (ONE_SITTING // 200 + 1)


def kinds(markup: str) -> list[tuple[str, list[str]]]:
    """Return, for each chapter, its kind and the words of its blocks that are not filling."""
    found = divide(etree.fromstring(f"<body>{markup}</body>"))
    return [(one.kind, [b.text or "" for b in one.blocks if b.text and b.text != LINE]) for one in found]


def test_a_short_article_is_one_chapter_with_its_sections() -> None:
    assert kinds("<h1>题</h1><h2>一</h2><p>甲</p><h2>二</h2><p>乙</p>") == [
        ("chapter", ["题", "一", "甲", "二", "乙"])
    ]


def test_a_long_article_has_a_chapter_at_every_h2() -> None:
    assert kinds(f"<h1>题</h1><p>引</p>{LONG}<h2>一</h2><h3>子</h3><p>甲</p><h2>二</h2><p>乙</p>") == [
        ("chapter", ["题", "引"]),
        ("chapter", ["一", "子", "甲"]),
        ("chapter", ["二", "乙"]),
    ]
    assert kinds(f"<h1>题</h1><h2>一</h2>{LONG}<h2>二</h2>") == [("chapter", ["题", "一"]), ("chapter", ["二"])]


def test_articles_bound_together_are_chapters_and_long_ones_parts() -> None:
    assert kinds(f"<h1>甲</h1><h2>一</h2><h1>乙</h1><h2>一</h2>{LONG}<h2>二</h2>") == [
        ("chapter", ["甲", "一"]),
        ("part", ["乙"]),
        ("chapter", ["一"]),
        ("chapter", ["二"]),
    ]


def test_what_is_too_large_for_one_file_goes_on_in_another() -> None:
    many = f"<p>{LINE}</p>" * (MAX_CHARACTERS // 200 - 2)
    assert kinds(f"<h1>题</h1>{many}<h3>子</h3><p>{LINE}</p><p>{LINE}</p><p>末</p>") == [
        ("chapter", ["题"]),
        ("continued", ["子", "末"]),
    ]
    assert len(kinds(f"<p>{LINE * (MAX_CHARACTERS // 100)}</p>")) == 1  # never inside a paragraph


def test_a_block_beyond_the_limit_has_its_heading_with_it_and_is_told() -> None:
    huge = LINE * (MAX_CHARACTERS // 100)
    assert kinds(f"<h1>题</h1><h2>一</h2><p>{huge}</p><p>末</p>") == [
        ("chapter", ["题", "一", huge]),
        ("continued", ["末"]),
    ]
    notice = Book(make_article(f"<p>{huge}</p>")).notice("long-block")
    assert notice is not None
    assert f"{len(huge):,} characters" in notice.message


def test_a_heading_does_not_end_a_file() -> None:
    blocks = etree.fromstring(f"<body>{'<p/>' * 4}<h3/><h4/></body>")
    assert chapters._best_cut(list(blocks)) == 4


NOTED = (
    f'<h2>一</h2><p id="p">甲<a class="noteref" id="r1" href="#n1">1</a>'
    f'<a class="noteref" id="r2" href="#n2">2</a></p>{LONG}'
    '<h2>二</h2><p>乙<a class="noteref" id="r2-2" href="#n2">2</a><a class="noteref" id="r3" href="#n3">3</a>'
    '<a href="#p">甲</a></p>'
    '<aside class="note" id="n1"><p>注一</p></aside><aside class="note" id="n2"><p>注二</p></aside>'
    '<aside class="note" id="n3"><p>注三<a class="noteref" id="r4" href="#n4">4</a></p></aside>'
    '<aside class="note" id="n4"><p>注四</p></aside><aside class="note" id="n5"><p>注五</p></aside>'
)


def test_notes_stand_in_the_chapter_that_calls_them(epubcheck: Check) -> None:
    book = Book(make_article(NOTED))
    one, two = book.chapters()
    assert book.texts(one, "//h:aside") == ["1注一", "2a2b注二"]
    assert book.texts(two, "//h:aside") == ["3注三4", "4注四", "注五"]
    assert [a.get("href") for a in book.find(two, "//h:section/h:p[1]/h:a")] == [
        "chapter-1.xhtml#n2",
        "#n3",
        "chapter-1.xhtml#p",
    ]
    back = [a.get("href") for a in book.find(one, "//h:a[@class='backlink']")]
    assert back == ["#r1", "#r2", "chapter-2.xhtml#r2-2"]
    assert epubcheck(book.data) == []


def test_chapters_have_their_own_titles_and_roles() -> None:
    book = Book(make_article(f"<h2>一</h2>{LONG}<h2>二</h2><p>乙</p>", title="题"))
    assert [book.texts(name, "//h:title")[0] for name in book.chapters()] == ["题", "二"]
    for name in book.chapters():
        (section,) = book.find(name, "//h:section[@role='doc-chapter']")
        assert book.find(name, f"//*[@id='{section.get('aria-labelledby')}']")


BLOCKS = st.sampled_from(["<p>甲</p>", f"<p>{LINE}</p>", LONG, "<h1>一</h1>", "<h2>二</h2>", "<h3>三</h3>"])


@settings(max_examples=40)
@given(st.lists(BLOCKS, max_size=12))
def test_no_block_is_lost_doubled_or_moved(blocks: list[str]) -> None:
    body = etree.fromstring(f"<body>{''.join(blocks)}</body>")
    divided = [block for chapter in divide(body) for block in chapter.blocks]
    assert divided == list(body)


@pytest.mark.parametrize("count", [2000])
def test_a_book_of_two_thousand_chapters(count: int) -> None:
    body = "".join(f"<h2>第{n}章</h2><p>{LINE[:40]}</p>" for n in range(count))
    book = Book(make_article(body))
    assert len(book.chapters()) == count
    assert len(book.find("nav.xhtml", "//h:nav[@epub:type='toc']//h:a")) == count + 1
