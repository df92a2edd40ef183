"""Proof: what looks wrong in a source, each finding in its place. Nothing is changed.

    source → scanners → prose → rules → findings → reports, or a repaired copy

Importing this package loads none of it.
"""

from __future__ import annotations

import dataclasses
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.article import Notice
    from exporter.proof.finding import Finding, Hit, Rule
    from exporter.proof.prose import Lines, Prose
    from exporter.readers.encoding import Verbatim
    from exporter.readers.source import Source

_LINE_END = re.compile(r"[\r\n]")
FORMATS = ("text", "aozora", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Proof:
    """A source and what was found in it."""

    name: str
    """As the person typed it."""
    format: str
    decoded: Verbatim
    prose: Prose
    findings: tuple[Finding, ...]
    """In the order of their places."""
    notices: tuple[Notice, ...] = ()
    """What there is to say about the source as a whole."""


def check(
    source: Source, rules: Iterable[Rule], *, format: str | None = None, language: str | None = None
) -> Proof:
    """Return what ``rules`` find in ``source``.

    ``format`` is one of :data:`FORMATS`, by default what the name or the content says; ``language`` one of
    :data:`exporter.article.LANGUAGES`, by default what the text says. Raises UsageError for a format without
    prose, SourceError for a source that cannot be read.
    """
    from exporter.proof import examples
    from exporter.proof.prose import Lines

    decoded, prose, format = _read(source, format, language)
    lines = Lines(decoded.text)
    shown = examples.shown(prose)
    findings = [
        _finding(rule, hit, prose, decoded.text, lines)
        for rule in rules
        if prose.language in rule.languages
        for hit in rule.find(prose)
        if rule.in_source or rule.everywhere or not _inside(hit, shown)
    ]
    findings.sort(key=lambda each: (each.start, -each.end, each.rule))
    return Proof(source.name, format, decoded, prose, tuple(findings), decoded.notices)


def _inside(hit: Hit, spans: Sequence[tuple[int, int]]) -> bool:
    """Whether the hit begins in one of the spans, which are in order."""
    at = bisect_right(spans, hit.start, key=lambda span: span[0])
    return at > 0 and hit.start < spans[at - 1][1]


def _read(source: Source, format: str | None, language: str | None) -> tuple[Verbatim, Prose, str]:
    from exporter import readers
    from exporter.proof import scanners
    from exporter.readers import aozora
    from exporter.readers.encoding import decode_verbatim

    format = format or readers.format_of(source)
    if format not in FORMATS:
        raise UsageError(
            f"{source.name}: proof reads {', '.join(FORMATS)}, not {format}; save the text as one of these, or"
            " say with --from which of them it is"
        )
    declared = scanners.declared_encoding(source, format)
    decoded = decode_verbatim(source.data, name=source.name, forced=source.encoding, declared=declared)
    if format == "text" and aozora.looks_so(decoded.text):
        format = "aozora"
    prose = scanners.scan(source, decoded.text, format, language)
    return decoded, dataclasses.replace(prose, encoding=decoded.encoding, lost=decoded.lost), format


def _finding(rule: Rule, hit: Hit, prose: Prose, text: str, lines: Lines) -> Finding:
    from exporter.proof.finding import Finding

    if rule.in_source:
        start, end, found, whole = hit.start, hit.end, text[hit.start : hit.end], True
    else:
        past = hit.end - _ends_a_line(hit, prose, text)
        start, end = prose.source_span(hit.start, past)
        found = prose.text[hit.start : past]
        whole = prose.whole(hit.start, past) and not _LINE_END.search(text, start, end)
    return Finding(
        rule.name,
        rule.level,
        start,
        end,
        *lines.place(start),
        *lines.place(end),
        found,
        hit.suggestion,
        hit.why,
        hit.sure and hit.suggestion is not None and whole,
    )


def _ends_a_line(hit: Hit, prose: Prose, text: str) -> bool:
    """Whether the last character of what was found, not the only one, is a space that stands for a line's end:
    that is not part of it, and no repair joins lines."""
    if hit.end - hit.start < 2 or prose.text[hit.end - 1] != " ":
        return False
    return bool(_LINE_END.search(text, prose.places[hit.end - 1], prose.ends[hit.end - 1]))
