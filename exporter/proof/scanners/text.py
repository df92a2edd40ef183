"""Plain text → prose. Which lines make a paragraph is the text reader's to say."""

from __future__ import annotations

import re

from exporter import languages
from exporter.proof.prose import HEADING, PARAGRAPH, Prose, ProseBuilder
from exporter.readers.paragraphs import paragraphs

LONGEST_HEADING = 40
_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]*")
_END = re.compile(r"\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_MARKS = re.compile("[。！？!?…，；：,;:]")


def scan(source: str, language: str | None = None) -> Prose:
    """Return the prose of a plain text."""
    spans = _spans(source)
    builder = ProseBuilder(source)
    for paragraph in paragraphs("\n".join(source[start:end] for start, end in spans)):
        for start, end in spans[paragraph.line - 1 : paragraph.line - 1 + paragraph.lines]:
            line = source[start:end]
            first, last = start + len(line) - len(line.lstrip()), start + len(line.rstrip())
            if not builder.empty and not languages.joins(builder.last, source[first : first + 8]):
                builder.stead(" ", start - 1, start)
            builder.text(first, last)
        builder.close(HEADING if is_short(paragraph.text) else PARAGRAPH, end)
    return builder.finish(language)


def is_short(line: str) -> bool:
    """Whether a line may be a heading: it is short and has no mark at its end."""
    return len(line) <= LONGEST_HEADING and not _MARKS.search(line[-1:])


def _spans(source: str) -> list[tuple[int, int]]:
    """Where the lines are, by every mark that the reader takes for a line's end."""
    spans, at = [], 0
    for found in _END.finditer(source):
        spans.append((at, found.start()))
        at = found.end()
    return [*spans, (at, len(source))]
