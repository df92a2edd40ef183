"""Every rule against its fixture: what it finds, where, what it suggests, and what it leaves alone.

A case: ``# language title``, the source's lines after ``< ``, the findings after ``> ``: ``line:column text``,
and ``→ suggestion`` where ``--fix`` may put it there, ``? suggestion`` where only a person may.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from exporter import proof
from exporter.proof import rules
from exporter.proof.finding import Finding
from exporter.readers.source import Source

FIXTURES = Path(__file__).parent / "rules"


def cases() -> list[tuple[str, str, str, str, list[str]]]:
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        text = re.sub(
            r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})",
            lambda code: chr(int(code[1] or code[2], 16)),
            path.read_text(encoding="utf-8"),
        )
        for case in text.rstrip("\n").split("\n\n"):
            head, *lines = case.split("\n")
            language, _, title = head.removeprefix("# ").partition(" ")
            source = "\n".join(line[2:] for line in lines if line.startswith("<"))
            found.append(
                (path.stem, title, language, source, [line[2:] for line in lines if line.startswith(">")])
            )
    return found


def shown(finding: Finding) -> str:
    place = f"{finding.line}:{finding.column} {finding.text}"
    if finding.suggestion is None:
        return place
    return f"{place} {'→' if finding.sure else '?'} {finding.suggestion}"


@pytest.mark.parametrize(
    ("rule", "title", "language", "source", "expected"),
    [pytest.param(*case, id=f"{case[0]}: {case[1]}") for case in cases()],
)
def test_a_rule_finds_what_it_should_and_nothing_else(
    rule: str, title: str, language: str, source: str, expected: list[str]
) -> None:
    found = proof.check(
        Source("文.md", source.encode()), rules.chosen([rule]), format="markdown", language=language
    )
    assert [shown(finding) for finding in found.findings] == expected
    for finding in found.findings:
        assert source[finding.start : finding.end] == finding.text
        assert finding.why


def test_every_rule_has_a_fixture_and_every_fixture_a_rule() -> None:
    assert sorted(path.stem for path in FIXTURES.glob("*.txt")) == sorted(rules.NAMES)
    assert {rule.name for rule in rules.every()} == set(rules.NAMES)
