"""Glyph forms: each language's own, the vertical ones, the narrow ones."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
import uharfbuzz as hb
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from exporter.fonts.faces import bundled

FIXTURES = Path(__file__).parent / "fixtures"
CJK = [("Exporter Serif", 400), ("Exporter Serif", 700), ("Exporter Sans", 400), ("Exporter Sans", 700)]


@cache
def font_of(family: str, weight: int) -> hb.Font:
    (face,) = [face for face in bundled() if (face.family, face.weight) == (family, weight)]
    return hb.Font(hb.Face(hb.Blob.from_file_path(str(face.path))))


def shaped(
    font: Any,
    text: str,
    language: str = "zh-Hans",
    direction: str = "ltr",
    features: dict[str, bool] | None = None,
) -> Any:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction, buffer.language = direction, language
    if not buffer.script:  # a mark takes the script of its neighbours; here it stands alone
        buffer.script = "Hani"
    hb.shape(font, buffer, features or {})
    return buffer


def glyphs(font: Any, text: str, language: str = "zh-Hans", direction: str = "ltr") -> list[int]:
    return [info.codepoint for info in shaped(font, text, language, direction).glyph_infos]


def digest(font: Any, glyph: int) -> str:
    pen = RecordingPen()
    font.draw_glyph_with_pen(glyph, pen)
    return hashlib.sha256(repr(pen.value).encode()).hexdigest()[:12]


def recorded() -> Iterator[Any]:
    for line in (FIXTURES / "forms.txt").read_text("utf-8").splitlines():
        if line.startswith("Exporter"):
            family, weight = line.split(", ")
        elif not line.startswith("#"):
            char, *forms = line.split()
            yield pytest.param(
                family,
                int(weight),
                char,
                dict(form.split("=") for form in forms),
                id=f"{family} {weight} {char}",
            )


@pytest.mark.parametrize(("family", "weight", "char", "forms"), list(recorded()))
def test_each_language_gets_its_own_form(family: str, weight: int, char: str, forms: dict[str, str]) -> None:
    font = font_of(family, weight)
    found = {language: digest(font, glyphs(font, char, language)[0]) for language in forms}
    assert found == forms


@pytest.mark.parametrize(("family", "weight"), CJK)
def test_the_features_are_there(family: str, weight: int) -> None:
    (face,) = [face for face in bundled() if (face.family, face.weight) == (family, weight)]
    with TTFont(face.path, lazy=True) as font:
        substitutions, positions = (
            {record.FeatureTag for record in font[table].table.FeatureList.FeatureRecord}
            for table in ("GSUB", "GPOS")
        )
    assert set("ccmp locl liga calt vert vrt2 fwid hwid pwid ruby ljmo vjmo tjmo".split()) <= substitutions
    assert set("halt vhal palt vpal kern vkrn mark".split()) <= positions


@pytest.mark.parametrize(("family", "weight"), CJK)
@pytest.mark.parametrize("char", "「」『』（）《》，。、…—～ーっァ")
def test_vertical_writing_has_its_own_marks(family: str, weight: int, char: str) -> None:
    font = font_of(family, weight)
    assert glyphs(font, char, "ja", "ttb") != glyphs(font, char, "ja")


@pytest.mark.parametrize(("family", "weight"), CJK)
def test_marks_take_half_an_em_when_asked(family: str, weight: int) -> None:
    font = font_of(family, weight)
    plain, half = (shaped(font, "」", features=f).glyph_positions[0].x_advance for f in ({}, {"halt": True}))
    assert (plain, half) == (1000, 500)
    down = shaped(font, "」", direction="ttb", features={"vhal": True}).glyph_positions[0].y_advance
    assert down == -500


@pytest.mark.parametrize(("family", "weight"), CJK)
def test_decomposed_hangul_and_pinyin_compose(family: str, weight: int) -> None:
    font = font_of(family, weight)
    for text, language in (("한", "ko"), ("ǎ", "zh-Hans"), ("が", "ja")):
        assert glyphs(font, normalize("NFD", text), language) == glyphs(font, text, language)


@pytest.mark.parametrize("weight", [400, 700])
def test_the_mono_is_mono(weight: int) -> None:
    (face,) = [face for face in bundled() if (face.family, face.weight) == ("Exporter Mono", weight)]
    font = font_of("Exporter Mono", weight)
    half = [chr(code) for code in (*range(0x20, 0x7F), *range(0x2500, 0x2596))]
    assert {font.get_glyph_h_advance(font.get_nominal_glyph(ord(char))) for char in half} == {500}
    assert "→" in face.coverage


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize(
    ("char", "left", "right"), [("─", 0, 500), ("┼", 0, 500), ("╠", None, 500), ("█", 0, 500)]
)
def test_boxes_reach_the_edges_of_their_half_em(weight: int, char: str, left: int | None, right: int) -> None:
    font = font_of("Exporter Mono", weight)
    extents = font.get_glyph_extents(font.get_nominal_glyph(ord(char)))
    assert extents.x_bearing + extents.width == pytest.approx(right, abs=1)
    if left is not None:
        assert extents.x_bearing == pytest.approx(left, abs=1)
