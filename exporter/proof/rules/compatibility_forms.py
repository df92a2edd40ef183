"""Characters that Unicode has only for old encodings: radicals for words, half-width kana, loose marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from exporter.proof import data
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_IDEOGRAPHS = "\uf900-\ufaff\U0002f800-\U0002fa1f"
_HALF_KANA = "\uff66-\uff9f"
_HALF_HANGUL = "\uffa1-\uffdc"
_LIGATURES = "\ufb00-\ufb06"
_JAMO = "\u1100-\u115e\u1161-\u11ff"
_VOICED = "\u3099\u309a"
_WIDE_LETTERS = "Ａ-Ｚａ-ｚ"
_WIDE_ONES = frozenset(chr(code) for code in range(0xFF21, 0xFF5B))
_FORMS = re.compile(
    f"[{_HALF_KANA}\uff61-\uff65]+|[{_HALF_HANGUL}]+|[{_LIGATURES}]|[{_JAMO}]+|[\u3041-\u30ff][{_VOICED}]"
    f"|[{_IDEOGRAPHS}]|[\u2e80-\u2fd5]|[{_WIDE_LETTERS}]+"
)
_KINDS = (
    ("\u2e80-\u2fd5", "a radical of the dictionary in place of the character"),
    (_IDEOGRAPHS, "a compatibility ideograph"),
    (_HALF_KANA + "\uff61-\uff65", "half-width katakana"),
    (_HALF_HANGUL, "half-width Hangul"),
    (_LIGATURES, "a ligature as one character"),
    (_JAMO, "Hangul in loose letters (NFD)"),
    ("\u3041-\u30ff" + _VOICED, "kana with a loose mark (NFD)"),
    (_WIDE_LETTERS, "full-width Latin letters"),
)


def _find(prose: Prose) -> Iterator[Hit]:
    for found in _FORMS.finditer(prose.text):
        plain = _plain(found[0])
        if plain is None or (found[0][0] in _WIDE_ONES and (prose.language == "ja" or len(found[0]) == 1)):
            continue  # full-width letters are a habit in Japanese, and single ones (Ｂ．盖茨) in Chinese
        kind = next(what for chars, what in _KINDS if re.match(f"[{chars}]", found[0]))
        yield Hit(found.start(), found.end(), f"{kind}: write {plain}", plain)


def _plain(form: str) -> str | None:
    """What should be written instead; ``None`` where the character is right as it is."""
    plain = "".join(data.radicals().get(char, char) for char in form)
    if plain == form:
        plain = unicodedata.normalize("NFKC", form)
    return None if plain == form else plain


RULE = Rule(
    "compatibility-forms",
    "warning",
    "characters that Unicode has only for old encodings",
    _find,
    source="UAX #15; UTR #45",
)
