"""The fonts that a person names: files, folders of fonts, families of the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exporter.errors import FontError, nearest
from exporter.fonts import cid, fontconfig
from exporter.fonts.faces import NORMAL_WIDTH, Coverage, Face

SUFFIXES = (".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2")
MAX_BYTES = 256 * 1024 * 1024
"""Larger files are refused; the largest fonts there are have some 60 MB."""
MAX_FILES = 200
"""A folder with more fonts than this is refused: it is somebody's collection, not an article's."""

_HOW = "name an installed family, a font file or a folder of fonts"


def named(words: Sequence[str]) -> tuple[Face, ...]:
    """Return the faces that ``words`` name, in the order of the words; within one, by family and weight.

    A word is a font file (:data:`SUFFIXES`; a collection with several families needs ``file.ttc#Family``), a
    folder of them, or the exact name, in any language, of a family that the machine has. Where a family has
    several widths, only the one nearest to normal is taken. Raises :class:`FontError` when a word names
    nothing, with the nearest family that there is.
    """
    faces: dict[tuple[str, int, str], Face] = {}
    for word in words:
        for face in sorted(_faces(word), key=_order):
            faces.setdefault((face.family, face.weight, face.style), face)
    return tuple(faces.values())


def _order(face: Face) -> tuple[str, int, bool, int]:
    return face.family, face.weight, face.style == "italic", abs(face.width - NORMAL_WIDTH)


def _faces(word: str) -> list[Face]:
    path, family = Path(word).expanduser(), ""
    if "#" in word and not path.exists():
        text, _, family = word.rpartition("#")
        path = Path(text).expanduser()
    if path.is_dir():
        return _from_folder(word, path)
    if path.suffix.lower() in SUFFIXES:
        if not path.is_file():
            raise FontError(f"{word}: there is no such font file; {_HOW}")
        return _from_file(word, path, family)
    if path.is_file():
        raise FontError(f"{word}: not a font file ({', '.join(SUFFIXES)}); {_HOW}")
    return _from_machine(word)


def _from_folder(word: str, folder: Path) -> list[Face]:
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        raise FontError(f"{word}: no fonts in this folder ({', '.join(SUFFIXES)}); name another")
    if len(files) > MAX_FILES:
        raise FontError(
            f"{word}: {len(files)} fonts in this folder, more than {MAX_FILES}; name those you mean"
        )
    return [face for path in files for face in _read(path)]


def _from_file(word: str, path: Path, family: str) -> list[Face]:
    faces = list(_read(path))
    families = sorted({face.family for face in faces})
    if family:
        chosen = [face for face in faces if _same(face.family, family)]
        if not chosen:
            raise FontError(f"{word}: the file has no family “{family}”; it has {', '.join(families)}")
        return chosen
    if len(families) > 1:
        raise FontError(f"{word}: a collection of {', '.join(families)}; say which, as {path}#{families[0]}")
    return faces


def _from_machine(word: str) -> list[Face]:
    known = fontconfig.installed()
    # a variable font is listed once for itself and once for each of its named instances
    found = dict.fromkeys(
        (entry.path, entry.index, family) for entry in known for family in entry.families if _same(family, word)
    )
    if not found:
        families = {family for entry in known for family in entry.families}
        hint = nearest(word, families)
        raise FontError(f"no font family “{word}” is installed{hint}; see fc-list : family, or {_HOW}")
    return [_open(path, index, family) for path, index, family in found]


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _read(path: Path) -> Iterator[Face]:
    """Yield every face in the file at ``path``."""
    for index in range(_count(path)):
        yield _open(path, index, None)


def _count(path: Path) -> int:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FontError(f"{path}: larger than {MAX_BYTES // 1024**2} MB, so not a font; name another file")
        with open(path, "rb") as file:
            head = file.read(12)
    except OSError as error:
        raise FontError(f"{path}: the font cannot be read ({error.strerror}); check its permissions") from error
    return min(int.from_bytes(head[8:12], "big"), 64) if head[:4] == b"ttcf" else 1


def _open(path: Path, index: int, installed_as: str | None) -> Face:
    from fontTools.ttLib import TTFont

    try:
        with TTFont(path, fontNumber=index, lazy=True) as font:
            facts = _facts(font)
            family, alone = (installed_as or facts.family), installed_as is None
            if (
                installed_as and facts.broken_cids
            ):  # a rule of this name would lose against the machine's own font
                family, alone = f"{installed_as} (mended)", True
            return Face(
                _plain(family),
                facts.weight,
                path,
                _coverage(path, index, font),
                "italic" if facts.italic else "normal",
                index,
                variable="fvar" in font,
                installed=not alone,
                width=facts.width,
            )
    except FontError:
        raise
    except Exception as error:  # fontTools raises whatever a broken table makes it raise
        raise FontError(f"{path}: not a font that can be read ({error}); name another file") from error


@dataclass(frozen=True, slots=True)
class _Facts:
    family: str
    weight: int
    italic: bool
    width: int
    broken_cids: bool


def _facts(font: Any) -> _Facts:
    names, style = font["name"], font["OS/2"]
    family = names.getDebugName(16) or names.getDebugName(1)
    if not family:
        raise ValueError("it states no family")
    weight = style.usWeightClass if 1 <= style.usWeightClass <= 1000 else 400
    return _Facts(
        family,
        # CSS and WeasyPrint know the hundreds from 100 to 900
        min(max(round(weight / 100) * 100, 100), 900),
        bool(style.fsSelection & 1),
        style.usWidthClass,
        "CFF " in font and cid.differs(font.reader["CFF "]),
    )


def _plain(family: str) -> str:
    """Return a family name that Pango, which takes a list with commas, does not take apart."""
    return " ".join(family.replace(",", " ").split())


def _coverage(path: Path, index: int, font: Any) -> Coverage:
    """Return what the face covers; HarfBuzz reads a large ``cmap`` many times faster than fontTools."""
    if font.flavor:  # WOFF: only fontTools unpacks it
        return Coverage.of(font.getBestCmap() or ())
    import uharfbuzz

    return Coverage.of(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)), index).unicodes)
