"""What a page says about its article: title, authors, date, site, address, language.

It says so in several places (JSON-LD, OpenGraph, ``meta``, its headings), some of them wrong or about the site;
what is believed is what two places agree on, and a value that is none (an author “20831”) is passed over.
"""

from __future__ import annotations

import itertools
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from exporter.readers import outline, runs
from exporter.readers.dates import iso_date
from exporter.readers.kinds import HEADINGS

MAX_JSON = 1_000_000
MAX_TITLE = 200
MAX_NAME = 40
NEAR = 60
"""Elements between the title and a date that is believed to be the article's."""

_ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ScholarlyArticle TechArticle SocialMediaPosting OpinionNewsArticle"
    " AnalysisNewsArticle ReportageNewsArticle ReviewNewsArticle LiveBlogPosting Posting WebPage".split()
)
_EDGES = runs.BLANKS + "■□◆◇●○▼▲►▶#¶§|｜"
_SPLIT = re.compile(
    r"\s+[-–—|｜·•:：»«@＠<＜]+\s+|\s*[|｜]\s*|\s*(?:--|::|——)\s*|_|\u3000+[＜<]?|(?<=\S)-(?=[^-]*(?:网|網|报|報|NEWS)[^-]*\Z)"
)
_PAGE = re.compile(
    r"\s*[（(\[]\s*(?:\d+\s*/\s*\d+\s*(?:ページ|页|頁)?|第?\s*\d+\s*(?:页|頁|ページ))\s*[）)\]]\s*\Z"
)
_DATE = re.compile(
    r"(?<!\d)(?:19|20)\d\d\s*(?:[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}(?!\d)|[年년]\s*\d{1,2}\s*[月월]\s*\d{1,2}\s*[日일])"
)
_ENGLISH = re.compile(
    r"(?P<month>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s+(?P<day>\d{1,2}),?\s+"
    r"(?:[A-Z][a-z]{2}\w*,?\s+)?(?P<year>(?:19|20)\d\d)"
)
_DATED = re.compile(r"date|time|publish|posted|pubdate|source|info|tip|day|meta|update", re.IGNORECASE)
_SIGNED = re.compile(r"(?:^|[\s_-])(?:byline|author|writer)(?:$|[\s_-]|name)", re.IGNORECASE)
_BY = re.compile(
    r"\A(?:作者|撰文|文字|文|著者|執筆|筆者|글|By|by|BY|记者|記者)\s*[:：/／|｜丨]\s*|\A(?:By|by|BY)\s+|[（(\[]?\s*(?:记者|記者)\s*\Z"
)
_NAMES = re.compile(r"\s*[,，、;；/／&＆|｜]\s*|\s+and\s+")
_SAVED = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)\s*|Page saved with SingleFile\s+url:\s*)?(https?://[^\s<>]+?)(?:-->|\s)"
)
_TAG = re.compile(r"<[^>]{0,200}>")


