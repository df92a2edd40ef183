"""What a page says about its article for machines: JSON-LD, microdata, RDFa; all in the words of schema.org.

A page describes much besides its article: the site, crumbs, articles that it recommends. What is believed is
the description of an article whose headline the page shows as its own title.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

from exporter.readers import runs

MAX_JSON = 1_000_000
MAX_THINGS = 5_000
"""Objects looked at in a page's JSON-LD."""
MAX_NAMES = 20
MAX_NAME = 100
MAX_TEXT = 2_000

Thing = dict[str, Any]

ARTICLES = frozenset(
    "Article NewsArticle BlogPosting Report ScholarlyArticle TechArticle SocialMediaPosting OpinionNewsArticle"
    " AnalysisNewsArticle ReportageNewsArticle ReviewNewsArticle LiveBlogPosting BackgroundNewsArticle"
    " AskPublicNewsArticle DiscussionForumPosting Posting".split()
)
_PAGES = frozenset({"WebPage", "ItemPage", "AboutPage"})
_FENCES = re.compile(
    r"\A\s*(?://\s*|/\*\s*)?<!\[CDATA\[(?:\s*\*/)?|(?://\s*|/\*\s*)?\]\]>(?:\s*\*/)?\s*\Z|\A\s*<!--|-->\s*\Z"
)
_PROPERTIES = frozenset(
    "headline name alternativeHeadline author creator datePublished dateCreated publisher image url description"
    " inLanguage".split()
)


def described(root: etree._Element, is_shown: Callable[[str], bool | None]) -> Thing:
    """Return what the page says of its article, as a JSON-LD object without references; empty: nothing.

    ``is_shown`` tells whether a headline is the page's title; ``None``: nobody can say.
    """
    things = list(_json_ld(root))
    named = {
        each["@id"]: each for each in reversed(things) if isinstance(each.get("@id"), str) and len(each) > 1
    }
    known = [*things, *_marked_up(root)]
    candidates = [each for kind in (ARTICLES, _PAGES) for each in known if _types(each) & kind]
    chosen = _chosen(candidates, is_shown)
    return {key: _resolved(value, named) for key, value in chosen.items()}


def _chosen(candidates: list[Thing], is_shown: Callable[[str], bool | None]) -> Thing:
    unsure: Thing = {}
    for each in candidates:
        headline = next((text for key in ("headline", "name") if (text := text_of(each.get(key)))), None)
        shown = is_shown(headline) if headline else None
        if shown:
            return each
        if shown is None:
            unsure = unsure or each
    return unsure


def text_of(value: object) -> str | None:
    """The first text in a value of JSON-LD."""
    if isinstance(value, list):
        value = next((each for each in value[:MAX_NAMES] if each), None)
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or value.get("url") or value.get("@id")
    return value if isinstance(value, str) and 0 < len(value) <= MAX_TEXT else None


def address_of(value: object) -> str | None:
    """The first address in a value of JSON-LD: of a page, without a place in it, or of an image."""
    if isinstance(value, list):
        value = next((each for each in value[:MAX_NAMES] if each), None)
    if isinstance(value, dict):
        value = value.get("url") or value.get("contentUrl") or value.get("@id")
    text = text_of(value)
    return text and text.partition("#")[0]


def names_of(value: object) -> Iterator[str]:
    """The names of the people or the organisations that a value of JSON-LD is."""
    for each in value[:MAX_NAMES] if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, list):
            name = next(iter(name), None)
        if isinstance(name, str) and 0 < len(name) <= MAX_NAME:
            yield name


# --- JSON-LD ---------------------------------------------------------------------------------------------


def _json_ld(root: etree._Element) -> Iterator[Thing]:
    """Every object of the page's JSON-LD, those inside others too, in the order in which they stand."""
    count = 0
    for script in root.iter("script"):
        text = script.text or ""
        if (script.get("type") or "").strip().lower() != "application/ld+json" or len(text) > MAX_JSON:
            continue
        try:
            waiting = [json.loads(_FENCES.sub("", text), strict=False)]  # line ends in strings are common
        except (ValueError, RecursionError):
            continue
        while waiting and count < MAX_THINGS:
            thing = waiting.pop()
            count += 1
            if isinstance(thing, dict):
                yield thing
            inner = thing.values() if isinstance(thing, dict) else thing if isinstance(thing, list) else ()
            waiting.extend(reversed([each for each in inner if isinstance(each, (dict, list))]))


def _types(thing: Thing) -> set[str]:
    kind = thing.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return {each.rpartition("/")[2].rpartition(":")[2] for each in kinds if isinstance(each, str)}


def _resolved(value: Any, named: dict[str, Thing]) -> Any:
    """``{"@id": …}`` stands for the object of that name elsewhere on the page."""
    if isinstance(value, list):
        return [_resolved(each, named) for each in value[:MAX_NAMES]]
    if isinstance(value, dict) and "name" not in value and "url" not in value:
        return named.get(str(value.get("@id")), value)
    return value


# --- microdata, RDFa -------------------------------------------------------------------------------------


def _marked_up(root: etree._Element) -> Iterator[Thing]:
    """Articles that the markup describes: ``itemprop``, or ``property`` inside ``typeof``."""
    for kind, name in (("itemtype", "itemprop"), ("typeof", "property")):
        for scope in root.xpath(f"descendant::*[@{kind}]")[:MAX_NAMES]:
            if _types({"@type": (scope.get(kind) or "").split()}) & (ARTICLES | _PAGES):
                yield _properties(scope, kind, name)


def _properties(scope: etree._Element, kind: str, name: str) -> Thing:
    found: Thing = {"@type": (scope.get(kind) or "").split()}
    walker = etree.iterwalk(scope, events=("start",))
    for _, element in walker:
        if element is scope:
            continue
        words = {each.rpartition(":")[2] for each in (element.get(name) or "").split()} & _PROPERTIES
        inner = element.get(kind) is not None or element.get("itemscope") is not None
        if words:
            value = _properties_of_name(element, name) if inner else _value(element)
            for word in words if value else ():
                found.setdefault(word, []).append(value)
        if inner:
            walker.skip_subtree()
    return found


def _properties_of_name(element: etree._Element, name: str) -> Thing | str | None:
    """A person or an organisation: its name, where one is marked, else its text."""
    inner = next((each for each in element.iter() if "name" in (each.get(name) or "").split()), element)
    text = _value(inner)
    return {"name": text} if text else None


def _value(element: etree._Element) -> str | None:
    stated = element.get("content") or element.get("datetime")
    if element.tag in ("img", "link"):
        stated = element.get("src") or element.get("href")
    text = stated or runs.short_text(element, MAX_TEXT)
    return runs.plain(text) if text else None
