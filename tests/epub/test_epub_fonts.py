"""Embedded fonts: every glyph that the text uses, in its language's form, and hardly anything else."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz as hb
from epub_material import WORDS, Book, make_article, whole_article
from fontTools.ttLib import TTFont

from exporter import Options, read
from exporter.errors import FontError
from exporter.fonts import embedding
from exporter.fonts.faces import Coverage, Face, bundled

Check = Callable[[bytes], list[object]]
SAMPLES = Path(__file__).parents[2] / "docs" / "samples"
EMBEDDED = Options(cover=False, embed_fonts=True)
SERIF = next(face for face in bundled() if face.family == "Exporter Serif" and face.weight == 400)


def fonts(book: Book) -> dict[str, TTFont]:
    names = [name for name in book.archive.namelist() if "/fonts/" in name]
    return {name: TTFont(io.BytesIO(book.archive.read(name))) for name in names}


def covered(book: Book) -> set[int]:
    return set().union(*(font.getBestCmap() for font in fonts(book).values()))


@pytest.mark.parametrize("language", WORDS)
def test_every_character_of_the_book_has_its_glyph(language: str, epubcheck: Check) -> None:
    book = Book(whole_article(language), EMBEDDED)
    text = ""
    for name in ("nav.xhtml", "text/titlepage.xhtml", *book.chapters()):
        text += "".join(book.texts(name, "//h:body"))
    assert {char for char in text if not char.isspace() and ord(char) not in covered(book)} == set()
    assert epubcheck(book.data) == []


def test_headings_have_their_glyphs_in_both_weights_for_the_contents_are_not_bold() -> None:
    body = "<h2>灯火</h2><p>雨</p><h3><ruby>巷<rt>こう</rt></ruby>口</h3><p>停</p>"
    book = Book(make_article(body, title="夜航"), EMBEDDED)
    lines = "".join(book.texts("nav.xhtml", "//h:nav[@id='toc']//h:li/h:a"))
    assert set("夜航灯火巷口") <= set(lines)
    weights = {font["OS/2"].usWeightClass: font.getBestCmap() for font in fonts(book).values()}
    for characters in weights.values():
        assert {char for char in lines if ord(char) not in characters} == set()
    assert sorted(weights) == [400, 700]


def test_the_package_and_the_style_sheet_name_them() -> None:
    book = Book(make_article("<p>灯<code>x</code></p>"), EMBEDDED)
    assert book.texts("content.opf", "//opf:meta[@property='ibooks:specified-fonts']") == ["true"]
    kinds = {item.get("href"): item.get("media-type") for item in book.find("content.opf", "//opf:item")}
    css = book.read("styles/fonts.css").decode()
    sources = re.findall(r"url\(\.\./([^)]+)\)", css)
    assert sources == [name for name in kinds if str(name).startswith("fonts/")]
    for name in sources:
        head = book.read(name)[:4]
        assert kinds[name] == ("font/otf" if head == b"OTTO" else "font/ttf")
    assert re.search(r'body \{ font-family: "Exporter Serif".*serif \}', css)
    assert re.search(r'code.* \{ font-family: "Exporter Mono".*monospace \}', css)


def test_by_default_there_are_none() -> None:
    book = Book(whole_article("ja"))
    assert not fonts(book)
    assert b"ibooks" not in book.read("content.opf")


def test_the_titles_alone() -> None:
    book = Book(make_article("<p>雨</p>", title="灯"), Options(cover=False, embed_title_font=True))
    (font,) = fonts(book).values()
    assert set(font.getBestCmap()) == {ord("灯")}
    assert font["OS/2"].usWeightClass == 700
    assert "h1 {" in book.read("styles/fonts.css").decode()


@pytest.mark.parametrize("name", ["essay.zh-Hans.md", "essay.ja.md", "essay.ko.md"])
def test_an_essay_with_its_fonts_is_under_400_kilobytes(name: str) -> None:
    book = Book(read(SAMPLES / name), Options(embed_fonts=True))
    assert len(book.data) < 400_000


def extents(data: bytes, char: str, language: str | None) -> tuple[int, ...]:
    """Return where the ink of a character lies, shaped in a language or by the cmap alone."""
    font = hb.Font(hb.Face(data))
    glyph = font.get_nominal_glyph(ord(char))
    if language is not None:
        buffer = hb.Buffer()
        buffer.add_str(char)
        buffer.guess_segment_properties()
        buffer.language = language
        hb.shape(font, buffer)
        glyph = buffer.glyph_infos[0].codepoint
    found = font.get_glyph_extents(glyph)
    return found.x_bearing, found.y_bearing, found.width, found.height


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant", "zh-HK", "ja", "ko"])
def test_the_forms_are_the_languages_own_without_locl(language: str) -> None:
    data = embedding.subset(SERIF, "直骨今，。", language)
    whole = SERIF.data()
    for char in "直骨今，。":
        assert extents(data, char, None) == extents(whole, char, language)
    font = TTFont(io.BytesIO(data))
    tags = [record.FeatureTag for record in font["GSUB"].table.FeatureList.FeatureRecord]
    assert "locl" not in tags
    assert "vert" in tags
    assert embedding.subset(SERIF, "直骨今，。", language) == data


def test_a_font_that_may_not_be_embedded_is_refused(tmp_path: Path) -> None:
    font = TTFont(io.BytesIO(embedding.subset(SERIF, "灯", "ja")))
    font["OS/2"].fsType = 2
    font.save(tmp_path / "closed.otf")
    face = Face("Closed", 400, tmp_path / "closed.otf", Coverage.of([ord("灯")]))
    with pytest.raises(FontError, match="forbids embedding"):
        embedding.subset(face, "灯", "ja")


def test_a_font_of_ones_own_comes_first(tmp_path: Path) -> None:
    font = TTFont(io.BytesIO(embedding.subset(SERIF, "灯", "ja")))
    for record in font["name"].names:
        if record.nameID in (1, 16):
            record.string = "Lamp"
    font.save(tmp_path / "lamp.otf")
    options = Options(cover=False, embed_fonts=True, fonts=(str(tmp_path / "lamp.otf"),))
    css = Book(make_article("<p>灯雨</p>"), options).read("styles/fonts.css").decode()
    assert re.search(r'body \{ font-family: "Lamp", "Exporter Serif"', css)
