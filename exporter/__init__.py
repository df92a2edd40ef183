"""One article in; a PDF that a book designer would sign and an EPUB that every checker accepts out."""

from __future__ import annotations

__version__ = "0.1.0"
