"""A coverage behaves as the set of code points that it stands for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from exporter.fonts.faces import Coverage

codes = st.sets(st.integers(0, 0x10FFFF) | st.integers(0x20, 0x60), max_size=200)


@given(codes)
def test_it_has_exactly_its_members(members: set[int]) -> None:
    coverage = Coverage.of(members)
    assert len(coverage) == len(members)
    assert [code for first, last in coverage.ranges() for code in range(first, last + 1)] == sorted(members)
    near = {code + step for code in members for step in (-1, 0, 1)}
    assert {code for code in near if code in coverage} == members


@given(codes)
def test_its_text_reads_back(members: set[int]) -> None:
    coverage = Coverage.of(members)
    assert Coverage.parse(str(coverage)) == coverage


def test_it_takes_characters_too() -> None:
    assert "中" in Coverage.parse("4e2d")
    assert "国" not in Coverage.parse("4e2d")
