"""Where the article is in a page.

Extractors find articles well and copy them badly: they drop the readings of ruby, figures, anchors and tables.
So an extractor (trafilatura) only says which sentences are the article's; the article is the smallest part of
the original page that holds nine tenths of them, less what is navigation by its links or by its name.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree, html

from exporter.errors import UsageError
from exporter.readers import attributes, drawings, remainder, runs
from exporter.readers.kinds import HEADINGS
from exporter.readers.measure import (
    SITE,
    Extracted,
    Marks,
    Measure,
    Measures,
    is_named,
    is_prose,
    marks_of,
    measure,
)
from exporter.readers.nodes import drop
from exporter.readers.source import Source

HELD = 0.9
"""The share of the wanted text that the article's part of the page must hold."""
MAX_FOR_EXTRACTOR = 8_000
"""Elements; the extractor takes time by their square, so a page with more is measured without it."""

_INVISIBLE = frozenset("script style template head applet select textarea button datalist dialog".split())
_PROGRAMS = frozenset("script style head svg applet noscript".split())
"""Those of them that have no words for people, or say what others say."""
_KNOWN = ("js_content",)
"""Ids of containers that hold the article and nothing else: WeChat's."""
_DOOMED = "doomed"
_BOXES = frozenset("div section article main center form".split())
_PRUNED = frozenset(
    "div section article ul ol dl table p aside nav footer header form center fieldset h1 h2 h3 h4 h5 h6 tr td"
    " li span ins figure".split()
)


@dataclass(frozen=True, slots=True)
class Located:
    """The article's part of the page."""

    element: etree._Element
    left_out: int
    """Characters of the page's visible text that are not in it, white space aside."""
    beginning: str
    """The first words of what was left out."""
    left_out_lines: tuple[str, ...] = ()
    """All of what was left out, a line for each text that stands together."""
    unseen: tuple[str, ...] = ()
    """Text that the page does not show, a line for each element: hidden, a button, a template."""


def locate(root: etree._Element) -> Located:
    """Find the article in ``root``, a parsed page, which is taken apart for it.

    A page without boilerplate, such as one written by hand, is the article as a whole.
    """
    body = root.find("body")
    page = root if body is None else body
    unseen = _strip(page)
    before = remainder.words(page)
    article = _known(page)
    if article is None:
        article = _search(page)
    return _located(article, before, unseen)


def select(root: etree._Element, source: Source) -> Located:
    """Take for the article what the person's selector names in ``root``, which is taken apart for it.

    :class:`UsageError` for what is no selector, or names nothing in the page.
    """
    from cssselect import HTMLTranslator, SelectorError

    body = root.find("body")
    page = root if body is None else body
    selector = source.selector or ""
    try:
        found = root.xpath(HTMLTranslator().css_to_xpath(selector))
    except (SelectorError, etree.XPathError) as error:
        raise UsageError(f"“{selector}” is no CSS selector: {error}") from error
    before = remainder.words(page)
    chosen = {element for element in found if isinstance(element, etree._Element)}
    outer = [each for each in found if each in chosen and not chosen & set(each.iterancestors())]
    if not outer:
        raise UsageError(f"{source.name} has nothing in it that “{selector}” selects")
    article = etree.Element("div")
    article.extend(copy.deepcopy(each) for each in outer)
    for each in article:
        each.tail = None
    unseen = _strip(article)
    return _located(article, before, unseen)


def _located(article: etree._Element, before: list[str], unseen: tuple[str, ...]) -> Located:
    after = remainder.words(article)
    left = sum(map(len, before)) - sum(map(len, after))
    lines = remainder.lines(before, after) if left > 0 else ()
    return Located(article, left, remainder.beginning(before, after), lines, unseen)


def _known(page: etree._Element) -> etree._Element | None:
    for name in _KNOWN:
        found = page.find(f".//*[@id='{name}']")
        if found is not None and "".join(found.itertext()).strip():
            return found
    return None


def _strip(page: etree._Element) -> tuple[str, ...]:
    """Drop what a reader of the page does not see; return the text in it, a line for each element."""
    unseen: list[str] = []
    walker = etree.iterwalk(page, events=("start",))
    for _, element in walker:
        if element is not page and _is_invisible(element):
            if element.tag not in _PROGRAMS and len(unseen) < remainder.MAX_LINES:
                unseen.append(runs.plain(" ".join(_beginning(element))))
            element.tag = _DOOMED
            walker.skip_subtree()
    etree.strip_elements(page, _DOOMED, with_tail=False)
    return tuple(filter(None, unseen))


