"""Proof: what looks wrong in a source, each finding in its place. Nothing is changed.

    source → scanners → prose → rules → findings → reports, or a repaired copy

Importing this package loads none of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter.errors import UsageError

if TYPE_CHECKING:
    from exporter.article import Notice
    from exporter.proof.finding import Finding, Hit, Rule
    from exporter.proof.prose import Lines, Prose
    from exporter.readers.encoding import Verbatim
    from exporter.readers.source import Source

FORMATS = ("text", "markdown", "html")
_AS = {"aozora": "text"}


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
    from exporter.proof.prose import Lines

    decoded, prose, format = _read(source, format, language)
    lines = Lines(decoded.text)
    findings = [
        _finding(rule, hit, prose, decoded.text, lines)
        for rule in rules
        if prose.language in rule.languages
        for hit in rule.find(prose)
    ]
    findings.sort(key=lambda each: (each.start, -each.end, each.rule))
    return Proof(source.name, format, decoded, prose, tuple(findings), decoded.notices)


def _read(source: Source, format: str | None, language: str | None) -> tuple[Verbatim, Prose, str]:
    from exporter import readers
    from exporter.proof import scanners
    from exporter.readers.encoding import decode_verbatim

    format = format or readers.format_of(source)
    format = _AS.get(format, format)
    if format not in FORMATS:
        raise UsageError(
            f"{source.name}: proof reads {', '.join(FORMATS)}, not {format}; say which with --from"
        )
    declared = scanners.declared_encoding(source, format)
    decoded = decode_verbatim(source.data, name=source.name, forced=source.encoding, declared=declared)
    prose = scanners.scan(source, decoded.text, format, language)
    return decoded, dataclasses.replace(prose, encoding=decoded.encoding, lost=decoded.lost), format


def _finding(rule: Rule, hit: Hit, prose: Prose, text: str, lines: Lines) -> Finding:
    from exporter.proof.finding import Finding

    start, end = (hit.start, hit.end) if rule.in_source else prose.source_span(hit.start, hit.end)
    return Finding(
        rule.name,
        rule.level,
        start,
        end,
        *lines.place(start),
        *lines.place(end),
        text[start:end] if rule.in_source else prose.text[hit.start : hit.end],
        hit.suggestion,
        hit.why,
        hit.sure and hit.suggestion is not None and (rule.in_source or prose.whole(hit.start, hit.end)),
    )
