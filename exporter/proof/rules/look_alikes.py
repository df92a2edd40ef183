"""Characters that stand for others that they resemble: rare Han, rules of boxes for 一, Cyrillic amid Latin."""

from __future__ import annotations

import functools
import itertools
import re
from collections import Counter
from collections.abc import Iterator

from exporter.proof import data, scripts
from exporter.proof.characters import CLOSING, HAN, OPENING
from exporter.proof.finding import EVERY, Hit, Rule
from exporter.proof.prose import Prose

_HAN = re.compile("(?![丨丶丿])[\u3400-\u9fff]")
_BOX = re.compile(f"(?<=[{HAN}])[━┄┅┈┉╌╍](?![─━┄┅┈┉╌╍═])|(?<![─━┄┅┈┉╌╍═])[━┄┅┈┉╌╍](?=[{HAN}])")
_OF_OTHERS = "吋呎哩浬瓩辻栃榊笹峠"
"""Not in 通用规范汉字表, and right where they stand: old units, names of Japanese."""
_FOREIGN = "АВЕКМНОРСТХаеорсухіѕјΑΒΕΖΗΙΚΜΝΟΡΤΥΧο"
_LATIN = "ABEKMHOPCTXaeopcyxisjABEZHIKMNOPTYXo"
_AMID = re.compile(f"(?<=[A-Za-z])[{_FOREIGN}]+|[{_FOREIGN}]+(?=[A-Za-z])")
_TO_LATIN = str.maketrans(_FOREIGN, _LATIN)


def _find(prose: Prose) -> Iterator[Hit]:
    for found in _AMID.finditer(prose.text):
        told = "letters of another alphabet within a Latin word"
        yield Hit(found.start(), found.end(), told, found[0].translate(_TO_LATIN))
    if prose.language != "zh-Hans":
        return
    for found in _BOX.finditer(prose.text):
        yield Hit(found.start(), found.end(), "a line for drawing boxes between Han, perhaps for 一", "一")
    yield from _rare(prose.text)


def _rare(text: str) -> Iterator[Hit]:
    pairs: Counter[str] | None = None
    for found in _HAN.finditer(text):
        char, at = found[0], found.start()
        meant = _disguises().get(char)
        if meant is None and (
            char in data.standard() or char in _OF_OTHERS or _known_before(char) or _has_simplified(char)
        ):
            continue
        before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
        if after and ((meant and after in meant[1]) or (before and before in OPENING and after in CLOSING)):
            continue  # 嘚瑟, and “龘” is only named
        offered = meant[0] if meant else data.alike().get(char, "")
        if len(offered) > 1:
            pairs = pairs or Counter(map("".join, itertools.pairwise(text)))
            offered = _by_context(text, at, offered, pairs)
        yield _hit(at, char, offered, sure=meant is not None)


def _hit(at: int, char: str, offered: str, *, sure: bool) -> Hit:
    if not offered:
        return Hit(at, at + 1, f"{char} is not in 通用规范汉字表: a rare character, or a disguise")
    others = f", or {'、'.join(offered[1:])}" if len(offered) > 1 else ""
    return Hit(
        at, at + 1, f"{char} looks like {offered[0]}{others}, and is hardly ever meant", offered[0], sure
    )


def _by_context(text: str, at: int, offered: str, pairs: Counter[str]) -> str:
    """Put first what stands beside the same neighbours elsewhere in the text."""
    before, after = text[max(0, at - 1) : at], text[at + 1 : at + 2]
    return "".join(sorted(offered, key=lambda char: -(pairs[before + char] + pairs[char + after])))


@functools.cache
def _disguises() -> dict[str, tuple[str, str]]:
    """What each disguise stands for, and the characters before which it is none."""
    rows = (line.split(" ") for line in data.lines("lookalikes"))
    return {row[0]: (row[1], row[2] if len(row) > 2 else "") for row in rows}


def _known_before(char: str) -> bool:
    """Whether GB 2312 has it, the standard of simplified text before 通用规范汉字表: 馀."""
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@functools.cache
def _has_simplified(char: str) -> bool:
    """Whether it is a traditional form, which is another rule's."""
    return str(scripts.converter("t2s").convert(char)) != char


RULE = Rule(
    "look-alikes",
    "warning",
    "characters that stand for others they resemble",
    _find,
    EVERY,
    "通用规范汉字表 (2013)",
)
