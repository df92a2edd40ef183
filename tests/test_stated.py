"""What a person states, as an option, a field or a style's number, is checked before anything is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter import convert, house, stamp
from exporter.article import Metadata
from exporter.errors import UsageError

NO_DATES = ["2026-02-30", "0000", "2026-13", "2026-1-5", "昨天", "٢٠٢٦", ""]


@pytest.mark.parametrize("date", NO_DATES)
def test_a_date_that_no_calendar_has(date: str) -> None:
    with pytest.raises(UsageError, match="2026-11-24"):
        convert.facts(None, (), date, None)


@pytest.mark.parametrize("epoch", ["", "0"])
@pytest.mark.parametrize("date", NO_DATES[:-1])
def test_a_date_that_a_program_states(date: str, epoch: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(UsageError, match=date):
        stamp.moment(Metadata("题", date=date))


@pytest.mark.parametrize("date", ["2026", "2026-11", "2024-02-29"])
def test_a_date(date: str) -> None:
    assert convert.facts(None, (), date, None) == {"date": date}


def test_names_are_one_line_of_characters() -> None:
    facts = convert.facts(" 上\n下\x00\udcff ", ("沈\t砚\x1b[2J", "乙"), None, None)
    assert facts == {"title": "上 下 \ufffd", "authors": ("沈 砚 [2J", "乙")}


def test_a_name_that_is_empty() -> None:
    with pytest.raises(UsageError, match="title is empty"):
        convert.facts(" \n", (), None, None)
    with pytest.raises(UsageError, match="author is empty"):
        convert.facts(None, ("甲", ""), None, None)


@pytest.mark.parametrize("leading", ["'wide'", "true", "0", "4.5", "nan", "-1", "[1]"])
def test_a_style_with_no_leading(tmp_path: Path, leading: str) -> None:
    (tmp_path / "mine.css").write_text("p { color: teal }", encoding="utf-8")
    (tmp_path / "mine.toml").write_text(f"leading = {leading}\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"mine\.toml.*1 to 4"):
        house.load(str(tmp_path / "mine.css"))


def test_a_style_with_a_leading(tmp_path: Path) -> None:
    (tmp_path / "mine.css").write_text("p { color: teal }", encoding="utf-8")
    (tmp_path / "mine.toml").write_text("leading = 2\n", encoding="utf-8")
    assert house.load(str(tmp_path / "mine.css")).leading == 2


def test_numbers_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mine.css").write_text("p { color: teal }", encoding="utf-8")
    (tmp_path / "mine.toml").write_text("leading = 2\n", encoding="utf-8")

    def refuse(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(UsageError, match=r"mine\.toml.*Permission denied"):
        house.load(str(tmp_path / "mine.css"))
