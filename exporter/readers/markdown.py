"""Markdown → article: CommonMark with tables, strikethrough, footnotes, definition lists and task lists.

``markdown_marks`` and ``markdown_blocks`` say what else is understood; ``cjk_markdown`` mends CommonMark's
emphasis and line ends for Chinese, Japanese and Korean.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lxml import etree
from markdown_it.rules_block.table import escapedSplit
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from exporter import languages
from exporter.article import Article, Metadata, Notice
from exporter.errors import SourceError
from exporter.readers import clean, frontmatter, markdown_blocks, markdown_links, markdown_marks, outline, soup
from exporter.readers.cjk_markdown import CJKMarkdownIt
from exporter.readers.encoding import decode
from exporter.readers.frontmatter import FrontMatter
from exporter.readers.images import Shelf
from exporter.readers.source import MAX_LINE, Source
from exporter.vocabulary import MAX_DEPTH

MAX_NESTING = MAX_DEPTH - 10
"""Lists in lists, quotations in quotations, emphasis in emphasis; markdown-it would drop what is deeper."""

DEEP_BRACKETS = 10
MAX_BRACKETS = 20_000
"""Brackets that stand deeper than so many in others, in all: they may be text, but they take long."""

_FIRST_TAG = re.compile(r"(\s*<[A-Za-z][A-Za-z0-9-]*)")
_CALL = re.compile(r"\[\^[^\s\]]+\]")
_QUOTED = re.compile(r"\A(?:\s*(?:>|[-+*] |\d{1,9}[.)] ))+\s*", re.ASCII)
_HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}


def read_markdown(source: Source) -> Article:
    """Return the article in ``source``.

    The title is the front matter's, else the first ``#`` heading's, else the file's name; authors, date and the
    like come from the front matter only. Raw HTML passes the same allow-list as a web page.
    :class:`~exporter.errors.SourceError` names file and line of what cannot be read.
    """
    decoded = decode(source.data, name=source.name, forced=source.encoding)
    front, text, offset = frontmatter.split(decoded.text, name=source.name)
    html, left_out = render(text, name=source.name, offset=offset)
    root = soup.parse(f"<body>{html}</body>", name=source.name).root
    soup.pass_lines_on(root, str(offset + 1))
    _make_figures(root)
    _name_stretches(root)
    markdown_links.set_anchors(root)
    markdown_blocks.set_contents(root)
    flattened: tuple[Notice, ...] = ()
    if front.title and not _same_title(root, front.title):
        flattened = _flattened(root, source.name)
        _demote_headings(root)
    shelf = Shelf(source.folder, remote=source.remote)
    cleaned = clean.clean(root, shelf=shelf, base_url=front.source_url or source.url, name=source.name)
    title = front.title or cleaned.title
    told = () if title else (_no_title(source, cleaned.body),)
    return Article(
        _metadata(front, title or source.stem, "".join(map(str, cleaned.body.itertext()))),
        cleaned.body,
        shelf.assets,
        (*decoded.notices, *front.notices, *told, *flattened, *left_out, *cleaned.notices),
        source.name,
    )


def render(text: str, *, name: str, offset: int = 0) -> tuple[str, tuple[Notice, ...]]:
    """Return the HTML of the Markdown ``text``, and what is not in it; blocks have their line as ``data-line``.

    ``offset`` is the number of lines of the source before ``text``. :class:`SourceError` for what is nested
    deeper than :data:`MAX_NESTING`.
    """
    markdown = _markdown()
    env: dict[str, Any] = {}
    try:
        tokens = markdown.parse(text, env)
    except _BracketsError as error:
        told = f"more than {MAX_BRACKETS:,} brackets are nested deeper than {DEEP_BRACKETS} in others here"
        way = "put a backslash before those that are meant as text"
        raise SourceError(f"{name}:{offset + error.line}: {told}; {way}") from error
    except RecursionError as error:
        raise _too_deep(name, offset + 1) from error
    _refuse_depth(tokens, name, offset)
    for token in tokens:
        if token.map and token.nesting >= 0 and token.type != "inline":
            line = str(min(token.map[0] + 1 + offset, MAX_LINE))
            if token.type == "html_block":
                token.content = _FIRST_TAG.sub(rf'\1 data-line="{line}"', token.content, count=1)
            token.attrSet("data-line", line)
    html: str = markdown.renderer.render(tokens, markdown.options, env)
    notices = (
        *_uncalled(env, name),
        *_repeated(env, name, offset),
        *_undefined(tokens, name, offset),
        *_unknown(tokens, name, offset),
    )
    return html, (*notices, *_dropped_cells(tokens, text, name, offset))


def _uncalled(env: Mapping[str, Any], name: str) -> Iterator[Notice]:
    """The notes that nothing in the text calls: markdown-it leaves them out."""
    for label, number in env.get("footnotes", {}).get("refs", {}).items():
        if number < 0:
            told = f"the note [^{label.removeprefix(':')}] is called nowhere and was left out"
            yield Notice("left-out", told, name)


def _find_repeated(state: StateCore) -> None:
    """Remember the notes that have the name of an earlier one: markdown-it leaves the earlier out."""
    labels: set[str] = set()
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            label = token.meta["label"]
            if label in labels:
                state.env.setdefault("repeated", []).append((label, token.map[0] if token.map else 0))
            labels.add(label)


def _repeated(env: Mapping[str, Any], name: str, offset: int) -> Iterator[Notice]:
    for label, line in env.get("repeated", ()):
        told = f"there is a note [^{label}] before this one, which was left out; give each its own name"
        yield Notice("left-out", told, f"{name}:{line + 1 + offset}")


def _undefined(tokens: Iterable[Token], name: str, offset: int) -> Iterator[Notice]:
    """The calls of notes that there are not: they are printed as they stand."""
    told: set[str] = set()
    for token in tokens:
        for child in token.children or ():
            for label in _CALL.findall(child.content) if child.type == "text" else ():
                if label not in told and f"\\{label}" not in token.content:
                    told.add(label)
                    line = token.map[0] + 1 + offset if token.map else None
                    message = f"{label} calls a note that there is not; write one (“{label}: …”) or take it out"
                    yield Notice("note", message, f"{name}:{line}" if line else name)


def _unknown(tokens: Iterable[Token], name: str, offset: int) -> Iterator[Notice]:
    """The containers that mean nothing here: what is in them is set as the text around it."""
    lines: dict[str, int] = {}
    for container, line in markdown_blocks.unknown_containers(tokens):
        lines.setdefault(container, line + 1 + offset)
    known = ", ".join(markdown_blocks.CONTAINERS)
    for container, line in lines.items():
        told = (
            f"“::: {container}” is no container that is known; its text is set as any other ({known} are known)"
        )
        yield Notice("container", told, f"{name}:{line}")


def _dropped_cells(tokens: Iterable[Token], text: str, name: str, offset: int) -> Iterator[Notice]:
    """The table rows with more cells than the head: GFM takes no more than that."""
    lines = text.split("\n")
    columns = 0
    for token in tokens:
        if token.type == "table_open":
            columns = 0
        elif token.type == "th_open":
            columns += 1
        elif token.type == "tr_open" and token.map and columns:
            line = token.map[0]
            cells = len(_cells(lines[line])) if line < len(lines) else 0
            if cells > columns:
                told = f"this row has {cells} cells and the table's head {columns}; the rest were left out"
                yield Notice("left-out", f"{told}; give the head as many", f"{name}:{line + 1 + offset}")


def _cells(line: str) -> list[str]:
    cells = escapedSplit(_QUOTED.sub("", line, count=1).strip())
    return cells[cells[:1] == [""] : len(cells) - (cells[-1:] == [""])]


class _BracketsError(Exception):
    """Brackets in brackets, each of which might begin a link: every one costs as much as ninety inside it."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _refuse_brackets(state: StateCore) -> None:
    total = 0
    for token in state.tokens:
        if token.type != "inline" or token.content.count("[") < MAX_NESTING:
            continue
        depth = 0
        for char in token.content:
            depth = max(0, depth + {"[": 1, "]": -1}.get(char, 0))
            total += char == "[" and depth > DEEP_BRACKETS
        if total >= MAX_BRACKETS:
            raise _BracketsError(token.map[0] + 1 if token.map else 1)


