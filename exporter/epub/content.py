"""The article's text as content documents: one a chapter."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from exporter import headings, templating
from exporter.article import Article, Notice
from exporter.epub import chapters, markup, notes, pagination, vertical
from exporter.epub.chapters import Chapter
from exporter.epub.images import Picture
from exporter.epub.outline import Entry, nest, outline
from exporter.epub.page import Frame
from exporter.printed import Page


@dataclass(frozen=True, slots=True)
class Document:
    """One content document of the text."""

    id: str
    """In the manifest."""
    name: str
    """From the package's folder: ``text/chapter-1.xhtml``."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Text:
    """The whole text of a book."""

    documents: tuple[Document, ...]
    """In reading order; at least one."""
    contents: tuple[Entry, ...]
    """What the contents list: the title, the headings below it; or the titles of several articles."""
    pages: tuple[Entry, ...] = ()
    """Where the printed pages begin, by their labels."""
    order: Mapping[str, int] = field(default_factory=dict)
    """The number of each address in ``contents`` and ``pages``, from 1, in reading order."""
    notices: tuple[Notice, ...] = ()
    """What had to be changed."""


def text(
    article: Article,
    pictures: Mapping[str, Picture | None],
    frame: Frame,
    printed: Sequence[Page] = (),
) -> Text:
    """Return the article's text as XHTML; the article's tree is left as it is."""
    labels = templating.labels(article.metadata.language)
    body = copy.deepcopy(article.body)
    _title(body, article.metadata.title)
    mended = _unique_ids, _led_somewhere, _ranked
    told = tuple(notice for mend in mended for notice in mend(body, article.source))
    breaks = pagination.mark(body, printed, article.metadata.title) if printed else ()
    markup.tidy(body)
    _place(body, pictures, labels["missing_image"] + labels["colon"])
    notes.link(body, labels)
    if frame.vertical:
        vertical.prepare(body, frame.language)
    lines = outline(body)
    divided = chapters.divide(body)
    names = _names(len(divided))
    homes = _homes(divided, names)
    _lead(divided, names, homes)
    documents = tuple(
        _document(chapter, name, article, frame) for chapter, name in zip(divided, names, strict=True)
    )
    contents = nest([(rank, label, f"text/{homes[id]}#{id}") for rank, label, id in lines])
    pages = tuple(Entry(one.label, f"text/{homes[one.id]}#{one.id}") for one in breaks)
    listed = {id for *_, id in lines} | {one.id for one in breaks}
    places = [f"text/{homes[id]}#{id}" for id in homes if id in listed]
    if not contents:  # several articles, and none has a title
        contents, places = (Entry(article.metadata.title, documents[0].name),), [documents[0].name, *places]
    return Text(documents, contents, pages, {place: number for number, place in enumerate(places, 1)}, told)


def _unique_ids(body: etree._Element, source: str | None) -> Iterator[Notice]:
    """Take away the ids that another element has already; links go to the first."""
    seen: set[str] = set()
    repeated: dict[str, None] = {}
    for element in body.iter(etree.Element):
        name = element.get("id")
        if name is not None and name in seen:
            repeated[name] = None
            del element.attrib["id"]
        elif name is not None:
            seen.add(name)
    if repeated:
        names = ", ".join(f"“{name}”" for name in list(repeated)[:5])
        yield Notice("repeated-id", f"several elements are called {names}; links lead to the first", source)


def _led_somewhere(body: etree._Element, source: str | None) -> Iterator[Notice]:
    """Unlink what leads to a place that is not there; readers see to that, an article made by hand may not."""
    taken = markup.ids(body)
    dead = [
        a for a in body.iter("a") if a.get("href", "").startswith("#") and a.get("href", "")[1:] not in taken
    ]
    for link in dead:
        link.tag = "span"
        for name in ("href", "class"):
            link.attrib.pop(name, None)
    if dead:
        what = "1 link leads" if len(dead) == 1 else f"{len(dead)} links lead"
        yield Notice("unlinked", f"{what} to places that are not in the text", source)


def _ranked(body: etree._Element, source: str | None) -> Iterator[Notice]:
    changed = headings.level(body, top=1)
    if changed:
        what = "1 heading jumps" if changed == 1 else f"{changed} headings jump"
        yield Notice("heading-order", f"{what} over a rank; the EPUB closes the gap", source)


def _title(body: etree._Element, title: str) -> None:
    """Begin the text with its title, unless it is several articles with titles of their own."""
    if body.find("h1") is None:
        head = etree.Element("h1", {"class": "title", "id": markup.free_id("title", markup.ids(body))})
        head.text, head.tail = title, "\n"
        body.insert(0, head)


def _names(count: int) -> list[str]:
    width = len(str(count))
    return [f"chapter-{number:0{width}}.xhtml" for number in range(1, count + 1)]


