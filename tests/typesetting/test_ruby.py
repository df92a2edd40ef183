"""The room that readings need. The cases are in ``fixtures/ruby``, a file a rule.

A case is a text with its readings — ``{峻|しゅん}`` a base and its reading, ``{峻|しゅん 別|べつ}`` a
compound — and behind an arrow what becomes of it: ``又{+.25}峻`` has a quarter of an em between the two.
``峻 .25 .5`` says that a line that begins with 峻 has so much before it, and one that ends with it so much
behind. Ems are the text's; a reading is in half its size: kana and Han of half an em, letters of a quarter.
``align`` and ``overhang`` hold until changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.typesetting import apportion, compound
from exporter.typesetting.ruby import Column, Room, Word, room
from exporter.typesetting.zhuyin import pieces, syllables

FIXTURES = Path(__file__).parent / "fixtures" / "ruby"
EM = 20.0
"""So that ems and units are not taken for each other."""


@dataclass(frozen=True)
class Case:
    source: str
    drawn: str
    edges: list[str]
    align: str
    overhang: str


def cases() -> Iterator[object]:
    for path in sorted(FIXTURES.glob("*.txt")):
        values = {"align": "space-around", "overhang": "auto"}
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# "), f"{path}: a title with its section comes first"
        source = ""
        for number, line in enumerate(lines, 1):
            name, colon, value = line.partition(": ")
            if line.startswith("→ "):
                edges = [edge[2:] for edge in lines[number:] if edge.startswith("| ")]
                count = next((at for at, edge in enumerate(lines[number:]) if not edge.startswith("| ")), None)
                case = Case(source, line[2:], edges[:count], values["align"], values["overhang"])
                yield pytest.param(case, id=f"{path.stem}:{number}")
            elif colon and name in values:
                values[name] = value
            elif line and not line.startswith(("#", "|")):
                source = line


def width(text: str) -> float:
    return sum(EM / 2 if ord(char) < 0x2E80 and char not in "—…“”・" else EM for char in text)


def read(
    source: str, align: str = "space-around", overhang: str = "auto"
) -> tuple[str, list[float], list[Word]]:
    text, words = "", list[Word]()
    for plain, marked in re.findall(r"([^{]+)|\{([^}]*)\}", source):
        if plain:
            text += plain
            continue
        columns = []
        for base, reading in (part.split("|") for part in marked.split(" ")):
            latin = apportion.is_latin(reading)
            span = len(text), len(text) + len(base)
            columns.append(Column(*span, width(reading) / 2, EM / 2, latin, align, overhang))
            text += base
        words.append(columns)
    return text, [width(char) for char in text], words


def number(value: float) -> str:
    return f"{value / EM:.4f}".rstrip("0").rstrip(".").removeprefix("0") or "0"


def drawn(text: str, made: Room) -> str:
    gaps = {boundary: f"{{+{number(gap)}}}" for boundary, gap in made.gaps.items() if gap > 1e-9}
    return "".join(gaps.get(at, "") + char for at, char in enumerate([*text, ""]))


@pytest.mark.parametrize("case", list(cases()))
def test_readings_have_the_room_that_the_rules_give_them(case: Case) -> None:
    text, advances, words = read(case.source, case.align, case.overhang)
    made = room(text, advances, words)
    assert drawn(text, made) == case.drawn
    for edge in case.edges:
        char = text.index(edge.split()[0])
        found = number(made.starts.get(char, 0.0)), number(made.ends.get(char + 1, 0.0))
        assert f"{text[char]} {' '.join(found)}" == edge


BASES = st.lists(st.sampled_from([0.5, 1.0, 1.0, 2.0]), min_size=1, max_size=5)


@given(BASES, st.data())
def test_a_compounds_readings_stand_in_order_near_their_bases(bases: list[float], data: st.DataObject) -> None:
    many = st.lists(st.integers(1, 8), min_size=len(bases), max_size=len(bases))
    widths = [count / 2 for count in data.draw(many)]
    allowed = data.draw(st.sampled_from([0.0, 0.5])), data.draw(st.sampled_from([0.0, 0.5]))
    made = compound.plan(bases, widths, 0.5, allowed)
    x, spans = 0.0, []
    for base, side in zip(bases, made.sides, strict=True):
        spans.append((x + side, x + side + base))
        x += base + 2 * side
    left, right = made.sides[0] - made.before, x - made.sides[-1] + made.behind
    places = apportion.packed(spans, widths, left, right)
    ends = [place + width for place, width in zip(places, widths, strict=True)]
    assert all(end <= place + 1e-6 for end, place in zip(ends, places[1:], strict=False))
    assert places[0] >= left - 1e-6
    assert ends[-1] <= right + 1e-6
    assert made.before - made.sides[0] <= allowed[0] + 1e-6
    assert made.behind - made.sides[-1] <= allowed[1] + 1e-6
    for (_, high), place in zip(spans, places[1:], strict=False):
        assert high - place <= 0.5 + 1e-6  # JLREQ F.1: no more than an em of the reading over another base
    for (low, _), end in zip(spans[1:], ends, strict=False):
        assert end - low <= 0.5 + 1e-6


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 9), st.booleans()), min_size=1, max_size=8))
def test_two_readings_never_meet(pattern: list[tuple[int, int, bool]]) -> None:
    source = "".join(
        "{" + "漢" * base + "|" + "か" * reading + "}" + ("の" if apart else "")
        for base, reading, apart in pattern
    )
    text, advances, words = read(source)
    made = room(text, advances, words)
    x, places = 0.0, []
    for at, advance in enumerate(advances):
        x += made.gaps.get(at, 0.0)
        places.append(x)
        x += advance
    ends = [0.0]
    for (column,) in words:
        low, high = places[column.start], places[column.end - 1] + advances[column.end - 1]
        middle = (low + high) / 2
        assert middle - column.width / 2 >= ends[-1] - 1e-6
        assert low - (middle - column.width / 2) <= made.starts.get(column.start, 0.0) + 1e-6
        ends.append(max(middle + column.width / 2, high))


@given(st.floats(0, 10), st.integers(0, 5), st.sampled_from("start center space-between space-around".split()))
def test_a_short_reading_stays_over_its_base(free: float, gaps: int, align: str) -> None:
    offset, gap = apportion.spread(free, gaps, 0.5, align)
    assert 0 <= offset <= free
    assert offset + gap * gaps <= free + 1e-9
    if align in ("center", "space-around"):
        assert offset + (gap * gaps) / 2 == pytest.approx(free / 2)


@given(st.text("やまa b", min_size=1, max_size=12), st.lists(st.floats(0, 1), max_size=4))
def test_a_divided_reading_loses_nothing(text: str, shares: list[float]) -> None:
    cuts = [apportion.cut(text, [1.0] * len(text), share) for share in sorted(shares)]
    assert cuts == sorted(cuts)
    words = text.replace("や", " ").replace("ま", " ")
    assert all(cut in (0, len(text)) or " " in words[cut - 1 : cut + 1] for cut in cuts)


ZHUYIN = (FIXTURES / "zhuyin.tsv").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", [line for line in ZHUYIN if not line.startswith("#")])
def test_zhuyin_stands_where_the_drawings_of_clreq_have_it(line: str) -> None:
    syllable, *expected = line.split("\t")
    assert syllables(syllable) == [syllable]
    found = pieces(syllable)
    assert [f"{one.char} {one.x:g} {one.y:g} {one.width:g} {one.height:g}" for one in found] == expected


def test_what_is_no_zhuyin_is_none() -> None:
    assert syllables("ㄅㄧˊ ㄗˋ") == ["ㄅㄧˊ", "ㄗˋ"]
    assert [syllables(text) for text in ("", "ˊ", "bǐ", "ㄅㄧˊbǐ", "˙", "ふで")] == [None] * 6
