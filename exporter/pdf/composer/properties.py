"""The CSS properties that the composer obeys and WeasyPrint does not know.

``known`` teaches them to WeasyPrint: their initial values, what is inherited, how a value is read and computed.
A value that is not in a property's grammar, or that nothing here could obey, is ignored with WeasyPrint's usual
warning, so that the declaration before it holds (CSS Conformance, "Partial implementations"). Styles then have
these computed values:

======================== ===========================================================================
line_break               auto, loose, normal, strict, anywhere
word_break               normal, break-all, keep-all; break-word becomes overflow-wrap: anywhere
text_spacing_trim        normal, space-all, space-first, trim-start, trim-both, trim-all
text_autospace           a frozenset of ideograph-alpha, ideograph-numeric, punctuation
hanging_punctuation      a frozenset of first, last, force-end, allow-end
text_justify             auto, none, inter-word, inter-character
text_wrap_style          auto, stable, pretty, balance
white_space              as before, with text-wrap-mode already in it
text_emphasis_style      none, or (filled or open, shape), or ("string", text)
text_emphasis_color      a colour or currentcolor: ask ``weasyprint.draw.color.get_color``
text_emphasis_position   auto (the language decides), or (over or under, right or left)
ruby_position            alternate, alternate under, over, under, inter-character
ruby_align               start, center, space-between, space-around
ruby_merge               separate, merge, auto
ruby_overhang            auto, spaces, none
line_grid                match-parent, create
line_snap                none, baseline, contain
box_snap                 none, block-start, block-end, center, baseline, last-baseline
text_decoration_inset    auto, or how much shorter the line is at its start and its end, in pixels
text_underline_position  a frozenset of from-font or under, left or right; empty for auto
======================== ===========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from typing import Any

from weasyprint.css import computed_values, properties
from weasyprint.css.tokens import IdentToken, InvalidValues, get_keyword, get_single_keyword, parse_color
from weasyprint.css.validation import expanders
from weasyprint.css.validation import properties as validation

from exporter.pdf.composer import values
from exporter.pdf.composer.values import Tokens, Validator, one_of
from exporter.shared import Shared

Declared = Iterator[tuple[str, Any]]
Computer = Callable[[Any, str, Any], Any]
"""Takes a style, a property's Python name and its specified value, returns the computed value."""
Expander = Callable[[Tokens, str, str | None], Declared]
"""Takes the tokens, the name and the base URL of a declaration, yields longhands and their specified values."""


@dataclass(frozen=True, slots=True)
class Property:
    """A longhand."""

    initial: Any
    validate: Validator
    inherited: bool = True
    compute: Computer | None = None


LONGHANDS: Mapping[str, Property] = {
    # CSS Text 4, 5.4, 6.1, 6.2, 7.5
    "text-wrap-style": Property("auto", one_of("auto stable pretty balance", avoid_short_last_line="pretty")),
    "word-break": Property("normal", one_of("normal break-all keep-all", break_word="normal")),
    "line-break": Property("auto", one_of("auto loose normal strict anywhere")),
    "text-justify": Property(
        "auto", one_of("auto none inter-word inter-character", distribute="inter-character")
    ),
    # CSS Text 4, 8.4, 8.5, 9.2
    "text-autospace": Property(values.NORMAL_AUTOSPACE, values.autospace),
    "text-spacing-trim": Property(
        "normal", one_of("normal space-all space-first trim-start trim-both trim-all", auto="normal")
    ),
    "hanging-punctuation": Property(frozenset(), values.hanging),
    # CSS Text Decoration 4, 2.7, 2.10, 3.1, 3.2, 3.4
    "text-underline-position": Property(frozenset(), values.underline_position),
    "text-decoration-inset": Property((0.0, 0.0), values.inset, inherited=False, compute=values.computed_inset),
    "text-emphasis-style": Property("none", values.emphasis_style),
    "text-emphasis-color": Property("currentcolor", validation.other_colors, compute=computed_values.color),
    "text-emphasis-position": Property("auto", values.emphasis_position),
    # CSS Ruby 1, 4.1, 4.2, 4.3, 5.1
    "ruby-position": Property("alternate", values.ruby_position),
    "ruby-merge": Property("separate", one_of("separate merge auto")),
    "ruby-align": Property("space-around", one_of("start center space-between space-around")),
    "ruby-overhang": Property("auto", one_of("auto spaces none")),
    # CSS Line Grid 1, 2, 3.1, 3.2
    "line-grid": Property("match-parent", one_of("match-parent create"), inherited=False),
    "line-snap": Property("none", one_of("none baseline contain")),
    "box-snap": Property("none", one_of("none block-start block-end center baseline last-baseline")),
}


