"""Make ``standard.txt``, ``alike.txt`` and ``radicals.txt`` of the Unicode Character Database.

    python -m exporter.proof.data.build FOLDER

``FOLDER`` holds Unicode's ``Unihan_*.txt`` and ``EquivalentUnifiedIdeograph.txt`` (Debian has them, the former
compressed by bzip2, in the package unicode-data).

Fields: kTGH (通用规范汉字表), kMandarin and kHanyuPinlu (readings, and how frequent they are), kPhonetic
(components that tell the sound), kZVariant, kSemanticVariant and kSpoofingVariant (https://www.unicode.org/reports/tr38/).
"""

from __future__ import annotations

import bz2
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from exporter.proof import scripts

OFFERED = 3
"""Common characters offered for a rare one at the most."""
LEVELS = (3500, 6500, 8105)
HERE = Path(__file__).parent


def fields(folder: Path) -> dict[str, dict[str, str]]:
    """Return the values of every field by character."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path in sorted(folder.glob("Unihan_*")):
        raw = path.read_bytes()
        for line in (bz2.decompress(raw) if path.suffix == ".bz2" else raw).decode().splitlines():
            parts = line.split("\t")
            if len(parts) == 3:
                found[parts[1]][chr(int(parts[0][2:], 16))] = parts[2]
    return found


def syllables(readings: str) -> set[str]:
    """Return pinyin without its tones; ``ü`` stays."""
    letters = unicodedata.normalize("NFD", readings)
    return set("".join(each for each in letters if not unicodedata.combining(each) or each == "\u0308").split())


def alike(data: dict[str, dict[str, str]], level: dict[str, int]) -> Iterator[tuple[str, list[str]]]:
    """Yield each rare character with the common ones that are its variants, or sound like it and share its
    phonetic component."""
    sounds = {char: syllables(readings) for char, readings in data["kMandarin"].items()}
    parts = {char: set(re.findall(r"\d+", value)) for char, value in data["kPhonetic"].items()}
    sharing: dict[str, set[str]] = defaultdict(set)
    for char, numbers in parts.items():
        for number in numbers:
            sharing[number].add(char)
    frequent = {
        char: sum(map(int, re.findall(r"\((\d+)\)", value))) for char, value in data["kHanyuPinlu"].items()
    }
    simplified = scripts.converter("t2s").convert
    for char in map(chr, range(0x4E00, 0xA000)):
        if char in level or char not in sounds or simplified(char) != char:
            continue
        near = {other for number in parts.get(char, ()) for other in sharing[number]}
        near = {other for other in near if sounds.get(other, set()) & sounds[char]}
        for field in ("kSpoofingVariant", "kZVariant", "kSemanticVariant"):
            value = data[field].get(char, "")
            near |= {chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", value)}
        near = {simplified(other) for other in near}
        common = [other for other in near if level.get(other, LEVELS[2]) <= LEVELS[0]]
        if common:
            yield char, sorted(common, key=lambda other: (-frequent.get(other, 0), other))[:OFFERED]


def radicals(folder: Path) -> Iterator[str]:
    """Yield each character of the CJK Radicals Supplement with the ideograph that it looks like."""
    text = (folder / "EquivalentUnifiedIdeograph.txt").read_text(encoding="utf-8")
    for first, last, code in re.findall(
        r"^(2E[0-9A-F]{2})(?:\.\.(2E[0-9A-F]{2}))?\s*; ([0-9A-F]+)", text, re.M
    ):
        for radical in range(int(first, 16), int(last or first, 16) + 1):
            yield chr(radical) + chr(int(code, 16))


def main() -> None:
    """Write the tables beside this file."""
    data = fields(Path(sys.argv[1]))
    level = {char: int(value.split(":")[1]) for char, value in data["kTGH"].items()}
    rows = [
        "".join(sorted((char for char in level if low < level[char] <= high), key=level.__getitem__))
        for low, high in zip((0, *LEVELS), LEVELS, strict=False)
    ]
    head = "# Made by build.py of the Unicode Character Database, © Unicode, Inc. (Unicode License v3).\n"
    (HERE / "standard.txt").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    table = "\n".join(char + "".join(near) for char, near in alike(data, level))
    lookup = "\n".join(radicals(Path(sys.argv[1])))
    (HERE / "radicals.txt").write_text(head + lookup + "\n", encoding="utf-8")
    (HERE / "alike.txt").write_text(head + table + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
