"""``Article`` → PDF: the page, its style sheets and its fonts handed to WeasyPrint."""

from __future__ import annotations

import errno
import hashlib
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from exporter import house, resources, templating
from exporter.article import Article, Notice
from exporter.errors import ExporterError, OutputError, RenderError
from exporter.fonts import coverage, css, faces, named
from exporter.options import Options
from exporter.pdf import glyphs, libraries, notes, paper, presentation, title
from exporter.pdf.listening import Progress, heard, silence

if TYPE_CHECKING:
    from exporter.pdf.fetcher import Fetcher

_STACKS = {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}
"""The variables of the style sheets, and the generic families behind them."""

_FURNITURE = frozenset("0123456789.-＊*“”‘’「」『』（）•◦▪…：图片缺失圖画像なし그림없음")
"""What the style sheets print besides the article: folios, markers, quotes, labels."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that WeasyPrint needs, before WeasyPrint is loaded."""

    html: str
    css: tuple[str, ...]
    """The program's style sheets: the page, the elements, the language, the house style."""
    user_css: tuple[Path, ...]
    """The user's: the style sheet in place of a house style, then those of ``--css``."""
    faces: tuple[faces.Face, ...]
    """The user's faces, then the bundled ones."""
    notices: tuple[Notice, ...]


def build(
    article: Article, options: Options, progress: Progress | None = None
) -> tuple[bytes, tuple[Notice, ...]]:
    """Return the article as a PDF and what there is to say about it.

    Raises UsageError for a style or a paper that does not exist, FontError for characters that no font can set,
    SetupError where Pango is missing, RenderError where WeasyPrint fails.
    """
    prepared = prepare(article, options)
    libraries.require()
    from exporter.pdf.fetcher import Fetcher

    folders = [path.resolve().parent for path in prepared.user_css]
    fetcher = Fetcher(article, _urls(prepared.faces), folders + ([options.root] if options.root else []))
    with heard(progress) as warnings:
        try:
            pdf = _write(prepared, fetcher, _identifier(article))
        except ExporterError:
            raise
        except Exception as error:  # WeasyPrint documents no exceptions of its own
            raise _told(error, article) from error
    said = [Notice("style-sheet", text) for text in dict.fromkeys(warnings) if not _KNOWN.match(text)]
    return pdf, (*prepared.notices, *fetcher.notices, *said)


_KNOWN = re.compile(r"Failed to load |Image .* has no required alt description")
"""What the fetcher has told better, and what is the EPUB's to tell."""

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES}


def _told(error: Exception, article: Article) -> ExporterError:
    """Return what a person can do about what went wrong inside WeasyPrint."""
    if (
        isinstance(error, OSError) and error.errno in _NO_ROOM
    ):  # nothing else is written while a page is laid out
        return OutputError(
            f"{tempfile.gettempdir()}: the temporary folder cannot be written ({error.strerror});"
            " free some space there, or set TMPDIR to another folder"
        )
    return RenderError(
        f"{article.source or article.metadata.title}: WeasyPrint could not lay it out"
        f" ({type(error).__name__}: {error}); please report this with the source"
    )


def prepare(article: Article, options: Options) -> Prepared:
    """Return the page and its style sheets, the characters checked against the fonts that will set them."""
    style = house.load(options.style)
    own_style = style.path.parent == resources.styles()
    user_css = (*(() if own_style else (style.path,)), *options.css)
    for path in user_css:
        house.read_css(path)
    page = paper.page(options.paper, style.leading)
    user = named.named(options.fonts)
    lacking = coverage.require(article, (*user, *faces.bundled()), options.missing_glyphs)
    if lacking:
        article = glyphs.mark_facts(article, (one.char for one in lacking))
    body = notes.to_footnotes(article.body, page.measure * page.lines // 3)
    presentation.present(body)
    glyphs.mark_missing(body, (one.char for one in lacking))
    heading = title.fit(article.metadata.title, page.measure)
    stacks = {name: Markup(css.stack(user, generic)) for name, generic in _STACKS.items()}
    grid = style.grid if options.grid is None else options.grid
    page_css = templating.render("page/page.css.j2", page=page, title=heading, grid=grid, **stacks)
    shared = (page_css, *house.shared_css(article.metadata.language))
    return Prepared(
        html=templating.page(article, body),
        css=(*shared, style.css) if own_style else shared,
        user_css=user_css,
        faces=(*user, *faces.bundled()) if user_css or lacking else _needed(article, user),
        notices=coverage.notices(lacking),
    )


def _needed(article: Article, user: tuple[faces.Face, ...]) -> tuple[faces.Face, ...]:
    """Return the faces that the page can use; each that is left out saves WeasyPrint the reading of it."""
    text = coverage.characters(article) | _FURNITURE
    listing = next(article.body.iter("pre", "code", "kbd", "samp"), None) is not None
    used = dict.fromkeys(
        face
        for name, generic in _STACKS.items()
        if name != "mono" or listing
        for face in coverage.needed(text, css.chain(user, generic))
    )
    return tuple(used)


def _write(prepared: Prepared, fetcher: Fetcher, identifier: bytes) -> bytes:
    import weasyprint

    from exporter.pdf import composer
    from exporter.pdf.artifacts import mark_artifacts
    from exporter.pdf.fetcher import ARTICLE
    from exporter.pdf.fontmap import FontMap

    bundled = set(faces.bundled())
    own = [face.path for face in prepared.faces if face in bundled]
    named_faces = [face for face in prepared.faces if face not in bundled]
    context = {"url_fetcher": fetcher, "font_config": FontMap(own)}
    url_of = {face: url for url, face in _urls(prepared.faces).items()}
    with composer.installed():
        with silence():  # our sheets name properties that only other engines know
            sheets = [
                weasyprint.CSS(string=text, **context)
                for text in (css.font_faces(named_faces, url_of.__getitem__), *prepared.css)
            ]
        sheets += [weasyprint.CSS(filename=path, **context) for path in prepared.user_css]
        html = weasyprint.HTML(string=prepared.html, base_url=ARTICLE, url_fetcher=fetcher)
        notes.link(html.etree_element)
        pdf = html.write_pdf(
            stylesheets=sheets,
            font_config=context["font_config"],
            pdf_tags=True,
            pdf_identifier=identifier,
            finisher=mark_artifacts,
        )
    return bytes(pdf)


def _urls(chosen: tuple[faces.Face, ...]) -> dict[str, faces.Face]:
    return {f"https://fonts.invalid/{number}": face for number, face in enumerate(chosen)}


def _identifier(article: Article) -> bytes:
    text = article.metadata.identifier or article.metadata.title
    return hashlib.sha256(text.encode()).hexdigest()[:32].encode()
