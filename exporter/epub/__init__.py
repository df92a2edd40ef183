"""XHTML → EPUB 3.3, packed by ebooklib.

:func:`exporter.epub.book.build` makes the whole file; ebooklib and Pillow are imported only while it runs.
"""

from __future__ import annotations

from exporter.epub.book import build

__all__ = ["build"]
