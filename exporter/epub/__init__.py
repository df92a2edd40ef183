"""XHTML → EPUB 3.3, packed by ebooklib."""
