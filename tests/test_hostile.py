"""A hostile page through the whole program: nothing is read that is not the article's, nothing runs."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from witness import watching

from exporter import convert
from exporter.errors import SourceError

SECRET = "the-secret-outside"

TRACES = (
    *(SECRET, "root:", "alert(", "javascript:", "<script", "<form", "onclick", "onload", "foreignObject"),
    *("file:", "127.0.0.1"),
)
"""What no result may hold: secrets, code, and the addresses that the page reaches for."""

FIXTURES = Path(__file__).parent / "fixtures"


def _png(width: int, height: int) -> bytes:
    """Return a PNG whose header promises more pixels than any machine has room for."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(10**6)))
        + chunk(b"IEND", b"")
    )


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Path]:
    """Write the hostile page and what it reaches for; fail the test if that was opened or the network asked."""
    outside = tmp_path / "outside.png"
    pixmap: Any = pymupdf.Pixmap
    picture = pixmap(pymupdf.csRGB, (0, 0, 30, 30))
    picture.save(outside)
    (tmp_path / "outside.txt").write_text(SECRET, encoding="utf-8")
    folder = tmp_path / "article"
    folder.mkdir()
    (folder / "link.png").symlink_to(outside)
    (folder / "bomb.png").write_bytes(_png(60_000, 60_000))
    for name in ("hostile.svg", "hostile.html"):
        text = (FIXTURES / name).read_text(encoding="utf-8")
        text = text.replace("@SECRET@", SECRET).replace("@OUTSIDE@", outside.as_uri())
        (folder / name).write_text(text, encoding="utf-8")
    with watching(Path("/etc/passwd"), outside, tmp_path / "outside.txt") as seen:
        yield folder / "hostile.html"
    assert seen == []


def _run(page: Path, format: str) -> bytes:
    target = page.with_suffix(f".{format}x")
    notices = convert.run(convert.Job(str(page), format, str(target)))
    told = " ".join(map(str, notices))
    for name in ("passwd", "outside.png", "link.png", "bomb.png"):
        assert name in told, f"nobody is told that {name} was left out: {told}"
    return target.read_bytes()


def test_pdf(page: Path) -> None:
    opener: Any = pymupdf.open
    document = opener(stream=_run(page, "pdf"), filetype="pdf")
    text = "".join(sheet.get_text() for sheet in document)
    assert all(
        words in text.replace("\n", "") for words in ("第一段是正文", "第二段也是正文", "第三段还是正文")
    )
    assert "root:" not in text
    assert SECRET not in text
    assert document.embfile_count() == 0
    assert not [link for sheet in document for link in sheet.get_links() if "uri" in link]
    images = [image for sheet in document for image in sheet.get_images()]
    assert images == []


def test_epub(page: Path) -> None:
    book = zipfile.ZipFile(io.BytesIO(_run(page, "epub")))
    everything = b"".join(book.read(name) for name in book.namelist())
    for trace in TRACES:
        assert trace.encode() not in everything, trace
    assert "第三段还是正文".encode() in everything


def test_html(page: Path) -> None:
    text = _run(page, "html").decode()
    for trace in TRACES:
        assert trace not in text, trace


def test_depth_is_bounded(tmp_path: Path) -> None:
    source = tmp_path / "deep.html"
    source.write_text("<div>" * 10_000 + "<p>正文</p>" + "</div>" * 10_000, encoding="utf-8")
    with pytest.raises(SourceError, match=r"deep\.html.*nested"):
        convert.run(convert.Job(str(source), "pdf", str(tmp_path / "a.pdf")))
    assert not (tmp_path / "a.pdf").exists()
