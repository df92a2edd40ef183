"""Markdown → prose. Blocks are what the reader's own parser says; what stands within them is found by
:mod:`exporter.proof.scanners.inline`, because a parser does not tell the columns."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from exporter import languages
from exporter.proof.prose import HEADING, ITEM, MATTER, PARAGRAPH, Prose, ProseBuilder
from exporter.proof.scanners import inline
from exporter.proof.scanners.containers import Containers
from exporter.proof.scanners.inline import Piece

_ITEMS = frozenset({"list_item_open", "th_open", "td_open", "dt_open", "dd_open"})
_ENDS = frozenset({"list_item_close", "th_close", "td_close", "dt_close", "dd_close"})
_HEADINGS = frozenset({"heading_open", "heading_close", "th_open", "th_close"})
_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FACT = re.compile(
    r"^(title|subtitle|authors?|description|summary|publisher|lang|language)[ \t]*:[ \t]+([^\n]*)",
    re.IGNORECASE | re.MULTILINE,
)


def scan(source: str, language: str | None = None) -> Prose:
    """Return the prose of a Markdown text."""
    builder = ProseBuilder(source)
    text = source.replace("\r\n", "\n").replace("\r", "\n")
    starts = _line_starts(source)
    front = _MATTER.match(text)
    first = front[0].count("\n") if front else 0
    if front:
        for fact in _FACT.finditer(text, 0, front.end()):
            line = text.count("\n", 0, fact.start())
            column = fact.start(2) - fact.start()
            if fact[1].lower() in ("lang", "language"):
                language = language or languages.normalise(fact[2].strip(" \"'"))
            else:
                at = starts[line] + column
                value = fact[2].rstrip()
                quoted = len(value) > 1 and value[0] in "\"'" and value[0] == value[-1]
                builder.text(at + quoted, at + len(value) - quoted)
                builder.close(MATTER, at + len(fact[2]))
    rest = text[front.end() :] if front else text
    for piece in _pieces(_parser().parse(rest), rest.split("\n"), starts[first:]):
        inline.scan(piece, builder)
    return builder.finish(language)


def _line_starts(source: str) -> list[int]:
    return [0, *(found.end() for found in re.finditer(r"\r\n|\r|\n", source))]


@functools.cache
def _parser() -> MarkdownIt:
    """The blocks of the reader's Markdown, without its inline rules."""
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    parser.use(footnote_plugin).use(deflist_plugin)
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


def _pieces(tokens: list[Token], lines: list[str], starts: list[int]) -> Iterator[Piece]:
    """Yield what the parser would read inline; a line of it is found again in its line of the source."""
    depth, heading = 0, False
    cursor: dict[int, int] = {}
    containers = Containers()
    for token in tokens:
        if token.nesting:
            (containers.start if token.nesting > 0 else containers.end)(token.tag)
        depth += (token.type in _ITEMS) - (token.type in _ENDS)
        if token.type in _HEADINGS:
            heading = token.nesting > 0
        if token.type != "inline" or not token.map:
            continue
        piece = Piece(HEADING if heading else ITEM if depth else PARAGRAPH, containers.path)
        for number, text in enumerate(token.content.split("\n"), token.map[0]):
            line, after = lines[number] if number < len(lines) else "", cursor.get(number, 0)
            content = text if text in line[after:] else text.replace("|", r"\|")  # in a cell
            column = line.find(content, after)
            if column >= 0:  # else a tab was widened: the line has no place, and is left out
                cursor[number] = column + len(content)
                piece.add(content, starts[number] + column)
        piece.close()
        if piece.text:
            yield piece
