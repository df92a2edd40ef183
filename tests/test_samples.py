"""The three articles that the project itself wrote, through every format: nothing lost on the way."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from lxml import html as parser

from exporter import Options, read, render_html, to_epub, to_pdf
from exporter.article import Article

SAMPLES = sorted((Path(__file__).parent.parent / "docs" / "samples").glob("*.md"))


def _letters(text: str) -> str:
    return re.sub(r"\s", "", text)


def _blocks(article: Article, readings: bool = True) -> list[str]:
    """Return the text of each block that is printed in one piece.

    Notes and their calls stand apart, on paper readings too.
    """
    blocks = article.body.iter("p", "h2", "h3", "td", "th", "figcaption")
    apart = "parent::a[@class='noteref']" + ("" if readings else " or ancestor::rt or ancestor::rp")
    texts = (block.xpath(f".//text()[not({apart})]") for block in blocks)
    return [_letters("".join(map(str, pieces))) for pieces in texts if isinstance(pieces, list)]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_whole(path: Path) -> None:
    article = read(path)
    assert article.notices == ()
    assert article.metadata.language == path.name.split(".")[1]
    assert article.metadata.authors
    assert article.metadata.date
    for element in ("h2", "blockquote", "table", "a[@class='noteref']", "aside[@class='note']"):
        assert article.body.findall(f".//{element}"), f"{path.name} shows no {element}"


@pytest.mark.parametrize("paper", ["A4", "32mo"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_printed_whole(path: Path, paper: str, tmp_path: Path) -> None:
    article = read(path)
    assert to_pdf(article, tmp_path / "a.pdf", Options(paper=paper)) == ()
    opener: Any = pymupdf.open
    printed = _letters("".join(page.get_text() for page in opener(tmp_path / "a.pdf")))
    assert [rt.text for rt in article.body.iter("rt") if _letters(rt.text or "") not in printed] == []
    for text in _blocks(article, readings=False):
        for begin in range(0, len(text), 12):  # a note's call and a page's notes may stand in between
            assert text[begin : begin + 12] in printed or _split(text[begin : begin + 12], printed), text


def _split(piece: str, printed: str) -> bool:
    """Whether a piece is printed in two parts: before and after a note's call or the notes of a page."""
    return any(piece[:cut] in printed and piece[cut:] in printed for cut in range(1, len(piece)))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_bound_whole(path: Path, tmp_path: Path) -> None:
    article = read(path)
    assert to_epub(article, tmp_path / "a.epub") == ()
    book = zipfile.ZipFile(io.BytesIO((tmp_path / "a.epub").read_bytes()))
    pages = [parser.fromstring(book.read(name)) for name in book.namelist() if "/text/chapter-" in name]
    text = _letters("".join(page.text_content() for page in pages))
    for block in _blocks(article):
        assert block in text or _split(block, text), block


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_one_page_for_browsers(path: Path) -> None:
    article = read(path)
    page = render_html(article)
    tree = parser.fromstring(page)
    assert tree.findtext(".//h1") == article.metadata.title
    for reference in tree.xpath("//@src | //link/@href"):
        assert str(reference).startswith("data:"), "the page needs nothing beside it"
    ids = {str(name) for name in tree.xpath("//@id")}
    assert {str(href)[1:] for href in tree.xpath("//a/@href[starts-with(., '#')]")} <= ids
    assert _letters(tree.text_content()).find(_blocks(article)[0]) >= 0


@pytest.mark.parametrize("format", ["pdf", "epub", "html"])
def test_two_runs_give_the_same_bytes(format: str, tmp_path: Path) -> None:
    results = []
    for number, environment in enumerate(
        ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "TZ": "America/Lima"})
    ):
        target = tmp_path / f"{number}.{format}"
        command = [sys.executable, "-m", "exporter", format, str(SAMPLES[-1]), "-o", str(target)]
        subprocess.run(command, check=True, env={**os.environ, **environment})
        results.append(target.read_bytes())
    assert results[0] == results[1]
