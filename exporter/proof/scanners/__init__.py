"""Sources → prose: one file a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporter.proof.prose import Prose
    from exporter.readers.source import Source


def scan(source: Source, text: str, format: str, language: str | None) -> Prose:
    """Return the prose of ``source`` and its ``text``; ``format`` is one of :data:`exporter.proof.FORMATS`."""
    if format == "html":
        from exporter.proof.scanners import web
        from exporter.readers.html import read_html

        return web.scan(text, read_html(source), language)
    if format == "markdown":
        from exporter.proof.scanners import markdown

        return markdown.scan(text, language)
    if format == "aozora":
        from exporter.proof.scanners import aozora

        return aozora.scan(text, language)
    from exporter.proof.scanners import text as plain

    return plain.scan(text, language)


def declared_encoding(source: Source, format: str) -> str | None:
    """Return what a web page says of its encoding; other sources say nothing."""
    if format != "html":
        return None
    from exporter.readers.html import declared_encoding as declared

    return declared(source.data)
