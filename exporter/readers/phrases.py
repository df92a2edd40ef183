"""The phrases by which plain text shows its structure, in tables: one row a rule.

Each table is ordered, and the first row that matches decides. A row is conservative: what it does not know
for sure stays a paragraph. ``structure.py`` says where in the text each table applies.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from exporter.readers.numbered import NUMERALS

HAN = "\u3400-\u4dbf\u4e00-\u9fff々〇"

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

_KANA = "\u3041-\u30ff"
_WRITER = (
    "作\\s*者|原作者?|[图圖]?文|文[图圖字]|撰\\s*文|撰稿|记者|記者|著者?|筆者|執筆|执笔|取材[・·]文|文[・·]写真"
    "|글쓴이|글|기자|저자|글[·ㆍ]사진|[Bb][Yy]|[Aa]uthors?"
)
_REPORTER = rf"[{HAN}]{{0,8}}(?:记者|記者|评论员|評論員)\s*(?:{_NAME})(?:[\s、](?:{_NAME}))*"

BYLINES = (
    # A label and what it is a label of: the label goes, the title block says it by its place.
    re.compile(rf"(?:{_WRITER})\s*[:：/／|｜=＝]\s*(?P<names>[^。！？!?:：=＝]{{1,60}})\Z"),
    re.compile(rf"[\[【［〔](?:{_WRITER})[\]】］〕]\s*[:：]?\s*(?P<names>[^。！？!?:：=＝]{{1,60}})\Z"),
    re.compile(r"[Bb][Yy]\s+(?P<names>[A-Z][\w.'’-]+(?:\s+(?:[A-Z][\w.'’-]+|and|&|de|van|von)){1,8})\Z"),
    re.compile(r"글(?:[·ㆍ]사진)?\s+(?P<names>[가-힣]{2,4})\Z"),
    re.compile(rf"(?P<names>(?:{_NAME})(?:\s*[、，]\s*(?:{_NAME}))*)\s*[/／|｜]\s*[图圖]?文\Z"),
    # The office is part of how the author is named: no space parts one from the other.
    re.compile(rf"(?P<whole>{_REPORTER}(?:\s*[/／]\s*[{HAN}]{{2,6}}[报報][导導道])?)\Z"),
    re.compile(rf"[(（](?P<whole>{_REPORTER})[)）]\Z"),
    re.compile(r"(?P<whole>[가-힣]{2,4}\s*(?:[가-힣]{0,2}기자|특파원)(?:\s+[\w.-]+@[\w.-]+)?)\Z"),
    re.compile(rf"(?P<whole>[{HAN}]{{2,30}}(?:{_BODY})(?:\s+(?:{_NAME}))*)\Z"),
    # A country or a dynasty, a name, 著.
    re.compile(rf"(?P<whole>[【〔［\[(（][{HAN}]{{1,4}}[】〕］\])）]\s*(?:{_NAME})(?:\s*[著撰作])?)\Z"),
    re.compile(rf"(?P<whole>(?:{_NAME}|[{HAN}{_KANA}\s]{{2,12}})[ \u3000][著撰作])\Z"),
    re.compile(rf"(?P<whole>[{HAN}]{{1,6}}[ \u3000]?[{_KANA}]{{1,8}}\s?著)\Z"),
)
NAMES_APART = re.compile(r"\s*(?:[、，,;；&＆]|\s(?:and|与|和)\s)\s*|\s*[/／]\s*(?![^/／]{2,6}[报報][导導道])")
NAMES_BY_SPACE = re.compile(rf"(?:{_NAME})(?:\s+(?:{_NAME}))+\Z")

DATED = re.compile(
    r"(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}|(?:来源|來源|出典|출처|发布时间|發佈時間|时间|日期|입력|更新)\s*[:：]"
)
"""A line between title and text that has a date or a source in it, and more: it stays, as a byline."""
DATE_LABEL = re.compile(
    r"(?:发布|發佈|发表|發表|更新|写作|寫作)?(?:时间|時間|日期)\s*[:：]\s*|(?:公開日|掲載日|更新日)\s*[:：]\s*|(?:입력|등록|발행)\s*:?\s*"
)
"""What stands before a date, and goes as an author's label does."""
OTHER_HANDS = re.compile(
    rf"(?:{_NAME}|[{HAN}{_KANA}]{{2,12}})\s[译譯訳编編](?:者)?\Z|[가-힣]{{2,4}}\s(?:옮김|엮음)\Z"
    rf"|(?:{_WRITER})\s*[:：/／|｜=＝]\s*[^。！？!?]{{1,60}}\Z"
    r"|(?:译者?|譯者?|翻訳|翻译|翻譯|訳者?|옮긴이|写真|摄影|攝影|사진)\s*[:：/／|｜=＝]\s*[^。！？!?]{1,40}\Z"
)
"""A line between title and text that says who translated, edited or photographed: it stays, as a byline."""

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
    "执笔人?|執筆(?:者|人)?|作者(?:单位|單位|简介|簡介)?|本文作者|[图圖]?文|文字|记者|記者|通讯员|撰稿人?|撰文|供稿|整理|口述"
    "|译者?|譯者?|翻译|翻譯|翻訳|訳|责任校对|校对|校對|审核|審核|审校|審校|监制|監製|策划|策劃|统筹|統籌|摄影|攝影"
    "|[图圖](?:片|源|片来源|片來源)?|制图|製圖|排版|设计|設計|(?:值班|责任|責任)?[编編][辑輯]|责编|責編|美编|美編"
    "|来源|來源|资料来源|資料來源|原载|原載|首发|首發|出典|文責|取材|取材[・·]文|文[・·]写真|取材協力|協力|写真|写真提供|撮影|構成"
    "|編集|初出|글|기자|취재|사진|글[·ㆍ]사진|영상|편집|출처|글쓴이|옮긴이"
)
_OPEN, _SHUT = r"[(（\[【［〔]", r"[)）\]】］〕]"
CREDIT_END = re.compile(
    rf"{_OPEN}(?:(?:{_CREDIT_LABEL})\s*[:：/／=＝|｜]|作者[系为為]|本文作者|原载|原載|本[报報]记者|本報記者|(?:{_CREDIT_LABEL})\s)"
    rf"\s*[^()（）\[\]【】]{{1,80}}{_SHUT}\Z"
    rf"|[(（][{HAN}]{{1,6}}[ \u3000]?[{HAN}{_KANA}]{{0,8}}(?:記者|记者)[)）]\Z"
    r"|\[[가-힣]{2,4}\s(?:기자|특파원)\]\Z"
)
"""A credit in brackets that closes a paragraph."""
CREDIT_LINE = re.compile(
    rf"(?:{_CREDIT_LABEL})\s*[:：/／|｜=＝]\s*[^。！？]{{1,80}}\Z|(?:글|사진|글[·ㆍ]사진|영상|편집)\s[가-힣]{{2,4}}\Z"
    r"|[가-힣]{2,4}\s(?:기자|특파원)(?:\s+[\w.-]+@[\w.-]+)?\Z"
)
CREDITED = re.compile(
    rf"(?:(?:{_WRITER}|执笔人|執筆[人者]|本文作者|作者(?:单位|單位)?|文責|撰稿人?)\s*[:：/／|｜=＝]\s*|(?:글(?:[·ㆍ]사진)?|기자)\s+)"
    r"(?P<names>[^:：/／|｜=＝()（）\[\]【】]{2,60})"
)
"""Who wrote, as a credit says it."""
SUBJECT = (
    "在是说說的和与與对對从從把被又也都就还還曾于於有为為给給向让讓叫、，,：:。“「"
    "はがもをにのへ은는이가의를을와과도"
)
"""A name before one of these may be what the sentence is about."""

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

SEPARATOR = re.compile(
    r"(?:[*＊※◇◆☆★■□○●◎♦✦✧❖•⁂§~～=＝_＿#＃-]\s*){3,}\Z|[◇◆☆★■□○●◎♦✦✧❖•⁂§※*＊#＃~～][\s◇◆☆★※＊＃]*\Z|[—―─－]{2,}\Z"
)

ENDED = re.compile("[。！？!?.…][”’」』）)\"']*\\Z")
"""The end of a sentence."""

# --- Suggestions ---

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