@dataclass(frozen=True, slots=True)
class Heading:
    """A line of the page that may be its title."""

    text: str
    element: etree._Element
    order: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found in the page; nothing of it is sure except the address."""

    titles: tuple[str, ...]
    """As declared, the most trusted first; with the names of the site still in them."""
    headings: tuple[Heading, ...]
    authors: tuple[str, ...]
    dates: tuple[tuple[int, str], ...]
    """Dates in the text, with the place of each."""
    date: str | None
    publisher: str | None
    url: str | None
    base: str | None
    """``base/@href``."""
    description: str | None
    image: str | None
    """The address of the picture that the page calls its own."""
    language: str | None
    """The tag that the page declares, as it stands."""


def gather(root: etree._Element, head: str) -> Facts:
    """Read all that ``root``, a whole page, declares; the page is not changed.

    ``head`` is the beginning of its text: browsers that save a page write its address into a comment there.
    """
    meta = _meta(root)
    linked = _json_ld(root)
    publisher = _name_of(linked.get("publisher")) or _first(meta, "og:site_name", "application-name")
    account = root.find(".//*[@id='js_name']")  # WeChat: the account is the publisher
    if account is not None and root.find(".//*[@id='js_content']") is not None:
        publisher = runs.plain("".join(account.itertext())) or publisher
    order = {element: number for number, element in enumerate(root.iter()) if isinstance(element.tag, str)}
    return Facts(
        titles=_titles(root, meta, linked),
        headings=tuple(_headings(order)),
        authors=_authors(root, meta, linked),
        dates=tuple(_dates(order)),
        date=_declared_date(root, meta, linked),
        publisher=publisher,
        url=_address(root, head, meta, linked),
        base=_http(next((base.get("href") for base in root.iter("base") if base.get("href")), None)),
        description=_line(_first(meta, "og:description", "description", "twitter:description"), 500),
        image=_image(meta, linked),
        language=root.get("lang") or _first(meta, "content-language", "og:locale"),
    )


# --- title -----------------------------------------------------------------------------------------------


def title(facts: Facts, article: etree._Element) -> tuple[str | None, str | None, Heading | None]:
    """Return title and subtitle, and the heading that is the title, if one is.

    The title is the longest heading that a declared title contains, or that begins with one; without such a
    heading the only ``h1`` of ``article``; else the declared title without the names of the site.
    """
    inside = {id(element) for element in article.iter()}
    site = _letters(facts.publisher or "")
    best: tuple[int, bool, Heading] | None = None
    for heading in facts.headings:
        letters = _letters(heading.text)
        if len(letters) < 2 or letters == site or not _agrees(letters, facts.titles):
            continue
        rank = (len(letters), id(heading.element) in inside, heading)
        if best is None or rank[:2] > best[:2]:
            best = rank
    if best is not None and (best[0] >= 4 or not facts.titles or best[0] * 3 > len(_letters(facts.titles[-1]))):
        chosen, subtitle = _split_subtitle(_PAGE.sub("", best[2].text), facts.titles)
        return chosen, subtitle, best[2]
    firsts = [one for one in facts.headings if one.element.tag == "h1" and id(one.element) in inside]
    if len(firsts) == 1:
        return firsts[0].text, None, firsts[0]
    for declared in facts.titles:
        return _without_site(declared, site), None, None
    return None, None, None


def page_of(heading: Heading | None) -> str | None:
    """“1/2”, when the title says that this is one page of several."""
    match = _PAGE.search(heading.text) if heading else None
    return match[0].strip(" \u3000()（）[]") if match else None


def same(one: str, other: str) -> bool:
    """Whether two lines say the same, marks, spaces and widths aside."""
    return bool(_letters(one)) and _letters(one) == _letters(other)


def _agrees(letters: str, titles: tuple[str, ...]) -> bool:
    for declared in titles:
        known = _letters(declared)
        if letters in known or (known and letters.startswith(known) and len(known) * 5 > len(letters) * 2):
            return True
    return False


def _split_subtitle(heading: str, titles: tuple[str, ...]) -> tuple[str, str | None]:
    for declared in titles:
        rest = heading.removeprefix(declared)
        if rest != heading and len(declared) > 3 and re.match(r"\s*[:：—–―~〜～|｜]", rest):
            return declared, rest.strip(" \u3000:：—–―~〜～|｜") or None
    return heading, None


def _without_site(declared: str, site: str) -> str:
    parts = [part.strip(_EDGES + "<>＜＞") for part in _SPLIT.split(_PAGE.sub("", declared))]
    parts = [part for part in parts if part]
    for part in parts:
        if len(_letters(part)) >= 2 and _letters(part) != site:
            return part
    return declared


def _letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text).casefold() if char.isalnum())


def _titles(root: etree._Element, meta: dict[str, list[str]], linked: dict[str, Any]) -> tuple[str, ...]:
    found = [
        linked.get("headline"),
        _first(meta, "og:title"),
        _first(meta, "twitter:title", "dc.title", "title"),
    ]
    found += ["".join(element.itertext()) for element in list(root.iter("title"))[:1]]
    lines = [_line(each, MAX_TITLE * 2) for each in found if isinstance(each, str)]
    return tuple(dict.fromkeys(line for line in lines if line))


def _headings(order: dict[etree._Element, int]) -> Iterator[Heading]:
    for element, number in order.items():
        if element.tag not in HEADINGS:
            named = f"{element.get('class') or ''} {element.get('id') or ''}".lower() if element.attrib else ""
            if "title" not in named and "headline" not in named:
                continue
        if runs.short_text(element, MAX_TITLE * 2) is None:
            continue
        text = outline.plain_text(element).strip(_EDGES)
        if text and len(text) <= MAX_TITLE:
            yield Heading(text, element, number)


# --- who, when, where ------------------------------------------------------------------------------------


def _authors(root: etree._Element, meta: dict[str, list[str]], linked: dict[str, Any]) -> tuple[str, ...]:
    declared = linked.get("author")
    people = declared if isinstance(declared, list) else [declared]
    sources: list[list[str]] = [
        [name for person in people[:20] if (name := _name_of(person))],
        *([value] for key in _AUTHOR_KEYS for value in meta.get(key, [])[:5]),
        *([text] for text in itertools.islice(_signatures(root), 20)),
    ]
    for source in sources:
        names = [name for text in source for name in _people(text)]
        if names:
            return tuple(dict.fromkeys(names))[:20]
    return ()


def _signatures(root: etree._Element) -> Iterator[str]:
    """Lines that are marked as the author's name."""
    for element in root.iter("a", "span", "div", "p", "address", "em", "cite"):
        if not element.attrib:
            continue
        marked = "author" in (element.get("rel"), element.get("itemprop")) or element.get("id") == "byline"
        if marked or _SIGNED.search(element.get("class") or ""):
            text = runs.short_text(element, MAX_NAME * 2)
            if text:
                yield text


