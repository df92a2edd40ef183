"""What the composer takes for granted of WeasyPrint: every name that it replaces or uses, and how it is called.

``fixtures/contract/names.txt`` has a line for each: the name, its parameters (``-`` for what is not called by
them), and the files of ours that rely on it. When one fails, WeasyPrint has changed there.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from pathlib import Path
from typing import Any

import pytest

from exporter.pdf import composer
from exporter.pdf.composer import install, properties

COMPOSER = Path(composer.__file__).parent
SOURCES = [*sorted(COMPOSER.glob("*.py")), COMPOSER.parent / "fontmap.py"]
NAMES = [
    tuple(part.strip() for part in line.split("|"))
    for line in (Path(__file__).parent / "fixtures" / "contract" / "names.txt")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
]


def resolve(name: str) -> Any:
    """Return what a dotted name stands for."""
    parts = name.split(".")
    for count in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:count]))
        except ImportError:
            continue
        for part in parts[count:]:
            found = getattr(found, part)
        return found
    raise AttributeError(name)


def used(path: Path) -> set[str]:
    """Return the names of WeasyPrint that a module of ours uses, but for modules."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("weasyprint")
        for alias in node.names
    }
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            names.add(f"{known[node.value.id]}.{node.attr}")
        elif isinstance(node, ast.Name) and node.id in known:
            names.add(known[node.id])
    return {name for name in names if not inspect.ismodule(resolve(name))}


@pytest.mark.parametrize(("name", "parameters", "files"), NAMES, ids=[name for name, _, _ in NAMES])
def test_the_name_is_there_and_is_called_as_before(name: str, parameters: str, files: str) -> None:
    try:
        found = resolve(name)
    except AttributeError:
        pytest.fail(f"WeasyPrint has no {name} any more; look at {files}")
    if parameters != "-":
        now = " ".join(inspect.signature(found).parameters)
        assert now == parameters, f"WeasyPrint calls {name} in another way; look at {files}"


def test_the_list_is_whole() -> None:
    replaced = {f"{_owner(hook.owner)}.{hook.name}" for hook in install.hooks()}
    assert {name for name, _, _ in NAMES} == replaced.union(*(used(path) for path in SOURCES))


def _owner(owner: Any) -> str:
    return f"{owner.__module__}.{owner.__name__}" if inspect.isclass(owner) else str(owner.__name__)


def test_every_property_that_is_asked_for_is_known() -> None:
    from weasyprint.css.properties import INITIAL_VALUES

    asked = {
        node.slice.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        if isinstance(node.slice.value, str) and ast.unparse(node.value).split(".")[-1] in ("style", "root")
    }
    assert len(asked) > 30
    with properties.known():
        assert asked - set(INITIAL_VALUES) == set()


def test_pango_lays_its_structures_out_as_they_are_read() -> None:
    from weasyprint.text.ffi import ffi

    assert ffi.sizeof("PangoGlyphInfo") == 20, "shaping.py reads five integers a glyph"
    fields = [name for name, _ in ffi.typeof("PangoGlyphInfo").fields]
    assert fields == ["glyph", "geometry", "attr"]
    assert [name for name, _ in ffi.typeof("PangoGlyphGeometry").fields] == ["width", "x_offset", "y_offset"]
    assert {"num_glyphs", "glyphs", "log_clusters"} == {
        name for name, _ in ffi.typeof("PangoGlyphString").fields
    }
