"""Aozora Bunko's notation → article. https://www.aozora.gr.jp/annotation/ is its catalogue.

``parts`` divides the file, ``blocks`` writes lines as paragraphs, ``line`` reads what is marked in one line,
``notation`` has the words of the notes, ``characters`` the 外字 and accents.
"""

from __future__ import annotations

from exporter import languages
from exporter.article import Article, Notice
from exporter.errors import SourceError
from exporter.readers import clean, soup
from exporter.readers.aozora import parts
from exporter.readers.aozora.blocks import Blocks
from exporter.readers.encoding import Decoded, decode
from exporter.readers.images import Shelf
from exporter.readers.source import MAX_LINE, Source

looks_so = parts.looks_so


def read_aozora(source: Source) -> Article:
    """Return the article in ``source``, a text in Aozora Bunko's notation; images come from its folder.

    A note that is not in the catalogue, or is about nothing, is left out and told with its line, kind
    ``notation``. :class:`~exporter.errors.SourceError` for what is no text, or has no text in it.
    """
    return article(decode(source.data, name=source.name, forced=source.encoding), source)


def article(decoded: Decoded, source: Source) -> Article:
    """Return the article in a text that is decoded already."""
    found = parts.split(decoded.text)
    blocks = Blocks(source.name)
    for number, line in found.body:
        blocks.add(min(number, MAX_LINE), line)
    for number, line in found.colophon:
        blocks.colophon(min(number, MAX_LINE), line)
    html = blocks.finish()
    if not html:
        raise SourceError(f"{source.name} has no text in it besides its title and what it says about itself")
    root = soup.parse(f"<body>{html}</body>", name=source.name).root
    soup.pass_lines_on(root, "1")
    shelf = Shelf(source.folder, remote=source.remote)
    cleaned = clean.clean(root, shelf=shelf, base_url=None, name=source.name)
    metadata = parts.facts(found, source.stem)
    told = () if found.head else (_no_title(source),)
    return Article(
        metadata.but(language=languages.settle("ja", decoded.text)),
        cleaned.body,
        shelf.assets,
        (*decoded.notices, *told, *blocks.notices, *cleaned.notices),
        source.name,
    )


def _no_title(source: Source) -> Notice:
    told = f"no line of the text is its title for sure; “{source.stem}”, the file's name, stands in"
    return Notice("no-title", told, source.name)
