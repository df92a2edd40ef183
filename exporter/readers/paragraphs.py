"""Lines of plain text → paragraphs.

A plain text says where a paragraph ends in one of three ways: by a blank line, by an indent (U+3000, or two
spaces), or by the line's own end. Which, is a question of the whole text: where most lines are as long as the
longest and few end a sentence, an editor broke them (they are *wrapped*), and they are joined again; otherwise
every line is a paragraph, as in a scraped article, a poem or an address.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exporter import languages
from exporter.readers import phrases

MEASURES = range(40, 121)
"""Columns to which editors and mailers break lines; a Han character takes two."""
NARROW = range(26, 40)
"""The same of narrow columns, which verse may fill as well: nearly every line must be as long as the longest,
and few may end in a mark."""

_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f"
    "\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]"
)
_INDENT = re.compile("[ \t]*\u3000|[ \t]{2,}|\t|\u00a0{2}")
_MARKED = re.compile(r"[，。；：！？、…—,.;:!?]\Z")
_ITEM = re.compile(r"[-*•·●○◆■]\s|\d{1,3}[.)]\s|[(（]\d{1,3}[)）]|[-—–]{2}|—\s")
"""An item of a list, or speech: it begins a paragraph of a wrapped text too."""
_SAMPLE = 4000


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph and where it stands."""

    text: str
    """Without white space around it; one line."""
    line: int
    """Its first line in the source, from 1."""
    lines: int = 1
    """How many lines of the source it joins."""
    apart: bool = False
    """Whether a blank line follows it."""


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    number: int
    indented: bool

    @property
    def width(self) -> int:
        return len(self.text) + len(_WIDE.findall(self.text))


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of ``text``, whose lines end in ``\\n``. Only white space is lost."""
    groups = list(_groups(text))
    measure = _measure(groups)
    return [paragraph for group in groups for paragraph in _of_group(group, measure)]


def _groups(text: str) -> Iterator[list[_Line]]:
    """The runs of lines between blank ones."""
    lines = (
        _Line(line.strip(), number, _INDENT.match(line) is not None)
        for number, line in enumerate(text.split("\n"), 1)
    )
    for blank, run in itertools.groupby(lines, key=lambda line: not line.text):
        if not blank:
            yield list(run)


def _measure(groups: Sequence[Sequence[_Line]]) -> int | None:
    """The columns that the text is wrapped to, or ``None`` if its lines end where their author ended them.

    A short line that ends a sentence ends a paragraph either way, so it says nothing.
    """
    pairs = itertools.chain.from_iterable(itertools.pairwise(group) for group in groups)
    inner = [pair for pair in itertools.islice(pairs, _SAMPLE) if not pair[1].indented]
    if not inner:
        return None
    measure = max(line.width for line, _ in inner)
    full = _full(measure)
    telling = [
        (line, after) for line, after in inner if line.width >= full or not phrases.ENDED.search(line.text)
    ]
    broken = [(line, after) for line, after in telling if line.width >= full]
    ended = sum(phrases.ENDED.search(line.text) is not None for line, _ in broken)
    wrapped = (
        len(broken) * 10 >= len(telling) * 7
        and (len(broken) - ended) * 3 >= len(inner)
        and ended * 10 <= len(telling) * 4
        and (_is_wide(broken, measure) or _is_narrow(broken, measure))
    )
    return measure if wrapped else None


def _is_wide(broken: Sequence[tuple[_Line, _Line]], measure: int) -> bool:
    capital = sum(after.text[0].isupper() for _, after in broken)
    return measure in MEASURES and (
        capital < 3 or capital * 10 < len(broken) * 9
    )  # else verse in Latin letters


def _is_narrow(broken: Sequence[tuple[_Line, _Line]], measure: int) -> bool:
    marked = sum(_MARKED.search(line.text) is not None for line, _ in broken)
    even = sum(line.width >= measure - 3 for line, _ in broken)
    return measure in NARROW and len(broken) >= 4 and marked * 3 <= len(broken) and even * 10 >= len(broken) * 9


def _full(measure: int) -> int:
    """The least width of a full line: a long English word less than the measure."""
    return min(measure - 4, measure * 4 // 5)


def _of_group(group: Sequence[_Line], measure: int | None) -> Iterator[Paragraph]:
    run: list[_Line] = []
    for line in group:
        if run and (
            measure is None or line.indented or _ITEM.match(line.text) or _ends_short(run[-1], measure)
        ):
            yield _joined(run, apart=False)
            run = []
        run.append(line)
    yield _joined(run, apart=True)


def _ends_short(line: _Line, measure: int) -> bool:
    """Whether a wrapped text's paragraph ends here, by a line that has room left: a title, a sentence's end."""
    return line.width < _full(measure) and (
        phrases.ENDED.search(line.text) is not None or line.width * 2 < measure
    )


def _joined(lines: Sequence[_Line], *, apart: bool) -> Paragraph:
    parts = [lines[0].text]
    for before, after in itertools.pairwise(lines):
        parts += ["" if languages.joins(before.text[-8:], after.text[:8]) else " ", after.text]
    return Paragraph("".join(parts), lines[0].number, len(lines), apart)
