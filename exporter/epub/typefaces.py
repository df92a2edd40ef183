"""The fonts of a book that brings its own: only what it uses of them, named by a style sheet.

Off by default: readers have chosen a face and a size that they like.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from exporter.article import Article
from exporter.epub.plan import Entry
from exporter.epub.stylesheets import Sheet
from exporter.fonts import css, embedding
from exporter.fonts.faces import Face
from exporter.headings import HEADINGS, label

_FURNITURE = "0123456789abcdefghijklmnopqrstuvwxyz.,-•◦▪＊*　 “”‘’「」『』（）()…—–·：●○﹅﹆▲△◉◎"
"""What style sheets and reading systems print besides the text: numbers, markers, quotes, marks of emphasis."""
_BOLD = frozenset("h1 h2 h3 h4 h5 h6 strong b th dt".split())
_MONO = frozenset("pre code kbd samp".split())


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The fonts of a book."""

    files: tuple[Entry, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    """The style sheet that names them; none when there are no fonts."""


def typefaces(
    article: Article, labels: Mapping[str, Any], named: Sequence[Face], title_only: bool = False
) -> Typefaces:
    """Return the fonts of the whole text, or of its titles alone; ``named`` are those that the person prefers.

    Raises FontError for a font that cannot be embedded, SetupError when the bundled fonts are missing.
    """
    used = dict(_title(article)) if title_only else _characters(article, labels)
    files: list[Entry] = []
    rules: list[str] = []
    stacks: dict[str, dict[str, None]] = {"serif": {}, "monospace": {}}
    for face, text in _distributed(used, named, stacks):
        data = embedding.subset(face, text, article.metadata.language)
        kind = "otf" if data[:4] == b"OTTO" else "ttf"
        files.append(
            Entry(f"font-{len(files) + 1}", f"fonts/font-{len(files) + 1}.{kind}", f"font/{kind}", data)
        )
        rules.append(
            f"@font-face {{ font-family: {css.quoted(face.family)}; font-weight: {face.weight};"
            f" font-style: {face.style}; src: url(../{files[-1].name}) }}"
        )
    serif, mono = (", ".join((*map(css.quoted, families), generic)) for generic, families in stacks.items())
    rules.append(f"{'h1' if title_only else 'body'} {{ font-family: {serif} }}")
    if stacks["monospace"]:
        rules.append(f"pre, code, kbd, samp {{ font-family: {mono} }}")
    return Typefaces(tuple(files), (Sheet("styles/fonts.css", "\n".join(('@charset "utf-8";', *rules, ""))),))


def _title(article: Article) -> Iterator[tuple[tuple[str, bool], set[str]]]:
    heads = ["".join(map(str, head.itertext())) for head in article.body.iter("h1")]
    yield ("serif", True), set("".join((article.metadata.title, *heads)))


def _characters(article: Article, labels: Mapping[str, Any]) -> dict[tuple[str, bool], set[str]]:
    """Return the characters of each (generic family, whether bold)."""
    facts = article.metadata
    found: defaultdict[tuple[str, bool], set[str]] = defaultdict(set)
    words = [word for word in labels.values() if isinstance(word, str)]
    own = (facts.title, facts.subtitle, facts.publisher, facts.source_url, *facts.authors, facts.date)
    heads = [label(head) for head in article.body.iter(*HEADINGS)]  # bold in the text, regular in the contents
    found["serif", False] |= set("".join((*filter(None, own), *words, *heads, *labels["date"], _FURNITURE)))
    found["serif", True] |= set("".join((facts.title, *words)))
    styles: dict[etree._Element, tuple[str, bool]] = {article.body: ("serif", False)}
    for element in article.body.iter(etree.Element):
        generic, bold = styles[element]
        tag = str(element.tag)
        is_bold = bold or tag in _BOLD or element.get("class") == "code-keyword"
        own_style = "monospace" if tag in _MONO else generic, is_bold
        found[own_style] |= set(element.text or "")
        for child in element.iterchildren(etree.Element):
            styles[child] = own_style
            found[own_style] |= set(child.tail or "")
    return found


def _distributed(
    used: Mapping[tuple[str, bool], Iterable[str]], named: Sequence[Face], stacks: Mapping[str, dict[str, None]]
) -> Iterator[tuple[Face, str]]:
    """Yield each face that is needed with its characters, and note its family in ``stacks``.

    A character goes to the first family that has it, in the weight that is wanted, or else in the nearest.
    """
    texts: defaultdict[Face, set[str]] = defaultdict(set)
    for (generic, bold), text in used.items():
        chain = css.chain((face for face in named if face.style == "normal"), generic)
        left = {char for char in text if not char.isspace() or char in " \u3000\u00a0"}
        for family in dict.fromkeys(face.family for face in chain):
            members = [face for face in chain if face.family == family]
            for face in sorted(members, key=lambda face: abs(face.weight - (700 if bold else 400))):
                here = {char for char in left if char in face.coverage}
                if here:
                    texts[face] |= here
                    stacks[generic].setdefault(family)
                left -= here
    for face, chars in sorted(texts.items(), key=lambda item: (item[0].family, item[0].weight)):
        yield face, "".join(sorted(chars))
