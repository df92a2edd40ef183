"""What WeasyPrint makes of the fonts shows, and reads, in readers that differ in how they find a glyph."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pymupdf
import pytest
import uharfbuzz as hb

from exporter.fonts.css import chain, font_faces, stack
from exporter.fonts.faces import Face, bundled
from exporter.fonts.named import named

HAN = "天地玄黄，宇宙洪荒。あいうカキク한국어"
RARE = "㐀㐁㐃𠂰𠃵"
LATIN = "Dvořák Łódź Erdős ɪnˈdɛks"
LINES = {
    "Exporter Serif": HAN,
    "Exporter Sans": HAN,
    "Exporter Mono": "def f(x): return x[0]",
    "Exporter Serif Rare": RARE,
    "Exporter Sans Rare": RARE,
    "Exporter Serif Latin": LATIN,
    "Exporter Sans Latin": LATIN,
    "Exporter Math": "∀∃⟨⟩⨁",
    "Exporter Symbols": "✓✔✗✘➜",
    "Exporter Thai": "ภาษาไทย",
    "Exporter Hebrew": "אבגדה",
    "Exporter Kai Rare": "鿰鿱鿲鿿䶿",
}
DPI = 60
opened: Any = pymupdf.open


def written(faces: Iterable[Face], lines: list[tuple[str, int, str]], to: Path) -> Path:
    """Write a PDF with a page for each font-family, weight and line."""
    from weasyprint import HTML

    css = font_faces(faces, lambda face: face.path.as_uri())
    css += "@page { size: 600px 60px; margin: 5px } p { break-after: page; margin: 0; font-size: 24px }"
    pages = [f"<p style='font-family: {family}; font-weight: {w}'>{line}</p>" for family, w, line in lines]
    HTML(string=f"<html lang=zh-Hans><style>{css}</style>{''.join(pages)}").write_pdf(to)
    return to


def mupdf_ink(pdf: Path, page: int) -> int:
    with opened(pdf) as document:
        return sum(255 - value for value in document[page].get_pixmap(dpi=DPI, colorspace="gray").samples)


def poppler_ink(pdf: Path, page: int) -> int:
    command = ["pdftoppm", "-gray", "-r", str(DPI), "-f", str(page + 1), "-l", str(page + 1), str(pdf)]
    picture = subprocess.run(command, capture_output=True, check=True).stdout
    header = picture.split(b"\n", 3)  # P5, the size, the greatest value, the samples
    return sum(255 - value for value in header[3])


def fonts_in(page: Any) -> set[str]:
    """Return the names of the fonts that the page's text is set in."""
    blocks = page.get_text("dict")["blocks"]
    return {span["font"] for block in blocks for line in block["lines"] for span in line["spans"]}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lines = [(face.family, face.weight, LINES[face.family]) for face in bundled()]
    return written(bundled(), lines, tmp_path_factory.mktemp("ink") / "sheet.pdf")


PAGES = [pytest.param(number, face, id=f"{face.family} {face.weight}") for number, face in enumerate(bundled())]


@pytest.mark.parametrize(("number", "face"), PAGES)
def test_the_ink_is_there_in_both_readers(sheet: Path, number: int, face: Face) -> None:
    mupdf, poppler = mupdf_ink(sheet, number), poppler_ink(sheet, number)
    assert mupdf > 20_000
    assert mupdf == pytest.approx(poppler, rel=0.2)


@pytest.mark.parametrize(("number", "face"), PAGES)
def test_the_text_comes_out_as_it_went_in(sheet: Path, number: int, face: Face) -> None:
    page = str(number + 1)
    command = ["pdftotext", "-f", page, "-l", page, str(sheet), "-"]
    line = LINES[face.family]
    poppler = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert poppler.strip().strip("\u202b\u202c") == line  # Poppler says which lines run from the right
    with opened(sheet) as document:
        assert document[number].get_text().strip() == line


