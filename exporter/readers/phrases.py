"""The phrases by which plain text shows its structure, in tables: one row a rule.

Each table is ordered, and the first row that matches decides. A row is conservative: what it does not know
for sure stays a paragraph. ``structure.py`` says where in the text each table applies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

HAN = "\u3400-\u4dbf\u4e00-\u9fff々〇"
NUMERALS = "〇零一二三四五六七八九十百两"
_NUMBER = rf"[{NUMERALS}0-9０-９]{{1,5}}"

# --- Titles ---

NO_TITLE_END = "。，、；：,;:．…"
"""A line that ends so is no title; nor is one that ends in a full stop."""
DOUBTFUL_TITLE_END = "！？!?”’」』"
"""A line that ends so may be the first sentence of a story, so a title of this kind needs another sign: a blank
line or a byline after it, or, for a question, a long paragraph."""
SUBTITLE = re.compile(r"[—―─－–-]{1,3}\s*[^—―─－–\s-].{0,80}\Z")

# --- Who and when, between the title and the text ---

_NAME = (
    rf"[{HAN}]{{2,4}}|[{HAN}]{{1,2}}\u3000[{HAN}]{{1,2}}|[가-힣]{{2,4}}|[{HAN}]{{1,8}}[·・•][{HAN}·・•]{{1,16}}"
)
_BODY = (
    "研究中心|研究院|研究所|大学|大學|学院|學院|编辑部|編輯部|课题组|課題組|委员会|委員會|日报社|协会|協會|党校"
    "|出版社|评论员|評論員|讲师团|宣传部|博物馆|图书馆"
)

BYLINES = (
    # A label and what it is a label of: the label goes, the title block says it by its place.
    re.compile(
        r"(?:作\s*者|文|撰\s*文|撰稿|记者|記者|著者?|筆者|執筆|执笔|글쓴이|글|기자|저자|[Bb][Yy]|[Aa]uthors?)"
        r"\s*[:：/／|｜]\s*(?P<names>[^。！？!?:：]{1,60})\Z"
    ),
    re.compile(r"[Bb][Yy]\s+(?P<names>[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|and|&|de|van|von)){1,8})\Z"),
    # The office is part of how the author is named: no space parts one from the other.
    re.compile(rf"(?P<whole>[{HAN}]{{0,8}}(?:记者|記者|评论员|評論員)\s*(?:{_NAME})(?:[\s、](?:{_NAME}))*)\Z"),
    re.compile(rf"[(（](?P<whole>[{HAN}]{{0,8}}(?:记者|記者)\s*(?:{_NAME})(?:[\s、](?:{_NAME}))*)[)）]\Z"),
    re.compile(r"(?P<whole>[가-힣]{2,4}\s*(?:[가-힣]{0,2}기자|특파원))\Z"),
    re.compile(rf"(?P<whole>[{HAN}]{{2,30}}(?:{_BODY})(?:\s+(?:{_NAME}))*)\Z"),
)
NAMES_APART = re.compile(r"\s*(?:[、，,;；&＆]|\s(?:and|与|和)\s)\s*|\s*[/／]\s*")
NAMES_BY_SPACE = re.compile(rf"(?:{_NAME})(?:\s+(?:{_NAME}))+\Z")

DATED = re.compile(
    r"(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}|(?:来源|來源|出典|출처|发布时间|發佈時間|时间|日期|입력|更新)\s*[:：]"
)
"""A line between title and text that has a date or a source in it, and more: it stays, as a byline."""

# --- An organisation glued to the first sentence ---

_AUTHORS_ONLY = "研究中心|课题组|課題組|编辑部|編輯部|评论员|評論員|党校|讲师团"
"""Such a body signs articles; a sentence about it names it with 该 or 本, or less of its name."""

GLUED = (
    # “X 对 Y 来说，…”: the sentence has its own topic, so X was no part of it.
    re.compile(rf"(?P<name>[{HAN}]{{2,30}}?(?:{_BODY}))(?=对[^，,。；]{{1,24}}(?:来说|而言|来讲)[，,])"),
    # A second subject, or a phrase that only opens a sentence.
    re.compile(
        rf"(?P<name>[{HAN}]{{2,30}}?(?:{_BODY}))"
        r"(?=我国|我们|众所周知|毋庸置疑|习近平总书记|党的[一二三四五六七八九十]{1,3}[大届]|中国共产党)"
    ),
    # An adverbial of time or place, after a body that signs articles.
    re.compile(
        rf"(?P<name>[{HAN}]{{4,30}}?(?:{_AUTHORS_ONLY}))"
        r"(?=当前[，,]|近年来[，,]|长期以来[，,]|随着|在[^，,。；]{2,30}(?:今天|时代|背景下|形势下|新征程上)[，,]?)"
    ),
)
GLUED_LEAST = 60
"""Characters that a paragraph has at least for its first words to be taken off it."""

# --- Credits and the site's own words, at the end ---

_CREDIT_LABEL = (
    "执笔人?|執筆(?:者|人)?|作者(?:单位|單位|简介|簡介)?|本文作者|文|记者|記者|撰稿人?|撰文|供稿|译者?|譯者?|翻译|翻譯"
    "|校对|校對|审核|審核|摄影|攝影|图片?|责任编辑|責任編輯|责编|責編|编辑|編輯|来源|來源|原载|原載|出典|文責"
    "|글|기자|사진|편집|출처"
)
CREDIT_END = re.compile(
    rf"[(（](?:(?:{_CREDIT_LABEL})\s*[:：/／=＝]|作者[系为為]|本文作者|原载|原載|本报记者|(?:{_CREDIT_LABEL})\s)"
    r"\s*[^()（）]{1,80}[)）]\Z"
)
"""A credit in brackets that closes a paragraph."""
CREDIT_LINE = re.compile(rf"(?:{_CREDIT_LABEL})\s*[:：/／|｜]\s*[^。！？]{{1,80}}\Z")

COLOPHON_LENGTH = 160
COLOPHON = re.compile(
    r"网站仅显示|閱讀全文|阅读全文|阅读原文|閱讀原文|请前往.{0,20}(?:APP|客户端)|下载.{0,16}(?:APP|客户端)"
    r"|扫(?:一扫|码|描).{0,12}(?:关注|阅读|下载)|关注.{0,20}(?:公众号|微信)|更多精彩|本文来源|转载请|轉載請"
    r"|(?:未经|未經|无断|無断).{0,12}(?:转载|轉載|転載|授权|授權)|(?:转载|轉載|転載)(?:禁止|を禁)|版权(?:归|所有)|版權所有"
    r"|무단\s*전재|[Cc]opyright\b|©|[Aa]ll rights reserved|続きを読む|続きはこちら"
)
"""What a site says of itself: a paragraph of at most ``COLOPHON_LENGTH`` characters with it is no text."""
COLOPHON_GLUED = re.compile(rf"(?<=[。！？!?」』”)）…])\s*[^。！？!?()（）]{{0,20}}?(?:{COLOPHON.pattern})")

# --- Separators ---

SEPARATOR = re.compile(r"(?:[*＊※◇◆☆★■□~～=＝_＿-]\s*){3,}\Z|[◇◆☆★※＊＃][\s◇◆☆★※＊＃]*\Z|[—―─－]{2,}\Z")

# --- Headings ---


@dataclass(frozen=True, slots=True)
class Numbered:
    """A kind of numbered heading."""

    pattern: re.Pattern[str]
    """Matches the number at the beginning of the line; its group ``n`` is the number itself."""
    alone: bool = False
    """Whether one such line suffices; otherwise a series is wanted that begins with the first number."""


_AFTER = r"(?=\Z|[\s:：])"  # nothing, or a space, and then the words
HEADINGS = (
    # From the highest to the lowest.
    Numbered(re.compile(rf"第(?P<n>{_NUMBER})[编編部卷篇]{_AFTER}|第(?P<m>{_NUMBER})部分{_AFTER}"), alone=True),
    Numbered(re.compile(rf"第\s?(?P<n>{_NUMBER})\s?(?:[章回講讲幕]{_AFTER}|章(?!程))"), alone=True),
    Numbered(re.compile(r"제\s?(?P<n>\d{1,3})\s?[장부편](?=\Z|[\s.:])"), alone=True),
    Numbered(
        re.compile(rf"第\s?(?P<n>{_NUMBER})\s?(?:[节節]{_AFTER}|[节節](?![课目日点奏约制能省]))"), alone=True
    ),
    Numbered(re.compile(r"제?\s?(?P<n>\d{1,3})\s?절(?=\Z|[\s.:])"), alone=True),
    Numbered(re.compile(r"(?P<n>[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]{1,3})[.．、\s]")),
    Numbered(re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})(?:[、．.]|[ \u3000])")),
    Numbered(re.compile(r"[(（](?P<n>[一二三四五六七八九十]{1,3})[)）]")),
    Numbered(re.compile(r"(?P<n>[0-9０-９]{1,2})(?:[、．.](?![0-9０-９])|[ \u3000])\s*")),
    Numbered(re.compile(r"(?P<n>[가나다라마바사아자차카타파하])[.．]\s")),
    Numbered(re.compile(r"(?P<n>[0-9]{1,2}[.．][0-9]{1,2})[.．]?\s")),
    Numbered(re.compile(r"[(（](?P<n>[0-9０-９]{1,2})[)）]")),
)
FIRST = frozenset("一 1 １ Ⅰ 가 1.1 1．1 01".split())
HEADING_LENGTH = 40
NO_HEADING = re.compile(r"[。！!；;，,、:：…]\Z|[。！；](?!\Z)|\.\Z")
"""A line that ends so, or has a sentence's end in it, is no heading; a question may be one."""