# Shorthands


def _longhand(tokens: Tokens, name: str, base_url: str | None) -> Declared:
    """``unset`` (CSS Cascade 4, 7.3.3), which WeasyPrint does not know, and everything that it does."""
    if get_single_keyword(tokens) == "unset":
        return iter([(name, "inherit" if LONGHANDS[name].inherited else "initial")])
    return iter(validation.validate_non_shorthand(tokens, name, base_url))


def _word_break(tokens: Tokens, name: str, base_url: str | None) -> Declared:
    """CSS Text 4, 6.1: ``break-word`` is an old name for ``overflow-wrap: anywhere``."""
    if get_single_keyword(tokens) != "break-word":
        return _longhand(tokens, name, base_url)
    return iter([("word-break", "normal"), ("overflow-wrap", "anywhere")])


def _shorthand(*names: str) -> Callable[[Callable[[Tokens, str], Declared]], Expander]:
    """Make an expander of a function that yields longhands and their tokens; all ``names`` are inherited."""

    def decorate(function: Callable[[Tokens, str], Declared]) -> Expander:
        expand: Expander = expanders.generic_expander(*names)(function)

        def expander(tokens: Tokens, name: str, base_url: str | None) -> Declared:
            if get_single_keyword(tokens) == "unset":
                return iter([(longhand, "inherit") for longhand in names])
            return expand(tokens, name, base_url)

        return expander

    return decorate


@_shorthand("text-spacing-trim", "text-autospace")
def _text_spacing(tokens: Tokens, _name: str) -> Declared:
    """CSS Text 4, 8.6."""
    keyword = get_single_keyword(tokens)
    if keyword == "none":
        yield "text-spacing-trim", [_ident(tokens, "space-all")]
        yield "text-autospace", [_ident(tokens, "no-autospace")]
    elif keyword == "auto":
        yield "text-spacing-trim", tokens
        yield "text-autospace", tokens
    else:
        trims = [token for token in tokens if _is_trim([token])]
        spaces = [token for token in tokens if token not in trims]
        if "auto" in map(get_keyword, tokens):
            raise InvalidValues
        if trims:
            yield "text-spacing-trim", trims
        if spaces:
            yield "text-autospace", spaces


_is_trim = LONGHANDS["text-spacing-trim"].validate


@_shorthand("text-emphasis-style", "text-emphasis-color")
def _text_emphasis(tokens: Tokens, _name: str) -> Declared:
    """CSS Text Decoration 4, 3.3: the colour stands before the style or after it."""
    colour = next((token for token in (tokens[0], tokens[-1]) if parse_color(token)), None)
    style = [token for token in tokens if token is not colour]
    if colour is not None:
        yield "text-emphasis-color", [colour]
    if style:
        yield "text-emphasis-style", style


@_shorthand("text-wrap-style")
def _wrap_style(tokens: Tokens, _name: str) -> Declared:
    """Yield the style of a ``text-wrap``, whose mode is another's business."""
    style = [token for token in tokens if get_keyword(token) not in {"wrap", "nowrap"}]
    if len(tokens) - len(style) > 1:
        raise InvalidValues
    if style:
        yield "text-wrap-style", style


def _text_wrap(tokens: Tokens, name: str, base_url: str | None) -> Declared:
    """CSS Text 4, 5.5. Without a mode it says ``wrap``; behind ``var()`` only the style counts."""
    style = list(_wrap_style(tokens, name, base_url))
    keywords = [get_keyword(token) for token in tokens]
    if "nowrap" in keywords:
        style.append(_NOWRAP)
    elif get_single_keyword(tokens) not in {"inherit", "unset"} and None not in keywords:
        style.append(_WRAP)
    return iter(style)


