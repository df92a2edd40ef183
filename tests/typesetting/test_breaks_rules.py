"""Where a line may end: every rule has its file of cases."""

from __future__ import annotations

from collections import defaultdict

import pytest
from break_cases import Case, cases, draw, paragraph

from exporter.typesetting import tailoring
from exporter.typesetting.breaks import opportunities

_BY_PLACE: dict[str, list[Case]] = defaultdict(list)
for _place, _case in cases():
    _BY_PLACE[_place].append(_case)


@pytest.mark.parametrize("place", _BY_PLACE)
def test_a_line_may_end_where_the_rule_says(place: str) -> None:
    for case in _BY_PLACE[place]:
        found = opportunities(paragraph((case.text, case.settings)))
        assert draw(case.text, found) == case.drawn, case.settings


def test_every_tailored_character_is_in_a_case() -> None:
    written = {character for found in _BY_PLACE.values() for case in found for character in case.text}
    assert {row.characters for row in tailoring.TAILORINGS if not written & set(row.characters)} == set()


def test_every_tailoring_can_be_reached() -> None:
    """A row that an earlier one covers wholly says nothing."""
    rows = (*tailoring.TAILORINGS, *tailoring.CLASSES)
    for number, row in enumerate(rows):
        free = {
            (language, level)
            for language in row.languages.split()
            for level in row.levels.split()
            if not any(
                set(row.characters) <= set(other.characters)
                and language in other.languages.split()
                and level in other.levels.split()
                for other in rows[:number]
            )
        }
        assert free, row
