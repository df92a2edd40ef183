"""``exporter proof`` as a person meets it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

TEXT = "灯亮了,风来了。\n***走了。\n"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Return a function that runs the program in a folder that holds one text, ``a.txt``."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")

    def call(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "exporter", "proof", *words],
            cwd=tmp_path,
            input=stdin,
            capture_output=True,
            encoding="utf-8",
        )

    return call


def test_findings_are_lines_and_the_source_stays(run: Run, tmp_path: Path) -> None:
    done = run("a.txt")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("a.txt:1:4: warning: half-width-marks: “,” → “，”: ")
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_strict_ends_with_1(run: Run) -> None:
    assert run("a.txt", "--strict").returncode == 1
    assert (
        run("a.txt", "--strict", "--rule", "half-width-marks", "--level", "half-width-marks=note").returncode
        == 0
    )
    assert run("-", "--strict", stdin="灯亮了。\n").returncode == 0


def test_a_report_goes_into_a_file(run: Run, tmp_path: Path) -> None:
    assert run("a.txt", "--report", "json", "-o", "a.json").stdout == ""
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["sources"][0]["name"] == "a.txt"


def test_fixing_writes_a_copy_and_a_diff_and_tells_what_is_left(run: Run, tmp_path: Path) -> None:
    done = run("a.txt", "--fix", "half-width-marks,tickers")
    assert "a.fixed.txt: 1 change (half-width-marks 1); see a.fixed.txt.diff" in done.stderr
    assert done.stdout.startswith("a.fixed.txt:2:1: warning: masks")
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT
    assert (tmp_path / "a.fixed.txt").read_text(encoding="utf-8") == TEXT.replace(",", "，")
    assert "+灯亮了，风来了。" in (tmp_path / "a.fixed.txt.diff").read_text(encoding="utf-8")


def test_a_pipe_gives_the_copy(run: Run, tmp_path: Path) -> None:
    assert run("-", "--fix", "all", "-o", "-", stdin=TEXT).stdout == TEXT.replace(",", "，")
    assert run("-", "--convert", "s2tw", "-o", "-", stdin="灯亮了，风来了。\n").stdout == "燈亮了，風來了。\n"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        ((), 2, "name a source"),
        (("b.txt",), 1, "did you mean “a.txt”?"),
        (("a.txt", "--rule", "mask"), 2, "did you mean “masks”?"),
        (("a.txt", "--off", "mask"), 2, "did you mean “masks”?"),
        (("a.txt", "--level", "masks"), 2, "RULE=LEVEL"),
        (("a.txt", "--level", "masks=warn"), 2, "did you mean “warning”?"),
        (("a.txt", "--fix", "all,mask"), 2, "did you mean “masks”?"),
        (("a.txt", "./a.txt", "--fix", "all", "-d", "."), 2, "two sources have this name"),
        (("a.txt", "--fix", "mask"), 2, "did you mean “masks”?"),
        (("a.txt", "--convert", "s2tx"), 2, "s2tw"),
        (("a.txt", "--fix", "all", "--convert", "s2tw"), 2, "one after the other"),
        (("a.txt", "--fix", "all", "-o", "a.txt"), 2, "take the place of the source"),
        (("a.txt", "--fix", "all", "-o", "./a.txt"), 2, "take the place of the source"),
        (("-", "--fix", "all"), 2, "-o FILE"),
        (("a.txt", "-f", "docx"), 2, "text, aozora, markdown, html"),
        (("a.txt", "--lang", "klingon"), 2, "zh-Hans"),
        (("a.txt", "-d", "nowhere", "--fix", "all"), 2, "nowhere"),
    ],
)
def test_a_mistake_is_one_sentence_and_nothing_is_written(
    run: Run, tmp_path: Path, words: tuple[str, ...], code: int, hint: str
) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert hint in done.stderr
    assert done.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == TEXT


def test_a_source_that_fails_leaves_the_others(run: Run) -> None:
    done = run("b.txt", "a.txt")
    assert done.returncode == 1
    assert "there is no file b.txt" in done.stderr
    assert "a.txt: 2 findings" in done.stdout


def test_the_rules_are_listed(run: Run) -> None:
    lines = run("--list-rules").stdout.splitlines()
    assert len(lines) == len({line.split()[0] for line in lines}) > 20


def test_the_configuration_switches_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "exporter.toml").write_text('[proof]\noff = ["masks"]\n', encoding="utf-8")
    assert "masks" not in run("a.txt").stdout
