"""What Markdown lacks inside a line: ruby, characters set upright together, formulas, attributes of a stretch.

=========================  ==============================================================================
``{漢字|かんじ}``           one reading for all (VFM, Denden Markdown)
``{漢字|かん|じ}``          a reading for each character: as many as there are characters (Denden Markdown)
``{漢|かん|字|じ}``         characters and readings by turns
``^29^``                   upright in one character's room where lines run down (Denden Markdown)
``$x^2$``, ``$$x^2$$``     a formula in TeX, in the line or with a line of its own
``[文字]{.dots-circle}``    a class of the vocabulary, an id or a language for a stretch (Djot)
=========================  ==============================================================================
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from exporter import languages

_RUBY = re.compile(r"\{([^{}|\n]{1,200})((?:\|[^{}|\n]{0,200}){1,60})\}")
_UPRIGHT = re.compile(r"\^([0-9A-Za-z!?]{2,4})\^")
# As pandoc: no space inside the signs, no digit after them; nor Chinese words, which are about dollars.
_FORMULA = re.compile(r"(\${1,2})(?=[^\s$])((?:[^$\\]|\\.){1,2000}?)(?<!\s)\1(?![0-9$])", re.DOTALL)
_TEXT = re.compile(r"\\(?:text\w*|mbox|mathrm|operatorname)\s*\{[^{}]*\}")
_BEFORE_POWER = re.compile(r"[A-Za-z0-9)\]}]\Z")


def marks(markdown: MarkdownIt) -> None:
    """Teach ``markdown`` the marks of this module."""
    from mdit_py_plugins.attrs import attrs_plugin
    from mdit_py_plugins.dollarmath import dollarmath_plugin

    markdown.use(attrs_plugin, spans=True)
    markdown.use(dollarmath_plugin, allow_labels=False)
    markdown.inline.ruler.at("math_inline", _formula)
    markdown.inline.ruler.before("link", "ruby", _ruby)
    markdown.inline.ruler.before("link", "upright", _upright)
    markdown.add_render_rule("ruby", _render_ruby)
    markdown.add_render_rule("upright", _render_upright)
    for name in ("math_inline", "math_block"):
        markdown.add_render_rule(name, _render_math)


def _ruby(state: StateInline, silent: bool) -> bool:
    found = _RUBY.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "{" else None
    if found is None or not any(languages.is_wide(char) or languages.is_hangul(char) for char in found[0]):
        return False
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.meta = {"pairs": _pairs(found[1], found[2][1:].split("|"))}
        token.content = "".join(base for base, _ in token.meta["pairs"])
    state.pos = found.end()
    return True


def _pairs(base: str, readings: list[str]) -> list[tuple[str, str]]:
    if len(readings) == 1:
        return [(base, readings[0])]
    if len(readings) == len(base):
        return list(zip(base, readings, strict=True))
    parts = [base, *readings]
    if len(parts) % 2 == 0:
        return list(zip(parts[::2], parts[1::2], strict=True))
    return [(base, "".join(readings))]


def _upright(state: StateInline, silent: bool) -> bool:
    found = _UPRIGHT.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "^" else None
    if found is None or _BEFORE_POWER.search(state.src[max(0, state.pos - 1) : state.pos]):
        return False  # m^2^ is a power
    if not silent:
        state.push("upright", "span", 0).content = found[1]
    state.pos = found.end()
    return True


def _formula(state: StateInline, silent: bool) -> bool:
    found = _FORMULA.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "$" else None
    if found is None or any(languages.is_wide(char) for char in _TEXT.sub("", found[2])):
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content, token.markup = found[2], found[1]
    state.pos = found.end()
    return True


def _render_ruby(renderer: RendererHTML, tokens: Sequence[Token], place: int, *_: Any) -> str:
    pairs: list[tuple[str, str]] = tokens[place].meta["pairs"]
    inner = "".join(f"{escapeHtml(base)}<rt>{escapeHtml(reading)}</rt>" for base, reading in pairs)
    return f"<ruby>{inner}</ruby>"


def _render_upright(renderer: RendererHTML, tokens: Sequence[Token], place: int, *_: Any) -> str:
    return f'<span class="tcy">{escapeHtml(tokens[place].content)}</span>'


def _render_math(renderer: RendererHTML, tokens: Sequence[Token], place: int, *_: Any) -> str:
    """Leave the TeX to whoever cleans the page."""
    token = tokens[place]
    display = "" if token.markup == "$" else ' display="block"'
    math = f'<math data-tex="{escapeHtml(" ".join(token.content.split()))}"{display}></math>'
    return f"<p{renderer.renderAttrs(token)}>{math}</p>\n" if token.type == "math_block" else math
