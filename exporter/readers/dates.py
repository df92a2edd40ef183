"""Dates as people write them → ISO 8601."""

from __future__ import annotations

import datetime
import re
import unicodedata

ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018, "民國": 1911, "民国": 1911}
"""The year before the first of each era."""

MONTHS = "january february march april may june july august september october november december".split()

_DIGITS = "〇零○一二三四五六七八九"
_VALUES = {"〇": 0, "零": 0, "○": 0, **{digit: value for value, digit in enumerate("一二三四五六七八九", 1)}}
_NUMBER = rf"\d{{1,4}}|[{_DIGITS}十廿卅]{{1,4}}"
_TIME = r"(?:[T\s]+\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?\s*(?:Z|UTC|[+-]\d\d:?\d\d)?)?"
_WEEKDAY = r"(?:\s*[(（]?(?:星期|周|週)?[一二三四五六日天月火水木金土월화수목금토일](?:曜日?|요일)?[)）]?)?"

_PATTERNS = tuple(
    re.compile(pattern + r"\Z", re.IGNORECASE)
    for pattern in (
        rf"(?P<year>\d{{4}})(?:[-/.](?P<month>\d{{1,2}})(?:[-/.](?P<day>\d{{1,2}}))?\.?)?{_TIME}",
        rf"(?P<year>\d{{4}})\. (?P<month>\d{{1,2}})(?:\. (?P<day>\d{{1,2}}))?\.{_WEEKDAY}{_TIME}",
        rf"(?P<year>\d{{4}})(?P<month>\d{{2}})(?P<day>\d{{2}}){_TIME}",
        rf"(?P<era>{'|'.join(ERAS)})?\s*(?P<year>元|{_NUMBER})\s*[年년]"
        rf"(?:\s*(?P<month>{_NUMBER})\s*[月월](?:\s*(?P<day>{_NUMBER})\s*[日号號일]{_WEEKDAY})?)?{_TIME}",
        rf"(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<name>[a-z]{{3,9}})\.?,?\s+(?P<year>\d{{4}}){_TIME}",
        rf"(?P<name>[a-z]{{3,9}})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}}){_TIME}",
    )
)


def iso_date(text: str) -> str | None:
    """Return the date that all of ``text`` names as ``2026``, ``2026-11`` or ``2026-11-24``, else ``None``.

    Read are ISO 8601 with or without a time (which is left out), 2026年11月24日 with Western or Chinese
    digits, years of the Japanese eras and of the Republic, 2026년 11월 24일, and English dates whose month is
    a word. ``11/24/2026`` is not: half of the world reads it as another day.
    """
    text = unicodedata.normalize("NFKC", text.strip()) if len(text) < 100 else ""
    for pattern in _PATTERNS:
        if found := pattern.match(text):
            return _iso(found.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    year = number(parts["year"])
    month, day = number(parts.get("month")), number(parts.get("day"))
    if parts.get("era"):
        year = (year or 0) + ERAS[parts["era"] or ""]
    if parts.get("name"):
        month = _month(parts["name"] or "")
        if month is None:
            return None
    try:
        datetime.date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if month == 0 or day == 0 or (year or 0) < 1000:
        return None
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def _month(name: str) -> int | None:
    name = name.lower()
    return next((number for number, month in enumerate(MONTHS, 1) if month.startswith(name)), None)


def number(text: str | None) -> int | None:
    """Return the number that ``26``, ``元`` (the first), ``二〇二六``, ``二十四`` or ``廿四`` is."""
    if text is None:
        return None
    if text == "元":
        return 1
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if "十" not in text:
        return int("".join(str(_VALUES[digit]) for digit in text))
    tens, _, ones = text.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return -1  # no number; datetime.date refuses it
    return _VALUES.get(tens, 1) * 10 + _VALUES.get(ones, 0)
