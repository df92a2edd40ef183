"""What stands before the text: the cover, the person's own or drawn, and the title page."""

from __future__ import annotations

from pathlib import Path

from exporter import raster, templating
from exporter.article import Metadata, Notice
from exporter.epub import metadata
from exporter.epub.images import SUFFIX, raster_image
from exporter.epub.page import Frame, properties
from exporter.epub.plan import XHTML, Entry
from exporter.errors import FontError, SetupError, SourceError
from exporter.options import Options

Cover = tuple[Entry, ...]
"""The cover's image and its page; empty when there is no cover."""

LEAST_SIDE = 1400
"""Pixels of a cover's shorter side below which Apple Books refuses it (Asset Guide, “Book cover art”)."""


def cover(facts: Metadata, options: Options, frame: Frame) -> tuple[Cover, tuple[Notice, ...]]:
    """Return the cover, and what there is to say about it; a notice stands for one that no font can draw.

    Raises SourceError for an image of one's own that is none.
    """
    image: Entry | None = None
    notices: tuple[Notice, ...] = ()
    if options.cover_image is not None:
        image, notices = _own(options.cover_image)
    elif options.cover:
        image, notices = _drawn(facts, frame.vertical)
    if image is None:
        return (), notices
    authors = list(facts.authors)
    page = frame.lying().page("epub/cover.xhtml.j2", title=facts.title, authors=authors, image=image.name)
    return (image, Entry("cover", "text/cover.xhtml", XHTML, page, properties(page))), notices


def _own(path: Path) -> tuple[Entry, tuple[Notice, ...]]:
    try:
        media_type, data = raster_image(path.read_bytes())
        width, height = raster.size(data)
    except OSError as error:
        raise SourceError(f"{path}: the cover cannot be read ({error.strerror}); name an image") from error
    except raster.Refusal as reason:
        raise SourceError(f"{path}: the cover cannot be used: {reason}; name another image") from reason
    entry = Entry("cover-image", f"images/cover{SUFFIX[media_type]}", media_type, data, ("cover-image",))
    if min(width, height) >= LEAST_SIDE:
        return entry, ()
    message = f"the cover has {width:,} × {height:,} pixels; shops want 1,600 × 2,560"
    return entry, (Notice("small-cover", message, str(path)),)


def _drawn(facts: Metadata, vertical: bool) -> tuple[Entry | None, tuple[Notice, ...]]:
    """Return a drawn cover's image, or, without the fonts to draw it, nothing and the reason."""
    from exporter.epub import cover

    try:
        drawn = cover.draw(facts, vertical)
    except (FontError, SetupError) as error:
        return None, (Notice("no-cover", f"the EPUB is made without a cover: {error}"),)
    entry = Entry("cover-image", cover.NAME, cover.MEDIA_TYPE, drawn.data, ("cover-image",))
    if not drawn.missing:
        return entry, ()
    message = f"the cover is drawn without {' '.join(drawn.missing)}, which its font does not have"
    return entry, (Notice("missing-glyphs", message),)


def title_page(facts: Metadata, frame: Frame) -> Entry:
    """Return the page with the title and what else the article says of itself."""
    data = frame.page(
        "epub/titlepage.xhtml.j2",
        title=facts.title,
        metadata=facts,
        date=templating.written_date(facts.date, facts.language) if facts.date else None,
        link=metadata.safe_link(facts.source_url),
    )
    return Entry("titlepage", "text/titlepage.xhtml", XHTML, data, properties(data))
