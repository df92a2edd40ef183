"""``Article`` → XHTML by Jinja2: the one place where a tree becomes a string."""

from __future__ import annotations

import calendar
import copy
import functools
import tomllib
from collections.abc import Mapping
from typing import Any, Literal

import jinja2
from lxml import etree
from markupsafe import Markup

from exporter import __version__, resources, stamp
from exporter.article import LANGUAGES, Article


def render(template: str, **context: object) -> str:
    """Return the template ``template`` (a path below ``templates/``) filled with ``context``.

    Everything is escaped except what :func:`fragment` made. An unknown name in a template is an error.
    """
    return _environment().get_template(template).render(context)


@functools.cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(resources.templates()),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def page(article: Article, body: etree._Element, sheets: tuple[str, ...] = ()) -> str:
    """Return the whole article as one HTML page, its style ``sheets`` inside it.

    ``body`` is what is printed of the article: its own body, or that body as a writer transformed it.
    """
    metadata = article.metadata
    moment = stamp.moment(metadata)
    return render(
        "page/article.html.j2",
        metadata=metadata,
        body=fragment(body, "html"),
        date=written_date(metadata.date, metadata.language) if metadata.date else None,
        created=moment.strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None,
        labels=labels(metadata.language),
        sheets=[Markup(sheet.replace("</", "<\\/")) for sheet in sheets],
        version=__version__,
    )


def fragment(element: etree._Element, method: Literal["xml", "html"] = "xml") -> Markup:
    """Return the content of ``element``, without its own tag, as markup.

    ``method`` is ``xml`` for XHTML (EPUB) and ``html`` for what an HTML parser will read (PDF, HTML): there a
    paragraph that is empty must not be written ``<p/>``.
    """
    inner = copy.copy(element)  # lxml's copy is deep; the caller's tree stays as it is
    etree.cleanup_namespaces(inner)
    head = Markup.escape(inner.text or "")
    return head + Markup("").join(
        Markup(etree.tostring(child, encoding="unicode", method=method)) for child in inner
    )


@functools.cache
def labels(language: str) -> Mapping[str, Any]:
    """Return the words that the program itself prints in an article's language: “Contents”, “Cover”, …"""
    name = language if language in LANGUAGES else "en"
    with open(resources.templates() / "labels" / f"{name}.toml", "rb") as file:
        return dict(tomllib.load(file))


def written_date(date: str, language: str) -> str:
    """Return an ISO 8601 date (``2026``, ``2026-11``, ``2026-11-24``) as the language writes it."""
    parts = [int(part) for part in date.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    pattern = labels(language)["date"][len(parts) - 1]
    return str(pattern.format(year=year, month=month, day=day, month_name=calendar.month_name[month]))
