"""One article → one EPUB 3.3, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter import identity, templating
from exporter.article import Article, Metadata, Notice
from exporter.epub import accessibility, content, metadata, navigation, vertical
from exporter.epub.content import Text
from exporter.epub.images import Picture, pictures
from exporter.epub.page import Frame, properties
from exporter.epub.plan import XHTML, Entry, Plan
from exporter.epub.stylesheets import Sheet, stylesheets
from exporter.errors import FontError, SetupError
from exporter.options import Options
from exporter.printed import Printed


def build(
    article: Article, options: Options, printed: Printed | None = None
) -> tuple[bytes, tuple[Notice, ...]]:
    """Return the book's bytes, and what there is to say about them besides the article's own notices.

    ``printed`` is the article on paper: the book gets its page numbers. The same article and options give the
    same bytes, whatever the clock, the time zone or the hash seed. Raises SourceError for a style sheet that
    cannot be read, RenderError for text that no XHTML can hold.
    """
    from exporter.epub.package import pack

    article = article.but(metadata=_titled(metadata.clean(article.metadata)))
    facts = article.metadata
    is_vertical = options.vertical and facts.language in vertical.LANGUAGES
    sheets, left_out = stylesheets(facts.language, is_vertical, options.css)
    frame = Frame(facts.language, sheets, is_vertical)
    used = {image.get("src") for image in article.body.iter("img")}
    images = pictures(asset for asset in article.assets if asset.name in used)
    text = content.text(article, images, frame, printed.pages if printed else ())
    front, cover_notices = _cover(facts, frame) if options.cover else ((), ())
    plan = _plan(_Parts(article, frame, text, images, front, printed))
    if options.vertical and not is_vertical:
        left_out = (*left_out, Notice("horizontal", "English has no vertical lines; the EPUB is horizontal"))
    said = *content.notices(article, images), *left_out, *cover_notices, *_unpaged(text, printed)
    return pack(plan), said


def _titled(facts: Metadata) -> Metadata:
    """EPUB 3.3, 5.5.3.1.2: a book has a title. Readers see to that; an article made by hand may not."""
    return facts if facts.title else facts.but(title=templating.labels(facts.language)["text"])


def _unpaged(text: Text, printed: Printed | None) -> Iterator[Notice]:
    count = len(printed.pages) - len(text.pages) if printed else 0
    if count:
        what = "1 printed page has" if count == 1 else f"{count} printed pages have"
        yield Notice("unmatched-pages", f"{what} words that are not in the text; the page list is without them")


def _cover(facts: Metadata, frame: Frame) -> tuple[tuple[Entry, ...], tuple[Notice, ...]]:
    """Return the cover's image and page, or, without the fonts to draw it, nothing and the reason."""
    from exporter.epub import cover

    try:
        drawn = cover.draw(facts, frame.vertical)
    except (FontError, SetupError) as error:
        return (), (Notice("no-cover", f"the EPUB is made without a cover: {error}"),)
    notices = []
    if drawn.missing:
        message = f"the cover is drawn without {' '.join(drawn.missing)}, which its font does not have"
        notices.append(Notice("missing-glyphs", message))
    data = frame.lying().page(
        "epub/cover.xhtml.j2", title=facts.title, authors=list(facts.authors), image=cover.NAME
    )
    image = Entry("cover-image", cover.NAME, cover.MEDIA_TYPE, drawn.data, ("cover-image",))
    return (image, _xhtml("cover", "text/cover.xhtml", data)), tuple(notices)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a book is put together from."""

    article: Article
    frame: Frame
    text: Text
    images: Mapping[str, Picture | None]
    front: tuple[Entry, ...]
    """The cover's image and page, if there is a cover."""
    printed: Printed | None


def _plan(parts: _Parts) -> Plan:
    article, facts, text, front = parts.article, parts.article.metadata, parts.text, parts.front
    identifier = identity.identifier(article)
    has_contents = len(text.contents) > 1 or bool(text.contents[0].children)
    marks = navigation.landmarks(facts.language, text.documents[0].name, bool(front), has_contents)
    findings = accessibility.examine(article.body, parts.images, text, parts.frame.vertical)
    contents = ("nav",) if has_contents else ()  # one line is no page of contents
    return Plan(
        identifier=identifier,
        title=facts.title,
        language=facts.language,
        modified=metadata.modified(facts),
        vertical=parts.frame.vertical,
        terms=(
            *metadata.terms(facts, bool(front), parts.frame.vertical),
            *(metadata.pagination(parts.printed.identifier) if parts.printed and text.pages else ()),
            *accessibility.terms(findings, templating.labels(facts.language), facts.language),
        ),
        entries=(
            *front,
            _title_page(facts, parts.frame),
            Entry("nav", "nav.xhtml", XHTML, navigation.nav(parts.frame, text, marks), ("nav",)),
            *(_xhtml(document.id, document.name, document.data) for document in text.documents),
            Entry("ncx", "toc.ncx", "application/x-dtbncx+xml", navigation.ncx(facts, identifier, text)),
            *_supplies(parts.frame.sheets, parts.images),
        ),
        spine=(
            *(("cover",) if front else ()),
            "titlepage",
            *contents,
            *(document.id for document in text.documents),
        ),
        guide=navigation.guide(marks),
    )


def _title_page(facts: Metadata, frame: Frame) -> Entry:
    data = frame.page(
        "epub/titlepage.xhtml.j2",
        title=facts.title,
        metadata=facts,
        date=templating.written_date(facts.date, facts.language) if facts.date else None,
        link=metadata.safe_link(facts.source_url),
    )
    return _xhtml("titlepage", "text/titlepage.xhtml", data)


def _xhtml(id: str, name: str, data: bytes) -> Entry:
    return Entry(id, name, XHTML, data, properties(data))


def _supplies(sheets: Sequence[Sheet], images: Mapping[str, Picture | None]) -> Iterator[Entry]:
    for number, sheet in enumerate(sheets, 1):
        yield Entry(f"style-{number}", sheet.name, "text/css", sheet.text.encode())
    for number, picture in enumerate(dict.fromkeys(filter(None, images.values())), 1):
        yield Entry(f"image-{number}", picture.name, picture.media_type, picture.data)
