"""Which characters of an article no font can set, and what a person can do about them.

On a page such a character is a box; so it is found before anything is laid out.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lxml import etree

from exporter.article import Article, Notice
from exporter.errors import FontError, UsageError, nearest
from exporter.fonts import fontconfig
from exporter.fonts.faces import Coverage, Face
from exporter.options import MISSING_GLYPHS

PLACES = 3
"""How many places of each character are remembered."""
LISTED = 20
"""How many characters an error lists."""
CONTEXT = 8
"""Characters of context to either side."""

IGNORABLE = Coverage.parse(
    "ad 34f 61c 115f-1160 17b4-17b5 180b-180f 200b-200f 202a-202e 2060-206f 3164 fe00-fe0f feff ffa0 fff0-fff8"
    " 1bca0-1bca3 1d173-1d17a e0000-e0fff"
)
"""Default_Ignorable_Code_Point of Unicode (UAX #44): a font that lacks them shows nothing, which is right."""

_PRIVATE = Coverage.parse("e000-f8ff f0000-ffffd 100000-10fffd")
_EMOJI = Coverage.parse("20e3 1f000-1f0ff 1f1e6-1faff")
_HAN = Coverage.parse("3400-4dbf 4e00-9fff f900-faff 20000-3ffff")

_NAMELESS = {"private": "PRIVATE USE", "broken": "UNASSIGNED", "Han": "HAN"}

_REMEDIES = {
    "private": "private-use characters mean nothing outside the font they were made for; write the character"
    " itself, or name that font with --font",
    "broken": "no such characters exist: the source was read in a wrong encoding, so name the right one"
    " with --encoding",
    "emoji": "for emoji: apt-get install fonts-noto-color-emoji",
    "Han": "for rare Han characters: apt-get install fonts-hanazono, or name a font that has them with --font",
    "other": "for other scripts and symbols: apt-get install fonts-noto-core, or name a font with --font",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a character stands."""

    where: str
    """``file:line`` where the line is known, else the file's name and the field."""
    snippet: str
    """The character with a little of the text around it."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A character that no font has."""

    char: str
    count: int
    places: tuple[Place, ...]
    """The first few, in the order of the text."""

    @property
    def name(self) -> str:
        """``U+1F600 😀 GRINNING FACE``; without the character itself when it cannot be shown."""
        shown = f" {self.char}" if unicodedata.category(self.char) not in ("Co", "Cn", "Cs") else ""
        return (
            f"U+{ord(self.char):04X}{shown} {unicodedata.name(self.char, _NAMELESS.get(_kind(self.char), ''))}"
        )


def missing(article: Article, faces: tuple[Face, ...]) -> tuple[Missing, ...]:
    """Return the characters of the article that neither ``faces`` nor the machine's fonts have, as they come.

    WeasyPrint falls back to any font of the machine, so those count too, but not for private-use characters,
    which each font draws as it likes. Controls, white space and default ignorables need no glyph.
    """
    texts = list(_texts(article))
    without = lacking(set().union(*(text for _, text in texts)), faces)
    return tuple(_found(texts, without)) if without else ()


def lacking(chars: Iterable[str], faces: tuple[Face, ...]) -> set[str]:
    """Return those of ``chars`` that :func:`missing` would find in an article."""
    left = {char for char in chars if _needs_glyph(char)}
    for face in faces:
        left = {char for char in left if char not in face.coverage}
    if any(char not in _PRIVATE for char in left):
        others = fontconfig.characters()
        left = {char for char in left if char in _PRIVATE or char not in others}
    return left


def needed(text: Iterable[str], faces: tuple[Face, ...]) -> tuple[Face, ...]:
    """Return those of ``faces`` that a text can use when their families are tried in this order.

    A family is left out when those before it have all its characters of the text: loading a face takes time,
    and a page without a single č need not load the companions.
    """
    left = {char for char in set(text) if _needs_glyph(char)}
    used: set[str] = set()
    for family in dict.fromkeys(face.family for face in faces):
        members = [face for face in faces if face.family == family]
        reached = {char for char in left if any(char in face.coverage for face in members)}
        if reached:
            used.add(family)
            left -= reached
    return tuple(face for face in faces if face.family in used)


def explain(found: tuple[Missing, ...], source: str | None = None) -> str:
    """Return the one message that lists what is missing, where, and what to install."""
    total = sum(one.count for one in found)
    head = f"no font has {len(found)} of the characters ({total} in all)" if len(found) > 1 else "no font has"
    lines = [f"{source or 'the article'}: {head}:"]
    for one in found[:LISTED]:
        places = ", ".join(f"{place.where} “{place.snippet}”" for place in one.places)
        more = f" and {one.count - len(one.places)} more" if one.count > len(one.places) else ""
        lines.append(f"  {one.name}: {places}{more}")
    if len(found) > LISTED:
        lines.append(f"  and {len(found) - LISTED} more characters")
    kinds = {_kind(one.char) for one in found}
    lines += [f"  → {remedy}" for kind, remedy in _REMEDIES.items() if kind in kinds]
    return "\n".join(lines)


def require(article: Article, faces: tuple[Face, ...], mode: str) -> tuple[Missing, ...]:
    """Return what is :func:`missing`; in the mode ``error`` raise :class:`FontError` for it.

    The modes are those of :data:`exporter.options.MISSING_GLYPHS`; :class:`UsageError` for any other.
    """
    if mode not in MISSING_GLYPHS:
        known = " and ".join(MISSING_GLYPHS)
        raise UsageError(
            f"there is no way “{mode}” with missing glyphs{nearest(mode, MISSING_GLYPHS)}; there are {known}"
        )
    found = missing(article, faces)
    if found and mode == "error":
        raise FontError(
            explain(found, article.source) + "\n  → or print boxes in their place: --missing-glyphs warn"
        )
    return found


def notices(found: tuple[Missing, ...]) -> tuple[Notice, ...]:
    """Return a notice for each character that no font has."""
    return tuple(
        Notice("missing-glyphs", f"no font has {one.name}, {one.count}×", one.places[0].where) for one in found
    )


def characters(article: Article) -> frozenset[str]:
    """Return the distinct characters that the article prints, white space and controls among them."""
    return frozenset().union(*(text for _, text in _texts(article)))


def _texts(article: Article) -> Iterator[tuple[str, str]]:
    """Yield every text that is printed, with its place."""
    name = article.source or "the article"
    facts = article.metadata
    for field in ("title", "subtitle", "publisher", "source_url"):
        yield f"{name} ({field})", getattr(facts, field) or ""
    for author in facts.authors:
        yield f"{name} (author)", author
    for element in article.body.iter(etree.Element):
        place = f"{name}:{element.sourceline}" if element.sourceline else name
        yield place, element.text or ""
        for child in element:
            yield place, child.tail or ""


def _needs_glyph(char: str) -> bool:
    return char not in IGNORABLE and unicodedata.category(char) not in ("Cc", "Zs", "Zl", "Zp")


def _found(texts: list[tuple[str, str]], lacking: set[str]) -> Iterator[Missing]:
    counts: dict[str, int] = {}
    places: dict[str, list[Place]] = {}
    for where, text in texts:
        if lacking.isdisjoint(text):
            continue
        for at, char in enumerate(text):
            if char in lacking:
                counts[char] = counts.get(char, 0) + 1
                if len(found := places.setdefault(char, [])) < PLACES:
                    around = text[max(0, at - CONTEXT) : at + CONTEXT + 1]
                    found.append(Place(where, " ".join(around.split())))
    for char, count in counts.items():
        yield Missing(char, count, tuple(places[char]))


def _kind(char: str) -> str:
    if char in _PRIVATE:
        return "private"
    if char in _HAN:
        return "Han"
    if unicodedata.category(char) in ("Cn", "Cs"):
        return "broken"
    return "emoji" if char in _EMOJI else "other"
