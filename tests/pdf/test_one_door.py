"""While rendering nothing is read but what the article owns: one door, and everything hostile stays outside."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from weasyprint.urls import URLFetcher
from witness import watching

from exporter.article import Asset
from exporter.pdf.fetcher import Fetcher
from exporter.pdf.listening import heard

SECRET = "secret-that-must-not-be-read"


@pytest.fixture
def nothing_outside(outside: Path) -> Iterator[None]:
    """Fail the test if it asked the network or opened a file outside, whoever swallowed the error."""
    with watching(Path("/etc/passwd"), outside) as seen:
        yield
    assert seen == []


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


@pytest.mark.usefixtures("nothing_outside")
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


@pytest.mark.usefixtures("nothing_outside")
def test_a_style_sheet_may_read_beside_itself(make_article: Any, make_pdf: Any, folder: Path) -> None:
    sheet = folder / "own.css"
    sheet.write_text('@import "good.css";', encoding="utf-8")
    document, notices = make_pdf(make_article("<p>正文</p>"), css=(sheet,), root=folder)
    assert "good-正文" in document[0].get_text()
    assert notices == ()


@pytest.mark.usefixtures("nothing_outside")
@pytest.mark.parametrize(
    ("inside", "told"),  # WeasyPrint itself does not follow what is not told
    [
        ('<image href="file:///etc/passwd" width="9" height="9"/>', True),
        ('<image href="http://127.0.0.1:9/x.png" width="9" height="9"/>', True),
        ('<use href="file:///etc/passwd#x"/>', False),
        ('<use href="https://example.org/x.svg#x"/>', False),
        ('<style>@import "file:///etc/passwd"; g { fill: url(http://127.0.0.1:9/x) }</style><g/>', False),
    ],
)
def test_a_hostile_svg_that_got_past_the_reader_reads_nothing(
    make_article: Any, make_pdf: Any, inside: str, told: bool
) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="50">{inside}</svg>'.encode()
    asset = Asset("images/a.svg", "image/svg+xml", data, 50, 50)
    document, notices = make_pdf(make_article('<p>正文<img src="images/a.svg" alt="图"></p>', assets=(asset,)))
    assert "正文" in document[0].get_text()
    assert any(notice.kind == "refused" for notice in notices) is told


def test_the_witness_sees_what_weasyprint_swallows(
    make_article: Any, make_pdf: Any, folder: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wide_open(*_: object) -> Any:
        door = URLFetcher()
        door.notices = ()
        return door

    monkeypatch.setattr("exporter.pdf.fetcher.Fetcher", wide_open)
    sheet = folder / "hostile.css"
    sheet.write_text('@import "../outside.css"; p { background: url(http://127.0.0.1:9/x) }', encoding="utf-8")
    with watching(outside) as seen:
        make_pdf(make_article("<p>正文</p>"), css=(sheet,))
    assert f"open {outside.resolve()}" in seen
    assert any(what.startswith("socket.") for what in seen)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("file:///etc/passwd", "outside the folder"),
        ("file://host/etc/passwd", "another machine"),
        ("http://127.0.0.1/", "never the network"),
        ("https://article.invalid/images/none.png", "never the network"),
        ("gopher://x/", "never the network"),
        ("C:\\windows\\win.ini", "never the network"),
        ("data:text/plain;base64,a", "base64"),
        ("data:no-comma", "data"),
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


def test_a_circle_of_links_is_refused(make_article: Any, tmp_path: Path) -> None:
    (tmp_path / "a.css").symlink_to(tmp_path / "b.css")
    (tmp_path / "b.css").symlink_to(tmp_path / "a.css")
    fetcher = Fetcher(make_article("<p>甲</p>"), {}, [tmp_path])
    with pytest.raises(ValueError, match=r"a\.css"):
        fetcher.fetch((tmp_path / "a.css").as_uri())
    assert [notice.kind for notice in fetcher.notices] == ["refused"]


def test_an_address_is_decoded_once(make_article: Any, tmp_path: Path) -> None:
    (tmp_path / "100%25.css").write_bytes(b"p{}")
    fetcher = Fetcher(make_article("<p>甲</p>"), {}, [tmp_path])
    assert fetcher.fetch((tmp_path / "100%25.css").as_uri()).read() == b"p{}"


def test_threads_listen_one_after_the_other() -> None:
    inside: list[int] = []
    most: list[int] = []

    def listen() -> None:
        with heard(None):
            inside.append(1)
            most.append(len(inside))
            threading.Event().wait(0.01)
            inside.pop()

    threads = [threading.Thread(target=listen) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1, 1, 1, 1]
