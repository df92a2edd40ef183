from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from exporter import readers
from exporter.article import Article, Metadata
from exporter.errors import ExporterError, SourceError, UsageError
from exporter.readers import read
from exporter.readers.source import Source


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_path_is_read_by_its_suffix(folder: Path) -> None:
    (folder / "文.md").write_text("# 题\n\n**重**\n", encoding="utf-8")
    (folder / "文.txt").write_text("题\n\n**重**\n", encoding="utf-8")
    assert read("文.md").body.find("p/strong") is not None
    assert read(folder / "文.txt").body.findtext("p") == "**重**"
    assert read("文.txt", format="markdown").body.find("p/strong") is not None
    assert read("文.md").source == "文.md"


def test_the_encoding_that_is_named_is_used(folder: Path) -> None:
    (folder / "文.txt").write_bytes("題\n\n燈亮了。\n".encode("big5"))
    assert read("文.txt", encoding="big5").metadata.title == "題"
    assert read(Source("文.txt", "題\n\n燈亮了。\n".encode("big5")), encoding="big5").metadata.title == "題"


@pytest.mark.parametrize(
    ("name", "data", "format"),
    [
        ("a.txt", "<html>", "text"),
        ("a.markdown", "x", "markdown"),
        ("a.mkd", "x", "markdown"),
        ("A.HTM", "x", "html"),
        ("a.xhtml", "x", "html"),
        ("a", "<!DOCTYPE html><p>x", "html"),
        ("a.php", "\n<!-- saved -->\n<html lang=zh>", "html"),
        ("a.asp", '<?xml version="1.0"?>\n<html>', "html"),
        ("standard input", "<3 is a heart", "text"),
        ("standard input", "# 题", "text"),
        ("a.log", "题\n==", "text"),
    ],
)
def test_the_format_is_told_by_suffix_and_then_by_content(name: str, data: str, format: str) -> None:
    assert readers.format_of(Source(name, data.encode())) == format
    assert readers.format_of(Source(name, data.encode("utf-16"))) == format


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, "# 题\n\n![图](a.png)\n".encode())
    found = read("-", format="markdown")
    assert (found.metadata.title, found.source) == ("题", "standard input")
    assert found.body.find(".//span[@class='missing-image']") is not None


def test_every_reader_of_text_reads() -> None:
    for format in ("text", "aozora", "markdown", "html"):  # the others are archives
        found = read(Source("x", "<p>灯亮了。</p>\n\n<p>灯灭了。</p>".encode()), format=format)
        assert "灯灭了。" in "".join(str(text) for text in found.body.itertext())


# --- what a person can get wrong ---


def test_no_such_file_names_the_nearest(folder: Path) -> None:
    (folder / "article.md").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"no file articel\.md \(did you mean “article\.md”\?\)"):
        read("articel.md")


def test_a_folder_is_no_article(folder: Path) -> None:
    with pytest.raises(SourceError, match="is a folder"):
        read(folder)


def test_a_name_that_no_file_can_have(folder: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot be read|no file"):
        read("a\0b")
    with pytest.raises(SourceError, match="cannot be read"):
        read("a" * 5000)


def test_what_may_not_be_read_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.md").write_text("x", encoding="utf-8")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(SourceError, match=r"a\.md may not be read"):
        read("a.md")


def test_an_unknown_format_names_the_nearest() -> None:
    with pytest.raises(UsageError, match=r"no format “markdwon” .*“markdown”.*text, aozora, markdown, html"):
        read("x.md", format="markdwon")


def test_too_large_is_refused_before_it_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (folder / "a.txt").open("wb") as file:
        file.truncate(65 * 1024 * 1024)
    monkeypatch.setattr(Path, "open", lambda *_, **__: pytest.fail("the file was opened"))
    with pytest.raises(SourceError, match=r"a\.txt is larger than 64 MB"):
        read("a.txt")


def test_reading_without_a_size_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "MAX_BYTES", 100)
    stdin(monkeypatch, b"x" * 101)
    with pytest.raises(SourceError, match="standard input is larger"):
        read("-")
    if os.path.exists("/dev/zero"):
        with pytest.raises(SourceError, match="larger"):
            read("/dev/zero")
    with pytest.raises(SourceError, match="larger"):
        read(Source("a.txt", b"x" * 101))


def test_only_a_title_is_no_article() -> None:
    with pytest.raises(SourceError, match=r"a\.md has no text"):
        read(Source("a.md", "---\ntitle: 题\n---\n\n# 题\n".encode()))


def test_a_body_that_is_not_sound_is_a_fault_of_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    body = etree.fromstring("<body><p><blink>x</blink></p></body>")
    monkeypatch.setattr(readers, "reader", lambda _: lambda _: Article(Metadata("题"), body))
    with pytest.raises(ExporterError, match=r"blink is not in the vocabulary.*fault of the program"):
        read(Source("a.txt", b"x"))


# --- the identifier ---


def identifier(text: str, name: str = "a.md") -> str | None:
    return read(Source(name, text.encode())).metadata.identifier


def test_the_identifier_is_the_same_each_time_and_another_for_another_text() -> None:
    assert identifier("# 题\n\n灯亮了。") == identifier("# 题\n\n灯亮了。", "b.md")
    assert identifier("# 题\n\n灯亮了。") != identifier("# 题\n\n灯灭了。")
    assert (identifier("灯") or "").startswith("urn:uuid:")


def test_the_address_identifies_and_what_is_stated_goes_first() -> None:
    address = "---\nurl: https://example.org/a\n---\n"
    assert identifier(address + "灯亮了。") == identifier(address + "灯灭了。")
    assert identifier("---\nisbn: 0306406152\n---\n灯亮了。") == "urn:isbn:0306406152"


def test_importing_the_readers_loads_no_library() -> None:
    heavy = ("yaml", "markdown_it", "lxml", "chardet", "PIL", "trafilatura")
    code = f"import sys, exporter.readers, exporter.languages; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@given(st.text(max_size=200), st.sampled_from(["text", "markdown"]))
def test_any_text_is_an_article_or_a_clear_error(text: str, format: str) -> None:
    said = None
    try:
        found = read(Source("文", text.encode("utf-8", "replace")), format=format)
    except SourceError as error:
        said = str(error)
    if said is not None:
        assert "文" in said
        return
    assert len(found.body)
    assert found.metadata.title


@pytest.mark.parametrize("suffix", ["html", "md", "txt"])
def test_a_file_name_that_is_no_text_makes_a_title_that_is(suffix: str) -> None:
    name = os.fsdecode(b"a\xffb\nc\x07d." + suffix.encode())
    source = Source(name, "山里的灯，一夜没有熄。".encode())
    assert source.stem == "a\ufffdb c d"
    assert read(source).metadata.title == "a\ufffdb c d"


def test_a_link_that_leads_nowhere_is_named_as_such(folder: Path) -> None:
    (folder / "文.txt").symlink_to("gone.txt")
    with pytest.raises(SourceError, match=r"文\.txt is a symbolic link that leads nowhere"):
        read("文.txt")
