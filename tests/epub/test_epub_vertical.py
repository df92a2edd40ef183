"""Vertical books: what stands upright, what lies, and which way the pages go."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from epub_material import WORDS, Book, make_article, whole_article
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter import Options
from exporter.epub import vertical
from exporter.epub.cover import draw

Check = Callable[[bytes], list[object]]
VERTICAL = Options(cover=False, vertical=True)


def cases() -> list[tuple[str, str]]:
    text = (Path(__file__).parent / "fixtures" / "vertical.txt").read_text("utf-8").strip()
    found = []
    for case in text.split("\n\n")[1:]:
        source, expected = case.split("\n")
        found.append((source, expected))
    return found


def shown(element: etree._Element) -> str:
    marks = {"tcy": "[]", "upright": "()"}
    pieces = [element.text or ""]
    for child in element:
        pair = marks.get(child.get("class", ""), "")
        pieces += [pair[:1], shown(child), pair[1:], child.tail or ""]
    return "".join(pieces)


@pytest.mark.parametrize(("source", "expected"), cases(), ids=[source for source, _ in cases()])
def test_what_stands_upright(source: str, expected: str) -> None:
    body = etree.fromstring(f"<body><p>{source}</p><p><b/>{source}</p></body>")
    vertical.prepare(body, "zh-Hans")
    assert [shown(paragraph) for paragraph in body] == [expected, expected]


def test_other_languages_listings_and_readings_are_left_alone() -> None:
    markup = (
        '<p><span xml:lang="en">GDP</span><code>12</code><ruby>灯<rt>12</rt></ruby></p>'
        "<pre>12</pre><table><tr><td>12</td></tr></table>"
    )
    body = etree.fromstring(f"<body>{markup}</body>")
    vertical.prepare(body, "ja")
    assert not body.findall(".//span[@class='tcy']")
    assert [box[0].tag for box in body.iter("div")] == ["pre", "table"]


@given(st.text(st.sampled_from("汉 12AB!?“”’.-"), max_size=20), st.text(st.sampled_from("汉1A“ "), max_size=9))
def test_the_text_stays(one: str, two: str) -> None:
    body = etree.Element("body")
    paragraph = etree.SubElement(body, "p")
    paragraph.text = one
    etree.SubElement(paragraph, "em").tail = two
    vertical.prepare(body, "zh-Hant")
    assert "".join(map(str, body.itertext())) == one + two


@pytest.mark.parametrize("language", [language for language in WORDS if language != "en"])
def test_every_element_in_vertical_lines(language: str, epubcheck: Check) -> None:
    book = Book(whole_article(language), VERTICAL)
    assert epubcheck(book.data) == []
    (spine,) = book.find("content.opf", "//opf:spine")
    assert spine.get("page-progression-direction") == "rtl"
    (mode,) = book.find("content.opf", "//opf:meta[@name='primary-writing-mode']")
    assert mode.get("content") == "vertical-rl"
    for name in ("nav.xhtml", "text/titlepage.xhtml", *book.chapters()):
        assert book.find(name, "/h:html[contains(@class, 'vrtl')]")
        sheets = [link.get("href", "") for link in book.find(name, "//h:link[@rel='stylesheet']")]
        assert sheets[-1].endswith("vertical.css")


def test_horizontal_books_know_nothing_of_it() -> None:
    book = Book(whole_article("ja"))
    assert "EPUB/styles/vertical.css" not in book.archive.namelist()
    (spine,) = book.find("content.opf", "//opf:spine")
    assert spine.get("page-progression-direction") == "ltr"


def test_english_stays_horizontal_and_says_so() -> None:
    book = Book(make_article("<p>One</p>", language="en"), VERTICAL)
    assert book.notice("horizontal") is not None
    assert "EPUB/styles/vertical.css" not in book.archive.namelist()


def test_a_vertical_cover_has_its_title_at_the_right() -> None:
    import io

    from PIL import Image

    article = make_article("<p>一</p>", title="灯火")
    for is_vertical, box in ((False, (0, 0, 800, 1000)), (True, (800, 0, 1600, 1000))):
        image = Image.open(io.BytesIO(draw(article.metadata, is_vertical).data)).convert("L")
        ink = image.point(lambda grey: 255 * (grey < 60)).crop((0, 0, 1600, 1000)).getbbox()
        assert ink is not None
        assert (ink[0] + ink[2]) / 2 > box[0]
        assert (ink[0] + ink[2]) / 2 < box[2]
    long = make_article("<p>一</p>", title="Exporter 之灯").metadata
    assert draw(long, True).data == draw(long, False).data


@pytest.mark.parametrize("language", ["zh-Hans", "ja"])
def test_no_engine_is_asked_for_spaces_in_vertical_lines(language: str) -> None:
    """Chromium misplaces the character after one where there is ruby in the line."""
    book = Book(whole_article(language), VERTICAL)
    said = [
        rule
        for sheet in book.find("text/chapter-1.xhtml", "//h:link[@rel='stylesheet']")
        for rule in re.findall(
            r"text-autospace: ([a-z-]+)", book.read(sheet.get("href", "").removeprefix("../")).decode()
        )
    ]
    assert said[-1] == "no-autospace"
