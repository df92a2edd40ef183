"""The rooms stand in a row: a module imports only from rooms to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "exporter"

KNOWLEDGE = {"errors", "resources", "languages", "shared", "collector"}
DOCUMENT = KNOWLEDGE | {"article", "vocabulary", "options"}
PAGES = DOCUMENT | {"stamp", "templating", "house"}

MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "resources": set(),
    "languages": set(),
    "shared": set(),
    "collector": {"shared"},
    "article": {"errors"},
    "vocabulary": {"errors"},
    "options": {"errors"},
    "typesetting": set(),
    "fonts": {"errors", "resources", "article", "options"},
    "headings": set(),
    "identity": {"article"},
    "raster": set(),
    "svg": {"raster"},
    "printed": {"errors"},
    "readers": DOCUMENT | {"headings", "identity", "raster", "svg"},
    "stamp": DOCUMENT,
    "templating": DOCUMENT | {"stamp"},
    "house": DOCUMENT | {"templating"},
    "binding": PAGES | {"headings", "identity", "svg"},
    "pdf": PAGES | {"typesetting", "fonts"},
    "epub": PAGES | {"headings", "identity", "raster", "svg", "printed", "fonts"},
    "html": PAGES,
    "output": {"errors"},
    "proof": DOCUMENT | {"templating", "fonts", "readers"},
    "config": {"errors"},
    "doctor": DOCUMENT | {"fonts", "pdf"},
    "convert": PAGES | {"binding", "printed", "readers", "pdf", "epub", "html", "output"},
    "batch": PAGES | {"convert"},
    "api": DOCUMENT | {"convert", "output", "readers"},
    "progress": {"convert"},
    "cli_proof": DOCUMENT | {"convert", "output", "proof", "readers"},
    "cli": PAGES | {"cli_proof", "progress", "readers", "fonts", "pdf", "config", "convert", "batch", "doctor"},
    "__main__": {"cli"},
    "__init__": {"errors", "options", "article", "api"},
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def _room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def _imported(path: Path) -> Iterator[str]:
    """Yield the rooms that a module imports, wherever in the file it does so."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which room it enters"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "exporter" and len(parts) > 1 and parts[1] != "__version__":
                yield parts[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_what_stands_to_its_left(path: Path) -> None:
    room = _room(path)
    assert room in MAY_IMPORT, f"{room} has no place in the row of rooms"
    assert set(_imported(path)) - {room} <= MAY_IMPORT[room]


def test_the_row_of_rooms_has_no_way_back() -> None:
    order: list[str] = []
    waiting = {room: set(rooms) for room, rooms in MAY_IMPORT.items()}
    while waiting:
        free = sorted(room for room, rooms in waiting.items() if rooms <= set(order))
        assert free, f"these rooms lead in a circle: {sorted(waiting)}"
        order += free
        for room in free:
            del waiting[room]


def test_only_the_pdf_room_knows_weasyprint() -> None:
    for path in MODULES:
        text = path.read_text(encoding="utf-8")
        if _room(path) != "pdf":
            assert "import weasyprint" not in text, path
            assert "from weasyprint" not in text, path


def test_files_are_rooms_not_halls() -> None:
    for path in MODULES:
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 450, path
