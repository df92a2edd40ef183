"""Emphasis marks (着重号, 傍点, 드러냄표): which characters take one, and on which side of the line.

CSS Text Decoration 4, 3; CLREQ 3.1.8; JLREQ 3.3.9.
"""

from __future__ import annotations

import unicodedata

_MARKED_PUNCTUATION = frozenset("#%‰‱٪&⁊@§¶⁋⁓〽")
"""Punctuation by its category that is read as a word, and is marked as one (CSS Text Decoration 4, 3.1)."""


def takes_mark(char: str) -> bool:
    """Return whether an emphasis mark is set at ``char``: not at spaces, controls and punctuation."""
    category = unicodedata.category(char)
    if category[0] == "P":
        return unicodedata.normalize("NFKD", char) in _MARKED_PUNCTUATION
    return category[0] != "Z" and category not in ("Cc", "Cf", "Cn")


def side(position: str | tuple[str, ...], language: str) -> str:
    """Return ``over`` or ``under`` for a ``text-emphasis-position`` in horizontal lines.

    ``auto`` is what the language does: under the character in Chinese, over it in Japanese and Korean.
    """
    if position == "auto":
        return "under" if language.lower().split("-")[0] == "zh" else "over"
    return "under" if "under" in position else "over"
