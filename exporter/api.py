"""The interface for other programs: read an article, make a file of it."""

from __future__ import annotations

from pathlib import Path

from exporter import convert, output
from exporter.article import Article, Notice
from exporter.collector import patient
from exporter.options import Options
from exporter.readers.source import Network, Source


@patient()
def read(
    source: str | Path | Source,
    *,
    format: str | None = None,
    encoding: str | None = None,
    fetch_images: bool = False,
) -> Article:
    """Read an article from a path, ``-`` (standard input) or bytes in a
    :class:`~exporter.readers.source.Source`.

    ``format`` is ``text``, ``markdown`` or ``html``, by default what the name or the content says;
    ``encoding`` a name such as ``gb18030``, by default what the bytes say; ``fetch_images`` brings images from
    public servers that are not beside the article. Raises SourceError; what was not
    taken as it stood is in ``article.notices``.
    """
    from exporter import readers

    network = Network(images=fetch_images)
    return readers.read(source, format=format, encoding=encoding, network=network)


def to_pdf(article: Article, target: str | Path, options: Options | None = None) -> tuple[Notice, ...]:
    """Write the article to ``target`` as a tagged PDF and return what there is to say about it.

    Raises ExporterError (a font that lacks characters, Pango that is not installed, a target that cannot be
    written); nothing is written then. WeasyPrint's log belongs to the process, so PDFs are made one at a time
    in it: threads wait for each other; use processes to make several at once.
    """
    return _write(article, "pdf", target, options)


def to_epub(article: Article, target: str | Path, options: Options | None = None) -> tuple[Notice, ...]:
    """Write the article to ``target`` as EPUB 3.3 and return what there is to say about it. Raises
    ExporterError."""
    return _write(article, "epub", target, options)


def render_html(article: Article, options: Options | None = None) -> str:
    """Return the article as one HTML page with its style sheets and images inside. Raises UsageError.

    A style sheet of the options that fetches other files is left out, and so are fonts that are files.
    """
    return convert.make(article, "html", options or Options())[0].decode()


def _write(article: Article, format: str, target: str | Path, options: Options | None) -> tuple[Notice, ...]:
    data, notices = convert.make(article, format, options or Options())
    output.write(Path(target), data)
    return notices