def _text_wrap_mode(tokens: Tokens, _name: str, _base_url: str | None) -> Declared:
    """CSS Text 4, 5.1."""
    keyword = get_single_keyword(tokens)
    if keyword in {"inherit", "unset"}:
        return iter(())
    if keyword not in {"wrap", "nowrap", "initial"}:
        raise InvalidValues
    return iter([_NOWRAP if keyword == "nowrap" else _WRAP])


def _ident(tokens: Tokens, word: str) -> IdentToken:
    return IdentToken(tokens[0].source_line, tokens[0].source_column, word)


SHORTHANDS: Mapping[str, Expander] = {
    **dict.fromkeys(LONGHANDS, _longhand),
    "word-break": _word_break,
    "text-spacing": _text_spacing,
    "text-emphasis": _text_emphasis,
    "text-wrap": _text_wrap,
    "text-wrap-mode": _text_wrap_mode,
}


# Wrapping is half of WeasyPrint's ``white-space``. A declared ``text-wrap-mode`` is looked up where a logical
# property would be, in place of a ``white-space`` that has no more weight, and computed into it.

_WRAP = ("text-wrap-mode", ("text-wrap-mode", "wrap"))
_NOWRAP = ("text-wrap-mode", ("text-wrap-mode", "nowrap"))
_MODES = {
    "nowrap": {"normal": "nowrap", "pre-wrap": "pre"},  # pre-line has no fellow in CSS 2.1, 16.6
    "wrap": {"nowrap": "normal", "pre": "pre-wrap"},
}


def _white_space(style: Any, _name: str, value: Any) -> Any:
    """Return the white space that is declared here or inherited, in the mode that ``text-wrap`` says."""
    if isinstance(value, str):
        return value
    base, _weight = style.cascaded.get("white_space", ("inherit", None))
    if base == "inherit" or not isinstance(base, str):  # what is behind var() is not known here
        base = style.parent_style["white_space"] if style.parent_style else "initial"
    if base == "initial":
        base = "normal"
    return _MODES[value[1]].get(base, base)


# WeasyPrint's tables


def known() -> AbstractContextManager[None]:
    """Return a context in which WeasyPrint knows these properties; enter it before style sheets are parsed.

    Threads may be inside at the same time: the tables are as they were when the last has left.
    """
    return _known()


def _teach(undo: ExitStack) -> None:
    for name, longhand in LONGHANDS.items():
        key = name.replace("-", "_")
        _put(undo, properties.INITIAL_VALUES, key, longhand.initial)
        _put(undo, validation.PROPERTIES, name, _validator(longhand))
        _add(undo, properties.KNOWN_PROPERTIES, name)
        if longhand.inherited:
            _add(undo, properties.INHERITED, key)
        if longhand.compute:
            _put(undo, computed_values.COMPUTER_FUNCTIONS, key, longhand.compute)
    for name, expander in SHORTHANDS.items():
        _put(undo, expanders.EXPANDERS, name, expander)
    _put(undo, computed_values.PHYSICAL_FUNCTIONS, "white_space", lambda **_axes: "text_wrap_mode")
    _put(undo, computed_values.COMPUTER_FUNCTIONS, "white_space", _white_space)


_known = Shared(_teach)


def _validator(longhand: Property) -> Validator:
    def validate(tokens: Tokens) -> Any:
        return longhand.validate(tokens)

    validate.wants_base_url = False  # type: ignore[attr-defined]
    return validate


def _put(undo: ExitStack, table: dict[str, Any], key: str, value: Any) -> None:
    if key in table:
        undo.callback(table.__setitem__, key, table[key])
    else:
        undo.callback(table.pop, key)
    table[key] = value


def _add(undo: ExitStack, table: set[str], key: str) -> None:
    if key not in table:
        undo.callback(table.remove, key)
        table.add(key)
