"""What Chinese, Japanese and Korean, and CSS, change about the line-breaking classes of characters.

A tailoring is a class given to a character, for some languages and some values of ``line-break``. UAX #14 then
treats it as it treats that class: what may not begin a line becomes ``CL``, ``EX`` or ``NS``, what may not end
it ``OP``, what may do both ``ID``. The first row that fits holds; without one the class is Unicode's.

CSS is CSS Text 3, 5.3; its lists are followed to the character. Beyond them, no line begins or ends with what
CLREQ 3.1.4, JLREQ 3.1.7 and 3.1.8, KLREQ 4.3.3 and 4.3.4 keep away from there, and nothing is divided that
CLREQ 3.1.5, JLREQ 3.1.10 and KLREQ 4.3.5 call one. JLREQ A is its appendix of character classes.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from exporter.typesetting.linebreak import NONE, Context
from exporter.typesetting.lineclasses import LETTER, NAMES, letters, one, unicode_class
from exporter.typesetting.paragraph import OBJECT, Settings

CJK = "zh ja ko"
LEVELS = "loose normal strict"
EVERY = "other zh ja ko"


class Tailoring(NamedTuple):
    """A class for characters, in some languages, at some levels of strictness."""

    characters: str
    languages: str
    levels: str
    becomes: str
    source: str


DIGITS = "０１２３４５６７８９"
_ALPHABET = "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
FULL_WIDTH_LETTERS = _ALPHABET + _ALPHABET.lower()
UNITS = "㏋㌃㌍㌔㌘㌢㌣㌦㌧㌫㌶㌻㍉㍊㍍㍑㍗㎎㎏㎜㎝㎞㎡㏄"
OPENING = "「『（［｛〔〈《【〖〘〚｟"
CLOSING = "」』）］｝〕〉》】〗〙〛｠"

TAILORINGS = (
    # Quotation marks open and close, whatever stands beside them (CLREQ 3.1.4: closing quotation marks not at
    # the start, opening ones not at the end). “Pf:mark” is ’ until it is known not to be an apostrophe.
    Tailoring("“‘", CJK, LEVELS, "OP+", "CLREQ 3.1.4, JLREQ A cl-01, KLREQ 3.1.2 cl1"),
    Tailoring("”", CJK, LEVELS, "CL+", "CLREQ 3.1.4, JLREQ A cl-02, KLREQ 3.1.2 cl2"),
    Tailoring("’", CJK, LEVELS, "Pf:mark", "CLREQ 3.1.4, JLREQ A cl-02, KLREQ 3.1.2 cl2"),
    Tailoring("«", "ja", LEVELS, "OP+", "JLREQ A cl-01"),
    Tailoring("»", "ja", LEVELS, "CL+", "JLREQ A cl-02"),
    # Centred marks may begin a line only where CSS lets them; else not even after a space, as 、 and 。.
    Tailoring("・･：；‼⁇⁈⁉！？", "zh ja", "loose", "ID+:mark", "CSS"),
    Tailoring("：", CJK, LEVELS, "EX+:colon", "CLREQ 3.1.4, JLREQ A cl-05, KLREQ 3.1.2 cl7"),
    Tailoring("；‼⁇⁈⁉", CJK, LEVELS, "EX+", "CLREQ 3.1.4, JLREQ A cl-04, KLREQ 3.1.2 cl7"),
    # Interpuncts. “AL:interpunct” may not begin a line after an East Asian character; between Latin letters it
    # is one of them. ・ and ‧ are so by Unicode.
    Tailoring("·", CJK, LEVELS, "AL:interpunct", "CLREQ 3.1.4, KLREQ 3.1.2 cl7"),
    Tailoring("•", "zh", LEVELS, "AL:interpunct", "CLREQ 3.1.1.2, interpuncts"),
    # Connectors.
    Tailoring("〜゠", "zh ja", "loose normal", "ID+:mark", "CSS"),
    Tailoring("～", "zh", "normal strict", "NS+", "CLREQ 3.1.4, connector marks"),
    Tailoring("～", "ja", "strict", "NS+", "as 〜, JLREQ A cl-03"),
    Tailoring("～", "ko", LEVELS, "NS+", "KLREQ 3.1.2 cl5"),
    Tailoring("‐–", EVERY, "loose", "HH:loose", "CSS"),
    # Dashes and ellipses: one of two is never divided; more of them only in twos and only for want of anything
    # better (“parted”; CLREQ 3.1.5.1). In Chinese they do not begin a line (CLREQ 3.1.4, strict).
    Tailoring("—―⸺⸻", "zh", "normal strict", "IN:parted", "CLREQ 3.1.4, 3.1.5.1"),
    Tailoring("—―⸺⸻", "ko", LEVELS, "IN:parted", "KLREQ 3.1.2 cl5, 4.3.3, 4.3.5"),
    Tailoring("—―⸺⸻", "ja", "strict", "IN:parted", "JLREQ 3.1.10 a; at a line's start as … (LB22)"),
    Tailoring("—―⸺⸻", "zh ja", LEVELS, "B2:parted", "JLREQ 3.1.10 a"),
    Tailoring("…‥⋯", "zh ja", "loose", "ID+:mark", "CSS"),
    Tailoring("…‥⋯", CJK, "normal strict", "IN:parted", "CLREQ 3.1.5.1, JLREQ 3.1.10 b, KLREQ 4.3.5"),
    # Solidi: of GB at neither end of a line, of CLREQ's basic rules not at its start.
    Tailoring("／", "zh", "strict", "QU", "CLREQ 3.1.4, GB-style"),
    Tailoring("／", "zh", "normal", "NS+", "CLREQ 3.1.4, basic"),
    Tailoring("/", "zh", "strict", "SY:solidus", "CLREQ 3.1.4, GB-style"),
    # Iteration marks (〃 is one in Korean only), tone marks of bopomofo.
    Tailoring("々〻ゝゞヽヾ", EVERY, "loose", "ID+", "CSS"),
    Tailoring("々〻ゝゞヽヾ", EVERY, "normal strict", "NS+:letter", "CSS; JLREQ A cl-09"),
    Tailoring("〃", "ko", LEVELS, "NS+", "KLREQ 3.1.2 cl11"),
    Tailoring("ˊˇˋ", "zh", LEVELS, "NS", "CLREQ 3.3.3.5"),
    # Numbers with what belongs to them; separators and signs only beside digits.
    Tailoring(DIGITS, CJK, LEVELS, "NU+", "JLREQ 3.1.10 c, KLREQ 4.3.5"),
    Tailoring(FULL_WIDTH_LETTERS, CJK, LEVELS, "ID+:letter", "CLREQ 3.1.5.2"),
    Tailoring("＋－", CJK, LEVELS, "ID+:sign", "CLREQ 3.1.5.2"),
    Tailoring("．", CJK, LEVELS, "CL+:point", "JLREQ 3.1.10 c"),
    Tailoring("，", CJK, LEVELS, "CL+:comma", "JLREQ 3.1.10 c"),
    Tailoring("\u2005\u2006\u2009", CJK, LEVELS, "BA:thin", "JLREQ 3.1.10 c"),
    Tailoring("＃", "ja", "normal strict", "PR+", "JLREQ A cl-12"),
    Tailoring(UNITS, "zh ja", "normal strict", "PO:suffix", "CLREQ 3.1.5.2, JLREQ A cl-13"),
    Tailoring(UNITS, "ko", LEVELS, "PO:suffix", "KLREQ 3.1.2 cl22"),
    # Images and their like can be parted even from a no-break space (CSS Text 3, 5.1).
    Tailoring(OBJECT, EVERY, LEVELS, "CB:object", "CSS Text 3, 5.1"),
)
"""Characters with classes of their own."""

CLASSES = (
    Tailoring("NS+:kana", EVERY, "loose normal", "ID+", "CSS: small kana, ー"),
    Tailoring("IN", EVERY, "loose", "IN:loose", "CSS: breaks between inseparable characters"),
    Tailoring("PO~ PO+ PR~ PR+", "zh ja", "loose", "ID+:mark", "CSS: before suffixes, after prefixes"),
    Tailoring("PO~ PO+", CJK, LEVELS, "PO:suffix", "CLREQ 3.1.5.2, JLREQ A cl-13, KLREQ 3.1.2 cl14"),
)
"""Whole classes; ``characters`` are their names."""

APART = "".join(dict.fromkeys("".join(row.characters for row in TAILORINGS) + OPENING + CLOSING))
"""The characters that are looked at one by one."""

LETTERS = letters("AL -AL:interpunct HL NU ID -ID+:mark -ID+:sign H2 H3 JL JV JT EB EM NS+:kana NS+:letter")
"""Letters as ``word-break`` has them: ``keep-all`` keeps them together (CSS Text 3, 5.2)."""

_SCRIPTS = {
    **dict.fromkeys(("hans", "hant", "hani", "hanb", "bopo"), "zh"),
    **dict.fromkeys(("jpan", "hrkt", "hira", "kana"), "ja"),
    **dict.fromkeys(("kore", "hang", "jamo"), "ko"),
}
_LANGUAGES = dict.fromkeys("zh cmn yue wuu nan hak gan hsn cdo cjy cpx czh czo mnp lzh".split(), "zh")
_LANGUAGES |= {"ja": "ja", "ko": "ko"}
_AUTO = {"zh": "strict", "ja": "normal", "ko": "strict", "other": "strict"}
"""What ``auto`` is. CLREQ 3.1.4's strict rules; in Japanese small kana may begin a line (JLREQ C, strict)."""


