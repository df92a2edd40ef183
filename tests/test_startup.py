"""Importing the package and asking for help cost next to nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = {
    "weasyprint",
    "ebooklib",
    "trafilatura",
    "PIL",
    "fontTools",
    "freetype",
    "uharfbuzz",
    "yaml",
    "markdown_it",
    "rich",
}


def _loaded_by(code: str) -> set[str]:
    """Return which of the heavy modules a fresh interpreter has loaded after ``code``."""
    loaded = "{name.partition('.')[0] for name in sys.modules}"
    report = f"import sys\n{code}\nprint(*({HEAVY!r} & {loaded}), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code", ["import exporter", "import exporter.cli", "from exporter import Options, ExporterError"]
)
def test_imports_are_light(code: str) -> None:
    assert _loaded_by(code) == set()


def test_the_probe_sees_what_is_loaded() -> None:
    assert "rich" in _loaded_by("import rich")


@pytest.mark.parametrize("words", [["--help"], ["pdf", "--help"]])
def test_help_loads_no_engine(words: list[str]) -> None:
    code = f"from exporter.cli import main\ntry: main({words})\nexcept SystemExit: pass"
    assert not _loaded_by(code) & HEAVY
