"""Fixture files of breaks: texts with a sign wherever a line may end, drawn so that they read as the rule.

``|`` is a break, ``¦`` one for want of anything better, ``‖`` a forced one. Elsewhere no line ends.

A file is ``#`` with the rule and its sections, and cases: languages, values of ``line-break``, perhaps of
``word-break``, and the text. ``each:`` gives characters; a text with ``◆`` is tried with every one of them.
``<U+200B>`` is a character that cannot be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from exporter.typesetting.paragraph import Paragraph, Settings, Span

FIXTURES = Path(__file__).parent / "fixtures" / "breaks"
SIGNS = {0: "", 1: "|", 2: "‖", 3: "¦"}


@dataclass(frozen=True)
class Case:
    settings: Settings
    drawn: str

    @property
    def text(self) -> str:
        return re.sub("[|‖¦]", "", self.drawn)


def paragraph(*stretches: tuple[str, Settings]) -> Paragraph:
    """Return a paragraph of stretches of text, each with its settings."""
    spans, start = [], 0
    for text, settings in stretches:
        spans.append(Span(start, start + len(text), 1.0, settings))
        start += len(text)
    text = "".join(text for text, _ in stretches)
    return Paragraph(text, [1.0] * len(text), tuple(spans), 1.0, spans[0].settings)


def draw(text: str, verdicts: bytes) -> str:
    """Return a text with its breaks: but for the last, which every text has."""
    assert len(verdicts) == len(text) + 1
    return "".join(SIGNS[verdict] + character for verdict, character in zip(verdicts, text, strict=False))


def cases() -> Iterator[tuple[str, Case]]:
    """Yield every case, with a name that says where it stands."""
    for path in sorted(FIXTURES.glob("[a-z]*.txt")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert re.match(r"# .*\d", lines[0]), f"{path}: the rule and its sections come first"
        each: list[str] = []
        for number, line in enumerate(lines, 1):
            if line.startswith("each: "):
                each = line.split()[1:]
            elif line and not line.startswith("#"):
                for case in _cases(line, each):
                    yield f"{path.stem}:{number}", case


def _cases(line: str, each: list[str]) -> Iterator[Case]:
    head, drawn = line.split(": ", 1)
    languages, levels, *rest = head.split(" / ")
    assert "◆" not in drawn or each, f"◆ stands for nothing: {line}"
    drawn = re.sub(r"<U\+([0-9A-F]+)>", lambda match: chr(int(match[1], 16)), drawn)
    for character in each if "◆" in drawn else [""]:
        for language in languages.lower().split():
            for level in levels.split():
                settings = Settings(
                    language=language, line_break=level, word_break=rest[0] if rest else "normal"
                )
                yield Case(settings, drawn.replace("◆", character))
