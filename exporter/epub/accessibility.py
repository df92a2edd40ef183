"""What a book says of its own accessibility: only what was found in it.

EPUB Accessibility 1.1, 2.2, with the vocabulary of https://www.w3.org/community/reports/a11y-discov-vocab/
CG-FINAL-vocabulary/. No claim of conformance is made: that takes a person who has looked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from exporter.epub.content import Text, alternatives
from exporter.epub.images import Picture
from exporter.epub.page import XML_LANG
from exporter.epub.plan import Term

_HAZARDS = ("noFlashingHazard", "noMotionSimulationHazard", "noSoundHazard")


@dataclass(frozen=True, slots=True)
class Findings:
    """What there is in the text."""

    images: bool
    all_described: bool
    """Whether every image has alternative text; true without images."""
    moves: bool
    headings: bool
    ruby: bool
    formulas: bool
    all_formulas_described: bool
    """Whether every formula has an ``alttext``; true without formulas."""
    pages: bool
    """Whether the printed pages are marked and listed."""
    vertical: bool


def examine(
    body: etree._Element, pictures: Mapping[str, Picture | None], text: Text, vertical: bool
) -> Findings:
    """Return what the article's ``body`` holds; the cover repeats the title and is not counted."""
    shown = [pictures.get(image.get("src", "")) for image in body.iter("img")]
    words = [alternative for _, alternative in alternatives(body, pictures)]
    return Findings(
        images=bool(words),
        all_described=all(words),
        moves=any(picture.moves for picture in shown if picture),
        headings=len(text.contents) > 1 or bool(text.contents[0].children),
        ruby=next(body.iter("ruby"), None) is not None,
        formulas=next(body.iter("math"), None) is not None,
        all_formulas_described=all((math.get("alttext") or "").strip() for math in body.iter("math")),
        pages=bool(text.pages),
        vertical=vertical,
    )


def terms(findings: Findings, labels: Mapping[str, Any], language: str) -> Iterator[Term]:
    """Yield the package's metadata about accessibility."""
    yield from _schema("accessMode", ["textual", *(["visual"] if findings.images else [])])
    sufficient = ["textual"] if findings.all_described else []
    yield from _schema("accessModeSufficient", [*sufficient, *(["textual,visual"] if findings.images else [])])
    yield from _schema("accessibilityFeature", _features(findings))
    yield from _schema("accessibilityHazard", ["unknown"] if findings.moves else _HAZARDS)
    summary = [labels["summary_text"]]
    if findings.images:
        summary.append(labels["summary_described" if findings.all_described else "summary_undescribed"])
    if findings.pages:
        summary.append(labels["summary_pages"])
    attributes = (("property", "schema:accessibilitySummary"), (XML_LANG, language))
    yield Term("meta", str(labels["summary_separator"]).join(summary), attributes)


def _features(findings: Findings) -> Iterator[str]:
    # readingOrder and displayTransformability: one column of plain text, and no fixed size, face or colour
    yield from ("tableOfContents", "readingOrder", "displayTransformability", "ARIA")
    if findings.headings:
        yield "structuralNavigation"
    if findings.images and findings.all_described:
        yield "alternativeText"
    if findings.ruby:
        yield "rubyAnnotations"
    if findings.formulas:
        yield "MathML"
        if findings.all_formulas_described:
            yield "describedMath"
    yield "verticalWriting" if findings.vertical else "horizontalWriting"
    if findings.pages:
        yield from ("pageBreakMarkers", "pageNavigation")


def _schema(name: str, values: Iterable[str]) -> Iterator[Term]:
    for value in values:
        yield Term("meta", value, (("property", f"schema:{name}"),))
