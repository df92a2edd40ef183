"""How the values of the composer's CSS properties are read: one validator a grammar, as WeasyPrint has them.

A validator takes the tokens of a value without white space, and returns the specified value, or None for one
that is not in the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from weasyprint.css import computed_values, resolve_math
from weasyprint.css.functions import check_math
from weasyprint.css.properties import Dimension
from weasyprint.css.tokens import get_keyword, get_length, get_single_keyword

Tokens = Sequence[Any]
Validator = Callable[[Tokens], Any]


def one_of(words: str, **legacy: str) -> Validator:
    """Return a validator of one keyword of ``words``; those of ``legacy`` are read as what they map to."""
    meaning = {word: word for word in words.split()}
    meaning |= {word.replace("_", "-"): other for word, other in legacy.items()}
    return lambda tokens: meaning.get(get_single_keyword(tokens))


def some_of(tokens: Tokens, *groups: str) -> frozenset[str] | None:
    """Return the keywords if they are one in all and at most one of each group (``||``; CSS Values 4, 2.2)."""
    words = [get_keyword(token) for token in tokens]
    free = [set(group.split()) for group in groups]
    for word in words:
        group = next((group for group in free if word in group), None)
        if group is None:
            return None
        free.remove(group)
    return frozenset(words) if words else None


NORMAL_AUTOSPACE = frozenset({"ideograph-alpha", "ideograph-numeric"})
_HOW = frozenset({"insert", "replace"})


def autospace(tokens: Tokens) -> frozenset[str] | None:
    """CSS Text 4, 8.4: ``insert`` or ``replace`` spaces that are there; the composer replaces them always."""
    keyword = get_single_keyword(tokens)
    if keyword in {"normal", "auto"}:
        return NORMAL_AUTOSPACE
    if keyword == "no-autospace":
        return frozenset()
    found = some_of(tokens, "ideograph-alpha", "ideograph-numeric", "punctuation", "insert replace")
    return None if found is None else found - _HOW or NORMAL_AUTOSPACE


def hanging(tokens: Tokens) -> frozenset[str] | None:
    """CSS Text 4, 9.2."""
    if get_single_keyword(tokens) == "none":
        return frozenset()
    return some_of(tokens, "first", "force-end allow-end", "last")


def emphasis_style(tokens: Tokens) -> str | tuple[str, str] | None:
    """CSS Text Decoration 4, 3.1: without a fill filled; without a shape, in horizontal text, a circle."""
    if get_single_keyword(tokens) == "none":
        return "none"
    if len(tokens) == 1 and tokens[0].type == "string":
        return "string", tokens[0].value
    found = some_of(tokens, "filled open", "dot circle double-circle triangle sesame")
    if found is None:
        return None
    fill = "open" if "open" in found else "filled"
    return fill, next(iter(found - {"filled", "open"}), "circle")


def emphasis_position(tokens: Tokens) -> str | tuple[str, str] | None:
    """CSS Text Decoration 4, 3.4."""
    if get_single_keyword(tokens) == "auto":
        return "auto"
    found = some_of(tokens, "over under", "right left") or frozenset()
    if not found & {"over", "under"}:
        return None
    return "over" if "over" in found else "under", "left" if "left" in found else "right"


def underline_position(tokens: Tokens) -> frozenset[str] | None:
    """CSS Text Decoration 4, 2.7."""
    if get_single_keyword(tokens) == "auto":
        return frozenset()
    return some_of(tokens, "from-font under", "left right")


def ruby_position(tokens: Tokens) -> str | None:
    """CSS Ruby 1, 4.1: levels that alternate begin over the base unless ``under`` is said."""
    if get_single_keyword(tokens) == "inter-character":
        return "inter-character"
    found = some_of(tokens, "alternate", "over under") or frozenset()
    if found == {"alternate", "over"}:
        return "alternate"
    return " ".join(sorted(found)) or None


def inset(tokens: Tokens) -> Any:
    """CSS Text Decoration 4, 2.10.3: one or two lengths. Solved mathematics comes here as a Dimension."""
    if get_single_keyword(tokens) == "auto":
        return "auto"
    lengths = [token if isinstance(token, Dimension) else get_length(token) for token in tokens]
    return tuple(lengths) if len(lengths) in {1, 2} and None not in lengths else None


def computed_inset(style: Any, name: str, value: Any) -> Any:
    """Return ``auto``, or the insets at the start and the end in pixels."""
    return value if value == "auto" else tuple((*(_pixels(style, name, length) for length in value),) * 2)[:2]


def _pixels(style: Any, name: str, value: Any) -> float:
    """Return a length in pixels; what is computed already stays as it is."""
    if check_math(value):  # WeasyPrint solves no mathematics in properties of text decoration
        value = get_length(resolve_math(value, style, name))
    if isinstance(value, int | float):
        return float(value)
    return float(computed_values.length(style, name, value, pixels_only=True))
