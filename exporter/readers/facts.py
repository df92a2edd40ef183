"""What a page says about its article: title, authors, date, site, address, language.

It says so in several places (JSON-LD, OpenGraph, ``meta``, its headings), some of them wrong or about the site;
what is believed is what two places agree on, and a value that is none (an author “20831”) is passed over.
"""

from __future__ import annotations

import html
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from lxml import etree

from exporter.readers import bylines, outline, runs, statements
from exporter.readers.dates import iso_date
from exporter.readers.kinds import HEADINGS

MAX_TITLE = 200
MAX_AUTHORS = 20
NO_DATE = "1970-01-01"
"""What a program writes that knows of none."""
NEAR = 60
"""Elements between the title and a date that is believed to be the article's."""

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
    subtitle: str | None
    headings: tuple[Heading, ...]
    order: dict[etree._Element, int]
    """The elements of the page, numbered."""
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
    declared = _declared_titles(root, meta)
    tops = itertools.islice(root.iter("h1"), MAX_AUTHORS)
    shown = [*declared, *(text for each in tops if (text := runs.short_text(each, MAX_TITLE)))]
    known = [letters for each in shown if (letters := _letters(each))]
    linked = statements.described(root, lambda headline: _is_shown(headline, known))
    publisher = next(statements.names_of(linked.get("publisher")), None) or _first(meta, *_PUBLISHER_KEYS)
    account = root.find(".//*[@id='js_name']")  # WeChat: the account is the publisher
    if account is not None and root.find(".//*[@id='js_content']") is not None:
        publisher = runs.plain("".join(account.itertext())) or publisher
    order = {element: number for number, element in enumerate(root.iter()) if isinstance(element.tag, str)}
    return Facts(
        titles=tuple(dict.fromkeys([*_lines(statements.text_of(linked.get("headline"))), *declared])),
        subtitle=next(_lines(statements.text_of(linked.get("alternativeHeadline"))), None),
        headings=tuple(_headings(order)),
        authors=_authors(root, meta, linked, publisher),
        order=order,
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


def _declared_titles(root: etree._Element, meta: dict[str, list[str]]) -> tuple[str, ...]:
    found = [_first(meta, "og:title"), _first(meta, "twitter:title", "dc.title", "citation_title", "title")]
    found += ["".join(element.itertext()) for element in list(root.iter("title"))[:1]]
    return tuple(dict.fromkeys(_lines(*found)))


def _lines(*texts: str | None) -> Iterator[str]:
    for each in texts:
        line = _line(each, MAX_TITLE * 2)
        if line:
            yield line


def _is_shown(headline: str, known: list[str]) -> bool | None:
    """Whether ``headline`` is the page's title, a few words changed or not; ``None``: the page has none."""
    if not known:
        return None
    letters = _letters(headline)
    pairs = {letters[i : i + 2] for i in range(len(letters) - 1)}
    return any(
        letters in each or each in letters or 2 * sum(pair in each for pair in pairs) > len(pairs)
        for each in known
    )


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


def _authors(
    root: etree._Element, meta: dict[str, list[str]], linked: statements.Thing, publisher: str | None
) -> tuple[str, ...]:
    """The names that the first place with people in it gives; the site itself only where no place has any."""
    sources: list[list[str]] = [
        list(statements.names_of(linked.get("author") or linked.get("creator"))),
        *(meta.get(key, [])[:MAX_AUTHORS] for key in _AUTHOR_KEYS),
        *([text] for text in itertools.islice(bylines.signatures(root), MAX_AUTHORS)),
    ]
    found = [
        {name: bylines.has_handle(text) for text in source for name in bylines.people(text)}
        for source in sources
    ]
    site = _letters(publisher or "")
    people = [
        bylines.without_papers([name for name, person in names.items() if person or _letters(name) != site])
        for names in found
    ]
    return tuple(next(filter(None, [*people, *found]), ()))[:MAX_AUTHORS]


_AUTHOR_KEYS = (
    "author article:author og:article:author dc.creator dcterms.creator citation_author byl parsely-author"
    " sailthru.author writer".split()
)
_PUBLISHER_KEYS = (
    "og:site_name",
    "application-name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_journal_title",
)


_DATE_KEYS = (
    "article:published_time og:published_time datepublished publishdate pubdate publish-date publish_date date"
    " dc.date dc.date.issued dcterms.issued citation_publication_date citation_date citation_online_date"
    " sailthru.date parsely-pub-date weibo:article:create_at article:create_at".split()
)


def _declared_date(root: etree._Element, meta: dict[str, list[str]], linked: statements.Thing) -> str | None:
    found = [statements.text_of(linked.get("datePublished")), statements.text_of(linked.get("dateCreated"))]
    found += [value for key in _DATE_KEYS for value in meta.get(key, [])]
    for element in root.iter("time", "span", "abbr", "meta"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            found.append(element.get("datetime") or element.get("content") or element.get("title"))
    found += [element.get("datetime") for element in root.iter("time")][:1]
    for value in found:
        date = _date(value) if value else None
        if date:
            return date
    return _wechat_date(root)


def _wechat_date(root: etree._Element) -> str | None:
    if root.find(".//*[@id='js_content']") is None:
        return None
    for script in root.iter("script"):
        match = re.search(r"\bct\s*=\s*[\"'](\d{10})[\"']", script.text or "")
        if match:
            return _of_seconds(match[1])
    return None


def _of_seconds(count: str) -> str:
    """The day in Beijing, so many seconds after 1970 began; in Tokyo and in Seoul nearly always the same."""
    return (datetime.fromtimestamp(int(count[:10]), UTC) + timedelta(hours=8)).date().isoformat()


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
    if re.fullmatch(r"1\d{9}(?:\d{3})?", text):
        return _of_seconds(text)
    match = _DATE.search(text)
    if match:
        date = iso_date(re.sub(r"\s+", "", match[0]))
        return None if date == NO_DATE else date
    match = _ENGLISH.search(text)
    if match:
        return iso_date(f"{match['month']} {match['day']}, {match['year']}")
    return iso_date(text)


def _address(
    root: etree._Element, head: str, meta: dict[str, list[str]], linked: statements.Thing
) -> str | None:
    found = [link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical"]
    found += [_first(meta, "og:url", "twitter:url")]
    found += [statements.address_of(linked.get(key)) for key in ("url", "mainEntityOfPage", "@id")]
    found += _SAVED.findall(head)
    urls = [url for each in found if (url := _http(each))]
    pages = [url for url in urls if urlsplit(url).path.strip("/") or urlsplit(url).query]
    return next(iter([*pages, *urls]), None)  # some name their home page on every page


def _image(meta: dict[str, list[str]], linked: statements.Thing) -> str | None:
    stated = linked.get("image")
    return _line(statements.address_of(stated), 2000) or _first(meta, "og:image", "twitter:image")


# --- reading ---------------------------------------------------------------------------------------------


def _meta(root: etree._Element) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        value = element.get("content") or element.get("value")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            key = (element.get(attribute) or "").replace(" ", "").lower()  # “weibo: article:create_at”
            if key and value:
                found.setdefault(key, []).append(value)
    return found


def _first(meta: dict[str, list[str]], *keys: str) -> str | None:
    return next((line for key in keys for value in meta.get(key, []) if (line := _line(value, 2000))), None)


def _line(text: str | None, limit: int) -> str | None:
    """One line without markup and control characters; ``None`` when nothing is left or it is too long."""
    if not text or len(text) > limit * 4:
        return None
    text = html.unescape(_TAG.sub("", text))
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
