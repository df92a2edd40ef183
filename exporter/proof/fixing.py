"""A repaired copy of a source, and the difference; the source stays as it is."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from exporter import proof
from exporter.proof import Proof, scripts
from exporter.proof.finding import Finding, Rule
from exporter.readers.source import Source

PASSES = 5
"""A repair may uncover another: the doubled half of a phrase, once both halves have the same characters."""
CONTEXT = 3
"""Unchanged lines around a change in a diff."""

_LINE = re.compile(r"[^\n]*\n|[^\n]+")

Edit = tuple[int, int, str]
"""From, to (in characters of the source), and what is to stand there."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A changed copy of a source."""

    data: bytes
    encoding: str
    text: str
    before: str
    """The source's text."""
    changes: Mapping[str, int]
    """How many by each rule, or by the conversion."""

    def diff(self, name: str, copy_name: str) -> str:
        """Return the difference as a unified diff; no change adds a line, and only the last may be emptied."""
        old, new = (_LINE.findall(text) for text in (self.before, self.text))
        return "".join(_unified(list(zip_longest(old, new, fillvalue="")), name, copy_name))


def fix(
    source: Source, rules: Sequence[Rule], *, format: str | None = None, language: str | None = None
) -> Copy:
    """Return ``source`` with what ``rules`` suggest, where they are sure. Raises what :func:`check` does."""
    first = found = proof.check(source, rules, format=format, language=language)
    text, changes = first.decoded.text, Counter[str]()
    for _ in range(PASSES):
        accepted = list(_accepted(found.findings))
        if not accepted:
            break
        changes.update(finding.rule for finding in accepted)
        text = _edited(text, [_edit(finding, first.format) for finding in accepted])
        if not text.strip():
            break
        again = Source(source.name, text.encode("utf-8"), source.folder, "utf-8")
        found = proof.check(again, rules, format=first.format, language=first.prose.language)
    return _copy(first, text, dict(changes))


def convert(source: Source, name: str, *, format: str | None = None, language: str | None = None) -> Copy:
    """Return ``source`` with its prose in another script; ``name`` is one of :data:`scripts.CONVERSIONS`.

    Markup, code and addresses stay. Raises UsageError for another name, and what :func:`proof.check` does.
    """
    change = scripts.converter(name).convert
    found = proof.check(source, (), format=format, language=language)
    edits = []
    for start, end in _runs(found):
        old = found.decoded.text[start:end]
        new = change(old)
        if new != old:
            edits.append((start, end, new))
    return _copy(found, _edited(found.decoded.text, edits), {name: len(edits)})


def _accepted(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield what may be repaired together: of two that overlap the one that begins first, or the longer."""
    last = -1
    for finding in findings:
        if finding.sure and finding.start >= last and finding.suggestion != finding.text:
            last = finding.end
            yield finding


def _edit(finding: Finding, format: str) -> Edit:
    new = finding.suggestion or ""
    return finding.start, finding.end, html.escape(new, quote=False) if format == "html" else new


def _edited(text: str, edits: Iterable[Edit]) -> str:
    parts, at = [], 0
    for start, end, new in edits:
        parts += [text[at:start], new]
        at = end
    return "".join((*parts, text[at:]))


def _runs(found: Proof) -> Iterator[tuple[int, int]]:
    """Yield the stretches of the source that are prose and nothing else."""
    prose, text = found.prose, found.decoded.text
    start = end = -1
    for char, place, past in zip(prose.text, prose.places, prose.ends, strict=True):
        itself = past == place + 1 and text[place] == char
        if itself and place == end:
            end = past
            continue
        if start < end:
            yield start, end
        start, end = (place, past) if itself else (-1, -1)
    if start < end:
        yield start, end


def _copy(found: Proof, text: str, changes: Mapping[str, int]) -> Copy:
    """Write the text in the source's encoding; where that lacks a character, in UTF-8 with its mark: that beats
    whatever the source declares."""
    decoded = found.decoded
    try:
        data, codec = decoded.mark + text.encode(decoded.encoding), decoded.encoding
    except UnicodeEncodeError:
        data, codec = text.encode("utf-8-sig"), "utf-8"
    return Copy(data, codec, text, decoded.text, changes)


def _unified(lines: Sequence[tuple[str, str]], name: str, copy_name: str) -> Iterator[str]:
    changed = [number for number, (old, new) in enumerate(lines) if old != new]
    if changed:
        yield f"--- {name}\n+++ {copy_name}\n"
    for first, last in _hunks(changed):
        start, end = max(0, first - CONTEXT), min(len(lines), last + CONTEXT + 1)
        hunk = lines[start:end]
        before, after = sum(bool(old) for old, _ in hunk), sum(bool(new) for _, new in hunk)
        yield f"@@ -{start + 1},{before} +{start + 1},{after} @@\n"
        for old, new in hunk:
            if old == new:
                yield _line(" ", old)
            else:
                yield _line("-", old) + _line("+", new)


def _hunks(changed: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of the changed lines that are told together."""
    start = 0
    for at in range(1, len(changed) + 1):
        if at == len(changed) or changed[at] - changed[at - 1] > 2 * CONTEXT:
            yield changed[start], changed[at - 1]
            start = at


def _line(sign: str, line: str) -> str:
    if not line:  # after the end of one of the texts
        return ""
    return sign + line + ("" if line.endswith("\n") else "\n\\ No newline at end of file\n")
