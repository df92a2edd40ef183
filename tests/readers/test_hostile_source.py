"""A web page is hostile: nothing of the machine gets into the article, nothing makes the machine stop."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from exporter import vocabulary
from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers.html import read_html
from exporter.readers.source import Source

SECRET = "the secret of this machine"
FILL = "<p>" + "这一段只是为了有一些文字，好让页面看上去像一篇文章。" * 4 + "</p>"


def article(page: str, folder: Path | None = None) -> Article:
    result = read_html(Source("页.html", page.encode("utf-8", "surrogatepass"), folder))
    assert vocabulary.check(result.body, frozenset(asset.name for asset in result.assets)) == []
    return result


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The article's folder, with secrets beside it and links to them inside."""
    (tmp_path / "secret.txt").write_text(SECRET)
    Image.new("RGB", (5, 5)).save(tmp_path / "secret.png")
    inside = tmp_path / "article"
    inside.mkdir()
    (inside / "link.png").symlink_to(tmp_path / "secret.png")
    (inside / "up").symlink_to(tmp_path)
    (inside / "loop.png").symlink_to(inside / "loop.png")
    os.mkfifo(inside / "pipe.png")
    return inside


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("file:///etc/passwd", "neither a file beside the article nor inside the text"),
        ("FILE:secret.png", "neither a file beside the article nor inside the text"),
        ("../secret.png", "its path leads out of the article's folder"),
        ("%2e%2e/secret.png", "its path leads out of the article's folder"),
        ("..%2Fsecret.png", "its path leads out of the article's folder"),
        ("..\\secret.png", "its path leads out of the article's folder"),
        ("a/../../secret.png", "its path leads out of the article's folder"),
        ("/etc/passwd", "its path leads out of the article's folder"),
        ("~/secret.png", "its path leads out of the article's folder"),
        ("link.png", "a symbolic link that leads out of the article's folder"),
        ("up/secret.png", "a symbolic link that leads out of the article's folder"),
        ("loop.png", "there is no such file"),
        ("pipe.png", "it is not a file"),
        ("C:\\secret.png", "neither a file beside the article nor inside the text"),
        ("//example.org/x.png", "on the network"),
        ("ftp://example.org/x.png", "neither a file beside the article nor inside the text"),
    ],
)
def test_no_image_comes_from_outside_the_folder(folder: Path, source: str, reason: str) -> None:
    for attribute in ("src", "data-src", "srcset"):
        result = article(f"<title>题</title>{FILL}<p><img {attribute}='{source}' alt='图'></p>", folder)
        assert result.assets == ()
        assert any(reason in notice.message for notice in result.notices), result.notices
        assert result.body.xpath("//span[@class='missing-image']/text()") == ["图"]


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "java\nscript:alert(1)",
        "java&#9;script:alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "about:blank",
        "http://[",
        "https:///nohost",
        "//",
        "x" * 100_000,
    ],
)
def test_no_link_leads_to_a_program_or_a_file(href: str) -> None:
    result = article(f"<title>题</title>{FILL}<p>去<a href='{href}'>那里</a>。</p>")
    assert result.body.xpath("//a") == []
    assert "去那里。" in "".join(result.body.itertext())


def test_nothing_that_runs_is_left() -> None:
    result = article(
        f"<title>题</title>{FILL}"
        "<p onclick='evil()' style='background:url(evil)'>甲<b onmouseover=evil()>乙</b></p>"
        "<script>evil()</script><noscript>evil</noscript><style>@import 'evil'</style>"
        "<object data=evil>evil</object><embed src=evil><iframe src=evil srcdoc=evil></iframe>"
        "<svg onload=evil()><script>evil()</script></svg><math><mtext>丙</mtext></math>"
        "<form action=evil><input value=evil><button>evil</button>丁</form>"
        "<base href='javascript:evil()'><meta http-equiv=refresh content='0;url=evil'>"
        "<link rel=stylesheet href=evil><template><p>evil</p></template><video src=evil>evil</video>"
        "<img src=x onerror=evil()>"
    )
    text = etree.tostring(result.body, encoding="unicode")
    assert "evil" not in text
    assert "甲<b>乙</b>" in text
    assert "丁" in text


