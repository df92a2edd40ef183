"""The readers: bytes → :class:`~exporter.article.Article`, one file a format.

:func:`read` chooses among them. Importing this package loads none of them, nor the libraries they need.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from exporter.errors import ExporterError, SourceError, UsageError, nearest
from exporter.readers.source import MAX_BYTES, Source

if TYPE_CHECKING:
    from exporter.article import Article

READERS = {
    "text": "exporter.readers.text:read_text",
    "markdown": "exporter.readers.markdown:read_markdown",
    "html": "exporter.readers.html:read_html",
}
"""The formats, and the functions ``Source`` → ``Article`` that read them; loaded when they are called for."""

SUFFIXES = {
    **dict.fromkeys((".txt", ".text"), "text"),
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mkdn", ".mdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
}

STANDARD_INPUT = "standard input"

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


def read(
    source: str | Path | Source,
    *,
    format: str | None = None,
    encoding: str | None = None,
    base: str | None = None,
) -> Article:
    """Return the article in ``source``: a path, ``-`` for standard input, or bytes in a :class:`Source`.

    ``format`` is one of :data:`READERS`; without it the file's suffix decides, then its content. ``encoding``
    is what the person says the encoding is; without it the reader finds out. ``base`` is the address that
    relative links are resolved against when the article states none.

    :class:`UsageError` for a format or an encoding that does not exist, :class:`SourceError` for a source that
    cannot be read, is too large, or has no article in it.
    """
    if format is not None and format not in READERS:
        known = ", ".join(READERS)
        raise UsageError(f"there is no format “{format}”{nearest(format, READERS)}; there are {known}")
    if not isinstance(source, Source):
        source = _opened(source, encoding)
    elif encoding is not None:
        source = replace(source, encoding=encoding)
    if base is not None:
        source = replace(source, url=base)
    if len(source.data) > MAX_BYTES:
        raise _too_large(source.name)
    article = reader(format or format_of(source))(source)
    _check(article, source.name)
    return _identified(article, source.name)


def reader(format: str) -> Callable[[Source], Article]:
    """Return the function that reads ``format``, one of :data:`READERS`."""
    module, function = READERS[format].split(":")
    return cast("Callable[[Source], Article]", getattr(importlib.import_module(module), function))


def format_of(source: Source) -> str:
    """Return the format of ``source`` by its suffix, or by what it begins with; ``text`` when nothing tells."""
    suffix = Path(source.name).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    return "html" if _HTML.match(source.data[:4096].replace(b"\0", b"")) else "text"


def _opened(place: str | Path, encoding: str | None) -> Source:
    if str(place) == "-":
        return Source(STANDARD_INPUT, _bounded(sys.stdin.buffer, STANDARD_INPUT), None, encoding)
    name, path = str(place), Path(place)
    try:
        if path.is_dir():
            raise SourceError(f"{name} is a folder; name the file in it that has the article")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(name)
        with path.open("rb") as file:
            return Source(name, _bounded(file, name), path.resolve().parent, encoding)
    except FileNotFoundError as error:
        if path.is_symlink():
            raise SourceError(f"{name} is a symbolic link that leads nowhere; name the file itself") from error
        raise SourceError(f"there is no file {name}{_beside(path)}") from error
    except PermissionError as error:
        raise SourceError(f"{name} may not be read; give yourself the right to read it (chmod u+r)") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise SourceError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _bounded(file: BinaryIO, name: str) -> bytes:
    """Read at most one byte more than is allowed: a pipe and a device have no size to ask for."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise _too_large(name)
    return data


def _too_large(name: str) -> SourceError:
    return SourceError(f"{name} is larger than {MAX_BYTES // 2**20} MB, which no article is; divide it")


def _beside(path: Path) -> str:
    """The nearest name in the folder, for one that was mistyped."""
    try:
        return nearest(path.name, [each.name for each in path.parent.iterdir()])
    except OSError:
        return ""


def _check(article: Article, name: str) -> None:
    """Hold the reader to the vocabulary, at the edge: what passes here, every writer can set."""
    from exporter import vocabulary

    if not len(article.body):
        raise SourceError(f"{name} has no text in it besides its title and what it says about itself")
    if _depth(article) > vocabulary.MAX_DEPTH:
        raise SourceError(f"{name} is nested more than {vocabulary.MAX_DEPTH} elements deep; flatten it")
    faults = vocabulary.check(article.body, frozenset(asset.name for asset in article.assets))
    if faults:
        told = "; ".join(faults[:3]) + (f"; and {len(faults) - 3} more" if len(faults) > 3 else "")
        raise ExporterError(
            f"{name} was read into a body that is not sound ({told});"
            " this is a fault of the program, please report it"
        )


def _depth(article: Article) -> int:
    from lxml import etree

    deepest = depth = 0
    for event, _ in etree.iterwalk(article.body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest


def _identified(article: Article, name: str) -> Article:
    """Give the article an identifier and the name of its source."""
    from exporter import identity

    metadata = article.metadata.but(identifier=identity.identifier(article))
    return article.but(metadata=metadata, source=article.source or name)
