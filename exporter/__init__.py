"""One article in; a PDF that a book designer would sign and an EPUB that every checker accepts out.

    >>> from exporter import Options, read, to_epub, to_pdf
    >>> article = read("article.md")                                      # doctest: +SKIP
    >>> to_pdf(article, "article.pdf", Options(paper="A5"))               # doctest: +SKIP

Importing this package is cheap: WeasyPrint, ebooklib and the parsers are loaded by what needs them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

from exporter.errors import ExporterError
from exporter.options import Options

if TYPE_CHECKING:
    from exporter.api import read, render_html, to_epub, to_pdf
    from exporter.article import Article, Metadata

__all__ = [
    "Article",
    "ExporterError",
    "Metadata",
    "Options",
    "__version__",
    "read",
    "render_html",
    "to_epub",
    "to_pdf",
]

_LATER = {
    "Article": "exporter.article",
    "Metadata": "exporter.article",
    "read": "exporter.api",
    "render_html": "exporter.api",
    "to_epub": "exporter.api",
    "to_pdf": "exporter.api",
}


def __getattr__(name: str) -> object:
    """Load the rest of the interface when it is first named (PEP 562)."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
