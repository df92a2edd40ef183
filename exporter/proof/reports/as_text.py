"""Findings as lines that editors understand: ``file:line:column: level: rule: …``."""

from __future__ import annotations

from collections.abc import Sequence

from exporter.proof import Proof
from exporter.proof.finding import Finding, Rule
from exporter.proof.reports import counts

LONGEST = 40
"""Characters of the text and of the suggestion that are shown."""


def written(proofs: Sequence[Proof], rules: Sequence[Rule]) -> str:
    """Return a line for each finding, and one for each source that sums up."""
    lines = []
    for proof in proofs:
        lines += [f"{proof.name}: {notice.message}" for notice in proof.notices]
        lines += [_line(proof.name, finding) for finding in proof.findings]
        lines.append(f"{proof.name}: {_sum(proof)}")
    return "\n".join(lines) + "\n"


def _line(name: str, finding: Finding) -> str:
    place = f"{name}:{finding.line}:{finding.column}"
    change = f"“{_shown(finding.text)}”"
    if finding.suggestion is not None:
        change += f" → “{_shown(finding.suggestion)}”" if finding.suggestion else " → nothing"
    return f"{place}: {finding.level}: {finding.rule}: {change}: {finding.why}"


def _shown(text: str) -> str:
    """Text as one line on a terminal: what nobody sees by its code point."""
    plain = "".join(char if char.isprintable() else f"[U+{ord(char):04X}]" for char in text)
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


def _sum(proof: Proof) -> str:
    found = counts(proof)
    if not found:
        return "nothing found"
    total = sum(found.values())
    return f"{total} finding{'s' if total > 1 else ''}: " + ", ".join(
        f"{name} {n}" for name, n in found.items()
    )
