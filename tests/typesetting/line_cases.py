"""Fixture files of lines: what a paragraph becomes under a rule, drawn so that it can be read as the rule.

A file is a title with its section, settings, and cases. A setting (``name: value``) holds until it is changed:
``measure`` in em, ``first`` (the first line's, if it is another), ``font`` (simplified, japanese, centred),
``align`` (start, justify), ``language``, and the properties of CSS. A case is a text (⏎ is a forced break) and
after arrows the lines that it becomes:

====================  ========================================================================
``中{+.25}A``         a quarter of an em is added between the two
``」{-.5}，``         the half em behind 」 is gone
``。{-.5>}「``        the half em before 「 is gone: 「 itself has moved to the left
``。{-.5>-.25}「``    and the blank behind 。 has lost a quarter of an em
``了|。``             。 hangs out past the line's end
``「|了``             「 hangs out before the line's start
``co-``               a hyphen is shown
====================  ========================================================================

The font: Han, kana, Hangul and full-width marks are an em wide, letters and figures half an em, a space a
quarter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exporter.typesetting.paragraph import FORCED, Line, Paragraph, Settings, Span
from exporter.typesetting.setting import Setting

FIXTURES = Path(__file__).parent / "fixtures"
EM = 10.0
"""So that ems and units are not taken for each other."""
CLOSING = "，。、；：？！）》」』】〉〕’”．"
OPENING = "（《「『【〈〔‘“"
CENTRED = {"simplified": "·・", "japanese": "·・：；？！", "centred": "·・，。、；：？！"}
KEYWORDS = (
    "line_break", "word_break", "overflow_wrap", "text_spacing_trim", "text_justify", "text_wrap_style"
)  # fmt: skip
SETS = ("text_autospace", "hanging_punctuation")
ZERO_WIDTH = ("M", "Cf", "Cc")


@dataclass(frozen=True)
class Case:
    text: str
    lines: list[str]
    paragraph: Paragraph
    first: float
    measure: float
    fills: bool


def cases(area: str) -> Iterator[tuple[str, Case]]:
    """Yield the cases of all files of an area, each with a name that says where it stands."""
    for path in sorted((FIXTURES / area).glob("*.txt")):
        assert path.read_text(encoding="utf-8").startswith("# "), (
            f"{path}: a title with its section comes first"
        )
        for number, case in _cases(path):
            yield f"{path.stem}:{number}", case


def _cases(path: Path) -> Iterator[tuple[int, Case]]:
    values = {"measure": "20", "font": "simplified", "align": "start", "language": "zh-hans"}
    text, number, drawn = "", 0, list[str]()
    for at, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.startswith("→"):
            drawn.append(line[2:])
            continue
        if text:
            assert drawn, f"{path}:{number}: a case without its lines"
            yield number, _case(text, drawn, values)
            text, drawn = "", []
        name, colon, value = line.partition(": ")
        if colon and name.isascii() and name.replace("-", "").isalpha() and name.islower():
            values[name] = value.strip()
        elif line and not line.startswith("#"):
            text, number = line.replace("⏎", FORCED), at


def _case(text: str, drawn: list[str], values: dict[str, str]) -> Case:
    measure = float(values["measure"]) * EM
    first = float(values.get("first", values["measure"])) * EM
    given = paragraph(text, settings(values), values["font"], values.get("hyphens", ""))
    return Case(text, drawn, given, first, measure, values["align"] == "justify")


def settings(values: dict[str, str]) -> Settings:
    """Return the settings that a file states, by the names of their properties."""
    names = {name.replace("-", "_"): value for name, value in values.items()}
    made = Settings(language=names.get("language", ""))
    given: dict[str, Any] = {name: names[name] for name in KEYWORDS if name in names}
    for name in SETS:
        if name in names:
            given[name] = frozenset(names[name].split()) - {"none", "no-autospace"}
    return replace(made, **given)


def advance(char: str) -> float:
    """Return a character's advance in em."""
    if char == FORCED or unicodedata.category(char).startswith(ZERO_WIDTH):
        return 0.0
    if char in CLOSING + OPENING + "·—…" or unicodedata.east_asian_width(char) in "WF" or char == "\ufffc":
        return 1.0
    return 0.25 if char in " \u00a0" else 0.5


def blank(char: str, font: str = "simplified") -> tuple[float, float] | None:
    """Return the blank of a mark to its left and right in em; None for what is no mark."""
    if char in CENTRED[font]:
        return 0.3, 0.3
    if char in CLOSING:
        return 0.08, 0.55
    return (0.55, 0.08) if char in OPENING else None


def paragraph(
    text: str, values: Settings, font: str = "simplified", hyphens: str = "", size: float = EM
) -> Paragraph:
    """Return a paragraph of one span; ``hyphens`` are words with their divisions, such as ``com-pose``."""
    blanks = {at: blank(char, font) for at, char in enumerate(text)}
    return Paragraph(
        text=text,
        advances=[advance(char) * size for char in text],
        spans=(Span(0, len(text), size, values),),
        size=size,
        settings=values,
        blanks={at: (sides[0] * size, sides[1] * size) for at, sides in blanks.items() if sides},
        hyphens=_hyphens(text, hyphens, size),
    )


def _hyphens(text: str, words: str, size: float) -> dict[int, float]:
    found: dict[int, float] = {}
    for divided in words.split():
        word, start = divided.replace("-", ""), text.find(divided.replace("-", ""))
        assert start >= 0, f"{word} is not in the text"
        place = start
        for piece in divided.split("-")[:-1]:
            place += len(piece)
            found[place] = 0.5 * size
    return found


def lines(given: Paragraph, first: float, measure: float, fills: bool = False) -> list[Line]:
    """Return the lines of a paragraph, set."""
    setting = Setting(given)
    plan = setting.plan(0, first, measure)
    made = []
    for start, chosen in plan.items():
        width = first if start == next(iter(plan)) else measure
        made.append(setting.set(chosen, width, fills and not setting.is_last(chosen)))
    return made


def drawn(given: Paragraph, line: Line) -> str:
    """Return a line as fixture files draw it."""
    out = ["{" + _em(line.shifts[line.start]) + ">}" if line.shifts.get(line.start) else ""]
    for at in range(line.start, line.end):
        out.append(given.text[at])
        behind = line.advances[at - line.start] - given.advances[at] - line.shifts.get(at, 0.0)
        before = line.shifts.get(at + 1, 0.0) if at + 1 < line.end else 0.0
        if round(before, 3) or round(behind, 3):
            out.append("{" + (_em(before) + ">" if round(before, 3) else "") + _em(behind) + "}")
    if line.inset:
        out.insert(2, "|")
    if line.hangs:
        hung = given.text[line.end - 1]
        place = max(index for index, piece in enumerate(out) if piece == hung)
        out.insert(place, "|")
    return "".join(out) + ("-" if line.hyphenated else "")


def _em(width: float) -> str:
    ems = round(width / EM, 3)
    return f"{ems:+.3f}".rstrip("0").rstrip(".").replace("0.", ".") if ems else ""
