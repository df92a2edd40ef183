"""The article's text as content documents.

There is one so far. Whoever splits an article into chapters does it here: the rest of the room takes a tuple of
documents, each with its own file, its own contents and its own manifest properties.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from exporter import templating
from exporter.article import Article, Notice
from exporter.epub import markup, notes
from exporter.epub.images import Picture
from exporter.epub.outline import Entry, outline
from exporter.epub.page import page
from exporter.epub.stylesheets import Sheet


@dataclass(frozen=True, slots=True)
class Document:
    """One content document of the text."""

    id: str
    """In the manifest."""
    name: str
    """From the package's folder: ``text/article.xhtml``."""
    title: str
    data: bytes
    headings: tuple[Entry, ...]
    """What the contents list below the document's own title."""


def documents(
    article: Article, title: str, pictures: Mapping[str, Picture | None], sheets: tuple[Sheet, ...]
) -> tuple[Document, ...]:
    """Return the article's text as XHTML, in reading order; the article's tree is left as it is."""
    name = "text/article.xhtml"
    labels = templating.labels(article.metadata.language)
    body = copy.deepcopy(article.body)
    markup.tidy(body)
    _place(body, pictures, labels["missing_image"] + labels["colon"])
    notes.link(body, labels)
    headings = outline(body, name)
    data = page(
        "epub/article.xhtml.j2",
        language=article.metadata.language,
        title=title,
        sheets=sheets,
        root="../",
        title_id=markup.free_id("title", markup.ids(body)),
        body=templating.fragment(body),
    )
    return (Document("article", name, title, data, headings),)


def notices(article: Article, pictures: Mapping[str, Picture | None]) -> Iterator[Notice]:
    """Yield what the person should know about the images of the text."""
    images = list(article.body.iter("img"))
    for name in dict.fromkeys(str(image.get("src")) for image in images):
        picture = pictures.get(name)
        if picture is None:
            message = f"the image “{name}” is damaged or of an unknown kind; the EPUB shows a placeholder"
            yield Notice("broken-image", message, article.source)
        elif picture.stilled:
            message = f"the image “{name}” is an animated WebP; the EPUB shows its first frame"
            yield Notice("still-image", message, article.source)
    shown = [image for image in images if pictures.get(image.get("src", ""))]
    silent = [image for image in shown if not image.get("alt", "").strip()]
    if silent:
        message = (
            f"{len(silent)} of {len(shown)} images have no alternative text; "
            "a reader who cannot see them learns nothing of them"
        )
        yield Notice("missing-alt", message, article.source)


def _place(body: etree._Element, pictures: Mapping[str, Picture | None], missing: str) -> None:
    """Point images to their files, and give what cannot be shown a name that is read aloud."""
    for image in list(body.iter("img")):
        picture = pictures.get(image.get("src", ""))
        if picture is None:
            _replace_by_placeholder(image)
        else:
            image.set("src", f"../{picture.name}")
            image.set("alt", image.get("alt", ""))
    for span in [s for s in body.iter("span") if "missing-image" in s.get("class", "").split()]:
        span.set("role", "img")
        span.set("aria-label", missing + " ".join("".join(span.itertext()).split()))


def _replace_by_placeholder(image: etree._Element) -> None:
    image.text = (image.get("alt") or "").strip() or image.get("src", "").rpartition("/")[2]
    image.tag = "span"
    for name in ("src", "alt", "width", "height"):
        image.attrib.pop(name, None)
    image.set("class", "missing-image")
