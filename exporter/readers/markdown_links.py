"""Links that Markdown leaves unsaid: bare addresses (GFM, 6.9), and headings that are named by their words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from lxml import etree
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter import headings
from exporter.readers import outline
from exporter.readers.kinds import HEADINGS

# An address ends where Chinese, Japanese or Korean text goes on; GFM would take all of it up to the next space.
_BARE = re.compile(
    r"(?<![A-Za-z0-9_@/.+-])(?:(?P<web>https?://[A-Za-z0-9\[]|www\.[A-Za-z0-9-]+\.[A-Za-z0-9])[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*"
    r"|(?P<mail>[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9_-]*[A-Za-z0-9])+))",
    re.IGNORECASE,
)
_TRAILING = "?!.,:;*_~'\""
MAX_ENTITY = 34
_ENTITY = re.compile(r"&[A-Za-z0-9]+;\Z")


def links(markdown: MarkdownIt) -> None:
    """Teach ``markdown`` the links of this module."""
    markdown.core.ruler.after("inline", "bare_links", _bare_links)


def _bare_links(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children and _BARE.search(token.content):
            token.children = list(_linked(token.children, state.md))


def _linked(children: list[Token], markdown: MarkdownIt) -> Iterator[Token]:
    inside = 0
    for child in children:
        inside += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        if child.type == "html_inline":
            inside += bool(re.match(r"<a\b", child.content, re.I)) - bool(re.match("</a", child.content, re.I))
        if child.type == "text" and not inside:
            yield from _split(child, markdown)
        else:
            yield child


def _split(text: Token, markdown: MarkdownIt) -> Iterator[Token]:
    end = 0
    for found in _BARE.finditer(text.content):
        shown = found[0] if found["mail"] else _trimmed(found[0])
        scheme = "mailto:" if found["mail"] else "http://" if shown[:4].lower() == "www." else ""
        href = markdown.normalizeLink(scheme + shown)
        if not markdown.validateLink(href):
            continue
        yield _text(text.content[end : found.start()], text.level)
        opened = Token("link_open", "a", 1, attrs={"href": href}, level=text.level, info="auto")
        yield from (opened, _text(shown, text.level + 1), Token("link_close", "a", -1, level=text.level))
        end = found.start() + len(shown)
    yield _text(text.content[end:], text.level)


def _text(content: str, level: int) -> Token:
    return Token("text", "", 0, content=content, level=level)


def _trimmed(address: str) -> str:
    """Without the marks that end the sentence around it, and closing brackets that it does not open."""
    end = len(address)
    unopened = address.count(")") - address.count("(")
    while end:
        if found := _ENTITY.search(address, max(0, end - MAX_ENTITY), end):
            end = found.start()
        elif address[end - 1] in _TRAILING:
            end -= 1
        elif address[end - 1] == ")" and unopened > 0:
            end -= 1
            unopened -= 1
        else:
            break
    return address[:end]


def set_anchors(root: etree._Element) -> None:
    """Let links such as ``#一-经过`` lead to the heading of these words, in place, as on code hosting sites."""
    ids = {element.get("id") for element in root.iter()}
    wanted = {
        unquote((link.get("href") or "")[1:]) for link in root.iter("a") if (link.get("href") or "")[:1] == "#"
    }
    if not wanted - ids:
        return
    found = list(root.iter(*HEADINGS))
    for heading, name in zip(found, headings.slugs(map(outline.plain_text, found)), strict=True):
        if name in wanted - ids and heading.get("id") is None:
            heading.set("id", name)
