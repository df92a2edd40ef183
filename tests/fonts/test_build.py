"""The script that builds the bundled fonts: what it refuses, and the parts that need no packages."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import sys
from types import ModuleType

import pytest

from exporter import resources
from exporter.fonts.faces import manifest


@pytest.fixture(scope="module")
def build() -> ModuleType:
    folder = resources.styles() / "fonts"
    sys.path.insert(0, str(folder))
    writes, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # the folder goes into the wheel as it is
    try:
        spec = importlib.util.spec_from_file_location("build_fonts", folder / "build.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules["build_fonts"] = module  # dataclasses look their module up
        spec.loader.exec_module(module)
    finally:
        sys.path.remove(str(folder))
        sys.dont_write_bytecode = writes
    return module


def test_another_version_of_a_tool_is_refused(build: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "version", lambda name: {"fonttools": "4.0.0"}[name])
    with pytest.raises(SystemExit, match=r"fonttools is 4\.0\.0; .* pip install fonttools==4\.68\.0"):
        build.check_tools()


def test_the_manifest_has_a_font_for_every_recipe(build: ModuleType) -> None:
    made = [(entry["file"], entry["family"], entry["weight"]) for entry in manifest()]
    assert made == [(recipe.file, recipe.family, recipe.weight) for recipe in build.RECIPES]
    for entry, recipe in zip(manifest(), build.RECIPES, strict=True):
        assert f"{recipe.package.name} {recipe.package.version} {recipe.source}" in entry["source"]


def test_every_source_has_its_digest(build: ModuleType) -> None:
    assert {recipe.source for recipe in build.RECIPES} == set(build.SHA256)


def test_the_licence_is_cut_from_a_copyright_file(build: ModuleType) -> None:
    lines = ["License: OFL", "License: SIL", " First", " .", "  indented", "", "License: GPL", " Other"]
    assert list(build._stanza(lines, "SIL")) == ["First", "", " indented"]


def test_the_characters_of_the_general_standard_are_all_there(build: ModuleType) -> None:
    assert len(build.GENERAL_STANDARD) == 274  # and 𠮷
    assert all(build._common(ord(char)) for char in build.GENERAL_STANDARD)
    assert not build._common(0x20003)
    assert build._rare(0x20003)


HALVED = [("│", 500, 250), ("│", 530, 280), ("─", 0, 0), ("─", 1000, 500), ("▌", 500, 250), ("╱", 800, 400)]


@pytest.mark.parametrize(("char", "x", "halved"), HALVED)
def test_boxes_are_halved_with_their_strokes_kept(build: ModuleType, char: str, x: int, halved: int) -> None:
    assert build._halved(ord(char), x) == halved


def test_common_characters_come_before_rare_ones(build: ModuleType) -> None:
    tiers = [build.ordering._tier(ord(char)) for char in "a。的體龘"]
    assert tiers == [0, 0, 1, 2, 4]