@functools.cache
def _markdown() -> CJKMarkdownIt:
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin
    from mdit_py_plugins.tasklists import tasklists_plugin

    markdown = CJKMarkdownIt("commonmark", {"maxNesting": MAX_NESTING})
    markdown.enable(["table", "strikethrough"])
    markdown.use(footnote_plugin).use(deflist_plugin).use(tasklists_plugin)
    markdown_marks.marks(markdown)
    markdown_blocks.blocks(markdown)
    markdown_links.links(markdown)
    markdown.core.ruler.before("inline", "brackets", _refuse_brackets)
    markdown.core.ruler.before("inline", "repeated_notes", _find_repeated)
    return markdown


def _refuse_depth(tokens: Iterable[Token], name: str, offset: int) -> None:
    line = offset + 1
    depth = 0
    for token in tokens:
        line = token.map[0] + 1 + offset if token.map else line
        depth += token.nesting
        inner = max(_depths(token.children or ()), default=0)
        if depth + inner >= MAX_NESTING:
            raise _too_deep(name, line)


def _depths(tokens: Iterable[Token]) -> Iterator[int]:
    depth = 0
    for token in tokens:
        depth += token.nesting
        yield depth


def _too_deep(name: str, line: int) -> SourceError:
    return SourceError(
        f"{name}:{line}: lists, quotations or emphasis are nested deeper than {MAX_NESTING} here; put a"
        " backslash before signs that are meant as text, or flatten what is nested"
    )


