"""Findings as a page that shows the article with the findings marked in it."""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporter import __version__, templating
from exporter.proof import Proof
from exporter.proof.finding import LEVELS, Finding, Rule
from exporter.proof.prose import Block
from exporter.proof.reports import counts


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding, its number on the page, and its place in the prose."""

    number: int
    finding: Finding
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the same findings all along."""

    text: str
    found: tuple[Numbered, ...]
    last: tuple[Numbered, ...]
    """Those that end here, where their numbers are printed."""

    @property
    def level(self) -> str:
        """The worst level of them."""
        return min((each.finding.level for each in self.found), key=LEVELS.index)


def written(proofs: Sequence[Proof], rules: Sequence[Rule]) -> str:
    """Return one self-contained page; nothing in it runs or is fetched."""
    about = {rule.name: rule.about for rule in rules}
    articles = []
    for proof in proofs:
        numbered = _numbered(proof)
        inside = {each.number for block in proof.prose.blocks for each in _of(block, numbered)}
        articles.append(
            {
                "proof": proof,
                "counts": counts(proof),
                "blocks": [
                    {"kind": block.kind, "segments": list(_segments(proof, block, of)), "found": of}
                    for block in proof.prose.blocks
                    for of in [_of(block, numbered)]
                ],
                "elsewhere": [each for each in numbered if each.number not in inside],
            }
        )
    return templating.render("proof/report.html.j2", articles=articles, about=about, version=__version__)


def _numbered(proof: Proof) -> list[Numbered]:
    return [
        Numbered(number, finding, *proof.prose.span_of(finding.start, finding.end))
        for number, finding in enumerate(proof.findings, 1)
    ]


def _of(block: Block, numbered: Sequence[Numbered]) -> list[Numbered]:
    """The findings that begin in a block."""
    first = bisect_left(numbered, block.start, key=lambda each: each.start)
    last = bisect_left(numbered, block.end, key=lambda each: each.start)
    return [each for each in numbered[first:last] if each.start < each.end]


def _segments(proof: Proof, block: Block, found: Sequence[Numbered]) -> Iterator[Segment]:
    ends = {min(each.end, block.end) for each in found}
    bounds = sorted({block.start, block.end} | {each.start for each in found} | ends)
    waiting, here = deque(found), list[Numbered]()
    for start, end in pairwise(bounds):
        while waiting and waiting[0].start <= start:
            here.append(waiting.popleft())
        here = [each for each in here if each.end > start]
        last = tuple(each for each in here if min(each.end, block.end) == end)
        yield Segment(proof.prose.text[start:end].replace("\ufffc", "▢"), tuple(here), last)
