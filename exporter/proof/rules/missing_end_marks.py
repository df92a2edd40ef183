"""Paragraphs that stop without a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.characters import CJK, OBJECT
from exporter.proof.finding import CHINESE, Hit, Rule
from exporter.proof.prose import PARAGRAPH, Prose

_LONG = 40
"""Characters: a shorter line may be a heading, a caption, a verse."""
_WHOLE = 25
"""The same where the line has a full stop before its end."""
_TRAIL = re.compile(r"(?:[(（\[〔【][^()（）]{0,40}[)）\]〕】]|[\s\ufffc”’」』》]|\d{1,3}){1,4}\Z")
_ENDED = re.compile(r"[。！？!?…：:；;．.—―]\Z")
_ENDED_WITHIN = re.compile(r"[。！？][)）\]〕】]\Z")
"""A bracket with whole sentences, whose last one ends the paragraph too."""
_CJK_END = re.compile(f"[{CJK}]\\Z")
_VERBAL_END = re.compile("[うくすつぬむるいただんねよか]\\Z")
"""Japanese sentences may end in a noun without a mark, in lists and captions; in a verb they do not."""
_SIGNED = re.compile("[-—―–─]{1,2}")
"""Who said what stands before: —— 沈砚秋."""
_TAGGED = re.compile(r"[#＃][^\s#＃。]{1,40}\s*\Z")
"""The tag of a post: #灯."""
_SPOKEN = re.compile(r"[」』](?:[（(][^（）()]{0,40}[）)])?\s*\Z")
"""What is said in Japanese ends in its bracket, mostly without a full stop."""
_STOP = re.compile("[。！？．]")


def _find(prose: Prose) -> Iterator[Hit]:
    ended, open_ones = 0, []
    for block, text in prose.block_texts():
        if block.kind != PARAGRAPH:
            continue
        if _SIGNED.match(text) or _TAGGED.search(text) or (prose.language == "ja" and _SPOKEN.search(text)):
            continue
        words = text.rstrip(" \u3000\ufffc")
        if not _ended(words):
            if OBJECT in text[len(words) :]:
                continue  # an address, code or a formula is its last word
            words = _without_trail(text)
        if len(words) < (_WHOLE if _STOP.search(words[:-1]) else _LONG):
            continue
        if _ended(words):
            ended += 1
        elif _VERBAL_END.search(words) if prose.language == "ja" else _CJK_END.search(words):
            open_ones.append(block.start + len(words))
    if len(open_ones) > ended:
        return  # verse, a list, notes: this text has no such marks
    for at in open_ones:
        yield Hit(at - 1, at, "the paragraph stops without a mark", f"{prose.text[at - 1]}。")


def _ended(words: str) -> bool:
    return bool(_ENDED.search(words) or _ENDED_WITHIN.search(words))


def _without_trail(text: str) -> str:
    """The text without the brackets and the calls of notes that follow its last sentence."""
    found = _TRAIL.search(text, max(0, len(text) - 60))
    return text[: found.start()] if found else text


RULE = Rule(
    "missing-end-marks",
    "warning",
    "paragraphs that stop without a mark",
    _find,
    (*CHINESE, "ja"),
    "GB/T 15834—2011, 4.1",
)
