"""The program as a person meets it: one sentence for each mistake, the right exit code, nothing written."""

from __future__ import annotations

import os
import pty
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "雨后\n\n雨停了。屋檐还在滴水，一滴，又一滴。\n\n第二段也不长。\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs the program in an empty folder that holds one article, ``a.txt``."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def call(*words: str, stdin: bytes = b"", **options: object) -> subprocess.CompletedProcess[str]:
        done = subprocess.run(  # type: ignore[call-overload]
            [sys.executable, "-m", "exporter", *words],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            **options,
        )
        return subprocess.CompletedProcess(
            done.args,
            done.returncode,
            done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"),
        )

    return call


def _one_sentence(done: subprocess.CompletedProcess[str]) -> str:
    """Return the error; check that it is one line, without a traceback."""
    assert "Traceback" not in done.stderr
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, done.stderr
    assert lines[0].startswith("exporter: ")
    return lines[0]


@pytest.mark.parametrize(("format", "begin"), [("pdf", b"%PDF-"), ("epub", b"PK"), ("html", b"<!DOCTYPE")])
def test_an_article_becomes_a_file_beside_it(run: Run, tmp_path: Path, format: str, begin: bytes) -> None:
    done = run(format, "a.txt")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / f"a.{format}").read_bytes().startswith(begin)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.txt", f"a.{format}"])


def test_several_sources_go_into_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# 乙\n\n文。\n", encoding="utf-8")
    (tmp_path / "out").mkdir()
    assert run("epub", "a.txt", "b.md", "-d", "out", "--jobs", "2").returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["a.epub", "b.epub"]


def test_one_that_fails_does_not_stop_the_others(run: Run, tmp_path: Path) -> None:
    done = run("epub", "none.txt", "a.txt")
    assert done.returncode == 1
    assert "none.txt" in _one_sentence(done)
    assert (tmp_path / "a.epub").exists()


def test_standard_input_and_output(run: Run, tmp_path: Path) -> None:
    done = run("html", "-", "-f", "markdown", "-o", "-", stdin="# 题\n\n文**重**。\n".encode())
    assert "<h1>题</h1>" in done.stdout
    assert "<strong>重</strong>" in done.stdout
    assert run("html", "-", "-o", "b.html", stdin=TEXT.encode("gb18030")).returncode == 0
    assert "雨停了" in (tmp_path / "b.html").read_text(encoding="utf-8")


def test_facts_on_the_command_line_win(run: Run) -> None:
    done = run(
        "html",
        "a.txt",
        "-o",
        "-",
        "-t",
        "新题",
        "--author",
        "甲",
        "--author",
        "乙",
        "--date",
        "2026-11",
        "--lang",
        "zh_TW",
    )
    assert "<h1>新题</h1>" in done.stdout
    assert '<html lang="zh-Hant">' in done.stdout
    assert "2026年11月" in done.stdout


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (("pdf", "none.md"), 1, "none.md"),
        (("pdf", "a.txt", "--paper", "A44"), 2, "did you mean “A4”?"),
        (("pdf", "a.txt", "--style", "esay"), 2, "did you mean “essay”?"),
        (("pdf", "a.txt", "-f", "markdwon"), 2, "did you mean “markdown”?"),
        (("pdf", "a.txt", "--lang", "klingon"), 2, "zh-Hans"),
        (("pdf", "a.txt", "--date", "yesterday"), 2, "2026-11-24"),
        (("pdf", "a.txt", "--encoding", "gb1803"), 2, "gb18030"),
        (("pdf", "a.txt", "--css", "none.css"), 1, "none.css"),
        (("pdf", "a.txt", "--font", "No Such Family"), 1, "No Such Family"),
        (("pdf", "a.txt", "-d", "nowhere"), 2, "nowhere"),
        (("pdf", "a.txt", "-o", "nowhere/a.pdf"), 1, "nowhere"),
        (("pdf", "a.txt", "-o", "."), 1, "folder"),
        (("pdf", "a.txt", "a.txt"), 2, "a.pdf"),
        (("pdf", "a.txt", "b.txt", "-o", "c.pdf"), 2, "-o names one file"),
        (("pdf", "-"), 2, "-o FILE"),
        (("pdf", "a.txt", "--date", "2026-02-30"), 2, "2026-11-24"),
        (("pdf", "a.txt", "-o", ""), 2, "-o is empty"),
        (("pdf", "a.txt", "-d", ""), 2, "-d is empty"),
        (("pdf", "a.txt", "-t", ""), 2, "title is empty"),
        (("epub", "a.txt", "--css", "none.css"), 1, "none.css"),
        (("html", "a.txt", "-o", "a.txt"), 2, "take the place of the source"),
        (("pfd", "a.txt"), 2, "did you mean “pdf”?"),
        (("--config", "none.toml", "pdf", "a.txt"), 2, "none.toml"),
    ],
)
def test_mistakes(run: Run, tmp_path: Path, words: tuple[str, ...], code: int, hint: str) -> None:
    done = run(*words)
    assert done.returncode == code, done.stderr
    assert hint in _one_sentence(done)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT


def test_a_misspelt_option_names_the_nearest(run: Run) -> None:
    done = run("pdf", "a.txt", "--papr", "A5")
    assert done.returncode == 2
    assert "--paper" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "data", "hint"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.md", b"\n \n\t\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "PNG"),
        ("program.txt", b"\x7fELF" + bytes(500), "is a program"),
        ("bad.md", b"---\ntitle: [open\n---\n\ntext\n", "bad.md:2"),
        ("deep.html", b"<div>" * 10_000 + "正文".encode() + b"</div>" * 10_000, "nested"),
    ],
)
@pytest.mark.parametrize("format", ["pdf", "epub"])
def test_sources_that_cannot_be_read(
    run: Run, tmp_path: Path, name: str, data: bytes, hint: str, format: str
) -> None:
    (tmp_path / name).write_bytes(data)
    done = run(format, name)
    assert done.returncode == 1, done.stderr
    sentence = _one_sentence(done)
    assert name in sentence
    assert hint.lower() in sentence.lower()
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.txt", name])


def test_a_hundred_megabytes_are_refused_before_they_are_read(run: Run, tmp_path: Path) -> None:
    with open(tmp_path / "huge.txt", "wb") as file:
        file.truncate(100 * 1024 * 1024)
    done = run("pdf", "huge.txt")
    assert done.returncode == 1
    assert "huge.txt" in _one_sentence(done)
    assert "MB" in done.stderr


def test_no_title_anywhere_falls_back_to_the_name_and_says_so(run: Run, tmp_path: Path) -> None:
    (tmp_path / "untitled-draft.md").write_text("只有一段话，没有题目。\n", encoding="utf-8")
    done = run("html", "untitled-draft.md", "-o", "-")
    assert done.returncode == 0
    assert "<h1>untitled-draft</h1>" in done.stdout
    assert "untitled-draft" in _one_sentence(done)
    assert run("html", "untitled-draft.md", "-o", "-", "-t", "有题").stderr == ""


def test_a_missing_image_is_a_warning_that_names_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("# 题\n\n![旧照片](old/photo.jpg)\n", encoding="utf-8")
    done = run("pdf", "b.md")
    assert done.returncode == 0
    assert "old/photo.jpg" in _one_sentence(done)
    assert run("pdf", "b.md", "-q").stderr == ""


def test_an_unwritable_folder(run: Run, tmp_path: Path) -> None:
    if os.geteuid() == 0:  # root may write anywhere except where the kernel itself forbids it
        done = run("epub", "a.txt", "-o", "/proc/a.epub")
    else:
        (tmp_path / "locked").mkdir(mode=0o500)
        done = run("epub", "a.txt", "-o", "locked/a.epub")
    assert done.returncode == 1
    assert "a.epub" in _one_sentence(done)


@pytest.mark.parametrize("format", ["pdf", "epub", "html"])
def test_a_full_disk_leaves_what_was_there(run: Run, tmp_path: Path, format: str) -> None:
    """A limit on the size of files fails the write as a full disk does: half way."""
    target = tmp_path / f"a.{format}"
    target.write_bytes(b"the file that was there")

    def limit() -> None:
        import signal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    done = run(format, "a.txt", preexec_fn=limit)
    assert done.returncode == 1
    assert f"a.{format}" in _one_sentence(done)
    assert target.read_bytes() == b"the file that was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["a.txt", f"a.{format}"])


def test_configuration(run: Run, tmp_path: Path) -> None:
    (tmp_path / "exporter.toml").write_text('paper = "A44"\n', encoding="utf-8")
    assert "A44" in _one_sentence(run("pdf", "a.txt"))
    assert run("pdf", "a.txt", "--paper", "A5").returncode == 0, "the command line wins"
    (tmp_path / "exporter.toml").write_text('[pdf]\npapr = "A5"\n', encoding="utf-8")
    assert "did you mean “paper”?" in _one_sentence(run("pdf", "a.txt"))
    (tmp_path / "exporter.toml").write_text("paper = \n", encoding="utf-8")
    assert "exporter.toml" in _one_sentence(run("pdf", "a.txt"))


