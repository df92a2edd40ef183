"""The readers: bytes → :class:`~exporter.article.Article`, one file a format.

:func:`read` chooses among them. Importing this package loads none of them, nor the libraries they need.
"""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import os
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

from exporter.errors import ExporterError, SourceError, UsageError, nearest
from exporter.readers.source import MAX_BYTES, Network, Source

if TYPE_CHECKING:
    from exporter.article import Article
    from exporter.readers.network import Web

READERS = {
    "text": "exporter.readers.text:read_text",
    "aozora": "exporter.readers.aozora:read_aozora",
    "markdown": "exporter.readers.markdown:read_markdown",
    "html": "exporter.readers.html:read_html",
    "mhtml": "exporter.readers.mhtml:read_mhtml",
    "docx": "exporter.readers.docx:read_docx",
    "epub": "exporter.readers.epub:read_epub",
    "fb2": "exporter.readers.fictionbook:read_fictionbook",
    "rst": "exporter.readers.restructuredtext:read_restructuredtext",
}
"""The formats, and the functions ``Source`` → ``Article`` that read them; loaded when they are called for."""

SUFFIXES = {
    **dict.fromkeys((".txt", ".text"), "text"),
    **dict.fromkeys((".md", ".markdown", ".mkd", ".mkdn", ".mdown"), "markdown"),
    **dict.fromkeys((".html", ".htm", ".xhtml", ".shtml"), "html"),
    **dict.fromkeys((".mhtml", ".mht"), "mhtml"),
    **dict.fromkeys((".rst", ".rest"), "rst"),
    **{f".{name}": name for name in ("docx", "epub", "fb2")},
}

STANDARD_INPUT = "standard input"

_HTML = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|article|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)


_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MHTML = re.compile(
    rb"(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?Content-Type:\s*multipart/related\b", re.IGNORECASE
)


def read(  # noqa: PLR0913 - what a person may say of a source
    source: str | Path | Source,
    *,
    format: str | None = None,
    encoding: str | None = None,
    base: str | None = None,
    selector: str | None = None,
    network: Network | None = None,
) -> Article:
    """Return the article in ``source``: a path, an address (``https://…``), ``-``, or a :class:`Source`.

    ``format`` is one of :data:`READERS`; without it the file's suffix decides, then its content. ``encoding``
    is what the person says the encoding is; without it the reader finds out. ``selector`` is the CSS selector
    of a web page's article. An address is fetched with its images, as ``network`` says, by default from
    public servers only; of any other source only the images are, and only if ``network.images`` says so.
    ``base`` is what relative links start from when the article states no address.

    :class:`UsageError` for a format or an encoding that does not exist, :class:`SourceError` for a source that
    cannot be read, is too large, or has no article in it.
    """
    _refuse_unknown(format)
    if isinstance(source, str) and _ADDRESS.match(source):
        from exporter.readers.network import Web

        with Web(network or Network()) as web:
            fetched, said = _fetched(web, source)
            return _read(_told(fetched, encoding, selector), format or said)
    if not isinstance(source, Source):
        source = _opened(source, encoding)
    if base is not None:
        source = dataclasses.replace(source, url=base)
    with _images(network) as remote:
        return _read(dataclasses.replace(_told(source, encoding, selector), remote=remote), format)


@contextlib.contextmanager
def _images(network: Network | None) -> Iterator[Callable[[str], bytes | None] | None]:
    """Give what brings images from the network, if the person wants that."""
    if network is None or not network.images:
        yield None
        return
    from exporter.readers.network import Web

    with Web(network) as web:
        yield web.image


def read_parts(
    sources: Sequence[str | Path],
    *,
    selector: str | None = None,
    encoding: str | None = None,
    network: Network | None = None,
) -> Article:
    """Return one article of several sources: the pages of a long one, or the files of a folder as its sections.

    They are paths or addresses, which are fetched as ``network`` says. Errors as those of :func:`read`.
    """
    from exporter.readers import joined

    with ExitStack() as stack:
        parts = _parts(sources, encoding, network or Network(), stack)
        articles = [_read(_told(source, encoding, selector), format) for source, format in parts]
    article = joined.joined(articles, [source.url or "" for source, _ in parts])
    _check(article, str(sources[0]))
    return _identified(article, str(sources[0]))


def _parts(
    sources: Sequence[str | Path], encoding: str | None, network: Network, stack: ExitStack
) -> list[tuple[Source, str | None]]:
    """The parts with their addresses, files under one that stands for their folder, and their formats.

    One visit to the network, which ``stack`` ends, is for all of them: its bounds are those of an article.
    """
    from exporter.readers import joined

    files = [_opened(each, encoding) for each in sources if not _ADDRESS.match(str(each))]
    common = os.path.commonpath([each.folder or Path() for each in files]) if files else ""
    waiting, parts, web = iter(files), list[tuple[Source, str | None]](), None
    if network.images or len(files) < len(sources):
        from exporter.readers.network import Web

        web = stack.enter_context(Web(network))
    for each in sources:
        if web is not None and _ADDRESS.match(str(each)):
            parts.append(_fetched(web, str(each)))
        else:
            source = next(waiting)
            url = joined.address(os.path.relpath(Path(source.name).resolve(), common))
            remote = web.image if web is not None and network.images else None
            parts.append((dataclasses.replace(source, url=url, remote=remote), None))
    return parts


def _fetched(web: Web, address: str) -> tuple[Source, str | None]:
    """What is there, and the format that the server says; of plain text its name knows more (``.md``)."""
    source, kind = web.page(address)
    suffix = Path(urlsplit(source.url or "").path).suffix.lower()
    return source, None if kind == "text" and suffix in SUFFIXES else kind


def described(source: str | Path, *, format: str | None = None, encoding: str | None = None) -> list[str]:
    """Return what is recognised in a plain text and by which rule, a line each.

    :class:`SourceError` for a source that cannot be read, :class:`UsageError` for one of another format: that
    says itself what its parts are.
    """
    from exporter.readers import text

    _refuse_unknown(format)
    opened = _told(_opened(source, encoding), encoding, None)
    format = format or format_of(opened)
    if format == "text":
        format = text.notation(opened)
    if format != "text":
        raise UsageError(
            f"{opened.name} is {format}, which says itself what its parts are; --structure is for text"
        )
    return text.described(opened)


def _refuse_unknown(format: str | None) -> None:
    if format is not None and format not in READERS:
        known = ", ".join(READERS)
        raise UsageError(f"there is no format “{format}”{nearest(format, READERS)}; there are {known}")


def _told(source: Source, encoding: str | None, selector: str | None) -> Source:
    """Return the source with what the person says of it."""
    return dataclasses.replace(
        source, encoding=encoding or source.encoding, selector=selector or source.selector
    )


def _read(source: Source, format: str | None) -> Article:
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
    suffix = Path(urlsplit(source.url).path if source.url else source.name).suffix.lower()
    if suffix in SUFFIXES:
        return SUFFIXES[suffix]
    if _MHTML.match(source.data[:4096]):
        return "mhtml"
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


def source_of(place: str | Path, encoding: str | None = None) -> Source:
    """Return the bytes at a path, or of standard input for ``-``. Raises SourceError if it cannot be read."""
    return _opened(place, encoding)
