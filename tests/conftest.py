"""What the tests of all rooms share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from lxml import etree, html

from exporter.article import Article, Asset, Metadata

settings.register_profile("any machine", deadline=None)  # speed is for benchmarks
settings.register_profile("ci", deadline=None, derandomize=True)  # the same verdict for the same commit
settings.load_profile("ci" if os.environ.get("CI") else "any machine")

SAMPLES = Path(__file__).parent.parent / "docs" / "samples"
"""The articles that the project itself wrote."""

MakeArticle = Callable[..., Article]


@pytest.fixture
def make_article() -> MakeArticle:
    """Return a function that makes an article of markup in the vocabulary."""

    def make(
        markup: str,
        title: str = "试印",
        language: str = "zh-Hans",
        assets: tuple[Asset, ...] = (),
        **facts: object,
    ) -> Article:
        body = html.fragment_fromstring(markup, create_parent="body")
        etree.strip_tags(body, etree.Comment)
        return Article(Metadata(title=title, language=language).but(**facts), body, assets, source="test.md")

    return make