def test_entities_are_no_weapon() -> None:
    lol = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "哈"}">' for n in range(9))
    result = article(
        f"<!DOCTYPE html [{lol}<!ENTITY x SYSTEM 'file:///etc/passwd'>]><title>题</title>{FILL}<p>&a8;&x;</p>"
    )
    text = "".join(result.body.itertext())
    assert len(text) < 1000
    assert "root:" not in text


@pytest.mark.parametrize("tag", ["div", "b", "font", "blockquote", "span", "ul><li", "table><tr><td", "x-y"])
def test_ten_thousand_levels_are_one_clear_sentence(tag: str) -> None:
    with pytest.raises(SourceError, match=r"^页\.html: its elements are nested deeper than an article ever is"):
        article(f"<title>题</title>{f'<{tag}>' * 10_000}文")


def test_two_thousand_levels_do_not_overflow() -> None:
    assert "".join(article("<title>题</title>" + "<div>" * 1900 + FILL + "</div>" * 1900).body.itertext())


def test_a_megabyte_in_one_attribute() -> None:
    big = "x" * 1_000_000
    result = article(
        f"<title>题</title>{FILL}<p id='{big}' class='{big}' style='{big}' lang='{big}' title='{big}'>甲"
        f"<abbr title='{big}'>乙</abbr><a href='http://{big}/'>丙</a><img src='{big}' alt='{big}'></p>"
        f"<table><tr><td colspan='{'9' * 1_000_000}'>丁<td>戊</table>"
    )
    assert len(etree.tostring(result.body)) < 10_000


def test_null_bytes_and_control_characters() -> None:
    result = article(f"<title>题\0目</title>{FILL}<p>甲\0乙\x0c丙&#0;丁\ufffe</p>")
    assert result.metadata.title == "题目"
    assert "甲乙 丙丁" in "".join(result.body.itertext()) or "甲乙丙丁" in "".join(result.body.itertext())
    assert any("control character" in notice.message for notice in result.notices)


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("exporter.readers.builder.MAX_ELEMENTS", 1000)
    with pytest.raises(SourceError, match="over 1,000 elements; split it"):
        article("<title>题</title>" + "<p>字</p>" * 1001)


@pytest.mark.parametrize(
    "unit",
    [
        "字<!-- x -->",
        "<b>字</b>字",
        "<i hidden></i>字",
        "<a id=q>字</a>",
        "<li>字",
        "<dd>字</dd>",
        "<tr><td>字",
        "<h2 class=title>字</h2>",
        "<p>字<sup><a href='#n'>1</a></sup></p>",
        "<img src='http://example.org/a.png'>",
        "<img src='a.png'>",
        "字<br>　",
        "<p style='text-align:center;display:block'>字</p>",
        "<div class=date>2020-01-01</div>",
        "&#1;",
        "[",
        "<p></p>",
    ],
)
def test_thousands_of_anything_are_read(unit: str) -> None:
    # The time is not asserted: with a loop that is not linear, this test would not come to an end.
    head = "<title>题</title><table><tr><td>" if unit.startswith("<tr") else "<title>题</title><p>"
    result = article(f"{head}{unit * 20_000}</p></table>{FILL}<ol><li id=n>注</li></ol>")
    assert len(result.body)


@given(st.binary(max_size=300))
def test_any_bytes_are_an_article_or_a_clear_refusal(data: bytes) -> None:
    told = ""
    try:
        result = read_html(Source("页.html", b"<p>" + data))
    except SourceError as error:
        told = str(error)
    assert "页.html" in told or vocabulary.check(result.body, frozenset()) == []
