"""Which language a text is in, and which one a tag names: a room of knowledge that imports nothing of ours.

The languages are those that have a style sheet of their own: ``zh-Hans``, ``zh-Hant``, ``zh-HK``, ``ja``,
``ko`` and ``en``. They differ in glyphs, in marks and in how a line is broken, so the question is not which
language a linguist would call it but which conventions the page follows.
"""

from __future__ import annotations

import functools
import unicodedata
from collections import Counter
from dataclasses import dataclass

SAMPLE = 20_000
"""Characters taken from each of the beginning, the middle and the end of a long text."""

SHORT = 200
"""Han in a text below which it need not have kana to be Japanese, where it is said to be."""
TELLING = 4
"""Characters of the other script that it takes to show that the stated one is wrong."""

_WRITTEN_IN_HAN = ("zh-Hans", "zh-Hant", "zh-HK")

CANTONESE = frozenset("嘅咗喺啲哋嚟佢冇唔咁嗰啱噉乜嘢㗎睇咩嘥攞")
"""Characters of written Cantonese; standard Chinese has none of them, or hardly ever."""

_NAMES = {
    "zh-Hans": "zh-hans zh-chs chs cn sc gb 简体 简体中文 汉语 simplified",
    "zh-Hant": "zh-hant zh-cht cht tw tc 繁體 繁體中文 正體中文 traditional",
    "zh-HK": "hk yue 粵語 粤语 廣東話 cantonese",
    "ja": "ja jp jpn 日本語 日文 日语 日語 japanese",
    "ko": "ko kr kor 한국어 韩文 韓文 韩语 韓語 korean",
    "en": "en eng 英文 英语 英語 english",
}
_BY_NAME = {name: language for language, names in _NAMES.items() for name in names.split()}
_CHINESE = frozenset(("zh", "cmn", "zho", "chi", "yue", "lzh", "wuu", "nan", "hak", "gan"))
_REGIONS = {"cn": "zh-Hans", "sg": "zh-Hans", "my": "zh-Hans", "tw": "zh-Hant", "hk": "zh-HK", "mo": "zh-HK"}


def normalise(tag: str | None) -> str | None:
    """Return the language that ``tag`` names, or ``None`` where the text has to decide.

    ``tag`` is a BCP 47 tag in any case, with hyphens or underscores (``zh_TW``, ``cmn-Hans-CN``), or one of the
    names that people write (``jp``, ``简体中文``). Bare ``zh`` does not tell the script; neither does ``fr``.
    """
    subtags = (tag or "").strip().lower().replace("_", "-").split("-")
    whole = "-".join(subtags)
    if whole in _BY_NAME:
        return _BY_NAME[whole]
    if subtags[0] not in _CHINESE:
        return _BY_NAME.get(subtags[0]) if subtags[0].isascii() else None
    rest = subtags[1:]
    region = next((_REGIONS[each] for each in rest if each in _REGIONS), None)
    if "hans" in rest or "chs" in rest:
        return "zh-Hans"
    if "hant" in rest or "cht" in rest:
        return "zh-HK" if region == "zh-HK" else "zh-Hant"
    return "zh-HK" if subtags[0] == "yue" and region is None else region


def is_chinese(tag: str) -> bool:
    """Whether ``tag`` names Chinese, script told or not."""
    return tag.strip().lower().replace("_", "-").split("-")[0] in _CHINESE | {"中文", "chinese"}


def recognise(text: str) -> str:
    """Return the language that most of ``text`` is in; a text without letters is ``en``.

    A few characters of another script decide nothing: a scraped text in simplified characters with some
    traditional ones amid them stays ``zh-Hans``, and an English text that quotes Chinese stays ``en``.
    """
    return _Count.of(text).language


def settle(stated: str | None, text: str) -> str:
    """Return the language of ``text``: the ``stated`` one, which is one of ours, unless it is clearly another.

    What is said wins over a text that has no letters, or is Chinese with too few characters that tell its
    script; a little kana, or a short text, is Japanese where nothing in it is foreign to Japanese.
    """
    count = _Count.of(text)
    seen = count.language
    if stated is None:
        return seen
    if not count.cjk + count.latin:
        return stated
    if stated == "ja" and seen in _WRITTEN_IN_HAN:
        few = count.kana >= 3 and count.maybe_japanese
        bare = not count.foreign_to_japanese and (count.kana or count.han < SHORT)
        return stated if few or bare else seen
    if stated in _WRITTEN_IN_HAN and seen in (*_WRITTEN_IN_HAN, "ja"):
        return stated if _may_be_chinese(stated, seen, count) else seen
    return seen


def _may_be_chinese(stated: str, seen: str, count: _Count) -> bool:
    if seen == "ja":
        return count.kana * 5 <= count.cjk
    if "zh-Hans" not in (stated, seen):
        return True  # one script; the text seldom tells where it is read
    wrong, right = count.simplified, count.traditional
    if stated == "zh-Hans":
        wrong, right = right, wrong
    return wrong < TELLING or wrong <= 2 * right


