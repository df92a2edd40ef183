"""Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the text."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from exporter import __version__
from exporter.proof import Proof
from exporter.proof.finding import Finding, Rule

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def written(proofs: Sequence[Proof], rules: Sequence[Rule]) -> str:
    """Return a log of one run; columns are counted in code points (SARIF 3.14.17)."""
    index = {rule.name: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {"name": "exporter", "version": __version__, "rules": [_rule(rule) for rule in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "artifacts": [
            {"location": {"uri": _uri(proof.name)}, "encoding": proof.decoded.encoding} for proof in proofs
        ],
        "results": [
            _result(finding, _uri(proof.name), place, index[finding.rule])
            for place, proof in enumerate(proofs)
            for finding in proof.findings
        ],
    }
    return (
        json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"
    )


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.about},
        "fullDescription": {"text": f"{rule.about} ({rule.source})" if rule.source else rule.about},
        "defaultConfiguration": {"level": rule.level},
    }


def _result(finding: Finding, uri: str, place: int, rule: int) -> dict[str, object]:
    region = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
    }
    location = {"uri": uri, "index": place}
    result: dict[str, object] = {
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": finding.level,
        "message": {"text": finding.why},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": location,
                    "region": {**region, "snippet": {"text": finding.text}},
                }
            }
        ],
    }
    if finding.sure and finding.suggestion is not None:
        replacement = {"deletedRegion": region, "insertedContent": {"text": finding.suggestion}}
        result["fixes"] = [{"artifactChanges": [{"artifactLocation": location, "replacements": [replacement]}]}]
    return result


def _uri(name: str) -> str:
    """The source's path as a URI, relative where the person typed it so."""
    path = Path(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