def writing_system(language: str) -> str:
    """Return zh, ja, ko or other for a BCP 47 tag; a script in it decides (CSS Text 3, Appendix G)."""
    first, *others = language.lower().replace("_", "-").split("-")
    scripts = [part for part in others if len(part) == 4 and part.isalpha()]
    if scripts:
        return _SCRIPTS.get(scripts[0], "other")
    return _LANGUAGES.get(first, "other")


def table(settings: Settings) -> dict[int, str]:
    """Return, for ``str.translate``, what settings make of a text read with ``lineclasses.reader(APART)``."""
    language = writing_system(settings.language)
    level = settings.line_break if settings.line_break in LEVELS.split() else _AUTO[language]
    word_break = settings.word_break if settings.word_break in ("keep-all", "break-all") else "normal"
    return _table(language, level, word_break)


@functools.cache
def _table(language: str, level: str, word_break: str) -> dict[int, str]:
    """Return the letter of every class, and of every character of ``APART``, after tailoring."""
    given = {letter: letter for letter in LETTER.values()}
    for row in reversed([row for row in CLASSES if _fits(row, language, level)]):
        given |= dict.fromkeys(letters(row.characters), LETTER[row.becomes])
    given |= {character: given[unicode_class(character)] for character in APART}
    for row in reversed([row for row in TAILORINGS if _fits(row, language, level)]):
        given |= dict.fromkeys(row.characters, LETTER[row.becomes])
    if word_break == "keep-all" and language == "ko":
        given |= dict.fromkeys("“‘" + OPENING, LETTER["OP"])
        given |= dict.fromkeys("”" + CLOSING, LETTER["CP"])
        given = {key: _WORDS.get(letter, letter) for key, letter in given.items()}
    if word_break == "break-all":
        given = {key: _IDEOGRAPHS.get(letter, letter) for key, letter in given.items()}
    return {ord(key): letter for key, letter in given.items()}


