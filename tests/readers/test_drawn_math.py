"""Formulas of pages that MathJax has drawn, where little or nothing but the drawing is left."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

import pytest
from lxml import etree
from reading_cases import cases

from exporter import vocabulary
from exporter.article import Article
from exporter.readers import read
from exporter.readers.source import Source

TEXT = "傍晚的时候，河边的灯一盏一盏地亮了，风从桥下吹过来，水面上有细细的纹。" * 3


def article(drawn: str) -> Article:
    page = f"<title>灯</title><article><h1>灯</h1><p>{TEXT}</p>\n<p>设{drawn}成立。</p><p>{TEXT}</p></article>"
    found = read(Source("灯.html", page.encode()))
    assert vocabulary.check(found.body, frozenset(asset.name for asset in found.assets)) == []
    return found


@pytest.mark.parametrize(("title", "drawn", "expected"), cases("drawn_math"), ids=lambda value: value[:40])
def test_what_a_drawing_says_is_a_formula_again(title: str, drawn: str, expected: str) -> None:
    found = article(drawn)
    formulas = [each for block in found.body[1:-1] for each in block.iter("math", "code")]
    shown = "".join(str(etree.tostring(each, encoding="unicode", with_tail=False)) for each in formulas)
    assert re.sub(r' alttext="[^"]*"', "", shown) == expected, title
    assert "".join(map(str, found.body.itertext())).startswith(f"{TEXT}设"), title
    assert len([notice for notice in found.notices if notice.kind == "formula"]) == ("<code" in expected)


def test_a_drawing_of_which_nothing_can_be_read_is_told_with_its_place() -> None:
    found = article('<span class="MathJax_SVG"><svg><g><use href="#MJMATHI-78"></use></g></svg></span>')
    assert [(notice.kind, notice.place, notice.message) for notice in found.notices] == [
        (
            "formula",
            "灯.html:2",
            "1 formula was left out: of what a program drew there nothing can be read; look it up in the page",
        )
    ]
    assert "".join(map(str, found.body[1].itertext())) == "设成立。"


@pytest.mark.parametrize(
    "hostile",
    [
        "<mjx-mrow>" * 900 + "<mjx-mi>x",
        "<mjx-math>" + "<mjx-box>" * 900 + "<mjx-mi>x",
        "<mjx-math><mjx-mi><mjx-c class='mjx-cFFFFFF'></mjx-c></mjx-mi></mjx-math>",
        "<mjx-math><mjx-mi><mjx-c class='mjx-cD800'></mjx-c></mjx-mi></mjx-math>",
        "<mjx-math><mjx-mi><mjx-c class='mjx-c0'></mjx-c></mjx-mi></mjx-math>",
        "<mjx-math><mjx-mfrac><mjx-mi>x</mjx-mi></mjx-mfrac></mjx-math>",
        "<mjx-math>" + "<mjx-mi>x</mjx-mi>" * 5000,
        "<p data-latex='" + "{" * 3000 + "'>x",
        "<mjx-container><mjx-math><mjx-mi>x",
    ],
)
def test_hostile_drawings_are_made_harmless(hostile: str) -> None:
    article(f"<mjx-container>{hostile}")


@pytest.mark.parametrize("mathml", ["<math>" * 3000, "<", "<a/>", " ", "<math>&b;</math>"])
def test_mathml_in_an_attribute_that_is_none_is_passed_over(mathml: str) -> None:
    found = article(f'<span class="MathJax" data-mathml="{escape(mathml)}">y</span>')
    assert "".join(map(str, found.body[1].itertext())) == "设y成立。"


def test_mathml_in_an_attribute_reads_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("秘", "utf-8")
    entity = f"<!DOCTYPE a [<!ENTITY b SYSTEM '{tmp_path / 'secret'}'>]><math><mi>x&b;</mi></math>"
    found = article(f'<span class="MathJax" data-mathml="{escape(entity)}">y</span>')
    assert "".join(map(str, found.body[1].itertext())) == "设x成立。"
