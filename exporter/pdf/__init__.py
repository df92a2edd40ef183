"""XHTML → PDF, by WeasyPrint."""
