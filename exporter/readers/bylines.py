"""What stands under the title of a page: the subtitle, and who wrote the article."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from exporter.readers import runs
from exporter.readers.dates import iso_date

MAX_NAME = 40
MAX_STATED = 500
"""Characters of a line with names."""
BESIDE = 25
"""Elements after the title among which its byline stands."""

_EDGES = runs.BLANKS + "■□◆◇●○▼▲►▶#¶§|｜[]【】()（）「」"
_SIGNED = re.compile(r"(?:^|[\s_-])(?:byline|author|writer)(?:$|[\s_-]|name)", re.IGNORECASE)
_ROLE = "作者|撰文|文字|文|著者|執筆|筆者|글|记者|記者|取材・文|文・写真|文・構成"
_BY = re.compile(rf"\A[（(\[]?\s*(?:(?:{_ROLE}|By|by|BY)\s*[:：/／|｜丨]\s*|(?:By|by|BY)\s+|(?:记者|記者)\s*)")
_HANDLE = r"\s*[(（][\w.@-]+[)）]\s*\Z"
_AFTER = re.compile(rf"\s*(?:기자|特派員|記者|记者)\s*\Z|{_HANDLE}", re.ASCII)
_MAIL = re.compile(r"\s*[\w.+-]+@[\w.-]+\.\w+\s*", re.ASCII)
_NEXT = re.compile(
    r"[\s\u3000|｜]+(?:编辑|編輯|编|責編|责编|责任编辑|图|圖|摄影|攝影|写真|撮影|校对|来源|來源|出典|사진|편집)\s*[:：/／|｜丨].*|\s*(?:19|20)\d\d\s*[-/.年년].*",
    re.DOTALL,
)
_NAMES = re.compile(r"\s*[,，、;；/／&＆|｜]\s*|\s+and\s+")
_HAN_NAMES = re.compile(r"[\u4e00-\u9fff]{2,4}(?:[ \u3000]+[\u4e00-\u9fff]{2,4})+\Z")
"""Chinese names with spaces between them; a Japanese name has one, but bears no label of a 记者."""
_OF = re.compile(
    r"\A([\u4e00-\u9fff·]{2,8})\s*[/／|｜]\s*[\u4e00-\u9fff]{2,12}(?:报|報|社|网|網|刊|志|誌|电视台|新闻|新聞)\Z"
)
"""A name and the paper it writes for."""
_SITE = re.compile(
    r"(?:일보|신문|뉴스|방송|통신|网|網|报|報|新闻|新聞|报社|報社|通讯社|通信社|编辑部|編輯部|編集部|News)\Z",
    re.IGNORECASE,
)
"""How the name of a paper ends."""
MAX_SUBTITLE = 120
SUBTITLE_WITHIN = 10
"""Elements after the title among which the subtitle stands."""
_SUBTITLE = re.compile(r"(?:^|[\s_-])sub-?(?:title|head(?:ing|line)?)(?:$|[\s_-])", re.IGNORECASE)
MAX_LINE = 80
"""Characters of a line that says nothing but facts."""
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d\s*[-/.年년]\s*\d{1,2}\s*[-/.月월]\s*\d{1,2}(?!\d)\s*[日일]?")
_CLOCK = re.compile(
    r"(?:오전|오후|午前|午後|上午|下午|星期[一二三四五六日天]|周[一二三四五六日]|[（(][月火水木金土日월화수목금토일][)）])?"
    r"\s*(?:\d{1,2}\s*[:：時时시]\s*\d{2}\s*[分분]?(?:[:：]\d{2})?)?"
)
_LABELS = re.compile(
    r"(?:来源|來源|出处|出處|发布(?:时间|日期|于)?|發布於?|发表于?|發表於?|时间|時間|日期|公開日?|掲載日?|配信日?|更新日?|입력|Published|Posted)"
    r"(?=[\s:：]|\Z)|[\W_]"
)
_TAG = re.compile(r"<[^>]{0,200}>")


def says_only(line: str, words: Iterable[str], date: str | None) -> bool:
    """Whether ``line`` says the day ``date``, and besides only what stands in ``words`` and at what time."""
    day = _DAY.search(line)
    if date is None or len(line) > MAX_LINE or day is None or iso_date("".join(day[0].split())) != date:
        return False
    known = "".join(words)
    rest = _CLOCK.sub(" ", line[: day.start()] + " " + line[day.end() :])
    return all(word in known for word in _LABELS.sub(" ", rest).split())


def people(text: str) -> Iterator[str]:
    """The names in one line, without what is none: numbers, addresses, sentences."""
    if len(text) > MAX_STATED:
        return
    text = _MAIL.sub(" ", runs.plain(_TAG.sub("", text)))
    if "://" in text:
        return
    reporter = re.match(r"[（(]?(?:记者|記者)", text) is not None
    text = _NEXT.sub("", _BY.sub("", text))
    parts = text.split() if reporter and _HAN_NAMES.match(text.strip(_EDGES)) else _NAMES.split(text)
    for part in parts:
        name = _AFTER.sub("", _AFTER.sub("", part).strip(_EDGES)).strip(_EDGES)
        if (
            1 < len(name) <= MAX_NAME
            and not re.search(r"://|@|[。！？!?：:]|\d{3}", name)
            and not name.isdigit()
        ):
            yield name


def has_handle(text: str) -> bool:
    """Whether a name says as whom the person writes, “甲 (jia_88)”: a blog may be called as its author is."""
    return re.search(_HANDLE, text, re.ASCII) is not None


def without_papers(names: list[str]) -> list[str]:
    """The people among ``names``; all of them when it is papers alone."""
    return [name for name in names if not _SITE.search(name)] or names


def signatures(root: etree._Element) -> Iterator[str]:
    """Lines that are marked as the author's name."""
    for element in root.iter("a", "span", "div", "p", "address", "em", "cite"):
        if not element.attrib:
            continue
        marked = "author" in (element.get("rel"), element.get("itemprop")) or element.get("id") == "byline"
        marked = marked or _SIGNED.search(element.get("class") or "") is not None
        if marked and (text := _signature(element)):
            yield text


def _signature(element: etree._Element) -> str | None:
    """The names that are links, where some are: beside them may stand a day or what somebody does."""
    if runs.short_text(element, MAX_NAME * 2) is None:
        return None
    links = [link for link in element.iter("a") if "".join(link.itertext()).strip()]
    return "，".join("".join(map(str, each.itertext())).strip() for each in links or [element])


def subtitle(order: Mapping[etree._Element, int], title: etree._Element) -> etree._Element | None:
    """Return the line after ``title`` that is marked as the subtitle; ``order``: the page's elements."""
    first = order[title] + 1
    for element in itertools.islice(order, first, first + SUBTITLE_WITHIN):
        if _SUBTITLE.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            text = runs.short_text(element, MAX_SUBTITLE)
            if text and text.strip():
                return element
    return None


def beside(order: Mapping[etree._Element, int], title: etree._Element) -> tuple[str, ...]:
    """The names in the first line after ``title`` that says that it is a byline.

    ``order``: the elements of the page, numbered.
    """
    first = order[title] + sum(1 for _ in title.iter())
    for element in itertools.islice(order, first, first + BESIDE):
        text = runs.short_text(element, MAX_NAME * 2)
        line = runs.plain(text) if text else ""
        if of := _OF.match(line):
            return (of[1],)
        if _BY.match(line) and (names := tuple(people(line))):
            return names
    return ()