def test_the_options_of_an_epub(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.css").write_text("p { color: teal }", encoding="utf-8")
    assert run("epub", "a.txt", "--css", "mine.css").returncode == 0
    assert b"color: teal" in zipfile.ZipFile(tmp_path / "a.epub").read("EPUB/styles/added-1.css")
    assert run("epub", "a.txt", "--missing-glyphs", "warn").returncode == 2


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("pdf", "--paper", "a"), ["A4", "A5"]),
        (("html", "--style", "es"), ["essay"]),
    ],
)
def test_values_are_completed(run: Run, words: tuple[str, ...], offered: list[str]) -> None:
    asked = {
        "_EXPORTER_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("exporter", *words)),
        "COMP_CWORD": str(len(words)),
    }
    code = "from exporter.cli import main; main(prog_name='exporter')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | asked, capture_output=True, text=True, check=True
    )
    assert [line.partition(",")[2] for line in done.stdout.splitlines()] == offered


def test_help_version_styles_completion(run: Run) -> None:
    assert "exporter pdf article.md" in run("--help").stdout
    assert run("--version").stdout == "exporter 0.1.0\n"
    assert "essay" in run("styles").stdout
    for shell in ("bash", "zsh", "fish"):
        assert "_EXPORTER_COMPLETE" in run("completion", shell).stdout


def test_doctor_finds_this_machine_whole(run: Run) -> None:
    done = run("doctor")
    assert done.returncode == 0, done.stdout
    assert "Pango" in done.stdout
    assert "MISSING" not in done.stdout


WITHOUT_PANGO = (
    "import ctypes, sys\n"
    "real = ctypes.CDLL\n"
    "def without(name, *rest, **more):\n"
    "    if name and 'pango' in str(name): raise OSError(name)\n"
    "    return real(name, *rest, **more)\n"
    "ctypes.CDLL = without\n"
    "sys.modules['weasyprint'] = None\n"
    "from exporter.cli import main\n"
    "main(sys.argv[1:])\n"
)


def test_a_machine_without_pango(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", WITHOUT_PANGO, *words], cwd=tmp_path, capture_output=True, text=True
        )

    assert run("epub", "a.txt").returncode == 0
    assert run("html", "a.txt").returncode == 0
    done = run("pdf", "a.txt")
    assert done.returncode == 1
    assert "libpango-1.0-0" in _one_sentence(done)
    doctor = run("doctor")
    assert doctor.returncode == 1
    assert "MISSING  Pango" in doctor.stdout
    assert "install libpango-1.0-0" in doctor.stdout


def test_a_terminal_shows_progress_and_a_pipe_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    master, slave = pty.openpty()
    subprocess.run(
        [sys.executable, "-m", "exporter", "pdf", "a.txt"],
        cwd=tmp_path,
        stderr=slave,
        stdout=subprocess.DEVNULL,
        check=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(slave)
    shown = b""
    try:
        while chunk := os.read(master, 65536):
            shown += chunk
    except OSError:
        pass  # a closed terminal ends so on Linux
    assert b"a.txt" in shown
    assert b"a.pdf" in shown
    assert b"\x1b[" in shown


def test_the_structure_of_a_text_is_printed_also_of_a_pipe(run: Run, tmp_path: Path) -> None:
    done = run("pdf", "--structure", "-", stdin="雨后\n作者：林晚\n\n雨停了。\n".encode())
    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split("\t")[1] for line in done.stdout.splitlines()] == ["title", "authors", "p"]
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("words", "stdin", "told"),
    [
        (["-f", "markdown", "a.txt"], "", "a.txt is markdown, which says itself what its parts are"),
        (["-"], "<html><p>雨</p></html>", "standard input is html"),
        (["-"], "雨\n\n　雨《あめ》がやんだ。［＃改ページ］\n", "standard input is aozora"),
        (["-f", "markdwn", "a.txt"], "", "did you mean “markdown”"),
    ],
)
def test_only_a_plain_text_has_a_structure_to_tell(run: Run, words: list[str], stdin: str, told: str) -> None:
    done = run("pdf", "--structure", *words, stdin=stdin.encode())
    assert (done.returncode, done.stdout) == (2, "")
    assert told in _one_sentence(done)
