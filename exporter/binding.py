"""Several articles bound as one book: each with its title as an ``h1``, the links between them kept.

While they are read, relative links are resolved against the names of the files, on a host that cannot exist
(RFC 2606); here those that lead to another article of the book become links inside it, and the others end.
"""

from __future__ import annotations

import copy
import itertools
import os
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, unquote, urldefrag

from lxml import etree

from exporter import headings, identity, svg, templating, vocabulary
from exporter.article import Article, Asset, Metadata, Notice

HOST = "https://book.invalid/"


def addresses(sources: Sequence[str]) -> list[str | None]:
    """Return the address that stands for each file while it is read; ``None`` for standard input, and for what
    has an address of its own."""
    paths = [None if source == "-" or "://" in source else Path(source).resolve() for source in sources]
    root = os.path.commonpath([path.parent for path in paths if path] or [Path("/")])
    return [HOST + quote(path.relative_to(root).as_posix()) if path else None for path in paths]


def bind(articles: Sequence[Article], sources: Sequence[str | None], title: str) -> Article:
    """Return the articles as one, called ``title``; ``sources`` are their :func:`addresses`.

    An id gets its article's number before it, so that two articles may have the same. Images that several
    articles have are kept once. What articles agree on (publisher, rights) is the book's.
    """
    places = _places(articles, sources)
    body = etree.Element("body")
    notices: list[Notice] = []
    assets: dict[str, Asset] = {}
    metadata = _metadata(articles, title)
    parts = [copy.deepcopy(article.body) for article in articles]
    named = _named(parts, places, [article.metadata.title for article in articles])
    for number, (article, part) in enumerate(zip(articles, parts, strict=True), 1):
        _rename_assets(part, article.assets, assets, number)
        _rename_ids(part, number)
        ended = _lead(part, places, articles, named)
        notices += article.notices
        if ended:
            told = f"links that lead to no article of the book were unlinked: {', '.join(sorted(ended)[:5])}"
            notices.append(Notice("unlinked", told, article.source))
        if article.metadata.language != metadata.language:
            for block in part:
                block.set("lang", block.get("lang", article.metadata.language))
        body.extend(_head(article.metadata, number, metadata))
        body.extend(part)
    return Article(metadata, body, tuple(assets.values()), tuple(notices), source=title)


def _metadata(articles: Sequence[Article], title: str) -> Metadata:
    facts = [article.metadata for article in articles]
    names = "\n".join((title, *map(identity.identifier, articles)))
    return Metadata(
        title=title,
        language=Counter(each.language for each in facts).most_common(1)[0][0],
        authors=tuple(dict.fromkeys(author for each in facts for author in each.authors)),
        people=tuple(dict.fromkeys(person for each in facts for person in each.people)),
        publisher=_same(each.publisher for each in facts),
        rights=_same(each.rights for each in facts),
        series=_same(each.series for each in facts),
        subjects=tuple(dict.fromkeys(subject for each in facts for subject in each.subjects)),
        date=max((each.date for each in facts if each.date), default=None),
        identifier=uuid.uuid5(uuid.NAMESPACE_OID, names).urn,
    )


def _same(values: Iterable[str | None]) -> str | None:
    found = set(values)
    return found.pop() if len(found) == 1 else None


def _head(facts: Metadata, number: int, book: Metadata) -> list[etree._Element]:
    """Return an article's title and subtitle, and a line with its authors if the book has others too."""
    title = etree.Element("h1", {"id": f"a{number}"})
    title.text = facts.title
    head = [title]
    if facts.subtitle:
        subtitle = etree.Element("p", {"class": "subtitle"})
        subtitle.text = facts.subtitle
        head.append(subtitle)
    if facts.authors and facts.authors != book.authors:
        byline = etree.Element("p", {"class": "byline"})
        byline.text = str(templating.labels(facts.language)["author_separator"]).join(facts.authors)
        head.append(byline)
    for block in head:
        block.tail = "\n"
        if facts.language != book.language:
            block.set("lang", facts.language)
    return head


def _rename_assets(body: etree._Element, own: Iterable[Asset], kept: dict[str, Asset], number: int) -> None:
    new: dict[str, str] = {}
    for asset in own:
        same = kept.get(asset.name)
        if same is not None and same.data != asset.data:
            new[asset.name] = f"a{number}-{asset.name}"
        name = new.get(asset.name, asset.name)
        kept.setdefault(name, replace(asset, name=name))
    for image in body.iter("img"):
        image.set("src", new.get(image.get("src", ""), image.get("src", "")))


def _rename_ids(body: etree._Element, number: int) -> None:
    for element in body.iter(etree.Element):
        if name := element.get("id"):
            element.set("id", f"a{number}-{name}")
        if element.tag in vocabulary.DRAWING:
            svg.follow(element, lambda name: f"a{number}-{name}")
        elif element.get("href", "").startswith("#"):
            element.set("href", f"#a{number}-{element.get('href', '')[1:]}")
        if headers := element.get("headers"):
            element.set("headers", " ".join(f"a{number}-{name}" for name in headers.split()))


def _places(articles: Sequence[Article], sources: Sequence[str | None]) -> dict[str, int]:
    """Return the number of the article at each address: the file's, the one that the article itself states,
    and, where it tells one article, the bare name of the file."""
    places: dict[str, int] = {}
    names = Counter(_name(source) for source in sources if source)
    for number, (article, source) in enumerate(zip(articles, sources, strict=True), 1):
        own = article.metadata.source_url
        places |= {unquote(address): number for address in (source, own) if address}
        if source and names[_name(source)] == 1:
            places.setdefault(_name(source), number)
    return places


def _name(address: str) -> str:
    return unquote(address).rpartition("/")[2]


def _named(
    parts: Sequence[etree._Element], places: Mapping[str, int], titles: Sequence[str]
) -> dict[tuple[int, str], str]:
    """Return the ids of the headings that links from another article name by their words (``b.md#一-经过``)."""
    wanted: dict[int, list[str]] = {}
    for link in itertools.chain.from_iterable(part.iter("a") for part in parts):
        number, _, fragment = _target(link, places)
        if number and fragment:
            wanted.setdefault(number, []).append(fragment)
    return {
        (number, name): id_
        for number, names in wanted.items()
        for name, id_ in headings.name_by_words(parts[number - 1], names, titles[number - 1]).items()
    }


def _target(link: etree._Element, places: Mapping[str, int]) -> tuple[int | None, str, str]:
    """The number of the article that a link leads to, its address, and the place there."""
    address, fragment = urldefrag(unquote(link.get("href", "")))
    number = places.get(address) or (places.get(_name(address)) if address.startswith(HOST) else None)
    return number, address, fragment


def _lead(
    body: etree._Element,
    places: Mapping[str, int],
    articles: Sequence[Article],
    named: Mapping[tuple[int, str], str],
) -> set[str]:
    """Let links reach the other articles; return what else they wanted to reach in the folder, now unlinked."""
    ended = set()
    for link in list(body.iter("a")):
        number, address, fragment = _target(link, places)
        if number:
            names = [fragment, vocabulary.stand_in(fragment)] if fragment else []
            target = next((name for name in names if _has(articles[number - 1].body, name)), None)
            target = target or named.get((number, fragment))
            link.set("href", f"#a{number}-{target}" if target else f"#a{number}")
        elif address.startswith(HOST):
            ended.add(address.removeprefix(HOST))
            link.tag = "span"
            del link.attrib["href"]
    return ended


def _has(body: etree._Element, name: str) -> bool:
    return body.find(".//*[@id='{}']".format(name.replace("'", ""))) is not None
