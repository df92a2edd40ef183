"""While rendering nothing is read but what the article owns: one door, and everything hostile stays outside."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from exporter.article import Asset
from exporter.pdf.fetcher import Fetcher

SECRET = "secret-that-must-not-be-read"


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every attempt to connect or to look up a name fail loudly."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a readable file outside the article's folder."""
    path = tmp_path / "outside.css"
    path.write_text(f'p::before {{ content: "{SECRET}" }}', encoding="utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path, outside: Path) -> Path:
    """Return the article's folder; a symbolic link in it leads outside."""
    folder = tmp_path / "article"
    folder.mkdir()
    (folder / "link.css").symlink_to(outside)
    (folder / "good.css").write_text('p::before { content: "good-" }', encoding="utf-8")
    return folder


HOSTILE = [
    '@import "file:///etc/passwd";',
    '@import "{outside}";',
    '@import "../outside.css";',
    '@import "link.css";',
    '@import "http://127.0.0.1:9/x.css";',
    '@import "https://example.org/x.css";',
    "p {{ background: url(http://127.0.0.1:9/x.png) }}",
    "p {{ background: url(ftp://127.0.0.1/x.png) }}",
    "p {{ background: url(file:///etc/passwd) }}",
    "p {{ background: url(//127.0.0.1/x.png) }}",
    "p::before {{ content: url(file://otherhost/etc/passwd) }}",
    "@font-face {{ font-family: X; src: url(file:///etc/passwd) }} p {{ font-family: X }}",
    "@font-face {{ font-family: X; src: url(https://example.org/x.woff2) }} p {{ font-family: X }}",
    "li {{ list-style-image: url(../../../../etc/passwd) }}",
]


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("rule", HOSTILE)
def test_a_hostile_style_sheet_reads_nothing(
    make_article: Any, make_pdf: Any, folder: Path, outside: Path, rule: str
) -> None:
    sheet = folder / "hostile.css"
    sheet.write_text(rule.format(outside=outside.as_uri()), encoding="utf-8")
    article = make_article("<p>正文</p><ul><li>条</li></ul>")
    document, notices = make_pdf(article, css=(sheet,), root=folder)
    text = "".join(page.get_text() for page in document)
    assert SECRET not in text
    assert "root:" not in text
    assert "正文" in text
    assert any(notice.kind == "refused" for notice in notices), "what was refused is told"


@pytest.mark.usefixtures("no_network")
def test_a_style_sheet_may_read_beside_itself(make_article: Any, make_pdf: Any, folder: Path) -> None:
    sheet = folder / "own.css"
    sheet.write_text('@import "good.css";', encoding="utf-8")
    document, notices = make_pdf(make_article("<p>正文</p>"), css=(sheet,), root=folder)
    assert "good-正文" in document[0].get_text()
    assert notices == ()


@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/passwd" width="9" height="9"/>',
        '<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>',
        '<use href="file:///etc/passwd#x"/>',
        '<use href="https://example.org/x.svg#x"/>',
        '<style>@import "file:///etc/passwd"; g { fill: url(http://127.0.0.1:9/x) }</style><g/>',
    ],
)
def test_a_hostile_svg_that_got_past_the_reader_reads_nothing(
    make_article: Any, make_pdf: Any, inside: str
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">{inside}</svg>'.encode()
    asset = Asset("images/a.svg", "image/svg+xml", data, 50, 50)
    document, _ = make_pdf(make_article('<p>正文<img src="images/a.svg" alt="图"></p>', assets=(asset,)))
    assert "正文" in document[0].get_text()


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "outside the folder"),
        ("file://host/etc/passwd", "another machine"),
        ("http://127.0.0.1/", "never the network"),
        ("https://article.invalid/images/none.png", "never the network"),
        ("gopher://x/", "never the network"),
        ("C:\\windows\\win.ini", "never the network"),
    ],
)
def test_each_refusal_says_why(make_article: Any, tmp_path: Path, url: str, reason: str) -> None:
    fetcher = Fetcher(make_article("<p>甲</p>"), {}, [tmp_path])
    with pytest.raises(ValueError, match=reason):
        fetcher.fetch(url)
    assert [notice.kind for notice in fetcher.notices] == ["refused"]


def test_the_door_serves_the_article(make_article: Any, tmp_path: Path) -> None:
    asset = Asset("images/a.png", "image/png", b"PNG", 1, 1)
    (tmp_path / "纸 张.css").write_bytes(b"p{}")
    fetcher = Fetcher(make_article("<p>甲</p>", assets=(asset,)), {}, [tmp_path])
    assert fetcher.fetch("https://article.invalid/images/a.png").read() == b"PNG"
    assert fetcher.fetch((tmp_path / "纸 张.css").as_uri()).read() == b"p{}"
    assert fetcher.fetch("data:text/plain,abc").read() == b"abc"
    assert fetcher.notices == ()
