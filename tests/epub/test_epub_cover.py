"""The cover: lines that a designer would break there, and every title its own picture."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from epub_material import Book, make_article
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from exporter import Options
from exporter.article import Metadata
from exporter.cli import main
from exporter.epub.cover import SIZE, draw
from exporter.epub.titling import fit
from exporter.errors import SetupError


def measure(text: str) -> float:
    """Return the width of ``text`` in ems, as of a font whose Latin letters are half as wide as Han."""
    return sum(1.0 if unicodedata.east_asian_width(char) in "WFA" else 0.5 for char in text)


def cases() -> list[tuple[str, int, str, list[str]]]:
    found = []
    for case in (Path(__file__).parent / "fixtures" / "titles.txt").read_text("utf-8").strip().split("\n\n"):
        name, width, title, _, *lines = case.split("\n")
        found.append((name, int(width), title, lines))
    return found


@pytest.mark.parametrize(("name", "width", "title", "lines"), cases(), ids=[case[0] for case in cases()])
def test_titles_break_well(name: str, width: int, title: str, lines: list[str]) -> None:
    assert list(fit(title, measure, (width * 100, 1000), (100,)).lines) == lines


NOT_FIRST = frozenset("，。：；！？、）》」』”…—ー々っ")
NOT_LAST = frozenset("（《「『“")


@settings(deadline=None)
@given(st.text(st.sampled_from("灯火山海ab1 ，。：（）《》「」“”…—ーっカので한글"), max_size=120))
def test_every_title_fits_or_says_that_it_goes_on(title: str) -> None:
    block = fit(title, measure, (1300, 1060), range(300, 70, -4))
    assert block.height(1.3) <= 1060
    assert all(measure(line) * block.size <= 1300 for line in block.lines)
    joined = "".join("".join(block.lines).split())
    whole = "".join(title.split())
    assert joined == whole or (joined.endswith("…") and whole.startswith(joined.removesuffix("…")))


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["灯火", "山海", "，", "（山）", "《海》", "——", "カード", "12月", "はっと"]),
        max_size=20,
    )
)
def test_no_line_begins_or_ends_with_what_must_not(words: list[str]) -> None:
    lines = fit("灯" + "".join(words), measure, (1300, 1060), range(300, 70, -4)).lines
    assert not [line for line in lines[1:] if line[0] in NOT_FIRST]
    assert not [line for line in lines[:-1] if line[-1] in NOT_LAST]


def test_an_endless_title_ends_visibly() -> None:
    block = fit("灯火阑珊" * 2500, measure, (1300, 1060), range(300, 70, -4))
    assert block.lines[-1].endswith("…")
    assert block.size == 72
    assert len(block.lines) == 11


def test_an_endless_word_is_broken_somewhere() -> None:
    block = fit("x" * 300, measure, (1300, 1060), range(300, 70, -4))
    assert "".join(block.lines) == "x" * 300


def image_of(**facts: object) -> Image.Image:
    image = Image.open(io.BytesIO(draw(Metadata("题").but(**facts)).data))
    image.load()
    return image


def differ(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one.convert("L"), other.convert("L")).getbbox() is not None


def test_the_cover_is_an_image_of_the_right_size_with_words_on_it() -> None:
    image = image_of(title="灯")
    assert (image.format, image.size) == ("JPEG", SIZE)
    ink = image.convert("L").crop((150, 190, 450, 580)).point(lambda grey: 255 * (grey < 60))
    assert ink.getbbox() is not None


def test_every_title_has_its_own_picture() -> None:
    lower = [
        image_of(title=title).crop((0, 1500, 1600, 2560)) for title in ("灯", "火", "山", "海", "雨", "雪")
    ]
    assert all(differ(one, other) for n, one in enumerate(lower) for other in lower[:n])


def test_the_picture_is_seen_in_grey_and_small() -> None:
    for title in ("灯", "火", "山", "海", "雨", "雪", "风", "月"):
        thumbnail = image_of(title=title).convert("L").resize((100, 160))
        assert ImageStat.Stat(thumbnail.crop((0, 80, 100, 160))).stddev[0] > 18, title
        paper = ImageStat.Stat(thumbnail.crop((0, 0, 100, 10))).mean[0]
        assert paper > 225, title


def test_each_language_has_its_own_forms() -> None:
    """直 and 骨 differ between China, Taiwan and Japan; the field, which is the title's, does not."""
    forms = [image_of(title="直骨", language=language) for language in ("zh-Hans", "zh-Hant", "ja")]
    assert differ(forms[0], forms[1])
    assert differ(forms[0], forms[2])
    assert differ(forms[1], forms[2])


def test_a_title_beyond_the_font_is_drawn_as_far_as_it_goes() -> None:
    book = Book(make_article("<p>一</p>", title="灯\U0001f3ee\u200d火\U000e0001 Ł"), Options())
    notice = book.notice("missing-glyphs")
    assert notice is not None
    assert "\U0001f3ee" in notice.message
    assert "Ł" not in notice.message
    assert "\u200d" not in notice.message


def test_a_title_of_which_nothing_can_be_drawn() -> None:
    assert draw(Metadata("\U0001f3ee" * 3)).missing == ("\U0001f3ee",)


def test_without_a_cover() -> None:
    book = Book(make_article("<p>一</p>"), Options(cover=False))
    assert not [name for name in book.archive.namelist() if "cover" in name]
    assert "cover" not in book.read("content.opf").decode()


def test_without_fonts_there_is_a_book_without_a_cover(monkeypatch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        raise SetupError("the bundled fonts are missing")

    monkeypatch.setattr("exporter.epub.cover.bundled", none)
    book = Book(make_article("<p>一</p>"), Options())
    notice = book.notice("no-cover")
    assert notice is not None
    assert "fonts are missing" in notice.message
    assert not [name for name in book.archive.namelist() if "cover" in name]


def test_a_cover_and_no_cover_contradict_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 题\n\n灯。\n", "utf-8")
    done = CliRunner().invoke(main, ["epub", str(tmp_path / "a.md"), "--cover", "x.png", "--no-cover"])
    assert (done.exit_code, list(tmp_path.glob("*.epub"))) == (2, [])
    done = CliRunner().invoke(main, ["epub", str(tmp_path / "a.md"), "--cover", str(tmp_path / "x.png")])
    assert (done.exit_code, list(tmp_path.glob("*.epub"))) == (1, [])
    assert "x.png" in done.stderr