def _fits(row: Tailoring, language: str, level: str) -> bool:
    return language in row.languages.split() and level in row.levels.split()


_IDEOGRAPHS = {
    LETTER[name]: LETTER["ID+" if "+" in name else "ID"]
    for name in NAMES
    if LETTER[name] in letters("AL -AL:interpunct HL NU H2 H3")
} | {LETTER["AL:interpunct"]: LETTER["NS"]}
"""``break-all``: letters and digits break as ideographs, punctuation does not (CSS Text 3, 5.2)."""

_WORDS = dict.fromkeys(letters("ID -ID+:mark -ID+:sign H2 H3 JL JV JT"), LETTER["AL"])
"""``keep-all`` in Korean: a word goes on through its brackets to the next space (KLREQ 4.4.2; UAX #14, 8.2)."""

PAIRS = """
css  CB:object ÷ GL
css  GL ÷ CB:object
css  ID -ID+:mark -ID+:sign ÷ HH:loose
css  IN:loose ÷ IN:loose
cjk  ^ SP ZW BK CR LF NL CB × PO:suffix
cjk  EA SY × AL:interpunct
cjk  SY:solidus × EA
cjk  ID+:sign × NU
cjk  ID+:letter × NU
"""
"""Rules of the tailored classes, as those of ``linebreak.PAIRS``, and before them."""

_DIGIT, _FULL_LETTER = one("NU"), one("ID+:letter")

CONTEXTS = (
    # ３．１４, １２：３０, １，０００ and 1 000 with thin spaces (JLREQ 3.1.10 c).
    Context("NU", f"(?<={_DIGIT}){one('CL+:point EX+:colon BA:thin')}(?={_DIGIT})", NONE),
    Context("CL+:comma", f"(?<={_DIGIT}){one('CL+:comma')}(?={_DIGIT}{{3}}(?!{_DIGIT}))", NONE),
    # ５ｋｍ: up to three full-width letters after a number are its unit.
    Context("ID+:letter", f"{_DIGIT}(?={_FULL_LETTER}{{1,3}}(?!{_FULL_LETTER}))", NONE),
    Context("ID+:letter", f"(?<={_DIGIT}){_FULL_LETTER}(?={_FULL_LETTER}{{1,2}}(?!{_FULL_LETTER}))", NONE),
    Context(
        "ID+:letter", f"(?<={_DIGIT}{_FULL_LETTER}){_FULL_LETTER}(?={_FULL_LETTER}(?!{_FULL_LETTER}))", NONE
    ),
    # A number and its suffix, set apart by a space.
    Context("PO:suffix", f"{_DIGIT}{one('SP')}+(?={one('PO:suffix')})", NONE),
    # A solidus after Han, at the end of a line (CLREQ 3.1.4, GB-style); in a web address it stays as it was.
    Context("SY:solidus", f"(?<={one('EA')}){one('SY:solidus')}", NONE),
)
"""Rules of the tailored classes, as those of ``linebreak.CONTEXTS``, and after them."""
