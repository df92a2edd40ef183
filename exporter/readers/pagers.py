"""The other pages of an article that a site has divided, as the page itself links to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from exporter.readers import runs

MAX_PAGES = 60
MAX_LINKS = 20_000
MAX_LABEL = 20

_NUMBER = re.compile(r"[\[【（(第]?\s*(\d{1,2})\s*[\]】）)页頁]?\Z")
_NEXT = re.compile(
    r"(?:下一页|下一頁|下页|下頁|次のページ(?:へ)?|次ページ|다음\s*페이지|next page)\s*[>»›→]*\Z", re.IGNORECASE
)
_SUFFIX = re.compile(
    r"[-_](\d{1,2})(?=\.s?html?\Z)|[?&](?:page|p|pn)=(\d{1,2})(?=&|\Z)|(?<=\w)/(\d{1,2})/?\Z", re.IGNORECASE
)
"""What the address of a page of an article has, and its first page may lack."""
_LISTS = re.compile(r"/(?:page|tag|category|archives?)(?:/|\Z)|comment|/\d{4}/\d{1,2}/?\Z", re.IGNORECASE)
"""Pages of a list of articles, of comments, of a calendar."""


def others(root: etree._Element, own: str | None) -> tuple[str, ...]:
    """Return the addresses of the article's other pages, in order; none where the page is the whole.

    ``own`` is the page's own address, as far as it is known. Believed are links that call themselves 1, 2, 3 or
    “next page” and lead to one address with a number at its end.
    """
    links: dict[str, dict[int, str]] = {}
    following: list[str] = []
    for text, href in _links(root):
        number, onward = _NUMBER.match(text), _NEXT.match(text)
        address = _joined(own or "", href) if number or onward else ""
        stem, page = _stem(address)
        if _LISTS.search(stem):
            continue
        if number and int(number[1]) == page:
            links.setdefault(stem, {}).setdefault(page, address)
        elif onward and page > 1:
            following.append(address)
    here, page = _stem(own) if own else ("", 0)
    for stem, pages in links.items():
        if (not own or stem == here) and _is_whole(pages, page):
            return tuple(address for _, address in sorted(pages.items()) if address != own)
    return tuple(each for each in following if not own or _stem(each)[0] == here)[:1]


def _is_whole(pages: dict[int, str], own: int) -> bool:
    """Whether the numbers run from 1 on, without the page itself; or, where that is not known, without one."""
    missing = set(range(1, max(pages) + 1)) - set(pages)
    return len(pages) <= MAX_PAGES and (missing <= {own} if own else len(missing) < 2 <= len(pages))


def _links(root: etree._Element) -> Iterator[tuple[str, str]]:
    for count, link in enumerate(root.iter("a")):
        if count >= MAX_LINKS:
            return
        href = (link.get("href") or "").strip()
        if not href or href.startswith(("#", "javascript:")) or len(link.text or "") > MAX_LABEL:
            continue
        text = runs.short_text(link, MAX_LABEL)
        if text:
            yield runs.plain(text), href


def _stem(address: str) -> tuple[str, int]:
    """The address without what tells its page, and the number of the page."""
    bare = address.partition("#")[0]
    match = _SUFFIX.search(bare)
    if match is None:
        return bare, 1
    return bare[: match.start()] + bare[match.end() :], int(next(filter(None, match.groups()), "1"))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:
        return href
