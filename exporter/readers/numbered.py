"""The headings of plain text that a number or a name shows, in tables: one row a kind.

A row is conservative: a line that it does not know for sure stays a paragraph. ``structure.py`` says where in
the text the rows apply.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMERALS = "〇零一二三四五六七八九十百千两"
_NUMBER = rf"[{NUMERALS}0-9０-９]{{1,7}}"
_COUNTED = "[一二三四五六七八九十]{1,3}"
_FORMAL = "[壹贰貳叁參肆伍陆陸柒捌玖拾]{1,3}"
_ROMAN = r"[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ]{1,3}(?=[.．、\s])|[IVX]{1,5}(?=[.．、])"
_KOREAN = r"\d{1,3}|[일이삼사오육칠팔구십]{1,3}"
_SYLLABLE = "[가나다라마바사아자차카타파하]"
_ENGLISH = r"\d{1,3}|[IVXLC]{1,7}|One|Two|Three|Four|Five|Six|Seven|Eight|Nine|Ten"
_AFTER = r"(?=\Z|[\s:：】〕\]])"  # nothing, or a space, and then the words
_BEFORE = r"[【〔\[]?"


@dataclass(frozen=True, slots=True)
class Numbered:
    """A kind of numbered heading."""

    pattern: re.Pattern[str]
    """Matches the number at the beginning of the line; its group ``n`` is the number itself."""
    least: int = 2
    """How many such lines are wanted, the first of them with the first number; 0: one with any number."""
    bare: bool = False
    """The line is nothing but the number, so each must be one more than the one before it."""


def _alone(pattern: str) -> Numbered:
    return Numbered(re.compile(pattern), least=0)


def _row(pattern: str, least: int = 2) -> Numbered:
    return Numbered(re.compile(pattern), least)


HEADINGS = (
    # From the highest to the lowest.
    _alone(
        rf"{_BEFORE}第(?P<n>{_NUMBER})[编編部卷篇]{_AFTER}|第{_NUMBER}部分{_AFTER}|[卷巻]之?{_NUMBER}{_AFTER}"
        rf"|제\s?(?:{_KOREAN})\s?[부편권](?=\Z|[\s.:])|(?i:part)\s(?:{_ENGLISH})(?=\Z|[\s.:])"
    ),
    _row(rf"[卷巻]?(?P<n>[上中下])[篇卷巻部编編]?{_AFTER}"),
    _alone(
        rf"{_BEFORE}第\s?(?P<n>{_NUMBER})\s?(?:[章回講讲幕话話集夜]{_AFTER}|章(?!程))"
        rf"|제?\s?(?:{_KOREAN})\s?[장화](?=\Z|[\s.:])|(?i:chapter)\s(?:{_ENGLISH})(?=\Z|[\s.:])"
    ),
    _alone(
        rf"{_BEFORE}第\s?(?P<n>{_NUMBER})\s?(?:[节節]{_AFTER}|[节節](?![课目日点奏约制能省]))"
        rf"|제?\s?(?:{_KOREAN})\s?절(?=\Z|[\s.:])"
    ),
    _row(rf"(?:第|その|其の?)(?P<n>{_COUNTED})(?=[ \u3000]|\Z)"),
    _row(rf"(?P<n>{_FORMAL})(?:[、．.]|[ \u3000]|\Z)"),
    _row(rf"(?P<n>{_ROMAN})"),
    _row(rf"(?P<n>{_COUNTED})(?:[、．.]|[ \u3000])"),
    Numbered(re.compile(rf"(?P<n>{_COUNTED})\Z"), bare=True),
    _row(rf"[(（](?P<n>{_COUNTED})[)）]"),
    _row(r"(?P<n>[0-9０-９]{1,2})(?:[、．.](?![0-9０-９])|[ \u3000])\s*"),
    Numbered(re.compile(r"(?P<n>[0-9０-９]{1,2})\Z"), bare=True),
    _row(rf"(?P<n>{_SYLLABLE})[.．]\s"),
    _row(r"(?P<n>[0-9]{1,2}[.．][0-9]{1,2})(?:[.．]?\s|(?=[\u3400-\u9fff]))", least=1),
    _row(r"(?P<n>[0-9]{1,2}(?:[.．][0-9]{1,2}){2})(?:[.．]?\s|(?=[\u3400-\u9fff]))", least=1),
    _row(r"[(（]?(?P<n>[0-9０-９]{1,2})[)）]"),
    _row(rf"[(（]?(?P<n>{_SYLLABLE})[)）]\s"),
)
FIRST = frozenset("一 壹 1 １ 01 ０１ Ⅰ I 가 上 1.1 1．1 1.1.1 1．1．1".split())
"""What the first heading of a series is numbered."""

NAMED = re.compile(
    rf"{_BEFORE}(?:(?:序|自序|代序|序言|前言|引言|引子|导言|導言|导论|導論|绪论|緒論|绪言|緒言|结语|結語|结论|結論|余论"
    r"|餘論|后记|後記|跋|附记|附記|致谢|致謝|参考文献|參考文獻|参考资料|參考資料|注释|註釋|注釋"
    r"|はじめに|まえがき|前書き|おわりに|むすび|あとがき|後書き|解説|謝辞|付録|補遺"
    r"|머리말|서문|들어가며|들어가는 말|프롤로그|에필로그|서장|종장|맺음말|나가며|나오며|후기"
    r"|작가의 말|부록|참고 ?문헌|참고 ?자료"
    r"|(?i:preface|foreword|introduction|prologue|epilogue|afterword|conclusion|appendix|references"
    r"|bibliography|notes))\Z"
    rf"|(?:楔子|序章|序幕|尾声|尾聲|终章|終章|プロローグ|エピローグ|番外篇?|附[录錄](?:{_COUNTED}|[0-9A-Z])?)"
    rf"{_AFTER})"
)
"""Parts of a text that have a name in place of a number; they are headings of the highest kind."""

LENGTH = 40
NO_HEADING = re.compile(r"[。！!；;，,、:：…]\Z|[。！；](?!\Z)|\.\Z")
"""A line that ends so, or has a sentence's end in it, is no heading; a question may be one."""
NO_CHAPTER = re.compile(r"[。；;，,、:：]\Z|[。；](?!\Z)")
"""The same of a line that begins as chapters do: the words after it may be an exclamation."""
