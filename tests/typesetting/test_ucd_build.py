"""The generator of the class data, on a database of a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exporter.typesetting.ucd import build, line_break

FILES = {
    "LineBreak.txt": "# LineBreak-99.0.0.txt\n0020 ; SP # Zs\n0025 ; PO\n00B0 ; PO\n0E01..0E02 ; SA\n"
    "0E31 ; SA\n"
    "201C ; QU\n201D ; QU\n0022 ; QU\n25CC ; AL\n3041 ; CJ\n4E00..4E02 ; ID\n1F8FF ; ID\n00B7;AI\n",
    "EastAsianWidth.txt": "00B0 ; A\n3041 ; W\n4E00..4E02 ; W\n201C..201D ; A\n",
    "extracted/DerivedGeneralCategory.txt": "0E31 ; Mn\n0E01..0E02 ; Lo\n201C ; Pi\n201D ; Pf\n4E00 ; Lo\n",
    "emoji/emoji-data.txt": "1F8FF ; Extended_Pictographic# none\n4E00 ; Emoji\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_class_is_named_with_what_the_rules_ask(folder: Path) -> None:
    assert build.ranges(build.namer(folder)) == {
        "SP": ["20"],
        "QU": ["22"],
        "PO": ["25"],
        "PO~": ["b0"],
        "AL:sa": ["e01-e02"],
        "CM": ["e31"],
        "Pi": ["201c"],
        "Pf": ["201d"],
        "AL:dotted": ["25cc"],
        "NS+:kana": ["3041"],
        "ID+": ["4e00-4e02"],
        "ID:unassigned": ["1f8ff"],
    }


def test_the_module_is_written_anew(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(build, "TARGET", tmp_path / "made.py")
    build.main(folder)
    made: dict[str, Any] = {}
    exec((tmp_path / "made.py").read_text(encoding="utf-8"), made)
    assert made["VERSION"] == "99.0.0"
    assert made["RANGES"]["AL:sa"] == "e01-e02"


def test_a_folder_that_is_no_database_is_refused(folder: Path) -> None:
    (folder / "LineBreak.txt").write_text("nothing\n")
    with pytest.raises(SystemExit, match=r"LineBreak\.txt: its first line does not name the version"):
        build.main(folder)


def test_the_module_that_is_kept_is_the_generator_s() -> None:
    """Written out once more, it is the same to the byte."""
    spans = {name: found.split() for name, found in line_break.RANGES.items()}
    assert build.module(line_break.VERSION, spans) == build.TARGET.read_text(encoding="utf-8")
