"""The headings of a body: ranks without gaps, their words on one line, the names that these words give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml import etree

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NO_SLUG = re.compile(r"[^\w\- ]")


def level(body: etree._Element, top: int = 2) -> int:
    """Shift the headings of ``body``, in place, so that the first rank is ``top`` and none is jumped over
    going down, as a list that is read aloud demands (WCAG technique G141): h2, h4, h3 become h2, h3, h3.

    Return how many got another rank.
    """
    changed = 0
    for heading, ranks in _nested(body):
        tag = f"h{min(len(ranks) + top - 1, 6)}"
        changed += heading.tag != tag
        heading.tag = tag
    return changed


def jumps(body: etree._Element) -> int:
    """Return how many headings of ``body`` jump over a rank: an h4 below an h2."""
    return sum(len(ranks) > 1 and ranks[-1] > ranks[-2] + 1 for _, ranks in _nested(body))


def _nested(body: etree._Element) -> Iterator[tuple[etree._Element, list[int]]]:
    """Yield each heading of ``body`` and the ranks of those that it stands under, its own the last."""
    ranks: list[int] = []
    for heading in body.iter(*HEADINGS):
        rank = int(str(heading.tag)[1])
        while ranks and ranks[-1] >= rank:
            ranks.pop()
        ranks.append(rank)
        yield heading, ranks


def label(heading: etree._Element) -> str:
    """Return a heading's words on one line, without the readings of its ruby and without note calls;
    images by their alternative text."""
    words: list[str] = []

    def collect(element: etree._Element) -> None:
        if element.tag in ("rt", "rp", "rtc") or element.get("class") == "noteref":
            return
        if element.tag == "svg":
            words.append(element.get("aria-label") or "")
            return
        words.append((element.get("alt") or "") if element.tag == "img" else (element.text or ""))
        words.append(" " if element.tag == "br" else "")
        for child in element.iterchildren(etree.Element):
            collect(child)
            words.append(child.tail or "")

    collect(heading)
    return " ".join("".join(words).split(None))


def slug(words: str) -> str:
    """Return the name that code hosting sites give a heading: “一 经过” is ``一-经过``."""
    return _NO_SLUG.sub("", words.lower()).replace(" ", "-")


def slugs(words: Iterable[str]) -> Iterator[str]:
    """Yield the names of headings in their order; the second one of the same words has ``-1`` after it."""
    times: dict[str, int] = {}
    for each in words:
        name = slug(each)
        times[name] = times.get(name, -1) + 1
        yield f"{name}-{times[name]}" if times[name] else name


def name_by_words(body: etree._Element, wanted: Iterable[str], title: str | None = None) -> dict[str, str]:
    """Return the ids of the headings that links want by their words; in place, those without one get one.

    ``title``: the heading over the body that is not in it; it has no id.
    """
    asked = {slug(name): name for name in wanted}
    if not asked:
        return {}
    found = list(body.iter(*HEADINGS))
    taken = {element.get("id") for element in body.iter()}
    names = list(slugs([*([title] if title else []), *map(label, found)]))[-len(found) :]
    ids: dict[str, str] = {}
    for number, (heading, name) in enumerate(zip(found, names, strict=True), 1):
        if name in asked:
            own = heading.get("id") or next(free for free in _free(f"heading-{number}") if free not in taken)
            heading.set("id", own)
            ids[asked[name]] = own
    return ids


def _free(name: str) -> Iterator[str]:
    while True:
        yield name
        name += "-"