SUGGESTED_LENGTH = 24
NO_SUGGESTION = re.compile(r"[。！!；;，,、:：…”」』）)]\Z|\A[“「『（(【\[▲△图圖図]|\d{4}|https?:|[。！；]")
"""A bare line that is surely no heading: a sentence, speech, a caption, a date, an address."""

# --- Run-in leads ---


@dataclass(frozen=True, slots=True)
class Series:
    """Words that lead one paragraph after another."""

    members: tuple[str, ...]
    """Patterns in order; the series must begin with the first, and have two."""
    mark: str = r"[，,、：:]"
    """What ends the lead and belongs to it."""
    bare: str = ""
    """What must not follow a member that is in order and lost its mark; empty: no mark, no lead."""


_ORDER = tuple("一二三四五六七八九十")
SERIES = (
    Series(
        tuple(rf"第{number}" for number in _ORDER),
        bare=rf"[{NUMERALS}次个個位名条條章节節届屆代批种種类類年天日月周步层層轮輪组組期版号號篇部卷回集季度大产產阵"
        r"手线線时時世夫件句段道场場眼把遍声聲间間排梯课課者人方点點项項]",
    ),
    Series(tuple(rf"其{number}" for number in _ORDER)),
    Series(tuple(rf"{number}是" for number in _ORDER), mark=""),
    Series(("首先", "其次|然后|然後", "再次|再者|此外", "最后|最後")),
    Series(tuple(rf"第{number}に" for number in _ORDER), mark="[、，]?"),
    Series(("첫째", "둘째", "셋째", "넷째", "다섯째"), mark="[,，.]?"),
    Series(tuple(rf"第{number}条" for number in _ORDER), mark=r"(?=[\s\u3000])"),
    Series(("First(?:ly)?", "Second(?:ly)?", "Third(?:ly)?", "Fourth(?:ly)?", "Finally|Last(?:ly)?"), mark=","),
)
