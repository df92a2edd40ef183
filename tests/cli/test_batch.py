"""One article that goes wrong, however it does, does not stop the others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporter import batch, convert
from exporter.convert import Job
from exporter.errors import RenderError


def _jobs(folder: Path, *names: str) -> list[Job]:
    return [Job(name, "html", str(folder / f"{name}.html")) for name in names]


def test_a_fault_of_the_program_is_told_with_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(job: Job, progress: object = None) -> tuple[()]:
        if job.source == "bad":
            raise KeyError("a\nb")
        return ()

    monkeypatch.setattr(convert, "run", run)
    good, bad, last = batch.run(_jobs(tmp_path, "good", "bad", "last"))
    assert good.error is None
    assert last.error is None
    assert isinstance(bad.error, RenderError)
    assert str(bad.error).startswith("bad: ")
    assert "KeyError" in str(bad.error)
    assert "report this" in str(bad.error)
    assert "\n" not in str(bad.error)


def _dies(job: Job) -> batch.Outcome:
    os._exit(9)


def test_a_process_that_dies_fails_its_articles_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "_one", _dies)
    outcomes = list(batch.run(_jobs(tmp_path, "a", "b", "c"), workers=2))
    assert sorted(outcome.job.source for outcome in outcomes) == ["a", "b", "c"]
    for outcome in outcomes:
        assert isinstance(outcome.error, RenderError)
        assert "--jobs 1" in str(outcome.error)
