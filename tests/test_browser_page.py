"""The page for a browser needs nothing besides itself, and says what it had to leave out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import html as parser

from exporter import html
from exporter.options import Options


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("p { color: teal }", True),
        ("p { background: url(data:image/gif;base64,R0lGODlh) }", True),
        ('p { background: url( "data:image/gif;base64,R0lGODlh" ) }', True),
        ("p { fill: url(#gradient) }", True),
        ("/* url(no.png) */ p { color: teal }", True),
        ("@import 'other.css'; p { color: teal }", False),
        ("@IMPORT url(data:text/css,)", False),
        ("p { background: url(paper.png) }", False),
        ("p { background: URL( 'https://example.org/paper.png' ) }", False),
        ("p { background: image-set('paper.png' 1x) }", False),
    ],
)
def test_a_sheet_that_fetches_is_left_out(make_article: Any, tmp_path: Path, text: str, kept: bool) -> None:
    sheet = tmp_path / "mine.css"
    sheet.write_text(text, encoding="utf-8")
    page, notices = html.build(make_article("<p>正文</p>"), Options(css=(sheet,)))
    assert (text in page) is kept
    assert [notice.place for notice in notices] == ([] if kept else [str(sheet)])


def test_only_families_are_used(make_article: Any) -> None:
    options = Options(fonts=("Dr. Song", "./song.otf", "song.ttc#Song", "folder/fonts"))
    page, notices = html.build(make_article("<p>正文</p>"), options)
    assert '--serif: "Dr. Song", "Noto' in page
    assert [notice.place for notice in notices] == ["./song.otf", "song.ttc#Song", "folder/fonts"]
    assert all("not embedded" in notice.message for notice in notices)


def test_a_note_that_begins_with_a_list_is_numbered_outside_it(make_article: Any) -> None:
    article = make_article(
        '<p>文<a class="noteref" id="noteref-1" href="#note-1">1</a></p>'
        '<aside class="note" id="note-1"><ul><li>条</li></ul></aside>'
    )
    page = parser.fromstring(html.build(article, Options())[0])
    [note] = page.xpath("//aside")
    assert [block.tag for block in note] == ["p", "ul"]
    assert note.xpath("string(p/a[@class='noteback'])") == "1"
    assert [item.tag for item in note[1]] == ["li"]


def test_an_image_that_is_not_there_is_words(make_article: Any) -> None:
    page, notices = html.build(make_article('<p>前<img src="images/no.png" alt="旧照">后</p>'), Options())
    assert '前<span class="missing-image">旧照</span>后' in page
    assert [notice.kind for notice in notices] == ["missing-image"]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("HTTP://example.org/", True),
        ("javascript:alert(1)", False),
        ("file:///etc", False),
    ],
)
def test_only_web_addresses_are_links(make_article: Any, url: str, linked: bool) -> None:
    page, _ = html.build(make_article("<p>文</p>", source_url=url), Options())
    assert (f'href="{url}"' in page) is linked
