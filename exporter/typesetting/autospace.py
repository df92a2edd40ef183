"""The space between Han and Latin (``text-autospace``: CSS Text 4, 8.5; CLREQ 3.2.4; JLREQ 3.2.6), and word
spaces.

A quarter of an em of the Han's size; an eighth at least, a third at most when a line is fitted (CLREQ 3.5.3,
3.5.4). A single U+0020 that stands there already is this space: it is given the width, and nothing is added
to it.
"""

from __future__ import annotations

import re

from exporter.typesetting.joints import Joint, Tier
from exporter.typesetting.paragraph import Paragraph
from exporter.typesetting.spans import Spans

_KEYWORDS = {"L": "ideograph-alpha", "n": "ideograph-numeric"}
_MEETINGS = re.compile(r"(?<=H)(?=[Ln])|(?<=[Ln])(?=H)")
_SPACED = re.compile(r"(?<=H)w(?=[Ln])|(?<=[Ln])w(?=H)")
_COMBINED = re.compile(r"([HLn])(m+)")
_FRENCH = re.compile(r"(?<=\w)[;:!?]|(?<=[^\s\u00a0\u202f])»|(?<=«)(?=[^\s\u00a0\u202f])")


def _with_their_bases(kinds: str) -> str:
    """Give combining marks the class of what they combine with."""
    return _COMBINED.sub(lambda found: found[1] * (1 + len(found[2])), kinds) if "m" in kinds else kinds


def autospaces(paragraph: Paragraph, kinds: str, spans: Spans) -> list[Joint]:
    """Return the joints between Han and Latin, and those of the word spaces that are none of them."""
    resolved = _with_their_bases(kinds)
    folded = {joint.char: joint for joint in _folded(paragraph, resolved, spans)}
    made = [*_meetings(paragraph, kinds, resolved, spans), *_french(paragraph, kinds, spans)]
    for match in re.finditer("w", kinds):
        place = match.start()
        made.append(folded.get(place) or _word_space(paragraph, place, spans))
    return made


def _meetings(paragraph: Paragraph, kinds: str, resolved: str, spans: Spans) -> list[Joint]:
    made = []
    for match in _MEETINGS.finditer(resolved):
        boundary = match.start()
        if kinds[boundary] == "m" or boundary in paragraph.joined:
            continue
        em = _spacing(boundary - 1, boundary, resolved, spans)
        if em:
            char = owner(paragraph, boundary)
            made.append(Joint(boundary, char, False, em / 4, Tier.SCRIPTS, em / 8, em / 12))
    return made


def _folded(paragraph: Paragraph, resolved: str, spans: Spans) -> list[Joint]:
    made = []
    for match in _SPACED.finditer(resolved):
        place = match.start()
        if paragraph.text[place] != " " or place in paragraph.joined or place + 1 in paragraph.joined:
            continue
        em = _spacing(place - 1, place + 1, resolved, spans)
        if em:
            amount = em / 4 - paragraph.advances[place]
            made.append(Joint(place, place, False, amount, Tier.SCRIPTS, em / 8, em / 12))
    return made


def _spacing(before: int, after: int, resolved: str, spans: Spans) -> float:
    """Return the em of the Han of two neighbours, or 0 where the settings want no space between them."""
    han, latin = (before, after) if resolved[before] == "H" else (after, before)
    wanted = _KEYWORDS[resolved[latin]]
    if (
        wanted not in spans.at(before).settings.text_autospace
        or wanted not in spans.at(after).settings.text_autospace
    ):
        return 0.0
    return spans.at(han).size


def _word_space(paragraph: Paragraph, place: int, spans: Spans) -> Joint:
    """A word space shrinks to a quarter of an em and grows to a half (CLREQ 3.5.3, 3.5.4)."""
    em, advance = spans.at(place).size, paragraph.advances[place]
    return Joint(place, place, False, 0.0, Tier.WORD, max(0.0, advance - em / 4), max(0.0, em / 2 - advance))


def _french(paragraph: Paragraph, kinds: str, spans: Spans) -> list[Joint]:
    """The spaces of French: narrow before ; ! ?, a word's before : and inside of « » (``punctuation``)."""
    if not any("punctuation" in span.settings.text_autospace for span in spans.all):
        return []
    made = []
    for match in _FRENCH.finditer(paragraph.text):
        boundary = match.start()
        span = spans.at(boundary)
        if "punctuation" in span.settings.text_autospace and span.settings.language.split("-")[0] == "fr":
            width = span.size * (1 / 8 if match.group() in (";", "!", "?") else 1 / 4)
            made.append(Joint(boundary, owner(paragraph, boundary), False, width, Tier.WORD))
    return made


def owner(paragraph: Paragraph, boundary: int) -> int:
    """Return the character that has the advance of what stands before a boundary: the first of its cluster."""
    char = boundary - 1
    while char > 0 and char in paragraph.joined and not paragraph.advances[char]:
        char -= 1
    return char
