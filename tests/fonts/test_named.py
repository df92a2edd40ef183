"""Fonts that a person names: by file, by folder, by family."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

from exporter.errors import FontError, SetupError
from exporter.fonts import fontconfig
from exporter.fonts.css import font_faces, stack
from exporter.fonts.fontconfig import Installed
from exporter.fonts.named import named


def font(
    path: Path, family: str, weight: int = 400, style: str = "Regular", chars: str = "甲乙", width: int = 5
) -> Path:
    builder = FontBuilder(1000, isTTF=True)
    pen = TTGlyphPen(None)
    for point, draw in zip(((0, 0), (500, 0), (500, 700)), (pen.moveTo, pen.lineTo, pen.lineTo), strict=True):
        draw(point)
    pen.closePath()
    box, names = pen.glyph(), [".notdef", *(f"g{number}" for number in range(len(chars)))]
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(map(ord, chars), names[1:], strict=True)))
    builder.setupGlyf(dict.fromkeys(names, box))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": {"en": family}, "styleName": {"en": style}})
    builder.setupOS2(usWeightClass=weight, usWidthClass=width, fsSelection=1 if style == "Italic" else 64)
    builder.setupPost()
    builder.save(path)
    return path


def facts(*words: object) -> list[tuple[str, int, str]]:
    return [(face.family, face.weight, face.style) for face in named([str(word) for word in words])]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with two families, one of them known by a Chinese name too."""
    song = font(tmp_path / "song.ttf", "Test Song")
    bold = font(tmp_path / "bold.ttf", "Test Song", 700, "Bold")
    tight = font(tmp_path / "tight.ttf", "Test Song", 400, width=3)
    known = [Installed(("Test Song", "试宋"), path, 0) for path in (tight, song, bold)]
    monkeypatch.setattr(fontconfig, "installed", lambda: (*known, Installed(("Other",), song, 0)))
    return tmp_path


def test_a_file(tmp_path: Path) -> None:
    path = font(tmp_path / "a.ttf", "My, Kai", 712, "Italic")
    (face,) = named([str(path)])
    assert (face.family, face.weight, face.style, face.installed) == ("My Kai", 700, "italic", False)
    assert "甲" in face.coverage
    assert "丙" not in face.coverage
    assert face.data() == path.read_bytes()


@pytest.mark.parametrize("flavor", ["woff", "woff2"])
def test_a_web_font_is_unpacked(tmp_path: Path, flavor: str) -> None:
    packed: Any = TTFont(font(tmp_path / "a.ttf", "Web"))
    packed.flavor = flavor
    packed.save(tmp_path / f"a.{flavor}")
    (face,) = named([str(tmp_path / f"a.{flavor}")])
    assert (face.family, len(face.coverage)) == ("Web", 2)
    assert face.data()[:4] == b"\0\1\0\0"


def test_a_collection_needs_the_family(tmp_path: Path) -> None:
    both: Any = TTCollection()
    both.fonts = [TTFont(font(tmp_path / f"{name}.ttf", name)) for name in ("One", "Two")]
    path = tmp_path / "both.ttc"
    both.save(str(path))
    with pytest.raises(FontError, match=r"a collection of One, Two; say which, as .*both\.ttc#One"):
        named([str(path)])
    with pytest.raises(FontError, match="no family “Three”; it has One, Two"):
        named([f"{path}#Three"])
    (face,) = named([f"{path}#two"])
    assert (face.family, face.index) == ("Two", 1)
    (tmp_path / "out.ttf").write_bytes(face.data())
    assert facts(tmp_path / "out.ttf") == [("Two", 400, "normal")]


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    font(tmp_path / "deep" / "b.ttf", "Deep", 700, "Bold")
    font(tmp_path / "a.ttf", "Deep", chars="丙")
    (tmp_path / "readme.txt").write_text("no font")
    assert facts(tmp_path) == [("Deep", 400, "normal"), ("Deep", 700, "normal")]


def test_a_family_by_any_of_its_names(machine: Path) -> None:
    assert facts("test song") == [("Test Song", 400, "normal"), ("Test Song", 700, "normal")]
    assert facts("试宋") == [("试宋", 400, "normal"), ("试宋", 700, "normal")]
    faces = named(["试宋"])
    assert faces[0].path.name == "song.ttf"  # not the condensed one
    assert font_faces(faces, lambda face: face.path.as_uri()) == ""
    assert stack(faces, "serif").startswith('"试宋", "Exporter Serif"')


def test_words_keep_their_order(machine: Path) -> None:
    path = font(machine / "kai.ttf", "Kai")
    assert [family for family, _, _ in facts(path, "Test Song", path)] == ["Kai", "Test Song", "Test Song"]


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("Test Sung", "no font family “Test Sung” is installed (did you mean “Test Song”?)"),
        ("Test", "no font family “Test” is installed"),  # never a near match in silence
        ("{0}/none.otf", "there is no such font file"),
        ("{0}/empty", "no fonts in this folder"),
        ("{0}/note.txt", "not a font file"),
        ("{0}/bad.ttf", "not a font that can be read"),
        ("{0}/bad.ttc", "not a font that can be read"),
        ("{0}/cut.ttf", "not a font that can be read"),
    ],
)
def test_what_cannot_be_a_font(machine: Path, word: str, says: str) -> None:
    (machine / "empty").mkdir()
    (machine / "note.txt").write_text("note")
    (machine / "bad.ttf").write_bytes(b"not a font at all")
    (machine / "bad.ttc").write_bytes(b"ttcf\0\1\0\0\0\0\0\3abc")
    (machine / "cut.ttf").write_bytes((machine / "song.ttf").read_bytes()[:300])
    with pytest.raises(FontError) as error:
        named([word.format(machine)])
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_rules_for_files(tmp_path: Path) -> None:
    path = font(tmp_path / "a.ttf", 'Odd "Name" </style>', 700, "Bold")
    rule = font_faces(named([str(path)]), lambda face: f"font:{face.path.name}")
    assert "</style" not in rule
    assert "\\22 Name\\22 " in rule
    assert 'font-weight: 700; font-style: normal; src: url("font:a.ttf")' in rule


def test_fontconfig_is_asked_in_earnest() -> None:
    known = fontconfig.installed()
    assert all(entry.path.is_absolute() and entry.families for entry in known)
    family = known[0].families[0]
    assert all(face.installed for face in named([family]))


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (FileNotFoundError(), "fc-list is missing"),
        (subprocess.TimeoutExpired("fc-list", 1), "gave no answer"),
        (subprocess.CalledProcessError(1, "fc-list"), "failed"),
    ],
)
def test_without_fontconfig(monkeypatch: pytest.MonkeyPatch, error: Exception, says: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(subprocess, "run", fail)
    for question in (fontconfig.installed, fontconfig.characters):
        question.cache_clear()
    try:
        with pytest.raises(SetupError, match=says):
            named(["Any Family"])
        assert len(fontconfig.characters()) == 0
    finally:
        for question in (fontconfig.installed, fontconfig.characters):
            question.cache_clear()
