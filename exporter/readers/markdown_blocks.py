"""What Markdown lacks around its lines: containers, attributes of blocks, a table of contents, coloured code.

====================  ===================================================================================
``::: verse``         a poem, each line of the source a line; also ``epigraph``, ``letter``, ``center``,
                      ``right``, ``boxed``, ``credit``, ``colophon``, to the next ``:::``; also as pandoc
                      (``::: {.verse}``), VuePress (``::: tip 题``) and Docusaurus (``:::tip[题]``) write it
``{.class #id}``      attributes of the next block, on a line before it (Djot)
``# 題 {#id}``         attributes of a heading (pandoc, PHP Markdown Extra)
``[toc]``             the headings of the text, linked
====================  ===================================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.attrs.parse import ParseError, parse

from exporter.readers import outline
from exporter.readers.kinds import HEADINGS

CONTAINERS = "verse epigraph letter center right boxed credit colophon".split()

MAX_HIGHLIGHTED = 100_000
"""Characters of one listing; a longer one is not coloured."""

_ATTRIBUTES = re.compile(r"[ \t]+(\{[^{}\n]{1,200}\})[ \t]*\Z")
_UNKNOWN = "unknown"
_HEAD = re.compile(
    r"(?P<name>[\w-]+(?![^\s{\[]))?[ \t]*(?:\{(?P<attributes>[^{}]{1,200})\})?[ \t]*(?P<title>.*)\Z"
)
_CLASS = re.compile(r"\.([\w-]+)")
_ID = re.compile(r"\{[^{}]*#([\w-]+)[^{}]*\}")
_TOC = re.compile(r"\s*(?:\[\[?\s*toc\s*\]\]?|\[\[_toc_\]\]|\{:toc\})\s*\Z", re.IGNORECASE)


def blocks(markdown: MarkdownIt) -> None:
    """Teach ``markdown`` the blocks of this module."""
    from mdit_py_plugins.attrs import attrs_block_plugin
    from mdit_py_plugins.container import container_plugin

    markdown.use(attrs_block_plugin)
    # One rule for all of them: every rule is asked at the beginning of every block.
    markdown.use(container_plugin, "any", validate=lambda head, _: bool(_container(head)[0]))
    markdown.core.ruler.after("block", "container_heads", _container_heads)
    markdown.core.ruler.after("block", "heading_attributes", _heading_attributes)
    markdown.core.ruler.before("cjk_breaks", "verse_breaks", _verse_breaks)
    markdown.options["highlight"] = highlighted


def _heading_attributes(state: StateCore) -> None:
    for heading, inline in zip(state.tokens, state.tokens[1:], strict=False):
        found = _ATTRIBUTES.search(inline.content) if heading.type == "heading_open" else None
        if found is None:
            continue
        try:
            _, attributes = parse(found[1])
        except ParseError:
            continue
        inline.content = inline.content[: found.start()]
        heading.attrs.update(attributes)


def _container(head: str) -> tuple[str, str]:
    """The name and the title of a container, from what stands after its colons; no name: it is text."""
    found = _HEAD.match(head.strip(" \t:"))
    assert found is not None
    named = found["name"] or next(iter(_CLASS.findall(found["attributes"] or "")), "")
    title = found["title"]
    return named, title[1:-1] if title[:1] == "[" and title[-1:] == "]" else title


def _container_heads(state: StateCore) -> None:
    """Give containers their types and classes, and what stands after a name: an id, a first paragraph."""
    tokens: list[Token] = []
    open_: list[str] = []
    for token in state.tokens:
        tokens.append(token)
        if token.type == "container_any_close":
            token.type = f"container_{open_.pop()}_close"
        if token.type != "container_any_open":
            continue
        name, title = _container(token.info)
        open_.append(name if name in CONTAINERS else _UNKNOWN)
        token.type = f"container_{open_[-1]}_open"
        if name in CONTAINERS:
            token.attrJoin("class", name)
        if found := _ID.search(token.info):
            token.attrSet("id", found[1])
        if title:
            tokens += (
                Token("paragraph_open", "p", 1, map=token.map, block=True),
                Token("inline", "", 0, map=token.map, content=title, children=[], block=True),
                Token("paragraph_close", "p", -1, block=True),
            )
    state.tokens = tokens


def unknown_containers(tokens: Iterable[Token]) -> Iterator[tuple[str, int]]:
    """Yield the name of each container that means nothing here, and its line, from 0."""
    for token in tokens:
        if token.type == f"container_{_UNKNOWN}_open" and token.map:
            yield _container(token.info)[0], token.map[0]


def _verse_breaks(state: StateCore) -> None:
    """In a poem the lines of the source are lines."""
    depth = 0
    for token in state.tokens:
        if token.type.startswith("container_verse_"):
            depth += token.nesting
        for child in token.children or () if depth else ():
            if child.type == "softbreak":
                child.type, child.tag = "hardbreak", "br"


# --- listings ---


def highlighted(code: str, language: str, _: str) -> str:
    """Return the HTML of a listing: what its words are, by Pygments; the text stays the same."""
    from pygments import lex
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    if not language or len(code) > MAX_HIGHLIGHTED:
        return escape(code)
    try:
        tokens = list(lex(code, get_lexer_by_name(language, stripnl=False, ensurenl=False)))
    except ClassNotFound:
        return escape(code)
    if "".join(text for _, text in tokens) != code:
        return escape(code)
    return "".join(_coloured(str(kind), text) for kind, text in tokens)


_KINDS = (
    ("Token.Keyword", "keyword"),
    ("Token.Comment", "comment"),
    ("Token.Literal.String", "string"),
    ("Token.Literal.Number", "number"),
    ("Token.Name.Function", "name"),
    ("Token.Name.Class", "name"),
    ("Token.Name.Tag", "keyword"),
)


def _coloured(kind: str, text: str) -> str:
    word = next((word for begin, word in _KINDS if kind.startswith(begin)), None)
    if word is None or not text.strip():
        return escape(text)
    return f'<span class="code-{word}">{escape(text)}</span>'


# --- contents ---


def set_contents(root: etree._Element) -> None:
    """Put a list of the headings, in place, where a paragraph of ``root`` says ``[toc]``."""
    places = [each for each in root.iter("p") if not len(each) and _TOC.match(each.text or "")]
    if not places:
        return
    headings = [heading for heading in root.iter(*HEADINGS) if outline.plain_text(heading)]
    if headings and headings[0].tag == "h1" and sum(each.tag == "h1" for each in headings) == 1:
        del headings[0]  # the title
    taken = {element.get("id") for element in root.iter() if element.get("id")}
    for number, heading in enumerate(headings, 1):
        if heading.get("id") is None:
            name = f"section-{number}"
            while name in taken:
                name += "-"
            taken.add(name)
            heading.set("id", name)
    for place in places:
        parent = place.getparent()
        assert parent is not None
        made = _contents(headings)
        made.tail = place.tail
        parent.replace(place, made)


def _contents(headings: list[etree._Element]) -> etree._Element:
    top = etree.Element("ul", {"class": "contents"})
    lists: list[tuple[int, etree._Element]] = []
    for heading in headings:
        level = int(str(heading.tag)[1])
        while lists and lists[-1][0] > level:
            lists.pop()
        if not lists:
            lists.append((level, top))
        elif lists[-1][0] < level:
            lists.append((level, etree.SubElement(lists[-1][1][-1], "ul")))
        entry = etree.SubElement(etree.SubElement(lists[-1][1], "li"), "a", {"href": f"#{heading.get('id')}"})
        entry.text = outline.plain_text(heading)
    return top
