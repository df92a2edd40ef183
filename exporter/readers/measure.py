"""How much of each part of a page is text, links, and sentences that are wanted."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from exporter.readers import runs
from exporter.readers.kinds import HEADINGS

MAX_PARTS = 40
MAX_OVER = 20
"""Characters of a heading over other things."""
GRAM = 8
"""Characters compared at a time."""

_NAMES = (
    "header masthead topbar comments? cmt discuss\\w* replies respond relate\\w* recommend\\w* recent\\w*"
    " popular hot hot(?:news|list|rank|spot)s? rank(?:s|ing|list)? share\\w* social\\w* sidebar side footer"
    " foot breadcrumbs? crumb path nav\\w* menu toolbar tool copyright statement disclaimer"
    " advert\\w* ads? adsby\\w* banner promo\\w*"
    " sponsor\\w* subscri\\w* newsletter login signup qr\\w* ewm erweima tuijian pinglun pager pagination"
    " paging \\w*cbox disqus\\w* livere\\w* changyan\\w* giscus gitalk waline utterances sns"
    " catlinks navbox sitesub author-(?:bio|profile|box|card) about-author"
    " ctrl prev next toc keywords? tags? follow wxfollow search (?:no)?print editsection popup"
    " modal hidden xgxw tjyd"
).split()
_NAMED = re.compile(
    rf"(?:^|[\s_-])(?:{'|'.join(_NAMES)})(?:$|[\s_-])|comment|recommend|sidebar|copyright|taboola|outbrain",
    re.IGNORECASE,
)
_ROLES = frozenset(
    "navigation banner contentinfo complementary search dialog alert menu menubar toolbar".split()
)
_TAGS = frozenset({"nav", "footer", "aside", "form"})
_NOTES = re.compile(r"note|footnote|reference|citation|refs|fn", re.IGNORECASE)
SITE = re.compile(
    "版权所有|版權所有|All [Rr]ights [Rr]eserved|Copyright\\s*[©(]|ICP备|ICP证|免责声明|免責聲明"
    "|违法和不良信息|举报电话|举报邮箱|未经(?:书面)?授权[，,]?(?:不得|禁止)|扫描.{0,6}二维码|扫码(?:阅读|下载|关注)|点击下载|無断転載を?禁|무단\\s*전재"
)
"""Sentences about the site, at the foot of every page of it."""
_END = re.compile(r"[。．！？!?…][」』”’\"）)]*\s*\Z|[.][\"”’)]*\s*\Z")


@dataclass(slots=True)
class Measure:
    """What is in an element, in characters, white space aside."""

    chars: int = 0
    wanted: int = 0
    linked: int = 0
    links: int = 0
    own: bool = False
    """Whether a wanted text stands in it and in no element within."""


Measures = dict[etree._Element, Measure]


Judge = Callable[[str, bool], bool]
"""Whether a text between two tags is wanted: the text without white space, and whether it stands aside, in a
link or in something that is named as no article: comments, a side bar."""


class Extracted:
    """Which text is in what the extractor found."""

    def __init__(self, text: str) -> None:
        """``text``: what it found."""
        lines = [bare(line) for line in text.splitlines()]
        self._short = {line for line in lines if line}
        whole = "".join(lines)
        self._grams = {hash(whole[i : i + GRAM]) for i in range(len(whole) - GRAM + 1)}

    def __call__(self, text: str, aside: bool = False) -> bool:
        """Whether at least six tenths of ``text`` are in it; where it stands does not matter."""
        if len(text) < GRAM:
            return text in self._short
        grams = range(0, len(text) - GRAM + 1, max(1, len(text) // 200))
        return sum(hash(text[i : i + GRAM]) in self._grams for i in grams) >= 0.6 * len(grams)


def is_prose(text: str, aside: bool) -> bool:
    """Whether a text is sentences, outside links and outside what is named as something else."""
    if aside or len(text) < LEAST_WIDE:
        return False
    enough = LEAST_WIDE if max(text[:60]) > "\u2e80" else LEAST_NARROW
    return len(text) >= enough and _END.search(text[-LAST:]) is not None


LEAST_WIDE, LEAST_NARROW = 25, 80
"""Characters of a sentence: of Han, kana or Hangul, and of letters."""
LAST = 12
"""Characters in which its end is looked for."""

_ASIDE = re.compile(
    r"(?:相关|相關|推荐|推薦|延伸|热门|熱門|最新|近期|更多|精彩)(?:阅读|閱讀|新闻|新聞|文章|链接|連結|推荐|推薦|报道|報導|稿件|主题|主題|内容|內容|故事|资讯|資訊|视频|影片)"
    r"|猜你喜欢|热点(?:排行|推荐|新闻)|(?:阅读|点击|人气)排行榜?|(?:网友|網友)(?:评论|評論|说|說|热议|留言|跟帖)|(?:发表|發表|用户|全部|最新|精彩|读者|讀者)(?:评论|評論|留言)"
    r"|(?:评论|評論|讨论|討論|留言|回复|回覆|答案|コメント|댓글|Comments?|Discussion|Responses)\s*[（(]\d+[)）]|\d+\s*(?:条评论|條評論|則留言|件のコメント|comments?)"
    r"|関連(?:記事|ニュース|リンク|キーワード)|(?:アクセス)?ランキング|(?:おすすめ|オススメ|人気|新着|最新)(?:の)?記事|コメントを(?:書く|残す)|コメント"
    r"|관련\s*(?:기사|뉴스|글)|많이\s*본\s*(?:뉴스|기사)|인기\s*(?:기사|글)|추천\s*(?:기사|뉴스)|최신\s*(?:기사|글)|댓글"
    r"|(?:Related|Recommended|Recent|Popular|Trending|More)\s+(?:posts?|articles?|stories|news|reading)"
    r"|You may also like|Trending|Leave a (?:reply|comment)",
    re.IGNORECASE,
)
"""What stands over lists of other articles and over comments; “讨论” alone may be a section of the article."""
_OVER = HEADINGS | {"p", "div", "strong", "b", "dt", "span"}

Marks = dict[etree._Element, tuple[int, int]]
"""Whether an element is a link, and whether it is named as something else, as 1 and 0; absent: neither."""
_UNMARKED = (0, 0)


def marks_of(page: etree._Element) -> Marks:
    """Look at every element of ``page`` once."""
    found: Marks = {}
    for element in page.iter():
        link, named = is_link(element), element is not page and is_named(element)
        if link or named:
            found[element] = (int(link), int(named))
        if element.tag in _OVER and is_over_other_things(element):
            for each in _under(element, page):
                found[each] = (int(is_link(each)), 1)
    return found


def is_over_other_things(element: etree._Element) -> bool:
    """Whether an element is the heading of what is no part of the article: comments, other articles."""
    if element.tag in HEADINGS:
        text = runs.short_text(element, MAX_OVER)
    else:
        text = element.text
        if not text or len(text) > 2 * MAX_OVER or next(element.iterchildren(), None) is not None:
            return False
    return text is not None and _ASIDE.fullmatch(text.strip().rstrip(":：>»")) is not None


def _under(heading: etree._Element, page: etree._Element) -> Iterator[etree._Element]:
    """The heading's line, and what follows it in its box up to another heading of its rank."""
    node = heading
    while (parent := node.getparent()) is not None and parent is not page and _is_all_of(node, parent):
        node = parent
    if heading.tag not in HEADINGS and node.getprevious() is not None:
        return  # a short line amid others
    yield node
    for each in node.itersiblings():
        if each.tag in HEADINGS and str(each.tag) <= str(heading.tag):
            return
        yield each


