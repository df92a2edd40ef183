"""Several sources → one article: the pages of a long one, the files of a folder.

Pages that bear one title go on where the last one stopped; files of different titles become sections, each
under its own. Links from one to the other lead to the place in the text, notes are numbered through.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote, urldefrag

from lxml import etree

from exporter import headings, svg, vocabulary
from exporter.article import Article, Notice
from exporter.readers import outline

HOST = "https://part.invalid/"
"""Stands for the folder of the parts while they are read (RFC 2606)."""

REPEATED = 8
"""Blocks at the beginning of a page that may repeat those of the first page."""

BEGIN = "begin"
"""The id of where a part begins, after its prefix."""


def address(name: str) -> str:
    """Return the address under which the part of that file name is read."""
    return HOST + quote(name.replace("\\", "/"))


def joined(parts: Sequence[Article], addresses: Sequence[str]) -> Article:
    """Return one article of ``parts``, in their order; they are not changed.

    The facts are the first part's. ``addresses``: the address of each part, for the links among them.
    """
    bodies = [copy.deepcopy(part.body) for part in parts]
    sections = len({part.metadata.title for part in parts}) > 1
    places: dict[str, str] = {}
    for number, (part, address_) in enumerate(zip(parts, addresses, strict=True), 1):
        places |= {unquote(each): f"part-{number}-" for each in (address_, part.metadata.source_url) if each}
    wanted = _wanted(bodies, places)
    named: dict[tuple[str, str], str] = {}
    for number, (part, body) in enumerate(zip(parts, bodies, strict=True), 1):
        if sections:
            _entitle(body, part.metadata.title)
        elif number > 1:
            _drop_repeated(body, bodies[0])
        prefix = f"part-{number}-"
        over = None if sections else part.metadata.title
        for name, id_ in headings.name_by_words(body, wanted.get(prefix, ()), over).items():
            named[prefix, name] = prefix + id_
        _rename(body, prefix)
    whole = etree.Element("body")
    notes: list[etree._Element] = []
    for body in bodies:
        notes += [each for each in body if each.tag == "aside" and each.get("class") == "note"]
        whole.extend([each for each in body if each not in notes])
    whole.extend(notes)
    _number_notes(whole)
    lost = _lead(whole, places, named)
    first = parts[0].metadata
    own = first.source_url if first.source_url and not first.source_url.startswith(HOST) else None
    kept = [notice for part in parts for notice in part.notices if notice.kind != "more-pages"]
    if lost:
        kept.append(
            Notice(
                "unlinked",
                f"links that lead out of the article were unlinked: {', '.join(lost[:5])}",
                parts[0].source,
            )
        )
    assets = {asset.name: asset for part in parts for asset in part.assets}
    return Article(
        first.but(source_url=own, identifier=None), whole, tuple(assets.values()), tuple(kept), parts[0].source
    )


def _wanted(bodies: Sequence[etree._Element], places: Mapping[str, str]) -> dict[str, list[str]]:
    """What the links name in each part, by its prefix."""
    wanted: dict[str, list[str]] = {}
    for link in itertools.chain.from_iterable(body.iter("a") for body in bodies):
        page, fragment = urldefrag(link.get("href") or "")
        if fragment and (prefix := places.get(unquote(page))):
            wanted.setdefault(prefix, []).append(unquote(fragment))
    return wanted


def _entitle(body: etree._Element, title: str) -> None:
    """Set the part's title over it, and its headings a level lower."""
    for heading in list(body.iter("h2", "h3", "h4", "h5")):
        heading.tag = f"h{int(str(heading.tag)[1]) + 1}"
    heading = etree.Element("h2")
    heading.text = title
    body.insert(0, heading)


def _drop_repeated(body: etree._Element, first: etree._Element) -> None:
    """What stands at the beginning of every page, a byline or the picture over it, is set once."""
    shown = {_look(block) for block in first[:REPEATED]}
    while len(body) > 1 and _look(body[0]) in shown:
        body.remove(body[0])


def _look(block: etree._Element) -> tuple[str, str, tuple[str, ...]]:
    images = tuple(image.get("src", "") for image in block.iter("img"))
    return str(block.tag), outline.plain_text(block), images


def _rename(body: etree._Element, prefix: str) -> None:
    """Give every id a prefix, and let the links of this part follow; the part's first block has one too."""
    mark = etree.Element("a", {"id": BEGIN})  # the first block may have an id of its own
    first = body[0]
    if first.get("id") is None:
        first.set("id", BEGIN)
    elif first.tag in ("p", "h2", "h3", "h4", "h5", "h6"):
        mark.tail, first.text = first.text, None
        first.insert(0, mark)
    for element in body.iter():
        if element.get("id"):
            element.set("id", prefix + element.get("id", ""))
        if element.tag in vocabulary.DRAWING:
            svg.follow(element, lambda name: prefix + name)
            continue
        for name in ("href", "headers"):
            value = element.get(name) or ""
            if name == "href" and value.startswith("#"):
                element.set("href", f"#{prefix}{value[1:]}")
            elif name == "headers" and value:
                element.set("headers", " ".join(prefix + word for word in value.split()))


def _number_notes(body: etree._Element) -> None:
    numbers: dict[str, int] = {}
    for aside in body.iterchildren("aside"):
        if aside.get("class") == "note":
            numbers[aside.get("id", "")] = len(numbers) + 1
    for aside in body.iterchildren("aside"):
        if aside.get("id") in numbers:
            aside.set("id", f"note-{numbers[aside.get('id', '')]}")
    times: dict[int, int] = {}
    for call in body.iter("a"):
        number = numbers.get((call.get("href") or "")[1:])
        if number is None:
            continue
        call.set("href", f"#note-{number}")
        if call.get("class") == "noteref":
            times[number] = times.get(number, 0) + 1
            call.set("id", f"noteref-{number}" + (f"-{times[number]}" if times[number] > 1 else ""))
            call.text = str(number)


def _lead(body: etree._Element, places: Mapping[str, str], named: Mapping[tuple[str, str], str]) -> list[str]:
    """Let the links among the parts lead to their places, or to the headings that they name by their words.

    Return the addresses of those that lead nowhere.
    """
    ids = {element.get("id") for element in body.iter()}
    lost = []
    for link in body.iter("a"):
        href = link.get("href") or ""
        page, fragment = urldefrag(href)
        prefix = places.get(unquote(page))
        name = unquote(fragment)
        targets = [f"{prefix}{each}" for each in (name or BEGIN, vocabulary.stand_in(name))]
        target = next((each for each in targets if each in ids), named.get((prefix or "", name)))
        if prefix and target:
            link.set("href", f"#{target}")
        elif href.startswith(HOST) or (href.startswith("#") and href[1:] not in ids):
            lost.append(f"“{unquote(href.removeprefix(HOST))}”")
            del link.attrib["href"]
            link.tag = "span"
    return lost
