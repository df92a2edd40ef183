"""One article → one EPUB 3.3, in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from exporter import identity, templating
from exporter.article import Article, Metadata, Notice
from exporter.epub import accessibility, content, front, metadata, navigation, vertical
from exporter.epub.content import Text
from exporter.epub.images import Picture, pictures
from exporter.epub.page import Frame, properties
from exporter.epub.plan import XHTML, Entry, Plan
from exporter.epub.stylesheets import Sheet, added_sheets, stylesheets
from exporter.options import Options
from exporter.printed import Printed

LONG_TITLE = 200
"""Characters of a title beyond which a person is told: shelves and running heads show some dozens."""


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
    sheets = stylesheets(facts.language, is_vertical)
    added, left_out = added_sheets(options.css)
    fonts, font_sheets = _fonts(article, options)
    frame = Frame(facts.language, (*sheets, *font_sheets, *added), is_vertical)
    used = {image.get("src") for image in article.body.iter("img")}
    images = pictures(asset for asset in article.assets if asset.name in used)
    text = content.text(article, images, frame, printed.pages if printed else ())
    cover, cover_notices = front.cover(facts, options, frame)
    plan = _plan(_Parts(article, frame, text, images, cover, fonts, printed))
    if options.vertical and not is_vertical:
        left_out = (*left_out, Notice("horizontal", "English has no vertical lines; the EPUB is horizontal"))
    said = (
        *_long_title(article),
        *text.notices,
        *content.notices(article, images),
        *left_out,
        *cover_notices,
        *_unpaged(text, printed),
    )
    return pack(plan), said


def _fonts(article: Article, options: Options) -> tuple[tuple[Entry, ...], tuple[Sheet, ...]]:
    """Return the fonts that the book brings along, and the style sheet that names them."""
    if not (options.embed_fonts or options.embed_title_font):
        return (), ()
    from exporter.epub.typefaces import typefaces
    from exporter.fonts import named

    labels = templating.labels(article.metadata.language)
    made = typefaces(article, labels, named.named(options.fonts), title_only=not options.embed_fonts)
    return made.files, made.sheets


def _titled(facts: Metadata) -> Metadata:
    """EPUB 3.3, 5.5.3.1.2: a book has a title. Readers see to that; an article made by hand may not."""
    return facts if facts.title else facts.but(title=templating.labels(facts.language)["text"])


def _long_title(article: Article) -> Iterator[Notice]:
    length = len(article.metadata.title)
    if length > LONG_TITLE:
        told = f"the title has {length:,} characters, more than e-readers show; say a shorter one (--title)"
        yield Notice("long-title", told, article.source)


def _unpaged(text: Text, printed: Printed | None) -> Iterator[Notice]:
    count = len(printed.pages) - len(text.pages) if printed else 0
    if count:
        what = "1 printed page has" if count == 1 else f"{count} printed pages have"
        yield Notice("unmatched-pages", f"{what} words that are not in the text; the page list is without them")


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a book is put together from."""

    article: Article
    frame: Frame
    text: Text
    images: Mapping[str, Picture | None]
    cover: front.Cover
    fonts: tuple[Entry, ...]
    printed: Printed | None


def _plan(parts: _Parts) -> Plan:
    article, facts, text, cover = parts.article, parts.article.metadata, parts.text, parts.cover
    identifier = identity.identifier(article)
    has_contents = len(text.contents) > 1 or bool(text.contents[0].children)
    marks = navigation.landmarks(facts.language, text.documents[0].name, bool(cover), has_contents)
    findings = accessibility.examine(article.body, parts.images, text, parts.frame.vertical)
    contents = ("nav",) if has_contents else ()  # one line is no page of contents
    return Plan(
        identifier=identifier,
        title=facts.title,
        language=facts.language,
        modified=metadata.modified(facts),
        vertical=parts.frame.vertical,
        terms=(
            *metadata.terms(facts, bool(cover), parts.frame.vertical),
            *(metadata.pagination(parts.printed.identifier) if parts.printed and text.pages else ()),
            *(metadata.specified_fonts() if parts.fonts else ()),
            *accessibility.terms(findings, templating.labels(facts.language), facts.language),
        ),
        entries=(
            *cover,
            front.title_page(facts, parts.frame),
            Entry("nav", "nav.xhtml", XHTML, navigation.nav(parts.frame, text, marks), ("nav",)),
            *(_xhtml(document.id, document.name, document.data) for document in text.documents),
            Entry("ncx", "toc.ncx", "application/x-dtbncx+xml", navigation.ncx(facts, identifier, text)),
            *_supplies(parts.frame.sheets, parts.images),
            *parts.fonts,
        ),
        spine=(
            *(("cover",) if cover else ()),
            "titlepage",
            *contents,
            *(document.id for document in text.documents),
        ),
        guide=navigation.guide(marks),
    )


def _xhtml(id: str, name: str, data: bytes) -> Entry:
    return Entry(id, name, XHTML, data, properties(data))


def _supplies(sheets: Sequence[Sheet], images: Mapping[str, Picture | None]) -> Iterator[Entry]:
    for number, sheet in enumerate(sheets, 1):
        yield Entry(f"style-{number}", sheet.name, "text/css", sheet.text.encode())
    for number, picture in enumerate(dict.fromkeys(filter(None, images.values())), 1):
        yield Entry(f"image-{number}", picture.name, picture.media_type, picture.data)
