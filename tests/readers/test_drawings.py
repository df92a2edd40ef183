"""SVG within the text: what draws stays, in bounds; what is too much is an image; the signs of a page go."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from exporter import read, vocabulary
from exporter.article import Article
from exporter.readers.source import Source

TEXT = "<p>" + "桥是石头做的，走了几百年，下雨的时候石面发亮。" * 8 + "</p>"


def page(markup: str) -> Article:
    whole = (
        f"<html lang=zh><title>桥</title><body><article><h1>桥</h1>{TEXT}{markup}{TEXT}</article></body></html>"
    )
    return read(Source("桥.html", whole.encode()))


def markdown(text: str) -> Article:
    return read(Source("桥.md", f"# 桥\n\n石头做的桥。\n\n{text}\n".encode()))


@pytest.mark.parametrize(
    "sign",
    [
        '<svg width="16" height="16"><path d="M0 0h9"/><path d="M0 0h9"/><path d="M0 0h9"/></svg>',
        '<svg style="width: 1.5em; height:1.5em" viewBox="0 0 512 512"><text>分享</text></svg>',
        '<svg width="2em" viewBox="0 0 512 512" aria-label="分享"><path d="M0 0h9"/></svg>',
        '<svg viewBox="0 0 24 24"><title>分享</title><path d="M0 0h9"/></svg>',
        '<svg viewBox="0 0 960 960"><path d="M0 0h9"/></svg>',
        '<svg width="90" height="90" role="presentation"><text>分享</text></svg>',
        '<svg width="90" height="90" aria-hidden="true"><text>分享</text></svg>',
        '<svg width="90" height="90"><use xlink:href="#share"/></svg>',
        '<svg width="90" height="90"><use href="signs.svg#share"/></svg>',
        '<button><svg width="90" height="90"><text>分享</text></svg></button>',
        '<svg style="display:none"><symbol id="share"><path d="M0 0h9"/></symbol></svg>',
    ],
)
def test_signs_of_a_page_are_no_drawings(sign: str) -> None:
    article = page(f"<p>甲{sign}乙</p>")
    assert "甲乙" in "".join(article.body.itertext())
    assert not list(article.body.iter("svg", "img"))
    assert not article.notices


@pytest.mark.parametrize(
    "drawing",
    [
        '<svg viewBox="0 0 400 200"><title>桥</title><path d="M0 0h9"/></svg>',
        '<svg width="100%" viewBox="0 0 400 200"><path d="M0 0h9"/></svg>',
        '<svg viewBox="0 0 400 200"><path d="M0 0h9"/><rect/><text>桥</text></svg>',
        '<svg width="3in" height="2in"><defs><path id="a" d="M0 0h9"/></defs><use href="#a"/></svg>',
    ],
)
def test_drawings_of_a_page_stay(drawing: str) -> None:
    assert len(list(page(f"<figure>{drawing}</figure>").body.iter("svg"))) == 1


def test_a_picture_in_a_frame_stays() -> None:
    article = page('<p><svg viewBox="0 0 600 400"><image width="600" height="400" href="灯.png"/></svg></p>')
    assert [span.text for span in article.body.iter("span")] == ["灯.png"]


@pytest.mark.parametrize(
    ("drawing", "name"),
    [
        ("<style>.a{fill:red} p{display:none}</style><path class='a' d='M0 0h9'/>", "a style sheet"),
        ("<path d='M0 0h9'/>" * 9000, "too long for the text"),
        ("<g>" * 60 + "<path d='M0 0h9'/>" + "</g>" * 60, "too deep for the text"),
    ],
    ids=["style", "long", "deep"],
)
def test_what_cannot_stand_in_the_text_is_an_image(drawing: str, name: str) -> None:
    article = markdown(f"<svg width='90' height='60' aria-label='桥'>{drawing}</svg>")
    (image,) = article.body.iter("img")
    assert image.get("alt") == "桥", name
    parent = image.getparent()
    assert parent is not None
    assert parent.tag == "figure"
    (asset,) = article.assets
    assert (asset.media_type, asset.width, asset.height) == ("image/svg+xml", 90, 60)


def test_what_a_drawing_lost_is_told_once() -> None:
    bad = '<svg width="90" onload="x()"><path d="M0 0h9"/><image href="https://example.org/a.png"/></svg>'
    notices = markdown(f"{bad}\n\n{bad}").notices
    assert [notice.kind for notice in notices] == ["cleaned-image"]
    assert notices[0].message == "drawings (svg) are shown without their scripts and references to other files"


def test_a_file_that_lost_something_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90"><script>x()</script>'
        '<set/><filter id="f"/><style>@import "x.css";</style><rect width="90" height="90"/></svg>'
    )
    article = read(Source("桥.md", b"![a](a.svg) ![a](a.svg)", tmp_path))
    (message,) = [notice.message for notice in article.notices if notice.kind == "cleaned-image"]
    assert message == (
        "the image a.svg is shown without its scripts and movement and filters and references to other files"
    )


def test_a_drawing_that_draws_too_much_is_left_out_and_told() -> None:
    levels = "".join(
        f'<g id="l{n}">' + f'<use href="#l{n - 1}"/>' * 10 + "</g>" if n else '<path id="l0" d="M0 0"/>'
        for n in range(10)
    )
    article = markdown(f"<svg width='90'>{levels}</svg>")
    (notice,) = article.notices
    assert notice.kind == "missing-image"
    assert "draw the same thing too many times over" in notice.message
    assert not list(article.body.iter("svg", "img"))


def test_words_in_html_within_a_drawing_are_told() -> None:
    inside = '<rect width="9" height="9"/><foreignObject><p>桥墩</p></foreignObject>'
    (notice, *_) = markdown(f'<svg width="90" height="60">{inside}</svg>').notices
    assert notice.message == "drawings (svg) are shown without their words in HTML (foreignObject)"


def test_a_drawing_in_which_there_is_nothing_is_told() -> None:
    (notice,) = markdown('<svg width="90"><use href="#elsewhere"/></svg>').notices
    assert notice.message == "a drawing (svg) is left out: there is nothing to see in it"


def test_names_are_free_of_the_pages() -> None:
    inside = '<linearGradient id="g"/><path fill="url(#g)" d="M0 0h9"/>'
    article = markdown(
        f'<p id="drawn-1">甲</p>\n\n<svg width="90">{inside}</svg>\n\n<svg width="90">{inside}</svg>'
    )
    assert [each.get("id") for each in article.body.iter("linearGradient")] == ["drawn-2", "drawn-3"]
    assert [each.get("fill") for each in article.body.iter("path")] == ["url(#drawn-2)", "url(#drawn-3)"]


def test_a_drawing_does_not_say_what_language_the_text_is_in() -> None:
    drawing = '<svg width="90" aria-label="a line and another line">' + '<path d="M0 0h9"/>' * 50 + "</svg>"
    assert markdown(drawing).metadata.language == "zh-Hans"


def test_html_in_a_drawing_and_a_drawing_in_pieces_are_faults() -> None:
    body = etree.fromstring("<body><p><svg><b>x</b></svg><path/></p></body>")
    assert vocabulary.check(body, frozenset()) == ["b stands in svg", "path stands in p"]
