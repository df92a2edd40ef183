"""Making PDFs and reading them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pymupdf
import pytest

from exporter import pdf
from exporter.article import Article, Notice
from exporter.options import Options

MakePdf = Callable[..., tuple[Any, tuple[Notice, ...]]]


@pytest.fixture
def make_pdf() -> MakePdf:
    """Return a function that sets an article and opens the result in MuPDF."""

    def make(article: Article, **options: object) -> tuple[pymupdf.Document, tuple[Notice, ...]]:
        data, notices = pdf.build(article, Options(**options))  # type: ignore[arg-type]
        return pymupdf.open(stream=data, filetype="pdf"), notices

    return make