_AUTHOR_KEYS = (
    "author article:author dc.creator dcterms.creator byl parsely-author sailthru.author writer".split()
)


def _people(text: str) -> Iterator[str]:
    """The names in one line, without what is none: numbers, addresses, sentences."""
    text = runs.plain(_TAG.sub("", text))
    if "://" in text:
        return
    for part in _NAMES.split(_BY.sub("", text)):
        name = re.sub(r"\s*[(（][\w.@-]+[)）]\Z", "", part, flags=re.ASCII).strip(_EDGES + "[]【】()（）「」")
        if 1 < len(name) <= MAX_NAME and not re.search(r"://|@|[。！？!?]|\d{3}", name) and not name.isdigit():
            yield name


def _declared_date(root: etree._Element, meta: dict[str, list[str]], linked: dict[str, Any]) -> str | None:
    found = [linked.get("datePublished"), linked.get("dateCreated")]
    keys = (
        "article:published_time og:published_time datepublished publishdate pubdate publish-date publish_date"
    )
    keys += " date dc.date dc.date.issued dcterms.issued sailthru.date parsely-pub-date weibo:article:create_at"
    keys += " article:create_at weibo: article:create_at"
    found += [value for key in keys.split() for value in meta.get(key, [])]
    for element in root.iter("time", "span", "abbr", "meta"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            found.append(element.get("datetime") or element.get("content") or element.get("title"))
    found += [element.get("datetime") for element in root.iter("time")][:1]
    for value in found:
        date = _date(value) if isinstance(value, str) else None
        if date:
            return date
    return _wechat_date(root)


def _wechat_date(root: etree._Element) -> str | None:
    if root.find(".//*[@id='js_content']") is None:
        return None
    for script in root.iter("script"):
        match = re.search(r"\bct\s*=\s*[\"'](\d{10})[\"']", script.text or "")
        if match:  # Beijing time
            return (datetime.fromtimestamp(int(match[1]), UTC) + timedelta(hours=8)).date().isoformat()
    return None


def date_near(facts: Facts, heading: Heading | None) -> str | None:
    """Return the date that stands nearest to the title."""
    if heading is None:
        return facts.dates[0][1] if facts.dates else None
    near = [(abs(place - heading.order), date) for place, date in facts.dates]
    near = [each for each in near if each[0] <= NEAR]
    return min(near)[1] if near else None


def _dates(order: dict[etree._Element, int]) -> Iterator[tuple[int, str]]:
    for element, number in order.items():
        named = f"{element.get('class') or ''} {element.get('id') or ''}" if element.attrib else ""
        marked = element.tag == "time" or (len(named) > 1 and _DATED.search(named))
        text = (runs.short_text(element, 120) if marked else None) or element.text or ""
        if element.tag in ("script", "style", "title") or not 8 <= len(text.strip()) <= (120 if marked else 40):
            continue
        if not marked and re.search("[，。！？；,!?;]", text):
            continue  # a sentence speaks of any day
        date = _date(text)
        if date:
            yield number, date


def _date(text: str) -> str | None:
    text = runs.plain(unicodedata.normalize("NFKC", text[:200]))
    match = _DATE.search(text)
    if match:
        return iso_date(re.sub(r"\s+", "", match[0]))
    match = _ENGLISH.search(text)
    if match:
        return iso_date(f"{match['month']} {match['day']}, {match['year']}")
    return iso_date(text)


def _address(root: etree._Element, head: str, meta: dict[str, list[str]], linked: dict[str, Any]) -> str | None:
    found = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    found += [_first(meta, "og:url", "twitter:url"), linked.get("url")]
    found += _SAVED.findall(head)
    return next((url for each in found if (url := _http(each))), None)


def _image(meta: dict[str, list[str]], linked: dict[str, Any]) -> str | None:
    stated = linked.get("image")
    if isinstance(stated, list) and stated:
        stated = stated[0]
    if isinstance(stated, dict):
        stated = stated.get("url")
    return _first(meta, "og:image", "twitter:image") or (
        _line(stated, 2000) if isinstance(stated, str) else None
    )


# --- reading ---------------------------------------------------------------------------------------------


def _meta(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        value = element.get("content") or element.get("value")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = (element.get(attribute) or "").strip().lower()
            if key and value:
                found.setdefault(key, []).append(value)
    return found


def _first(meta: dict[str, list[str]], *keys: str) -> str | None:
    return next((line for key in keys for value in meta.get(key, []) if (line := _line(value, 2000))), None)


def _json_ld(root: etree._Element) -> dict[str, Any]:
    """The first thing in the page's JSON-LD that is an article."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json" or len(script.text or "") > MAX_JSON:
            continue
        try:
            data = json.loads(re.sub(r"\A\s*(?://\s*)?<!\[CDATA\[|(?://\s*)?\]\]>\s*\Z", "", script.text or ""))
        except (ValueError, RecursionError):
            continue
        things = data if isinstance(data, list) else [data]
        for thing in [*things, *(part for one in things if isinstance(one, dict) for part in _graph(one))]:
            if isinstance(thing, dict) and _types(thing) & _ARTICLES:
                return thing
    return {}


def _graph(thing: dict[str, Any]) -> list[Any]:
    graph = thing.get("@graph")
    return graph if isinstance(graph, list) else []


def _types(thing: dict[str, Any]) -> set[str]:
    kind = thing.get("@type")
    return {each for each in (kind if isinstance(kind, list) else [kind]) if isinstance(each, str)}


def _name_of(thing: object) -> str | None:
    if isinstance(thing, list) and thing:
        thing = thing[0]
    if isinstance(thing, dict):
        thing = thing.get("name")
    return _line(thing, 100) if isinstance(thing, str) else None


def _line(text: str | None, limit: int) -> str | None:
    """One line without markup and control characters; ``None`` when nothing is left or it is too long."""
    if not text or len(text) > limit * 4:
        return None
    text = _TAG.sub("", text).replace("&quot;", '"').replace("&amp;", "&")
    text = runs.plain("".join(char if char.isprintable() or char.isspace() else "" for char in text))
    return text if 0 < len(text) <= limit else None


def _http(url: object) -> str | None:
    if not isinstance(url, str) or len(url) > 2000:
        return None
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    good = parts.scheme in ("http", "https") and parts.hostname and not re.search(r"[\s<>\"]", url)
    return url if good else None
