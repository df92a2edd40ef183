"""Findings as a person or a program wants them: one file a form."""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.proof import Proof
    from exporter.proof.finding import Rule

FORMS = ("text", "json", "sarif", "html")


def report(form: str, proofs: Sequence[Proof], rules: Sequence[Rule]) -> str:
    """Return the findings in a form, one of :data:`FORMS`; ``rules`` are those that were asked."""
    written = importlib.import_module(f"exporter.proof.reports.as_{form}").written(proofs, rules)
    return str(written)


def counts(proof: Proof) -> dict[str, int]:
    """Return how often each rule found something, the most frequent first."""
    return dict(Counter(finding.rule for finding in proof.findings).most_common())