def _beginning(element: etree._Element) -> Iterator[str]:
    """The first texts in an element, without programs."""
    length = 0
    for text in element.xpath(
        "descendant-or-self::*[not(self::script or self::style or ancestor-or-self::svg)]/text()"
    ):
        yield text
        length += len(text)
        if length > remainder.MAX_LISTED:
            return


def _is_invisible(element: etree._Element) -> bool:
    if element.tag == "noscript":
        return element.find(".//img") is None
    if element.tag == "svg" and drawings.is_decoration(element):
        return True
    return element.tag in _INVISIBLE or attributes.hidden(element)


def _search(page: etree._Element) -> etree._Element:
    marks = marks_of(page)
    prose = measure(page, is_prose, marks)
    if _is_plain(page, prose, marks):
        return page
    advice = _extract(page)
    if advice:
        found = Extracted(advice)
        best = _best(page, prose, found, marks)
        measures = measure(page, lambda text, aside: found(text) or is_prose(text, aside), marks)
    else:
        best = measures = prose
    article = _smallest(page, best)
    article = _with_neighbours(article, measures)
    _prune(article, measures)
    return article


def _best(page: etree._Element, prose: Measures, found: Extracted, marks: Marks) -> Measures:
    """The measures to go by: prose that the extractor found, if it found the prose, and if there is prose.

    The extractor takes footers and lists of headlines along; prose alone takes comments along. What both say is
    seldom wrong. Verse and captions are no prose; then the extractor is right alone.
    """
    extracted = measure(page, lambda text, aside: not aside and found(text), marks)
    if not extracted[page].wanted:
        extracted = measure(page, found, marks)
    both = measure(page, lambda text, aside: is_prose(text, aside) and found(text), marks)
    if extracted[page].wanted * 2 < prose[page].wanted:
        return prose
    return both if both[page].wanted * 3 > extracted[page].wanted else extracted


def _extract(page: etree._Element) -> str:
    if next(itertools.islice(page.iter(), MAX_FOR_EXTRACTOR, None), None) is not None:
        return ""
    import trafilatura

    whole = html.Element("html")  # it asks for an HtmlElement
    whole.append(copy.deepcopy(page))  # type: ignore[arg-type]
    try:
        return trafilatura.extract(whole, include_comments=False, include_tables=True, deduplicate=False) or ""
    except Exception:  # it is asked for advice; any page may upset it, and none may upset us
        return ""


# --- choosing --------------------------------------------------------------------------------------------


def _is_plain(page: etree._Element, measures: Measures, marks: Marks) -> bool:
    """Whether the page is nothing but an article: paragraphs one after another, nothing named otherwise."""
    whole = measures[page]
    if not _is_sequence(page, measures) and whole.linked > 0.05 * whole.chars:
        return False
    other = 0
    walker = etree.iterwalk(page, events=("start",))
    for _, element in walker:
        if marks.get(element, (0, 0))[1]:
            other += measures[element].chars
            walker.skip_subtree()
    return other <= 0.02 * whole.chars and not _has_site_text(page)


def _is_sequence(page: etree._Element, measures: Measures) -> bool:
    """Whether the text stands in paragraphs and the like, directly in the page or in the one box in it."""
    box = page
    while len(children := [child for child in box if measures[child].chars]) == 1 and children[0].tag in _BOXES:
        box = children[0]
    boxed = sum(
        measures[child].chars for child in children if child.tag in _BOXES or child.find(".//table") is not None
    )
    return boxed <= 0.2 * measures[box].chars


def _has_site_text(page: etree._Element) -> bool:
    return any(SITE.search(text) for text in page.itertext() if len(text) < 500)


def _smallest(page: etree._Element, measures: Measures) -> etree._Element:
    total = measures[page].wanted
    if not total:
        return page
    node = page
    while True:
        child = next((each for each in node if measures[each].wanted >= HELD * total), None)
        if child is None:
            break
        node = child
    return _widen(node, page, measures)


