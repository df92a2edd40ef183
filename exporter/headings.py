"""The headings of a body: their ranks without gaps, and their words on one line."""

from __future__ import annotations

from lxml import etree

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def level(body: etree._Element, top: int = 2) -> int:
    """Shift the headings of ``body``, in place, so that the first rank is ``top`` and none is jumped over
    going down, as a list that is read aloud demands (WCAG technique G141): h2, h4, h3 become h2, h3, h3.

    Return how many got another rank.
    """
    above: list[int] = []
    changed = 0
    for heading in body.iter(*HEADINGS):
        rank = int(str(heading.tag)[1])
        while above and above[-1] >= rank:
            above.pop()
        above.append(rank)
        tag = f"h{min(len(above) + top - 1, 6)}"
        changed += heading.tag != tag
        heading.tag = tag
    return changed


def jumps(body: etree._Element) -> int:
    """Return how many headings of ``body`` jump over a rank: an h4 below an h2."""
    above: list[int] = []
    found = 0
    for heading in body.iter(*HEADINGS):
        rank = int(str(heading.tag)[1])
        while above and above[-1] >= rank:
            above.pop()
        found += bool(above) and rank > above[-1] + 1
        above.append(rank)
    return found


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
