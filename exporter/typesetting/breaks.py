"""Where a line may end: UAX #14, tailored by CSS Text 3 (5.1–5.5) and for Chinese, Japanese and Korean.

Every character has the class that the settings of its own stretch give it (``tailoring``), and the algorithm
(``linebreak``) runs once over the paragraph: so at the seam of two stretches each side has its say. What is
said of a boundary itself (``anywhere``, ``overflow-wrap``, ``keep-all``) goes by the character after it, which
CSS leaves open. Whether lines wrap there goes by both sides, and after a space, which vanishes, by that (5.1).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from exporter.typesetting import linebreak, lineclasses, tailoring
from exporter.typesetting.linebreak import ALLOWED, FORCED, NONE, Breaker, Context
from exporter.typesetting.lineclasses import LETTER, letters, one
from exporter.typesetting.paragraph import Paragraph, Settings, Span

RELUCTANT = 3
"""A break only where nothing else fits."""

_READER = lineclasses.reader(tailoring.APART)
_BREAKER = Breaker(tailoring.PAIRS + linebreak.PAIRS, linebreak.CONTEXTS + tailoring.CONTEXTS)
_UNITS = Breaker(
    """
    5    CR × LF
    6    × BK CR LF NL
    7    × SP ZW
    26   JL × JL JV H2 H3
    26   JV H2 × JV JT
    26   JT H3 × JT
    30b  EB ID AL × EM
    31   ÷
    """,
    [Context("RI", f"({one('RI')}){one('RI')}", NONE)],
)
"""What no setting divides: typographic character units (CSS Text 3, 1.4), and what a line's end swallows."""

_WORD = f"[{''.join(sorted(tailoring.LETTERS))}]"
_TOGETHER = re.compile(f"{_WORD}{one('CM ZWJ')}*(?={_WORD})")
_COMPLEX = re.compile(f"{one('AL:sa')}{one('CM ZWJ')}*(?={one('AL:sa')})")
_PARTED = re.compile("|".join(f"{one(mark)}{{2}}(?={one(mark)})" for mark in ("IN:parted", "B2:parted")))
_APOSTROPHE = re.compile(rf"(?:\A|(?<={one('^ EA')})){LETTER['Pf:mark']}(?={one('AL HL NU')})")
_VANISHING = letters("SP ZW")
_ONLY_FORCED = bytes(code if code == FORCED else NONE for code in range(256))


def opportunities(paragraph: Paragraph) -> bytes:
    """Return what each boundary of a paragraph is to a line's end, as ``n + 1`` small numbers.

    0: no break. 1: a break is allowed. 2: forced, as after ``FORCED`` and at the end. 3: allowed only when
    nothing else fits. The first is 0. Takes time linear in the text, and raises for no text.
    """
    classes = _classes(paragraph)
    found = _BREAKER.breaks(classes)
    _keep_words(found, classes, paragraph.spans)
    # Two dashes are one; of more, each two are (CLREQ 3.1.5.1). Thai and its like have no spaces between words,
    # and no dictionary is here (CSS Text 3, 5.1: then letters are broken apart).
    _yield(found, _PARTED, classes)
    _yield(found, _COMPLEX, classes)
    for boundary in paragraph.hyphens:
        if 0 < boundary < len(classes) and found[boundary] != FORCED:
            found[boundary] = ALLOWED
    _break_anywhere(found, classes, paragraph.spans)
    _keep_lines(found, classes, paragraph.spans)
    for boundary in paragraph.joined:
        if 0 < boundary < len(classes) and found[boundary] != FORCED:
            found[boundary] = NONE
    return bytes(found)


def _classes(paragraph: Paragraph) -> str:
    """Return the class of each character, tailored by the settings of its stretch."""
    read = paragraph.text.translate(_READER)
    classes = "".join(
        [read[span.start : span.end].translate(tailoring.table(span.settings)) for span in paragraph.spans]
    )
    if LETTER["Pf:mark"] in classes:  # ’ closes a quotation, but not in “don’t” and “’tis”
        classes = _APOSTROPHE.sub(LETTER["Pf"], classes).replace(LETTER["Pf:mark"], LETTER["CL+"])
    return classes


def _yield(found: bytearray, pattern: re.Pattern[str], classes: str) -> None:
    """Let a line end, only if it must, behind what ``pattern`` matches."""
    for match in pattern.finditer(classes):
        if found[match.end()] == NONE:
            found[match.end()] = RELUCTANT


def _keep_words(found: bytearray, classes: str, spans: Sequence[Span]) -> None:
    """Apply ``keep-all``: no break between letters (CSS Text 3, 5.2)."""
    kept = _marked(spans, [span.settings.word_break == "keep-all" for span in spans])
    if kept:
        for match in _TOGETHER.finditer(classes):
            if kept[match.end()]:
                found[match.end()] = NONE


def _break_anywhere(found: bytearray, classes: str, spans: Sequence[Span]) -> None:
    """Apply ``line-break: anywhere`` (CSS Text 3, 5.3) and ``overflow-wrap`` (5.5): between any two units."""
    anywhere = [_anywhere(span.settings) for span in spans]
    if not any(anywhere):
        return
    units = _UNITS.breaks(classes)
    for span, verdict in zip(spans, anywhere, strict=True):
        if verdict:
            stretch = slice(max(span.start, 1), span.end)
            pairs = zip(found[stretch], units[stretch], strict=True)
            kept = (NONE, RELUCTANT) if verdict == ALLOWED else (NONE,)
            found[stretch] = bytes([verdict if unit and old in kept else old for old, unit in pairs])


def _anywhere(settings: Settings) -> int:
    if settings.line_break == "anywhere":
        return ALLOWED
    # ``word-break: break-word`` is ``overflow-wrap: anywhere`` (CSS Text 3, 5.2).
    wraps = settings.overflow_wrap in ("anywhere", "break-word") or settings.word_break == "break-word"
    return RELUCTANT if wraps else NONE


def _keep_lines(found: bytearray, classes: str, spans: Sequence[Span]) -> None:
    """Take away the breaks where ``white-space`` lets no line wrap."""
    for span in spans:
        if not span.settings.wraps:
            inside = slice(span.start + 1, span.end)
            found[inside] = found[inside].translate(_ONLY_FORCED)
    for before, after in pairwise(spans):
        seam = after.start
        vanishes = seam > 0 and classes[seam - 1] in _VANISHING
        wraps = before.settings.wraps or (after.settings.wraps and not vanishes)
        if not wraps and found[seam] != FORCED:
            found[seam] = NONE


def _marked(spans: Sequence[Span], wanted: Sequence[bool]) -> bytearray:
    """Return 1 for each character of the wanted stretches, else 0; nothing where none is wanted."""
    if not any(wanted):
        return bytearray()
    marked = bytearray(spans[-1].end)
    for span, yes in zip(spans, wanted, strict=True):
        if yes:
            marked[span.start : span.end] = b"\1" * (span.end - span.start)
    return marked
