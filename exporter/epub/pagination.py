"""The printed pages in the text: where each begins, found by its words.

The pages follow each other, so each is looked for where the one before it ends, first; only where the words
there are others (a running head that is no artifact, a bracket around a reading) it is looked for nearby.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from exporter.epub.markup import free_id, ids
from exporter.epub.page import EPUB_TYPE
from exporter.printed import Page, folded

_HEAD = 16
"""Characters at the top of a page that must be the text's."""
_ENOUGH = 4
"""Those of them that are enough where the page before ends: a last line may be short, and notes follow it."""
_ANCHOR = 20
"""Characters that are enough anywhere else on the page."""
_STEP = 8
"""Characters by which two texts that have parted find each other again, within ``_WINDOW``."""
_WINDOW = 600
_SCENE_BREAK = "***"
"""What style sheets draw for ``hr``: words on paper, none in the text."""
_WHOLE = ("ruby", "math", "svg")
"""What no page begins inside of, as far as e-readers can tell; nor inside a note's number."""


@dataclass(frozen=True, slots=True)
class Break:
    """The beginning of a printed page in the text."""

    label: str
    id: str


def mark(body: etree._Element, pages: Sequence[Page], title: str = "") -> tuple[Break, ...]:
    """Put a page break into ``body``, in place, wherever one of ``pages`` begins; return them in order.

    A page whose words are not in the text (a cover, a page of contents) gets none; the one that begins with the
    ``title`` is the first of the text.
    """
    text = _Text(body)
    taken = ids(body)
    words = [page.text for page in pages]
    if _SCENE_BREAK not in text.folded:
        words = [word.replace(_SCENE_BREAK, "") for word in words]
    starts = align(words, text.folded, folded(title))
    breaks = []
    for number, (page, start) in enumerate(zip(pages, starts, strict=True), 1):
        if start is not None:
            breaks.append((Break(page.label, free_id(f"page-{number}", taken)), start))
    for found, start in reversed(breaks):  # from the end, so that the places before stay where they are
        text.insert(_span(found), start)
    return tuple(found for found, _ in breaks)


def align(pages: Sequence[str], text: str, title: str = "") -> list[int | None]:
    """Return where in ``text`` each page begins, ``None`` where it does not; all are folded texts."""
    starts: list[int | None] = []
    floor = expected = 0
    for page in pages:
        if title and page.startswith(title) and not _any_found(starts):
            start: int | None = 0
        else:
            start = _start(page, text, floor, expected) if page else (expected if _any_found(starts) else None)
        starts.append(start)
        if start is not None and page:
            floor, expected = start, _end(page, text, start)
    return starts


def _any_found(starts: Sequence[int | None]) -> bool:
    """Whether a page has been found before: a blank one before the first is the cover's back."""
    return any(start is not None for start in starts)


def _start(page: str, text: str, floor: int, expected: int) -> int | None:
    head = page[:_HEAD]
    if _common(head, text[expected : expected + _HEAD]) >= min(_ENOUGH, len(head)):
        return expected
    near = _nearest(head, text, floor, expected)
    if near is not None and (len(head) == _HEAD or abs(near - expected) < _HEAD):
        return near
    for offset in range(1, max(1, min(_WINDOW, len(page) - _ANCHOR + 1))):
        near = _nearest(page[offset : offset + _ANCHOR], text, floor, expected)
        if near is not None:
            return _walked_back(page[:offset], text, floor, near)
    return None


def _walked_back(before: str, text: str, floor: int, at: int) -> int:
    """Return where the page begins whose words after ``before`` are at ``at``.

    What ``before`` has that the text has not (a bracket, a label) is passed over.
    """
    for char in reversed(before):
        if at > floor and text[at - 1] == char:
            at -= 1
    return at


def _nearest(words: str, text: str, floor: int, expected: int) -> int | None:
    after = text.find(words, expected)
    before = text.rfind(words, floor, expected + len(words) - 1)
    found = [at for at in (after, before) if at >= 0]
    return min(found, key=lambda at: abs(at - expected)) if found else None


def _end(page: str, text: str, start: int) -> int:
    """Return where the page that begins at ``start`` ends: what it has that the text has not is passed over."""
    at, place = start, 0
    while place < len(page):
        same = _common(page[place : place + 4096], text[at : at + 4096])
        place, at = place + same, at + same
        while same < _STEP and place < len(page):
            found = text.find(page[place : place + _STEP], at, at + _WINDOW)
            if found >= 0 and len(page) - place >= _STEP:
                at = found
                break
            place += 1
    return at


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _span(found: Break) -> etree._Element:
    attributes = {EPUB_TYPE: "pagebreak", "role": "doc-pagebreak", "id": found.id, "aria-label": found.label}
    return etree.Element("span", attributes)


class _Text:
    """The folded text of a body, and the way back from it into the tree."""

    def __init__(self, body: etree._Element) -> None:
        self._starts: list[int] = []
        self._pieces: list[tuple[etree._Element, bool]] = []
        folds, length = [], 0
        for element, is_tail in _pieces(body):
            fold = folded((element.tail if is_tail else element.text) or "")
            if fold:
                self._starts.append(length)
                self._pieces.append((element, is_tail))
                folds.append(fold)
                length += len(fold)
        self.folded = "".join(folds)

    def insert(self, span: etree._Element, start: int) -> None:
        """Put ``span`` before the character of the text whose folded form is at ``start``."""
        number = bisect_right(self._starts, min(start, len(self.folded) - 1)) - 1
        element, is_tail = self._pieces[number]
        parent = element.getparent() if is_tail else element
        whole = _whole(parent)
        if whole is not None:
            _before(whole, span)
            return
        raw = (element.tail if is_tail else element.text) or ""
        at = _raw_offset(raw, start - self._starts[number])
        span.tail = raw[at:]
        if is_tail:
            element.tail = raw[:at]
            element.addnext(span)  # lxml moves the tail of what it adds along
        else:
            element.text = raw[:at]
            element.insert(0, span)


def _pieces(body: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """Yield the places of text in reading order: (element, whether after it); not the brackets of ruby."""
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start" and element.tag != "rp":
            yield element, False
        elif event == "end" and element is not body:
            yield element, True


def _whole(element: etree._Element | None) -> etree._Element | None:
    """Return the outermost element around a place that must not be divided."""
    found = None
    while element is not None:
        if element.tag in _WHOLE or element.get("class") == "noteref":
            found = element
        element = element.getparent()
    return found


def _before(element: etree._Element, span: etree._Element) -> None:
    element.addprevious(span)
    span.tail = None


def _raw_offset(raw: str, fold: int) -> int:
    for at, char in enumerate(raw):
        width = len(folded(char))
        if fold < width or (fold == 0 and width):
            return at
        fold -= width
    return len(raw)