def _widen(node: etree._Element, page: etree._Element, measures: Measures) -> etree._Element:
    """Take in what stands around the article and is of it: a signature, a note, a last paragraph."""
    spare = max(40, measures[node].wanted // 30)
    core = measures[node]
    while node is not page:
        parent = node.getparent()
        if parent is None or parent is page:
            break
        around = measures[parent]
        more = around.chars - core.chars
        strange = more - (around.wanted - core.wanted)
        links = around.linked - core.linked
        inline = node.tag in ("span", "font", "b", "strong", "a", "em", "i", "tr", "td", "tbody", "li", "p")
        if not (inline and more <= spare) and (
            strange > max(spare, (around.wanted - core.wanted) // 2) or links > 10 + more // 3
        ):
            break
        node = parent
    return node


def _with_neighbours(node: etree._Element, measures: Measures) -> etree._Element:
    """An article that is one paragraph on the page takes the paragraphs beside it along."""
    parent = node.getparent()
    if node.tag != "p" or parent is None:
        return node
    beside = [
        list(itertools.takewhile(lambda each: _is_text(each, measures), node.itersiblings(preceding=before)))
        for before in (True, False)
    ]
    box = etree.Element("div")
    node.addprevious(box)
    for element in [*reversed(beside[0]), node, *beside[1]]:
        box.append(element)
    measures[box] = Measure(*(sum(getattr(measures[each], name) for each in box) for name in _FIELDS))
    return box


def _is_text(element: etree._Element, measures: Measures) -> bool:
    measure = measures.get(element)
    plain = element.tag in ("p", "blockquote", "figure") and not is_named(element)
    return (
        plain
        and measure is not None
        and measure.chars > 0
        and not measure.links
        and not SITE.search("".join(element.itertext()))
    )


_FIELDS = ("chars", "wanted", "linked", "links")


# --- pruning ---------------------------------------------------------------------------------------------


def _prune(article: etree._Element, measures: Measures) -> None:
    """Drop from ``article`` what is navigation by its links or by its name, and holds little wanted text."""
    edge = _Edges(article, measures)
    walker = etree.iterwalk(article, events=("start",))
    for _, element in walker:
        if element.tag not in _PRUNED or element is article:
            continue
        if _is_boilerplate(element, measures[element], edge.side(element)):
            element.tag = _DOOMED
            walker.skip_subtree()
    etree.strip_elements(article, _DOOMED, with_tail=False)
    _drop_last_headings(article)


class _Edges:
    """Tells what stands before the first and after the last wanted text."""

    def __init__(self, article: etree._Element, measures: Measures) -> None:
        self._order = {element: number for number, element in enumerate(article.iter())}
        wanted = [number for element, number in self._order.items() if measures[element].own]
        self._first = min(wanted, default=0)
        self._last = max(wanted, default=0)

    def side(self, element: etree._Element) -> int:
        """-1 before the article's text, 1 after it, 0 within."""
        number = self._order[element]
        return -1 if number < self._first else int(number > self._last)


def _is_boilerplate(element: etree._Element, measure: Measure, side: int) -> bool:
    named = is_named(element)
    dense = measure.linked > 0.5 * measure.chars
    if named and dense and measure.links > 1:
        return True
    if measure.wanted > 0.2 * measure.chars:
        return False
    if not measure.chars:
        return named or (side == 1 and _is_button(element))
    of_site = bool(side) and measure.chars < 300 and SITE.search("".join(element.itertext())) is not None
    return of_site or (measure.wanted < 60 if named else dense and _is_list_of_links(element, measure, side))


def _is_list_of_links(element: etree._Element, measure: Measure, side: int) -> bool:
    """Links before or after the text; amid it, three of them and hardly anything else."""
    if side:
        return element.tag != "span"
    return measure.linked > 0.7 * measure.chars and measure.links >= 3 and measure.wanted == 0


def _is_button(element: etree._Element) -> bool:
    """An image at the end that leads to the next page or back."""
    links = list(element.iter("a"))
    return bool(links) and all(
        re.search(r"javascript:|[-_]\d{1,2}\.s?html?\Z|[?&]page=", link.get("href") or "", re.IGNORECASE)
        for link in links
    )


def _drop_last_headings(article: etree._Element) -> None:
    """A heading with nothing under it stood over what was dropped."""
    trailing: list[etree._Element] = []
    inside, anything = 0, False
    for event, element in etree.iterwalk(article, events=("start", "end")):
        heading = element.tag in HEADINGS
        inside += heading if event == "start" else -heading
        if event == "start" and heading:
            trailing.append(element)
        text = element.text if event == "start" else element.tail if element is not article else None
        if not inside and ((text or "").strip() or element.tag == "img"):
            trailing.clear()
            anything = True
    for element in trailing if anything else ():
        drop(element)