def _make_figures(root: etree._Element) -> None:
    """A paragraph that is one image, linked or not, is a figure; the image's title is its caption."""
    for paragraph in root.iter("p"):
        image = _only_child(paragraph)
        if image is not None and image.tag == "a":
            image = _only_child(image)
        if image is None or image.tag not in ("img", "svg"):
            continue
        paragraph.tag = "figure"
        if caption := image.attrib.pop("title", "").strip():
            etree.SubElement(paragraph, "figcaption").text = caption


def _name_stretches(root: etree._Element) -> None:
    """``[…]{.dots}`` is emphasis, ``[…]{.underline}`` a line under the words."""
    for span in root.iter("span"):
        words = (span.get("class") or "").split()
        if any(word.startswith("dots") for word in words):
            span.tag = "em"
            span.set("class", " ".join(dict.fromkeys(["dots", *words])))
        elif "underline" in words or any(word.startswith("line-") for word in words):
            span.tag = "u"


def _only_child(element: etree._Element) -> etree._Element | None:
    if len(element) != 1 or (element.text or "").strip() or (element[0].tail or "").strip():
        return None
    return element[0]


def _same_title(root: etree._Element, title: str) -> bool:
    """Whether the first ``h1`` only repeats the front matter's title; it is then taken out of the body."""
    first = next(root.iter("h1"), None)
    return first is not None and outline.plain_text(first).split() == title.split()


def _flattened(root: etree._Element, name: str) -> tuple[Notice, ...]:
    """HTML has six ranks and the title takes the first: what the sixth becomes is told, beside a fifth."""
    if {element.tag for element in root.iter("h5", "h6")} != {"h5", "h6"}:
        return ()
    told = "headings of the sixth rank (######) stand with those of the fifth; the title is above them all"
    return (Notice("heading-order", told, name),)


def _demote_headings(root: etree._Element) -> None:
    """Keep every ``h1`` in the body, a level lower: the front matter has another title, and nothing is lost."""
    for heading in list(root.iter(*_HEADINGS)):
        heading.tag = _HEADINGS[str(heading.tag)]


def _metadata(front: FrontMatter, title: str, text: str) -> Metadata:
    return Metadata(
        title=title,
        language=front.language or languages.recognise(f"{title}\n{text}"),
        subtitle=front.subtitle,
        authors=front.authors,
        date=front.date,
        source_url=front.source_url,
        publisher=front.publisher,
        description=front.description,
        identifier=front.identifier,
        people=front.people,
        rights=front.rights,
        subjects=front.subjects,
        series=front.series,
        series_number=front.series_number,
    )


def _no_title(source: Source, body: etree._Element) -> Notice:
    first = next(body.iter("h2"), None)
    length = 0 if first is None else len(outline.plain_text(first))
    if length > outline.MAX_TITLE:
        told = f"the first heading has {length:,} characters, too many for a title; “{source.stem}” stands in"
        return Notice("no-title", told, source.name)
    told = f"there is no title, neither in front matter nor as a “# heading”; “{source.stem}” stands in"
    return Notice("no-title", told, source.name)
