"""XHTML → PDF, by WeasyPrint."""

from __future__ import annotations

from exporter.article import Article, Notice
from exporter.options import Options
from exporter.pdf.listening import Progress


def build(
    article: Article, options: Options, progress: Progress | None = None
) -> tuple[bytes, tuple[Notice, ...]]:
    """Return the article as a PDF; see :func:`exporter.pdf.writer.build`."""
    from exporter.pdf import writer

    return writer.build(article, options, progress)
