"""``Article`` → PDF: the page, its style sheets and its fonts handed to WeasyPrint."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from exporter import house, templating
from exporter.article import Article, Notice
from exporter.errors import ExporterError, OutputError, RenderError
from exporter.fonts import coverage, css, faces, named
from exporter.options import Options
from exporter.pdf import glyphs, libraries, notes, paper, title
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

    folders = [path.resolve().parent for path in options.css]
    fetcher = Fetcher(article, _urls(prepared.faces), folders + ([options.root] if options.root else []))
    with heard(progress) as warnings:
        try:
            pdf = _write(prepared, options.css, fetcher, _identifier(article))
        except ExporterError:
            raise
        except OSError as error:  # nothing else is written while a page is laid out
            raise OutputError(
                f"{tempfile.gettempdir()}: the temporary folder cannot be written ({error.strerror});"
                " free some space there, or set TMPDIR to another folder"
            ) from error
        except Exception as error:  # WeasyPrint documents no exceptions of its own
            raise RenderError(
                f"{article.source or article.metadata.title}: WeasyPrint could not lay it out"
                f" ({type(error).__name__}: {error}); please report this with the source"
            ) from error
    told = [Notice("style-sheet", text) for text in dict.fromkeys(warnings)]
    return pdf, (*prepared.notices, *fetcher.notices, *told)


def prepare(article: Article, options: Options) -> Prepared:
    """Return the page and its style sheets, the characters checked against the fonts that will set them."""
    style = house.load(options.style)
    page = paper.page(options.paper, style.leading)
    user = named.named(options.fonts)
    chosen = (*user, *faces.bundled())
    notices = coverage.require(article, chosen, options.missing_glyphs)
    body = notes.to_footnotes(article.body)
    if notices:
        glyphs.mark_missing(body, (lack.char for lack in coverage.missing(article, chosen)))
    heading = title.fit(article.metadata.title, page.measure)
    stacks = {name: Markup(css.stack(user, generic)) for name, generic in _STACKS.items()}
    return Prepared(
        html=templating.page(article, body),
        css=(
            templating.render("page/page.css.j2", page=page, title=heading, **stacks),
            *house.shared_css(article.metadata.language),
            style.css,
        ),
        faces=chosen if options.css else _needed(article, user),
        notices=notices,
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


def _write(prepared: Prepared, user_css: tuple[Path, ...], fetcher: Fetcher, identifier: bytes) -> bytes:
    import weasyprint

    from exporter.pdf.artifacts import mark_artifacts
    from exporter.pdf.fetcher import ARTICLE
    from exporter.pdf.fontmap import FontMap

    bundled = set(faces.bundled())
    own = [face.path for face in prepared.faces if face in bundled]
    named_faces = [face for face in prepared.faces if face not in bundled]
    context = {"url_fetcher": fetcher, "font_config": FontMap(own)}
    url_of = {face: url for url, face in _urls(prepared.faces).items()}
    with silence():  # our sheets name properties that only other engines know
        sheets = [
            weasyprint.CSS(string=text, **context)
            for text in (css.font_faces(named_faces, url_of.__getitem__), *prepared.css)
        ]
    sheets += [weasyprint.CSS(filename=path, **context) for path in user_css]
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
