"""Make ``line_break.py`` from a folder of the Unicode Character Database.

    python -m exporter.typesetting.ucd.build /usr/share/unicode

The folder is as unicode.org and Debian's ``unicode-data`` have it: ``LineBreak.txt``, ``EastAsianWidth.txt``,
``extracted/DerivedGeneralCategory.txt``, ``emoji/emoji-data.txt``. The same files give the same bytes.

A class's name carries what the rules of UAX #14 ask beside the class: ``+`` for East Asian (Fullwidth, Wide,
Halfwidth), ``~`` for prefixes and suffixes of ambiguous width (CSS Text 3, 5.3), ``:…`` for the few that one
rule treats apart. What is not listed is AL: so LB1 resolves AI, SG and XX. Of SA, marks are CM, letters
``AL:sa``.
"""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from itertools import groupby
from operator import itemgetter
from pathlib import Path

TARGET = Path(__file__).parent / "line_break.py"
CODE_POINTS = 0x110000
DOTTED_CIRCLE = 0x25CC
"""LB28a names it."""

HEADER = '''"""Line_Break of Unicode {version} and what else UAX #14 asks of a character; made by ``build.py``.

Derived from data files that are © Unicode, Inc., under the Unicode License v3 (LICENSE.txt beside this file).
"""

VERSION = "{version}"
RANGES = {{
{entries}
}}
"""Code points of each class, in hexadecimal; whatever is not here is AL."""
'''


def column(path: Path, wanted: str | None = None) -> dict[int, str]:
    """Return the property's value of every code point that a file lists (only ``wanted``, if given)."""
    values: dict[int, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = [field.strip() for field in line.partition("#")[0].split(";")]
        if len(fields) < 2 or wanted not in (None, fields[1]):
            continue
        first, _, last = fields[0].partition("..")
        values.update(dict.fromkeys(range(int(first, 16), int(last or first, 16) + 1), fields[1]))
    return values


def namer(folder: Path) -> Callable[[int], str]:
    """Return the function that names the class of a code point, as the module's docstring has it."""
    classes = column(folder / "LineBreak.txt")
    widths = column(folder / "EastAsianWidth.txt")
    categories = column(folder / "extracted/DerivedGeneralCategory.txt")
    pictographs = column(folder / "emoji/emoji-data.txt", "Extended_Pictographic")

    def name(code: int) -> str:
        kind, width, category = classes.get(code, "XX"), widths.get(code, "N"), categories.get(code, "Cn")
        if kind in ("AI", "SG", "XX"):
            kind = "AL"
        if kind == "SA":
            return "CM" if category in ("Mn", "Mc") else "AL:sa"
        if kind == "QU" and category in ("Pi", "Pf"):
            kind = category
        tag = ""
        if kind == "CJ":
            kind, tag = "NS", ":kana"
        elif code == DOTTED_CIRCLE:
            tag = ":dotted"
        elif category == "Cn" and code in pictographs:
            tag = ":unassigned"
        ambiguous = width == "A" and kind in ("PO", "PR")
        return kind + ("+" if width in "FWH" else "~" if ambiguous else "") + tag

    return name


def ranges(name: Callable[[int], str]) -> dict[str, list[str]]:
    """Return the runs of code points of each class, AL left out."""
    found: dict[str, list[str]] = {}
    for kind, run in groupby(((name(code), code) for code in range(CODE_POINTS)), key=itemgetter(0)):
        codes = [code for _, code in run]
        if kind != "AL":
            span = f"{codes[0]:x}" if len(codes) == 1 else f"{codes[0]:x}-{codes[-1]:x}"
            found.setdefault(kind, []).append(span)
    return found


def module(version: str, found: dict[str, list[str]]) -> str:
    """Return the source of the generated module."""
    return HEADER.format(version=version, entries="\n".join(_entries(found)))


def _entries(found: dict[str, list[str]]) -> Iterable[str]:
    for kind, spans in sorted(found.items()):
        entry = f'    "{kind}": "{" ".join(spans)}",'
        if len(entry) <= 112:
            yield entry
            continue
        lines = textwrap.wrap(" ".join(spans), 100)
        yield f'    "{kind}": ('
        yield f'        "{lines[0]}"'
        yield from (f'        " {line}"' for line in lines[1:])
        yield "    ),"


def main(folder: Path) -> None:
    """Write the module anew."""
    head = (folder / "LineBreak.txt").read_text(encoding="utf-8").partition("\n")[0]
    version = re.search(r"LineBreak-([\d.]+)\.txt", head)
    if version is None:
        sys.exit(f"{folder / 'LineBreak.txt'}: its first line does not name the version")
    TARGET.write_text(module(version[1], ranges(namer(folder))), encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m exporter.typesetting.ucd.build FOLDER")
    main(Path(sys.argv[1]))