@dataclass(frozen=True, slots=True)
class _Count:
    """How many characters of each kind a text has."""

    kana: int
    han: int
    hangul: int
    latin: int
    simplified: int
    traditional: int
    foreign_to_japanese: int
    cantonese: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> _Count:
        counts = Counter(_sample(text))
        simplified, traditional = _scripts()
        han = {char: times for char, times in counts.items() if is_han(char)}
        rest = {char: times for char, times in counts.items() if char not in han}
        return cls(
            kana=sum(times for char, times in rest.items() if _is_kana(char)),
            han=sum(han.values()),
            hangul=sum(times for char, times in rest.items() if is_hangul(char)),
            latin=sum(times for char, times in rest.items() if _is_latin(char)),
            simplified=sum(times for char, times in han.items() if char in simplified),
            traditional=sum(times for char, times in han.items() if char in traditional),
            foreign_to_japanese=sum(times for char, times in han.items() if char not in _japanese()),
            cantonese=tuple(times for char, times in counts.items() if char in CANTONESE),
        )

    @property
    def cjk(self) -> int:
        return self.han + self.kana + self.hangul

    @property
    def maybe_japanese(self) -> bool:
        """Whether hardly any Han is foreign to Japanese: names of places abroad have one now and then."""
        return self.foreign_to_japanese * 100 <= self.han

    @property
    def language(self) -> str:
        if not self.cjk or self.cjk * 10 < self.latin:  # less than one Han for two words of five letters
            return "en"
        if self.hangul * 4 > self.cjk:
            return "ko"
        if self.kana * 5 > self.cjk or (self.kana * 20 > self.cjk and self.maybe_japanese):
            return "ja"
        if self.traditional <= self.simplified:
            return "zh-Hans"
        spoken = len(self.cantonese) >= 2 and sum(self.cantonese) * 200 >= self.han
        return "zh-HK" if spoken else "zh-Hant"


def _is_latin(char: str) -> bool:
    return char.isalpha() and not (is_han(char) or _is_kana(char) or is_hangul(char))


def is_han(char: str) -> bool:
    """Whether ``char`` is an ideograph, or a mark that stands for one (々 〇)."""
    code = ord(char)
    return (
        0x4E00 <= code <= 0x9FFF
        or 0x3400 <= code <= 0x4DBF
        or 0x20000 <= code <= 0x3FFFF
        or 0xF900 <= code <= 0xFAFF
        or char in "々〇"
    )


_HANGUL = ((0xAC00, 0xD7FF), (0x1100, 0x11FF), (0x3131, 0x318E), (0xA960, 0xA97F), (0xFFA0, 0xFFDC))


def is_hangul(char: str) -> bool:
    """Whether ``char`` is a Hangul syllable or jamo."""
    code = ord(char)
    return any(first <= code <= last for first, last in _HANGUL)


def _is_kana(char: str) -> bool:
    code = ord(char)
    return 0x3041 <= code <= 0x309F or 0x30A1 <= code <= 0x30FA or 0xFF66 <= code <= 0xFF9F


_AMBIGUOUS = "“”‘’—…·"
AMBIGUOUS = frozenset(_AMBIGUOUS)
"""Marks that are as wide as a Han character in Chinese and narrow in English; their neighbours decide."""


def is_wide(char: str) -> bool:
    """Whether ``char`` belongs to running text that has no spaces: Han, kana, full-width forms, CJK marks.

    Hangul does not, although its syllables are full-width: Korean puts spaces between words.
    """
    return bool(char) and unicodedata.east_asian_width(char) in "WFH" and not is_hangul(char)


def joins(before: str, after: str) -> bool:
    """Whether a line break between ``before`` and ``after`` stands for nothing, rather than for a space.

    It does between two wide characters (CSS Text 4, 4.1.3 Segment Break Transformation Rules). A mark of
    :data:`AMBIGUOUS` width goes with the other side; where both are such marks, the characters beyond decide.
    """
    inner, outer = before[-1:], after[:1]
    if inner in AMBIGUOUS and outer in AMBIGUOUS:
        inner, outer = before.rstrip(_AMBIGUOUS)[-1:], after.lstrip(_AMBIGUOUS)[:1]
    elif inner in AMBIGUOUS:
        inner = outer
    elif outer in AMBIGUOUS:
        outer = inner
    return is_wide(inner) and is_wide(outer)


def _sample(text: str) -> str:
    if len(text) <= 3 * SAMPLE:
        return text
    middle = len(text) // 2
    return text[:SAMPLE] + text[middle : middle + SAMPLE] + text[-SAMPLE:]


@functools.cache
def _scripts() -> tuple[frozenset[str], frozenset[str]]:
    """The Han that only GB 2312 has, and those that only Big5 has: the simplified and the traditional forms."""
    simplified = _repertoire("gb2312", range(0xB0, 0xF8))
    traditional = _repertoire("big5", range(0xA4, 0xFA))
    return simplified - traditional, traditional - simplified


@functools.cache
def _japanese() -> frozenset[str]:
    """The Han of JIS X 0208, in EUC-JP, and the marks that stand for one."""
    return _repertoire("euc_jp", range(0xB0, 0xF5)) | frozenset("々〇")


def _repertoire(codec: str, leads: range) -> frozenset[str]:
    trails = bytes((*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    rows = (b"".join(bytes((lead, trail)) for trail in trails).decode(codec, "ignore") for lead in leads)
    return frozenset(char for row in rows for char in row if is_han(char))
