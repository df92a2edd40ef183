"""What CommonMark needs to read Chinese, Japanese and Korean: emphasis beside full-width marks, line breaks.

CommonMark decides whether ``**`` opens or closes by the white space and the punctuation around it (6.2
Emphasis and strong emphasis). It takes every mark for a sign that a word ends, which holds for languages with
spaces only: in ``**强调。**后面`` the closing ``**`` stands between 。 and 后, neither white space nor
punctuation follows, and so nothing is emphasised.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token
from markdown_it.utils import EnvType

from exporter import languages


class CJKStateInline(StateInline):
    """Inline state whose delimiter runs see CJK characters for what they are.

    The rule, with the two changes to CommonMark's marked *. A run of ``*`` or ``~`` is

    * left-flanking (may open) if no white space follows it, and either what follows is no punctuation *other
      than CJK punctuation*, or white space, punctuation *or a CJK character* precedes it;
    * right-flanking (may close): the same with before and after exchanged.

    ``_`` keeps CommonMark's rule, which forbids it inside words. Text without CJK characters is read as before.
    """

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - markdown-it's names
        """Return whether the run of markers at ``start`` can open, can close, and its length."""
        stock = super().scanDelims(start, canSplitWord)
        end = start + stock.length
        before = self.src[max(0, start - 2) : start]
        after = self.src[end : end + 1] if end < self.posMax else ""
        if self.src[start] == "_" or not (_is_cjk(before[-1:]) or _is_cjk(before[:1]) or _is_cjk(after)):
            return stock
        return Scanned(_flanks(before, after), _flanks(after, before), stock.length)


def _flanks(outside: str, inside: str) -> bool:
    """Whether a run between these two may begin (or, exchanged, end) an emphasis."""
    outer, inner = _edge(outside), _edge(inside)
    if inner == " ":
        return False
    return inner != "." or outer != "w"


def _edge(text: str) -> str:
    """A space for white space and the line's end, ``.`` for punctuation, ``c`` for CJK, ``w`` for the rest.

    A curly quote, a dash or an ellipsis after a CJK character is full-width: CJK punctuation.
    """
    char = text[-1:]
    if not char or isWhiteSpace(ord(char)):
        return " "
    if _is_cjk(char) or (char in languages.AMBIGUOUS and _is_cjk(text[:-1])):
        return "c"
    return "." if isMdAsciiPunct(ord(char)) or isPunctChar(char) else "w"


def _is_cjk(char: str) -> bool:
    """Whether ``char`` is a CJK letter or mark, Hangul among them; an emoji is not, although it is wide."""
    if not char:
        return False
    if languages.is_hangul(char):
        return True
    wide = unicodedata.east_asian_width(char) in "WFH"
    return wide and not 0x1F000 <= ord(char) <= 0x1FAFF and not 0x2300 <= ord(char) <= 0x2BFF


class CJKParserInline(ParserInline):
    """markdown-it's inline parser, over :class:`CJKStateInline`."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Parse ``src`` and push its inline tokens into ``tokens``."""
        state = CJKStateInline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


class CJKMarkdownIt(MarkdownIt):
    """CommonMark whose emphasis works beside CJK marks, and whose line breaks between CJK are no spaces."""

    def configure(self, presets: object, options_update: object = None) -> CJKMarkdownIt:
        """Put the inline parser in before the preset chooses among its rules."""
        self.inline = CJKParserInline()
        super().configure(presets, options_update)  # type: ignore[arg-type]
        self.core.ruler.push("cjk_breaks", drop_breaks)
        return self


def drop_breaks(state: StateCore) -> None:
    """Take out the soft breaks that stand for nothing (CSS Text 4, 4.1.3); the others are a space."""
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = list(_without_breaks(block.children))


def _without_breaks(tokens: Sequence[Token]) -> Iterator[Token]:
    for place, token in enumerate(tokens):
        if token.type == "softbreak" and languages.joins(_before(tokens, place), _after(tokens, place)):
            continue
        yield token


_CONTEXT = 8
"""Characters beyond a break that may decide: marks of ambiguous width before the first that tells."""


def _before(tokens: Sequence[Token], place: int) -> str:
    text = ""
    for token in reversed(tokens[max(0, place - _CONTEXT * 2) : place]):
        content = _visible(token)
        if content is None:
            break
        text = content[-_CONTEXT:].rstrip(" ") + text
        if len(text) >= _CONTEXT:
            break
    return text


def _after(tokens: Sequence[Token], place: int) -> str:
    text = ""
    for token in tokens[place + 1 : place + 1 + _CONTEXT * 2]:
        content = _visible(token)
        if content is None:
            break
        text += content[:_CONTEXT]
        if len(text) >= _CONTEXT:
            break
    return text


def _visible(token: Token) -> str | None:
    """The text of a token, empty for marks around text; ``None`` for what stands in the line as an object."""
    if token.type in ("text", "code_inline", "ruby", "upright"):
        return token.content
    return None if token.type in ("image", "hardbreak", "softbreak", "math_inline") else ""
