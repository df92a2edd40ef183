"""What the rules make of marks, spaces and lines; ``line_cases`` says how the fixture files are read."""

from __future__ import annotations

import pytest
from line_cases import Case, cases, drawn, lines

AREAS = ("trim", "autospace", "hanging", "lines", "justify")
CASES = {f"{area}/{name}": case for area in AREAS for name, case in cases(area)}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_lines_are_as_the_rule_has_them(case: Case) -> None:
    made = lines(case.paragraph, case.first, case.measure, case.fills)
    assert [drawn(case.paragraph, line) for line in made] == case.lines


def test_every_area_has_its_rules() -> None:
    assert {name.split("/", maxsplit=1)[0] for name in CASES} == set(AREAS)
