"""Numbers that Word writes before headings and items (ECMA-376, 17.9): their formats, and what they read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from exporter.readers.docx_words import W, value

_BULLETS = frozenset({"bullet", "none"})
_PLACE = re.compile(r"%([1-9])")
_CLOSED = "、．，：。）」』】〕》〉"
"""After these marks no space is wanted: they have their own."""
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def _roman(number: int) -> str:
    text = ""
    for amount, letters in _ROMAN:
        text += letters * (number // amount)
        number %= amount
    return text


def _counted(digits: str, units: str, zero: str, bare: str) -> Callable[[int], str]:
    """Numbers up to 9999 in words; ``bare``: the units that need no “one” before them, at the beginning."""

    def words(number: int) -> str:
        text, skipped = "", False
        for power in (3, 2, 1, 0):
            digit, number = divmod(number, 10**power)
            if not digit:
                skipped = bool(text)
                continue
            unit = units[power - 1] if power else ""
            alone = digit == 1 and unit in bare and unit and (not text or not zero)
            text += (zero if skipped else "") + ("" if alone else digits[digit]) + unit
            skipped = False
        return text

    return words


def _digits(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _of(signs: str) -> Callable[[int], str]:
    """Signs in their order, as far as they go."""
    return lambda number: signs[number - 1] if number <= len(signs) else ""


def _from(first: str, last: int) -> Callable[[int], str]:
    return lambda number: chr(ord(first) + number - 1) if number <= last else ""


_HAN = "〇一二三四五六七八九"
_CHINESE = _counted(_HAN, "十百千", "零", "十")
_JAPANESE = _counted(_HAN, "十百千", "", "十百千")
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "upperRoman": _roman,
    "lowerRoman": lambda number: _roman(number).lower(),
    "upperLetter": lambda number: chr(65 + (number - 1) % 26) * (1 + (number - 1) // 26),
    "lowerLetter": lambda number: chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26),
    "chineseCounting": lambda number: _CHINESE(number) if number < 100 else _digits(_HAN)(number),
    "taiwaneseCounting": lambda number: _CHINESE(number) if number < 100 else _digits(_HAN)(number),
    "chineseCountingThousand": _CHINESE,
    "taiwaneseCountingThousand": _CHINESE,
    "japaneseCounting": _JAPANESE,
    "koreanCounting": _counted("영일이삼사오육칠팔구", "십백천", "", "십백천"),
    "chineseLegalSimplified": _counted("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "零", ""),
    "ideographLegalTraditional": _counted("零壹貳參肆伍陸柒捌玖", "拾佰仟", "零", ""),
    "japaneseLegal": _counted("〇壱弐参四伍六七八九", "拾百阡", "", ""),
    "ideographDigital": _digits(_HAN),
    "japaneseDigitalTenThousand": _digits(_HAN),
    "taiwaneseDigital": _digits(_HAN),
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits(_HAN),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    "ganada": _of("가나다라마바사아자차카타파하"),
    "chosung": _of("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    "aiueoFullWidth": _of(
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
    ),
    "irohaFullWidth": _of(
        "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
    ),
}
"""17.18.59 ST_NumberFormat; those that write a number with an empty string have no more signs."""


def written(number: int, format: str) -> str:
    """Return ``number`` as Word writes it in a format of ST_NumberFormat; nothing: that is not known."""
    form = _FORMATS.get(format)
    return form(number) if form is not None and 0 < number < 10_000 else ""


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    start: int
    text: str
    gap: bool
    legal: bool
    """All the numbers in it are decimal."""
    restarts: bool


class Numbering:
    """The numbers of one document."""

    def __init__(self, document: Any) -> None:
        """``document``: as python-docx has it."""
        self._levels: dict[tuple[str, int], _Level] = {}
        self._styles: dict[tuple[str, str], int] = {}
        self._lists: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {each.get(f"{W}abstractNumId"): each for each in root.iterchildren(f"{W}abstractNum")}
        for number in root.iterchildren(f"{W}num"):
            name, list_ = number.get(f"{W}numId") or "", value(number, "abstractNumId") or ""
            own = list(number.iterchildren(f"{W}lvlOverride"))
            self._lists[name] = f"own {name}" if own else list_
            for level in abstract.get(list_, ()):
                self._add(name, level)
            for override in own:  # 17.9.8
                self._override(name, override)

    def _add(self, name: str, level: etree._Element) -> None:
        place = level.get(f"{W}ilvl") or ""
        if level.tag == f"{W}lvl" and place.isdecimal():
            self._levels[name, int(place)] = _level(level)
            if style := value(level, "pStyle"):
                self._styles[name, style] = int(place)

    def _override(self, name: str, override: etree._Element) -> None:
        for level in override.iterchildren(f"{W}lvl"):
            self._add(name, level)
        start, place = value(override, "startOverride") or "", override.get(f"{W}ilvl") or ""
        key = name, int(place) if place.isdecimal() else -1
        if key in self._levels and start.isdecimal() and len(start) < 6:
            self._levels[key] = replace(self._levels[key], start=int(start))

    def level_of(self, number: str, style: str) -> int | None:
        """The level that is that style's (17.9.23)."""
        return self._styles.get((number, style))

    def is_numbered(self, number: str, level: int) -> bool:
        """Whether that level of the list is numbered, and not marked."""
        found = self._levels.get((number, level))
        return found is not None and found.format not in _BULLETS

    def start(self, number: str, level: int) -> int:
        """The number that the level begins with."""
        found = self._levels.get((number, level))
        return 1 if found is None else found.start

    def label(self, number: str, level: int) -> str | None:
        """Count a heading of that level, and return what Word writes before it; ``None``: that is not known."""
        counts = self._counts.setdefault(self._lists.get(number, number), {})
        counts[level] = counts[level] + 1 if level in counts else self.start(number, level)
        for below in [each for each in counts if each > level and self._begins_anew(number, each)]:
            del counts[below]
        own = self._levels.get((number, level))
        if own is None:
            return None
        numbers = {
            place: self._written(number, int(place) - 1, counts, legal=own.legal)
            for place in _PLACE.findall(own.text)
        }
        if not all(numbers.values()):
            return None
        label = _PLACE.sub(lambda found: numbers[found[1]], own.text)
        return label + " " if label and own.gap and label[-1] not in _CLOSED else label

    def _begins_anew(self, number: str, level: int) -> bool:
        """17.9.10 lvlRestart."""
        found = self._levels.get((number, level))
        return found is None or found.restarts

    def _written(self, number: str, level: int, counts: dict[int, int], *, legal: bool) -> str:
        found = self._levels.get((number, level))
        return "" if found is None else written(counts.get(level, 0), "decimal" if legal else found.format)


def _level(level: etree._Element) -> _Level:
    start = value(level, "start") or "1"
    legal = level.find(f"{W}isLgl")
    return _Level(
        value(level, "numFmt") or "bullet",
        int(start) if start.isdecimal() and len(start) < 6 else 1,
        value(level, "lvlText") or "",
        value(level, "suff") != "nothing",
        legal is not None and legal.get(f"{W}val") not in ("0", "false", "off"),
        value(level, "lvlRestart") != "0",
    )
