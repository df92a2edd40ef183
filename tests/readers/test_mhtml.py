from __future__ import annotations

import base64
import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from exporter.errors import ExporterError, SourceError
from exporter.readers import read
from exporter.readers.source import Source

TEXT = "河上有灯，水里有影，灯灭了，影也散了，岸边的人都回去了。" * 4


def archive(charset: str = "gb2312", codec: str = "gb18030") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    page = f"<title>河边的灯</title><h1>河边的灯</h1><p>{TEXT}</p><p><img src='a/灯.png'><img src=cid:two></p>"
    page_part = base64.encodebytes(page.encode(codec)).decode()
    picture = base64.encodebytes(out.getvalue()).decode()
    lines = [
        "From: <Saved by a browser>",
        "Snapshot-Content-Location: https://river.example/x/page.html",
        "MIME-Version: 1.0",
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----edge"',
        "",
        "------edge",
        f"Content-Type: text/html; charset={charset}",
        "Content-Transfer-Encoding: base64",
        "Content-Location: https://river.example/x/page.html",
        "",
        page_part,
        "------edge",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "Content-Location: https://river.example/x/a/%E7%81%AF.png",
        "",
        picture,
        "------edge",
        "Content-Type: image/png",
        "Content-Transfer-Encoding: base64",
        "Content-ID: <two>",
        "",
        picture,
        "------edge--",
        "",
    ]
    return "\r\n".join(lines).encode()


@pytest.mark.parametrize("name", ["页.mhtml", "页"])
def test_a_saved_archive_is_read_with_its_images(name: str) -> None:
    article = read(Source(name, archive()))
    assert article.metadata.title == "河边的灯"
    assert article.metadata.source_url == "https://river.example/x/page.html"
    assert len(list(article.body.iter("img"))) == 2
    assert [asset.media_type for asset in article.assets] == ["image/png"]


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(SourceError, match="no saved page"):
        read(Source("页.mhtml", b"MIME-Version: 1.0\n\nnothing"))


@given(st.integers(0, 3000), st.binary(max_size=40))
def test_a_damaged_archive_is_read_or_refused(place: int, noise: bytes) -> None:
    data = archive()
    with contextlib.suppress(ExporterError):
        read(Source("页.mhtml", data[:place] + noise + data[place + len(noise) :]))
