"""Findings as JSON."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence

from exporter import __version__
from exporter.proof import Proof
from exporter.proof.finding import Rule
from exporter.proof.reports import counts


def written(proofs: Sequence[Proof], rules: Sequence[Rule]) -> str:
    """Return one object: the sources with their findings. Lines and columns count from 1, offsets from 0."""
    sources = [
        {
            "name": proof.name,
            "format": proof.format,
            "encoding": proof.decoded.encoding,
            "language": proof.prose.language,
            "notices": [notice.message for notice in proof.notices],
            "counts": counts(proof),
            "findings": [dataclasses.asdict(finding) for finding in proof.findings],
        }
        for proof in proofs
    ]
    return json.dumps({"exporter": __version__, "sources": sources}, ensure_ascii=False, indent=1) + "\n"
