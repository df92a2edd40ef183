"""The program finds its style sheets, templates and fonts wherever it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import exporter
from exporter import resources

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the source distribution, and the wheel from that, as a release would."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


def test_the_wheel_exports_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--no-deps",
        "--disable-pip-version-check",
        "--target",
        str(site),
    ]
    subprocess.run([*pip, str(wheel)], check=True)
    (work / "文章.md").write_text("# 装好了\n\n样式、模板与字体都在轮子里。\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(site)}

    def run(*words: str) -> str:
        return subprocess.run(
            [sys.executable, *words], cwd=work, env=environment, check=True, capture_output=True, text=True
        ).stdout

    where = run(
        "-c",
        "import exporter, exporter.resources as r; print(exporter.__file__, r.styles(), r.templates())",
    )
    assert all(path.startswith(str(site)) for path in where.split())
    run("-m", "exporter", "pdf", "文章.md")
    run("-m", "exporter", "epub", "文章.md")
    assert (work / "文章.pdf").read_bytes().startswith(b"%PDF-")
    assert (work / "文章.epub").read_bytes().startswith(b"PK")


def test_the_wheel_carries_what_it_must(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "exporter/py.typed",
        "exporter/_data/styles/base.css",
        "exporter/_data/templates/page/article.html.j2",
    } <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert any(name.startswith("exporter/_data/styles/fonts/") and name.endswith(".txt") for name in names), (
        "the fonts' licence"
    )
    assert not any("__pycache__" in name or name.startswith("tests/") for name in names)


def test_a_checkout_uses_its_own_folders() -> None:
    assert resources.styles() == ROOT / "styles"
    assert resources.templates() == ROOT / "templates"


def test_the_version_is_said_once() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == exporter.__version__
    assert f"## {exporter.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_dependency_has_both_bounds_and_a_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for requirement in project["dependencies"] + project["optional-dependencies"]["test"]:
        name = requirement.split(">")[0].split("=")[0]
        assert (">=" in requirement and "<" in requirement) or "==" in requirement, requirement
        assert name.lower() in reasons.lower(), f"docs/dependencies.md says nothing of {name}"
