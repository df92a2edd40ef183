"""Where links may lead, and the names of the places in the text that they lead to."""

from __future__ import annotations

import itertools
import re
from urllib.parse import quote, unquote, urljoin, urlsplit

from lxml import etree

from exporter.article import Notice
from exporter.readers.survey import urldefrag_or_nothing
from exporter.vocabulary import LINK_SCHEMES, id_allowed, stand_in

MAX_HREF = 4000
MAX_ID = 200

_RESERVED = re.compile(r"note(?:ref)?-\d+(?:-\d+)?\Z")
_BLANK = re.compile(r"[\x00-\x20\x7f]+")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PLAIN = re.compile(r"https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9/._~-]*)?\Z")
"""An address that stays as it is."""
_SAFE = "!#$%&'()*+,/:;=?@[]~"


class Links:
    """Resolves the links of one page and remembers those that lead nowhere."""

    def __init__(self, base_url: str | None, own: set[str], ids: set[str]) -> None:
        """``own``: what the page calls itself; ``ids``: the places in it."""
        self._base = base_url
        self._own = {*own, *([base_url.partition("#")[0]] if base_url else [])}
        self._ids = ids
        self._refused: dict[str, None] = {}

    def resolve(self, href: str) -> str | None:
        """Return what ``href`` may be in the body: an absolute URL or ``#`` and an id; ``None``: no link."""
        href = href.strip(" \t\n\r\f")
        page, fragment = urldefrag_or_nothing(href)
        if fragment and (not page or page in self._own or self._joined(page) in self._own):
            return f"#{fragment}" if fragment in self._ids else None
        if not href or href.startswith("#"):
            return None  # to the top of the page, or a button of its program
        if _BLANK.sub("", href).lower().startswith(("javascript:", "vbscript:", "data:", "about:", "blob:")):
            return None
        absolute = self._absolute(href)
        if absolute is None:
            self._refused.setdefault(href)
        return absolute

    def notices(self, name: str) -> list[Notice]:
        """Tell, in one notice, which links could not be kept."""
        if not self._refused:
            return []
        first = ", ".join(_short(href) for href in list(self._refused)[:5])
        more = f" and {len(self._refused) - 5:,} more" if len(self._refused) > 5 else ""
        start = "“source:” in Markdown or <base href> in HTML says where relative links start"
        way = "" if self._base else f"; --join takes the files along, {start}"
        return [
            Notice("unlinked", f"links that lead out of the article were unlinked: {first}{more}{way}", name)
        ]

    def _joined(self, page: str) -> str | None:
        try:
            return urljoin(self._base, page) if self._base else None
        except ValueError:
            return None

    def _absolute(self, href: str) -> str | None:
        if len(href) > MAX_HREF:
            return None
        if _PLAIN.match(href):
            return href
        try:
            if href.startswith("//") and not self._base:
                href = "https:" + href
            elif self._base and not _SCHEME.match(href):
                href = urljoin(self._base, href.replace("\\", "/"))
            parts = urlsplit(href)
            if parts.scheme not in LINK_SCHEMES or (parts.scheme != "mailto" and not parts.hostname):
                return None
            host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode("ascii")
            href = parts._replace(netloc=host).geturl()
        except ValueError:  # UnicodeError is one
            return None
        return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(href, safe=_SAFE))


def settle(body: etree._Element, ids: dict[str, etree._Element]) -> None:
    """Give the elements of ``body`` their ids, and let the links follow.

    ``ids`` says which names of the source led to which element. A name that is an XML name stays; any other is
    replaced, and so is one that would be taken for a note's.
    """
    attached = {id(element) for element in body.iter()}
    names: dict[int, str] = {}
    new: dict[str, str] = {}
    used = {raw for raw in ids if _keeps(raw)}
    for raw, element in ids.items():
        if id(element) not in attached:
            continue
        if id(element) not in names:
            names[id(element)] = _name(raw, used)
            element.set("id", names[id(element)])
        new[raw] = names[id(element)]
    _rename(body, new)


def _keeps(raw: str) -> bool:
    return id_allowed(raw) and len(raw) <= MAX_ID and not _RESERVED.match(raw)


def _name(raw: str, used: set[str]) -> str:
    if _keeps(raw):
        return raw
    name = stand_in(raw)
    names = itertools.chain([name], (f"{name}-{number}" for number in itertools.count(2)))
    free = next(one for one in names if one not in used)
    used.add(free)
    return free


def _rename(body: etree._Element, new: dict[str, str]) -> None:
    for link in body.iter("a"):
        href = link.get("href") or ""
        if href.startswith("#"):
            if href[1:] in new:
                link.set("href", f"#{new[href[1:]]}")
            else:
                del link.attrib["href"]
        if "href" not in link.attrib:
            link.tag = "span"
    for cell in body.iter("td", "th"):
        headers = cell.get("headers")
        if headers is not None:
            kept = [new[word] for word in headers.split() if word in new]
            cell.set("headers", " ".join(kept)) if kept else cell.attrib.pop("headers")


def _short(href: str) -> str:
    shown = unquote(href) if len(href) < 300 else href
    shown = "".join(character for character in shown if character.isprintable())
    return f"“{shown if len(shown) <= 60 else shown[:57] + '…'}”"
