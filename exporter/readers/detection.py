"""Which encoding bytes are in that do not say so.

UTF-8 and the escape sequences of ISO-2022 prove themselves. For the rest, every encoding that a Chinese,
Japanese or Korean text is likely to be in reads the bytes, and the reading that looks most like text wins: it
uses the characters that its own standard calls common, and few that cannot be read. Statistics alone (chardet)
are as good on clean text, but one stray byte in a file makes them answer Latin or nothing; here it costs a
little of the score. So chardet has a voice here, not the decision.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from dataclasses import dataclass

SAMPLE = 1 << 16
"""Bytes looked at; the rest is decoded but does not vote."""

SURE = 0.45
"""A reading that scores below this is no text."""

VOICE = 0.2
"""What chardet's answer adds to a score."""

HOARSE = 0.05
"""What it adds where bytes may be lost or added: there it errs."""

SHORT = 512
"""Bytes up to which every place is tried for a damage that has shifted the rest (see :func:`mended`); a longer
text is looked at in parts of so many."""

CLEAN = 0.9
"""A reading that scores this much needs no mending."""

_ESCAPES = {b"\x1b$B": "iso2022_jp", b"\x1b$@": "iso2022_jp", b"\x1b(J": "iso2022_jp", b"\x1b$)C": "iso2022_kr"}
_HZ = re.compile(rb"~\{(?:[!-w][!-~])+~\}")
_SPACED = re.compile("(?<=[^\0-\u3000]) (?=[^\0-\u3000])")
_SPACE = 0.3
"""What a space between two wide characters costs: Chinese and Japanese have hardly any, Korean has many."""
_DAMAGED = re.compile("\ufffd+")
_ASIAN = re.compile("[^\0-\u07ff\ufffd]")
_MARKS = frozenset("“”‘’…—―─·○●□■◇◆△▲※→ー・")
_SINGLE_BYTE = ("cp12", "cp4", "cp850", "iso8859", "koi8", "mac")
_POINTS = (
    # first and last character, points when it is expected (common, or kana where kana belong), points when not
    (0x0000, 0x001F, -1.0, -1.0),
    (0x3000, 0x301F, 1.0, 1.0),
    (0x3041, 0x30FE, 1.0, 0.1),
    (0x4E00, 0x9FFF, 0.9, -0.3),
    (0xAC00, 0xD7A3, 1.0, -0.5),
    (0xE000, 0xF8FF, -2.0, -2.0),  # private use
    (0xFF01, 0xFF5E, 1.0, 1.0),
    (0xFF61, 0xFF9F, -1.0, -1.0),  # half-width katakana: what Chinese looks like when read as Shift_JIS
    (0xFFFD, 0xFFFD, -2.0, -2.0),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An encoding, and how to tell that a text was meant in it."""

    codec: str
    common: tuple[tuple[str, int, int], ...]
    """Of which codecs which rows (lead bytes, first and past the last) hold the common Han or Hangul."""
    kana: bool
    """Whether kana are what one expects."""


_GB = ("gb2312", 0xB0, 0xD8)
_BIG5 = ("big5", 0xA4, 0xC7)
_JIS = ("euc_jp", 0xB0, 0xD0)
_KS = ("euc_kr", 0xB0, 0xC9)

CANDIDATES = (
    Candidate("gb18030", (_GB,), kana=False),
    Candidate("big5hkscs", (_BIG5,), kana=False),
    Candidate("cp932", (_JIS,), kana=True),
    Candidate("euc_jp", (_JIS,), kana=True),
    Candidate("cp949", (_KS,), kana=False),
    Candidate("utf-16-le", (_GB, _BIG5, _JIS, _KS), kana=True),
    Candidate("utf-16-be", (_GB, _BIG5, _JIS, _KS), kana=True),
)


def detect(data: bytes) -> str | None:
    """Return the codec that ``data`` is most likely in, or ``None`` if nothing reads as text."""
    sample = data[:SAMPLE]
    escape = next((codec for sequence, codec in _ESCAPES.items() if sequence in sample), None)
    if escape and len(sample.decode("ascii", "ignore")) * 10 > len(sample) * 9:
        return escape
    if _HZ.search(sample) and _is_hz(sample):
        return "hz"
    nulls = sample.count(0)  # in text only UTF-16 and UTF-32 have them; a stray one may happen
    wide = nulls > 1 and nulls * 100 > len(sample)
    if not wide and (_reads(data, "utf-8") or _nearly_utf8(data)):
        return "utf-8"
    if wide and len(data) % 4 == 0:
        for codec in ("utf-32-le", "utf-32-be"):
            if _reads(data, codec):
                return codec
    heard = _statistics(sample)
    among = [each for each in CANDIDATES if not wide or each.codec.startswith("utf-16")]
    scores = {each.codec: score(data, each) for each in among}
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] < CLEAN and not wide and (len(data) <= SHORT or not _reads(data, best)):
        scores = {each.codec: mended(data, each) for each in among}
        voice = HOARSE
    else:
        voice = VOICE if _reads(data, best) else HOARSE
    if heard in scores:
        scores[heard] += voice
    best = max(scores, key=lambda codec: scores[codec])
    if scores[best] >= SURE:
        return "cp950" if best == "big5hkscs" and not _reads(data, best) and _reads(data, "cp950") else best
    return None if wide else _western(data) or _rare(data)


def agrees(data: bytes, codec: str) -> bool:
    """Whether ``data`` may be in ``codec``, as it was declared to be.

    UTF-8 proves itself, so a page that says ``gb2312`` and is UTF-8 throughout is UTF-8. UTF-16 without a mark
    is declared by mistake (HTML, 13.2.3.2), and is detected if it is true. Any other declaration is believed,
    unless the bytes make no good text in it and do in another encoding: a single-byte one reads anything.
    """
    if codec.startswith(("utf-16", "utf-32")) or not _reads(data, codec):
        return False
    if codec == "utf-8":
        return True
    if not data.isascii() and _reads(data, "utf-8"):
        return False
    own = next((each for each in CANDIDATES if each.codec == codec), None)
    if own is None and not codec.startswith(_SINGLE_BYTE):
        return True
    if own is not None and score(data, own) >= SURE:
        return True
    return max(score(data, each) for each in CANDIDATES if each is not own and each.codec[:3] != "utf") < SURE


def score(data: bytes, candidate: Candidate) -> float:
    """How much ``data`` looks like text when read as ``candidate``: 1 is perfect, 0 and below is noise."""
    size = SAMPLE - SAMPLE % 4
    text = data[:size].decode(candidate.codec, "replace")
    if len(data) > size:
        text = text[:-2]  # a character cut in two by the sample's end
    return _score_of(text, candidate)


def mended(data: bytes, candidate: Candidate) -> float:
    """The best :func:`score` of ``data`` when a byte may have been lost or added somewhere in it.

    In GB 2312, EUC-JP and EUC-KR both bytes of a character look alike, so one byte less turns all that follows
    up to the next ASCII into other characters; reading afresh from the right place brings them back.
    """
    if candidate.codec.startswith("utf-16"):
        return score(data, candidate)
    if len(data) > SHORT:
        return _by_parts(data[:SAMPLE], candidate)
    cuts = range(1, len(data), len(data) // 64 | 1)  # odd: codes have two bytes
    codec = candidate.codec
    return max(
        (
            _score_of(data[:cut].decode(codec, "replace") + data[cut:].decode(codec, "replace"), candidate)
            for cut in cuts
        ),
        default=0.0,
    )


def _by_parts(data: bytes, candidate: Candidate) -> float:
    """The mean of the parts' scores, each part read from its first or from its second byte."""
    parts = [data[start : start + SHORT] for start in range(0, len(data), SHORT)]
    best = (max(score(part, candidate), score(part[1:], candidate)) for part in parts)
    return sum(best) / len(parts)


def strangeness(char: str, codec: str) -> float:
    """Return how little one expects ``char`` in a text in ``codec``: from 0, expected, to 3."""
    candidate = next((each for each in CANDIDATES if each.codec == codec), CANDIDATES[1])
    if char < "\x80":
        return 0.0 if char >= " " or char in "\t\r" else 2.0
    return 1 - _points(char, _common(candidate.common), candidate.kana)


def _score_of(text: str, candidate: Candidate) -> float:
    common = _common(candidate.common)
    ascii_counts = candidate.codec.startswith("utf-16")  # the others all read ASCII alike
    korean = candidate.codec == "cp949" or ascii_counts
    points, counted = 0.0 if korean else -_SPACE * len(_SPACED.findall(text)), 0
    if candidate.codec.startswith("big5"):
        points -= _seeming_kana(text)
    for char, times in Counter(text).items():
        if char < "\x80" and (char >= " " or char in "\t\r\n"):
            points += times * ascii_counts
            counted += times * ascii_counts
            continue
        counted += times
        points += times * _points(char, common, candidate.kana)
    return points / max(counted, 1)


def _seeming_kana(text: str) -> float:
    """How many of the characters too many are the common Han that kana in EUC-JP look like when read as Big5.

    A Chinese text has one in five of them, a Japanese one has one in two or more kana.
    """
    kana = _common((("big5", 0xA4, 0xA6),), trails=_KANA_TRAILS)
    seen = sum(char in kana for char in text)
    wide = sum(char >= "\u0800" for char in text)
    return max(0.0, seen - wide * _KANA_MOST)


def _points(char: str, common: frozenset[str], kana: bool) -> float:
    if char in _MARKS:
        return 1.0
    code = ord(char)
    expected, other = next((points for first, last, *points in _POINTS if first <= code <= last), (-0.7, -0.7))
    return expected if char in common or (kana and code < 0x3100) else other


_TRAILS = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
_KANA_TRAILS = tuple(range(0xA1, 0xF7))
_KANA_MOST = 0.4


@functools.cache
def _common(rows: tuple[tuple[str, int, int], ...], trails: tuple[int, ...] = _TRAILS) -> frozenset[str]:
    """The characters in the rows of two-byte codes, such as level 1 of GB 2312."""
    found = set()
    for codec, first, end in rows:
        for lead in range(first, end):
            for trail in trails:
                char = bytes((lead, trail)).decode(codec, "ignore")
                if len(char) == 1:
                    found.add(char)
    return frozenset(found)


def _reads(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _nearly_utf8(data: bytes) -> bool:
    """UTF-8 with a few damaged places: to each three whole characters of Asian scripts (U+0800 and above), or
    ten of any script. In other encodings bytes hardly ever fall into such threes."""
    text = data.decode("utf-8", "replace")
    damaged = len(_DAMAGED.findall(text))
    asian = len(_ASIAN.findall(text))
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore")) - text.count("\ufffd")
    return damaged * 3 < asian or damaged * 10 < beyond_ascii


def _western(data: bytes) -> str | None:
    """English from an old Windows editor: ASCII with a few curly quotes, dashes or accents amid it."""
    few = len(data.decode("ascii", "ignore")) * 10 > len(data) * 9
    return "cp1252" if few and _reads(data, "cp1252") else None


def _is_hz(sample: bytes) -> bool:
    """Whether GB 2312 stands between ~{ and ~} (RFC 1843), and not a programmer's signs."""
    try:
        text = "".join(char for char in sample.decode("hz") if char > "\x7f")
    except UnicodeDecodeError:
        return False
    return _score_of(text, CANDIDATES[0]) >= CLEAN


def _rare(data: bytes) -> str | None:
    """The Korean encoding of before Windows, where nothing else fits."""
    johab = Candidate("johab", (_KS,), kana=False)
    return "johab" if score(data, johab) >= CLEAN else None


def _statistics(data: bytes) -> str | None:
    import chardet

    return chardet.detect(data, compat_names=False, prefer_superset=True)["encoding"]