def _homes(divided: Sequence[Chapter], names: Sequence[str]) -> dict[str, str]:
    """Return the file that each id stands in."""
    return {
        id: name
        for chapter, name in zip(divided, names, strict=True)
        for block in chapter.blocks
        for id in markup.ids(block)
    }


def _lead(divided: Sequence[Chapter], names: Sequence[str], homes: Mapping[str, str]) -> None:
    """Let links reach the places that are now in another file."""
    for chapter, name in zip(divided, names, strict=True):
        for link in (link for block in chapter.blocks for link in block.iter("a")):
            href = link.get("href", "")
            home = homes.get(href[1:], name) if href.startswith("#") else name
            if home != name:
                link.set("href", home + href)


def _document(chapter: Chapter, name: str, article: Article, frame: Frame) -> Document:
    body = etree.Element("body")
    body.extend(chapter.blocks)
    notes.gather(body, str(templating.labels(frame.language)["notes"]))
    head = next((block for block in chapter.blocks if block.tag in headings.HEADINGS and block.get("id")), None)
    if chapter.kind == "continued":
        head = None
    data = frame.page(
        "epub/chapter.xhtml.j2",
        title=headings.label(head) if head is not None else article.metadata.title,
        kind=chapter.kind,
        head=None if head is None else head.get("id"),
        body=templating.fragment(body),
    )
    return Document(name.removesuffix(".xhtml"), f"text/{name}", data)


def notices(article: Article, pictures: Mapping[str, Picture | None]) -> Iterator[Notice]:
    """Yield what the person should know about the images of the text."""
    images = {str(image.get("src")): image for image in reversed(list(article.body.iter("img")))}
    for src, image in reversed(images.items()):
        picture, name = pictures.get(src), _known_as(image)
        if picture is None:
            message = f"the image “{name}” is damaged or of an unknown kind; the EPUB shows a placeholder"
            yield Notice("broken-image", message, article.source)
            continue
        if picture.stilled:
            message = f"the image “{name}” moves in a way that e-readers lack; the EPUB shows its first frame"
            yield Notice("still-image", message, article.source)
        if picture.shrunk:
            size = " × ".join(f"{side:,}" for side in picture.shrunk)
            message = f"the image “{name}” of {size} pixels is more than e-readers show; it is made smaller"
            yield Notice("shrunk-image", message, article.source)
    words = alternatives(article.body, pictures)
    silent = [element for element, alternative in words if not alternative]
    if silent:
        what, them = f"{len(silent)} of {len(words)} images have", "them"
        if len(words) == 1:
            what, them = "the only image has", "it"
        message = f"{what} no alternative text; a reader who cannot see {them} learns nothing of {them}"
        bound = article.body.find("h1") is not None  # of several files, each with lines of its own
        lines = [] if bound else [element.sourceline for element in silent if element.sourceline]
        details = tuple(f"{article.source or ''}:{line}" for line in lines)
        yield Notice("missing-alt", message, article.source, details)
    yield from _undescribed(article)
    yield from _long_block(article)


def _known_as(image: etree._Element) -> str:
    """Return what a person knows an image by: its alternative text, else its caption, else the file's name."""
    caption = next((figure.find("figcaption") for figure in image.iterancestors("figure")), None)
    words = image.get("alt") or ("" if caption is None else "".join(map(str, caption.itertext())))
    return " ".join(words.split())[:60] or image.get("src", "")


def _long_block(article: Article) -> Iterator[Notice]:
    length = chapters.largest_block(article.body)
    if length > chapters.MAX_CHARACTERS:
        message = (
            f"one paragraph, list or table has {length:,} characters and stays whole; older e-readers are slow"
        )
        yield Notice("long-block", message, article.source)


def alternatives(
    body: etree._Element, pictures: Mapping[str, Picture | None]
) -> list[tuple[etree._Element, str]]:
    """Return each image and each drawing that the book shows, and its alternative text, which may be empty."""
    return [
        (element, (element.get("alt") or element.get("aria-label") or "").strip())
        for element in body.iter("img", "svg")
        if (element.tag == "svg" and not markup.is_drawn(element)) or pictures.get(element.get("src", ""))
    ]


def _undescribed(article: Article) -> Iterator[Notice]:
    """Yield what a reader who listens will miss in tables and formulas."""
    bare = sum(next(table.iter("th"), None) is None for table in article.body.iter("table"))
    if bare:
        what = "1 table has" if bare == 1 else f"{bare} tables have"
        yield Notice(
            "table-heads", f"{what} no head cells; who listens cannot tell the columns", article.source
        )
    dumb = sum(not (math.get("alttext") or "").strip() for math in article.body.iter("math"))
    if dumb:
        what = "1 formula has" if dumb == 1 else f"{dumb} formulas have"
        yield Notice("missing-alttext", f"{what} no alternative text (alttext)", article.source)


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
