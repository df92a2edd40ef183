"""Notes that a reading system can pop up, and from which every call can be reached again.

EPUB 3.3 content: ``epub:type`` for the systems that pop notes up, DPUB-ARIA roles for those that read aloud.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from lxml import etree

from exporter.epub.markup import free_id, ids
from exporter.epub.page import EPUB_TYPE

_BRACKETS = " []()［］（）〔〕【】"


def link(body: etree._Element, labels: Mapping[str, Any]) -> None:
    """Give ``body``, in place, the roles and the links back of its notes.

    A note begins with its number, which leads back to the call; a note called twice begins with 3a and 3b, one
    for each call.
    """
    taken = ids(body)
    calls: defaultdict[str, list[etree._Element]] = defaultdict(list)
    for call in [a for a in body.iter("a") if a.get("class") == "noteref"]:
        name = call.get("href", "").removeprefix("#")
        calls[name].append(call)
        call.set(EPUB_TYPE, "noteref")
        call.set("role", "doc-noteref")
        call.set("aria-label", f"{labels['note']} {_number(call, len(calls))}")
        if call.get("id") is None:
            call.set("id", free_id(f"noteref-{name}", taken))
    for ordinal, note in enumerate([n for n in body.iter("aside") if n.get("class") == "note"], 1):
        note.set(EPUB_TYPE, "footnote")
        note.set("role", "doc-footnote")
        _lead_back(note, calls[note.get("id", "")], ordinal, str(labels["back"]))


def _number(call: etree._Element, ordinal: int) -> str:
    return "".join(call.itertext()).strip(_BRACKETS) or str(ordinal)


def _lead_back(note: etree._Element, calls: list[etree._Element], ordinal: int, back: str) -> None:
    if not calls:
        return
    number = _number(calls[0], ordinal)
    links = []
    for call, letter in zip(calls, _letters(len(calls)), strict=True):
        backlink = etree.Element(
            "a", {"class": "backlink", "role": "doc-backlink", "href": f"#{call.get('id')}"}
        )
        backlink.set("aria-label", f"{back} {number}{letter}")
        backlink.text = number + letter
        links.append(backlink)
    first = next(iter(note), None)
    if first is None or first.tag != "p":
        first = etree.Element("p", {"class": "backlinks"})
        note.insert(0, first)
    links[-1].tail, first.text = first.text, None
    first[:0] = links


def _letters(count: int) -> list[str]:
    """Return what tells ``count`` calls of one note apart: nothing, or a, b, …, z, aa, ab, …."""
    if count == 1:
        return [""]
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    words = (
        "".join(word) for length in itertools.count(1) for word in itertools.product(alphabet, repeat=length)
    )
    return list(itertools.islice(words, count))


def gather(body: etree._Element, label: str) -> None:
    """Put each run of notes in ``body`` into a ``section.notes``, so that a rule can part it from the text."""
    runs = itertools.groupby(list(body), key=lambda block: block.get("role") == "doc-footnote")
    for notes in [list(run) for is_note, run in runs if is_note]:
        section = etree.Element("section", {"class": "notes", EPUB_TYPE: "footnotes", "aria-label": label})
        notes[0].addprevious(section)
        section.tail, notes[-1].tail = notes[-1].tail, None
        section.extend(notes)
