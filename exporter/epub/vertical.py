"""What vertical lines ask of the text (縦組, 直排): short numbers and abbreviations upright, wide things lying.

CLREQ 3.2.3, JLREQ 3.2.3 and 3.2.5. Longer numbers and foreign words lie on their side, which is what every
reading system does by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from exporter.epub.page import XML_LANG

LANGUAGES = frozenset({"zh-Hans", "zh-Hant", "zh-HK", "ja", "ko"})
"""What is written in vertical lines."""

_BEFORE = r"(?<![A-Za-z0-9.,:;/%&'+\-])(?<![A-Za-z0-9.,:;] )"
_AFTER = r"(?![A-Za-z0-9.,:;/%&'°+\-]| [A-Za-z0-9])"
_RULES = re.compile(
    rf"{_BEFORE}(?:(?P<tcy>[0-9]{{2}})|(?P<upright>[0-9]|[A-Z]{{1,5}})){_AFTER}"  # 12, 5, GDP
    r"|(?<![!?])(?P<marks>[!?]{2})(?![!?])"
    r"|(?P<quote>(?<![A-Za-z])[“‘]|[”’](?![A-Za-z]))"
)
"""Quotation marks are set upright, so that a font gives them their vertical forms: 『』 in China (CLREQ
3.1.1.2), 〝〟 in Japan (JLREQ 3.1.1); otherwise they would lie on their side, as in English."""
_LYING = frozenset("table pre math svg".split())
"""What stays horizontal, in a block of its own."""
_LEFT_ALONE = _LYING | {"code", "kbd", "samp", "rt", "rp", "rtc"}


def prepare(body: etree._Element, language: str) -> None:
    """Change ``body``, in place, for vertical lines; its text stays as it is."""
    for element in list(body.iter(*_LYING)):
        if not any(parent.tag in _LYING for parent in element.iterancestors()):
            _wrap(element)
    for element, is_tail in list(_texts(body, language)):
        _set_upright(element, is_tail)


def _wrap(element: etree._Element) -> None:
    box = etree.Element("span" if element.tag in ("math", "svg") else "div", {"class": "yoko"})
    element.addprevious(box)
    box.tail, element.tail = element.tail, None
    box.append(element)


def _texts(body: etree._Element, language: str) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the places of text to which the rules apply: (element, whether after it)."""
    base = language.partition("-")[0]
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start" and skipped is None:
            other = not element.get(XML_LANG, base).startswith(base)
            if element.tag in _LEFT_ALONE or other or "tcy" in element.get("class", "").split():
                skipped = element
            elif element.text:
                yield element, False
        elif event == "end":
            if skipped is element:
                skipped = None
            if skipped is None and element.tail and element is not body:
                yield element, True


def _set_upright(element: etree._Element, is_tail: bool) -> None:
    text = (element.tail if is_tail else element.text) or ""
    spans: list[etree._Element] = []
    end = 0
    before = text
    for match in _RULES.finditer(text):
        if spans:
            spans[-1].tail = text[end : match.start()]
        else:
            before = text[: match.start()]
        kind = "tcy" if match["tcy"] or match["marks"] else "upright"
        spans.append(etree.Element("span", {"class": kind}))
        spans[-1].text, end = match[0], match.end()
    if not spans:
        return
    spans[-1].tail = text[end:]
    if is_tail:
        element.tail = before
        for span in reversed(spans):
            tail, span.tail = span.tail, None
            rest, element.tail = element.tail, None
            element.addnext(span)
            element.tail, span.tail = rest, tail
    else:
        element.text = before
        element[:0] = spans
