"""The pipeline for one article: read it, set what the user said about it, make the file, write it."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from exporter import languages, output, stamp
from exporter.article import LANGUAGES, Article, Notice
from exporter.collector import patient
from exporter.errors import UsageError, nearest
from exporter.options import Options

if TYPE_CHECKING:
    from exporter.readers.source import Network

FORMATS = ("pdf", "epub", "html")
"""What can be made; each is also the suffix of its files."""

Progress = Callable[[str], None]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_UNPRINTED = re.compile(r"[\x00-\x20\x7f-\x9f]+")
_NO_CHARACTER = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Job:
    """One source and what is to be made of it. Jobs travel between processes: they hold only plain values."""

    source: str
    """A path, or ``-`` for standard input."""
    format: str
    """One of :data:`FORMATS`."""
    target: str
    """A path, or ``-`` for standard output."""
    options: Options = field(default_factory=Options)
    source_format: str | None = None
    encoding: str | None = None
    selector: str | None = None
    """Which part of a web page is the article, in CSS."""
    parts: tuple[str, ...] = ()
    """The sources of which this is to be one article; ``source`` is their first."""
    private_network: bool = False
    """Whether an address may lead to this machine or its network."""
    fetch_images: bool = False
    """Whether the images of a file are fetched that are on the network."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Fields of the metadata that the user states; they win over what the source says."""
    joined: tuple[str, ...] = ()
    """The sources that are bound to one book with ``source``, after it; the facts state its title then."""
    epub_target: str | None = None
    """Where a PDF's EPUB goes, which has its page numbers; ``None``: none is made."""


@patient()
def run(job: Job, progress: Progress | None = None) -> tuple[Notice, ...]:
    """Do the job and return what there is to say about it. Raises ExporterError; nothing is written then."""
    if job.parts:
        from exporter import readers

        network = _network(job, progress)
        article = readers.read_parts(job.parts, selector=job.selector, encoding=job.encoding, network=network)
    else:
        article = _bound(job, progress) if job.joined else _read(job, job.source, None, progress)
    article = with_facts(article, job.facts)
    options = job.options
    if job.source != "-" and not _ADDRESS.match(job.source):
        options = dataclasses.replace(options, root=Path(job.source).resolve().parent)
    data, notices = make(article, job.format, options, progress)
    book = None
    if job.epub_target is not None:
        from exporter import epub, printed

        book, more = epub.build(article, options, printed.read(data, job.target))
        notices = (*notices, *more)
    if job.target == "-":
        output.write_stdout(data)
    else:
        output.write(Path(job.target), data)
    if book is not None and job.epub_target is not None:
        output.write(Path(job.epub_target), book)
    return (*article.notices, *notices)


@patient()
def make(
    article: Article, format: str, options: Options, progress: Progress | None = None
) -> tuple[bytes, tuple[Notice, ...]]:
    """Return the article as the bytes of a file in ``format``, and what there is to say about it."""
    if format == "pdf":
        from exporter import pdf

        return pdf.build(article, options, progress)
    if format == "epub":
        from exporter import epub, printed

        paper = options.pages_from
        pages = printed.read(_bytes_of(paper), str(paper)) if paper else None
        return epub.build(article, options, pages)
    if format == "html":
        from exporter import html

        page, notices = html.build(article, options)
        return page.encode(), notices
    raise UsageError(f"there is no format “{format}”{nearest(format, FORMATS)}; use {', '.join(FORMATS)}")


def _read(job: Job, source: str, base: str | None, progress: Progress | None) -> Article:
    from exporter import readers

    return readers.read(
        source,
        format=job.source_format,
        encoding=job.encoding,
        base=base,
        selector=job.selector,
        network=_network(job, progress),
    )


def _network(job: Job, progress: Progress | None) -> Network:
    from exporter.readers.source import Network

    return Network(job.private_network, progress, job.fetch_images)


def _bound(job: Job, progress: Progress | None) -> Article:
    from exporter import binding

    sources = (job.source, *job.joined)
    places = binding.addresses(sources)
    articles = [_read(job, source, place, progress) for source, place in zip(sources, places, strict=True)]
    return binding.bind(articles, places, str(job.facts["title"]))


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: the PDF cannot be read ({error.strerror}); name one that exists") from error


def with_facts(article: Article, facts: Mapping[str, object]) -> Article:
    """Return the article with the facts that the user stated in place of those that the source states."""
    if not facts:
        return article
    notices = article.notices
    if "title" in facts:
        notices = tuple(notice for notice in notices if notice.kind != "no-title")
    return article.but(metadata=article.metadata.but(**facts), notices=notices)


def facts(
    title: str | None, authors: Sequence[str], date: str | None, language: str | None
) -> Mapping[str, object]:
    """Return the metadata that the user typed, checked; what was not typed is not in it. Raises UsageError."""
    stated: dict[str, object] = {
        "title": None if title is None else _line("title", title),
        "authors": tuple(_line("author", author) for author in authors) or None,
        "date": date,
    }
    if date is not None:
        stamp.day(date)
    if language is not None:
        stated["language"] = languages.normalise(language)
        if stated["language"] is None:
            known = ", ".join(LANGUAGES)
            raise UsageError(f"there is no language “{language}”{nearest(language, LANGUAGES)}; use {known}")
    return {name: value for name, value in stated.items() if value is not None}


def _line(name: str, text: str) -> str:
    """Return typed text as one line: no control characters, and U+FFFD for what is no character."""
    line = _NO_CHARACTER.sub("\ufffd", _UNPRINTED.sub(" ", text)).strip()
    if not line:
        raise UsageError(f"the {name} is empty; write one, or leave --{name} out")
    return line


def target_for(source: str, format: str, folder: Path | None) -> Path:
    """Return where the result goes when no file is named: beside the source, or into ``folder``."""
    if source == "-":
        raise UsageError("standard input has no name to take the result's from: say -o FILE")
    path = Path(source)
    if _ADDRESS.match(source):
        parts = urlsplit(source)
        named = re.sub(r"[^\w.-]+", "-", unquote(parts.path.rstrip("/").rpartition("/")[2])).strip("-.")
        path = Path(Path(named).stem or parts.hostname or "page")
        return (folder or Path()) / f"{path}.{format}"
    return (folder if folder is not None else path.parent) / f"{path.stem}.{format}"


def refuse_collisions(jobs: Sequence[Job]) -> None:
    """Raise UsageError if a result would take the place of a source or of another result."""
    named = (name for job in jobs for name in (job.source, *job.joined))
    sources = {Path(name).resolve() for name in named if name != "-"}
    taken: dict[Path, str] = {}
    made = [(job, name) for job in jobs for name in (job.target, job.epub_target)]
    for job, name in made:
        if name is None or name == "-":
            continue
        target = Path(name).resolve()
        if target in sources:
            raise UsageError(f"{name}: the result would take the place of the source; say -o FILE or -d FOLDER")
        if target in taken:
            raise UsageError(f"{taken[target]} and {job.source} would both become {name}; make them one by one")
        taken[target] = job.source