@pytest.mark.parametrize(("number", "face"), PAGES)
def test_the_font_is_ours(sheet: Path, number: int, face: Face) -> None:
    with opened(sheet) as document:
        names = fonts_in(document[number])
    expected = face.family.replace(" ", "-") + ("-Bold" if face.weight == 700 else "")
    assert names == {expected[:24]}  # MuPDF keeps no more of a name


def test_bold_is_heavier(sheet: Path) -> None:
    ink = {(face.family, face.weight): mupdf_ink(sheet, number) for number, face in enumerate(bundled())}
    for family in {family for family, weight in ink if weight == 700}:
        assert ink[family, 700] > 1.1 * ink[family, 400]


@cache
def _with_other_cids() -> bytes:
    """Return a font whose CIDs are not its glyph indices, as a fontTools or HarfBuzz subset has them."""
    chosen = hb.SubsetInput()
    chosen.sets(hb.SubsetInputSets.UNICODE).update(map(ord, HAN))
    (serif,) = [face for face in bundled() if (face.family, face.weight) == ("Exporter Serif", 400)]
    subset = hb.subset(hb.Face(hb.Blob.from_file_path(str(serif.path))), chosen)
    return bytes(subset.blob.data)


def test_a_font_with_other_cids_shows_in_both_readers(tmp_path: Path) -> None:
    raw, mended = tmp_path / "raw.otf", tmp_path / "mended.otf"
    raw.write_bytes(_with_other_cids())
    (face,) = named([str(raw)])
    mended.write_bytes(face.data())
    assert mended.read_bytes() != raw.read_bytes()
    pdf = written(named([str(mended)]), [(face.family, 400, HAN)], tmp_path / "mended.pdf")
    assert mupdf_ink(pdf, 0) > 20_000
    assert mupdf_ink(pdf, 0) == pytest.approx(poppler_ink(pdf, 0), rel=0.2)


def test_the_weights_of_a_family_have_the_same_characters() -> None:
    # WeasyPrint takes two files of one family and weight for one font, and draws glyphs of the wrong one
    for family in {face.family for face in bundled()}:
        first, *others = (face.coverage for face in bundled() if face.family == family)
        assert all(other == first for other in others), family


def test_every_font_has_a_space() -> None:
    # Pango sets a space in the font of the character before it
    spaces = {" ", "\u00a0"}
    assert [face.path.name for face in bundled() if any(space not in face.coverage for space in spaces)] == []


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("rare", "㐄𠀋∀✗鿭č𬭊")
def test_a_line_of_several_fonts_has_the_ink_of_its_parts(tmp_path: Path, rare: str, weight: int) -> None:
    """Neither a wrong glyph for the rare character nor a box for the space after it."""
    (family, *_) = (face.family for face in chain((), "serif") if rare in face.coverage)
    parts = [("Exporter Serif", weight, "天"), (family, weight, rare), ("Exporter Serif", weight, "地")]
    apart = written(bundled(), parts, tmp_path / "apart.pdf")
    line = written(bundled(), [(stack((), "serif"), weight, f"天{rare} 地")], tmp_path / "line.pdf")
    assert mupdf_ink(line, 0) == pytest.approx(sum(mupdf_ink(apart, page) for page in range(3)), rel=0.02)


def test_each_character_comes_from_the_first_family_that_has_it(tmp_path: Path) -> None:
    line = "捷克的Dvořák，鿭"
    pdf = written(bundled(), [(stack((), "serif"), 400, line)], tmp_path / "mixed.pdf")
    with opened(pdf) as document:
        names = fonts_in(document[0])
        assert document[0].get_text().strip() == line
    assert names == {"Exporter-Serif", "Exporter-Serif-Latin", "Exporter-Sans"}


@pytest.mark.parametrize("weight", [400, 700])
@pytest.mark.parametrize("family", ["Exporter Serif", "Exporter Sans"])
def test_a_line_of_common_characters_makes_a_small_file(tmp_path: Path, family: str, weight: int) -> None:
    pdf = written(bundled(), [(family, weight, "天地玄黄，“宇宙”洪荒。——……")], tmp_path / "small.pdf")
    assert pdf.stat().st_size < 40_000  # 105,000 in the glyph order of the source
