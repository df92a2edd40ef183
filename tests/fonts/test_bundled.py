"""The fonts that come with the program: whole, small enough, and with every character they promise."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uharfbuzz as hb

from exporter import resources
from exporter.errors import SetupError
from exporter.fonts import faces, health
from exporter.fonts.faces import Coverage, Face, bundled

FIXTURES = Path(__file__).parent / "fixtures"
FOLDER = resources.styles() / "fonts"


def promises() -> Iterator[Any]:
    for line in (FIXTURES / "promised.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            families, what, codes = (part.strip() for part in line.split("|"))
            for family in families.split(", "):
                yield pytest.param(family, codes, id=f"{family}: {what}")


def opened(face: Face) -> hb.Face:
    return hb.Face(hb.Blob.from_file_path(str(face.path)))


def name_of(face: Face) -> str:
    return f"{face.family} {'Bold' if face.weight == 700 else 'Regular'}"


@pytest.mark.parametrize(("family", "codes"), list(promises()))
def test_every_promised_character_is_there(family: str, codes: str) -> None:
    groups = [[face for face in bundled() if face.family == name] for name in family.split(" + ")]
    assert all(groups)
    lacking = [
        f"U+{code:04X}"
        for first, last in Coverage.parse(codes).ranges()
        for code in range(first, last + 1)
        if not any(all(code in face.coverage for face in group) for group in groups)
        and unicodedata.category(chr(code)) != "Cn"
    ]
    assert lacking == []


@pytest.mark.parametrize("face", bundled(), ids=name_of)
def test_the_manifest_says_what_the_font_says(face: Face) -> None:
    font = opened(face)
    assert Coverage.of(font.unicodes) == face.coverage
    assert font.get_name(hb.OTNameIdPredefined.FONT_FAMILY) == face.family
    assert font.get_name(hb.OTNameIdPredefined.FONT_SUBFAMILY) == name_of(face).rpartition(" ")[2]
    assert "SIL Open Font License" in font.get_name(hb.OTNameIdPredefined.LICENSE)
    assert font.get_name(hb.OTNameIdPredefined.COPYRIGHT)


def test_every_font_is_whole() -> None:
    found = health.checks()
    assert {check.name for check in found} >= {face.path.name for face in bundled()}
    assert [check.message for check in found if not check.good] == []


def test_a_damaged_and_a_lost_font_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "fonts"
    folder.mkdir()
    (folder / "manifest.json").write_text(
        json.dumps([{"file": "a.otf", "sha256": "0" * 64}, {"file": "b.otf", "sha256": "0" * 64}])
    )
    (folder / "a.otf").write_bytes(b"x")
    monkeypatch.setattr(resources, "styles", lambda: tmp_path)
    faces.manifest.cache_clear()
    try:
        damaged, lost, *_ = health.checks()
        assert not damaged.good
        assert "damaged" in damaged.message
        assert not lost.good
        assert "install exporter again" in lost.message
        (folder / "manifest.json").unlink()
        faces.manifest.cache_clear()
        with pytest.raises(SetupError, match=r"build\.py"):
            faces.manifest()
        assert not health.checks()[0].good
    finally:
        faces.manifest.cache_clear()


def test_the_folder_keeps_within_64_megabytes() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) <= 64_000_000


def test_every_font_has_its_licence_beside_it() -> None:
    texts = [path.read_text("utf-8") for path in FOLDER.glob("OFL-*.txt")]
    for face in bundled():
        (text,) = [text for text in texts if face.path.name in text]
        assert "Copyright" in text
        assert "SIL OPEN FONT LICENSE" in text or "openfontlicense.org" in text
        assert "PERMISSION & CONDITIONS" in text


def test_no_file_lies_there_unlisted() -> None:
    assert {path.name for path in FOLDER.glob("*.[ot]tf")} == {face.path.name for face in bundled()}