def _is_all_of(node: etree._Element, parent: etree._Element) -> bool:
    """Whether ``parent`` has no text besides that of ``node``; of a box with many parts that is not asked."""
    children = list(itertools.islice(parent, MAX_PARTS + 1))
    if len(children) > MAX_PARTS or any(each.strip() for each in (parent.text or "", node.tail or "")):
        return False
    return not any((child.tail or "").strip() or _has_text(child) for child in children if child is not node)


def _has_text(element: etree._Element) -> bool:
    return any(text.strip() for text in itertools.islice(element.itertext(), MAX_PARTS))


def measure(page: etree._Element, judge: Judge, marks: Marks) -> Measures:
    """Measure every element of ``page`` in one pass."""
    measures: Measures = {}
    open_: list[Measure] = []
    linked = named = 0
    for event, element in etree.iterwalk(page, events=("start", "end")):
        is_a, is_other = marks.get(element, _UNMARKED)
        if event == "start":
            linked += is_a
            named += is_other
            measures[element] = own = Measure(0, 0, 0, is_a)
            open_.append(own)
            if text := element.text:
                _count(own, text, judge, linked > 0, named > 0)
            continue
        linked -= is_a
        named -= is_other
        own = open_.pop()
        if not open_:
            break
        above = open_[-1]
        above.chars += own.chars
        above.wanted += own.wanted
        above.linked += own.linked
        above.links += own.links
        if tail := element.tail:
            _count(above, tail, judge, linked > 0, named > 0)
    return measures


def _count(measure: Measure, text: str, judge: Judge, linked: bool, named: bool) -> None:
    letters = bare(text)
    if letters:
        measure.chars += len(letters)
        if linked:
            measure.linked += len(letters)
        if judge(letters, linked or named) and not SITE.search(text):
            measure.wanted += len(letters)
            measure.own = True


def bare(text: str) -> str:
    """Return ``text`` without white space."""
    if text.isprintable() and " " not in text:
        return text
    return "".join(text.split()).replace("\u200b", "")


def is_link(element: etree._Element) -> bool:
    """A link to another page; one to a note or a section is part of the text."""
    return element.tag == "a" and bool(element.get("href")) and "#" not in (element.get("href") or "")


def is_named(element: etree._Element) -> bool:
    """Whether its tag, role, class or id says that an element is not the article."""
    if element.tag in _TAGS or (element.get("role") or "").lower() in _ROLES:
        return not _NOTES.search(
            f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        )
    words, name = element.get("class"), element.get("id")
    return bool((words and _is_name(words[:500])) or (name and _is_name(name[:500])))


@functools.lru_cache(maxsize=4096)
def _is_name(name: str) -> bool:
    return _NAMED.search(name) is not None
