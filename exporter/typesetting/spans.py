"""The settings and the em that hold at a place of the text."""

from __future__ import annotations

from bisect import bisect_right

from exporter.typesetting.paragraph import Paragraph, Span


class Spans:
    """Finds the span that a character is in; quick where the paragraph has only one."""

    __slots__ = ("_alone", "_spans", "_starts")

    def __init__(self, paragraph: Paragraph) -> None:
        """Take the paragraph's spans; a paragraph without any is in its block's own size and settings."""
        whole = Span(0, len(paragraph.text), paragraph.size, paragraph.settings)
        self._spans = paragraph.spans or (whole,)
        self._starts = [span.start for span in self._spans]
        self._alone = self._spans[0] if len(self._spans) == 1 else None

    def at(self, position: int) -> Span:
        """Return the span of the character at ``position``."""
        return self._alone or self._spans[max(0, bisect_right(self._starts, position) - 1)]

    @property
    def all(self) -> tuple[Span, ...]:
        """The spans, in order."""
        return self._spans


def is_chinese(language: str) -> bool:
    """Return whether a language tag in lower case names a Chinese language."""
    return language.split("-", maxsplit=1)[0] in ("zh", "yue", "cmn", "lzh")


def is_traditional(language: str) -> bool:
    """Return whether Chinese of this tag is set as in Hong Kong and Taiwan."""
    subtags = language.split("-")
    if "hans" in subtags:
        return False
    return is_chinese(language) and (subtags[0] == "yue" or not {"hant", "hk", "tw", "mo"}.isdisjoint(subtags))
