"""A tree of HTML, whoever wrote it → a body in the vocabulary of :mod:`exporter.vocabulary`.

An element passes because it is on a list, an attribute because its value was read and understood; the rest is
unwrapped, so that its text stays, or dropped where its text is none. What was given is not changed.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from exporter import headings
from exporter.article import Notice
from exporter.readers import attributes, drawings, kinds, links, mathematics, notes, outline, repair
from exporter.readers.builder import IMPLICIT, Builder
from exporter.readers.images import Shelf, file_name, is_dot
from exporter.readers.opened import Manner, Span
from exporter.readers.soup import control_notice
from exporter.readers.source import MAX_LINE
from exporter.readers.survey import Survey, survey

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Numbers 128–159 mean what they mean in Windows-1252.
# https://html.spec.whatwg.org/multipage/parsing.html#numeric-character-reference-end-state
_WINDOWS = {code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0) if code != 0x85} | {
    0x85: "…"
}
_SUSPECT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MEDIA = frozenset("video audio iframe object canvas".split())
_IN_TABLE = kinds.ROW_GROUPS | {"table", "tr"}
_TABLES = kinds.TABLE_PARTS | {"table"}
_WORDS = kinds.INLINE | kinds.RUBY_PARTS
_NAMED = kinds.BLOCK_TAGS | kinds.INLINE


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What :func:`clean` makes."""

    title: str | None
    """The text of the leading, or the only, ``h1``, which is no longer in the body."""
    body: etree._Element
    """In the vocabulary; ``vocabulary.check`` finds no fault with it."""
    notices: tuple[Notice, ...]


def clean(root: etree._Element, *, shelf: Shelf, base_url: str | None, name: str) -> Cleaned:
    """Make a body out of ``root``: a page, its body, or any part of it.

    Images go to ``shelf``; relative links are resolved against ``base_url``, or unlinked when there is none;
    ``name`` is the source's, for messages. :class:`~exporter.errors.SourceError` when it is nested too deep or
    has too many elements. Line numbers come from ``data-line`` where an element has it, else from the parser.
    """
    whole = root.find("body") if root.tag == "html" else root
    start = root if whole is None else whole
    page = survey(start)
    leading = links.Links(base_url, page.own, page.ids)
    walk = _Walk(Builder(name), page, leading, shelf)
    walk.through(start)
    body = walk.builder.finish()
    repair.repair(body)
    jumps = headings.jumps(body)
    title = outline.take_title(body)
    headings.level(body)
    links.settle(body, walk.builder.ids)
    notes.set_notes(body)
    told = [
        *control_notice(walk.dropped, name),
        *leading.notices(name),
        *shelf.take_notices(name),
        *_media_notice(walk.media, name),
        *_formula_notice(walk.formulas, name),
        *_unread_notice(walk.unread, name),
        *_drawing_notices(walk.lost, walk.undrawn, name),
        *_heading_notices(jumps, walk.builder.emptied, name),
        *_repeated_notice(walk.builder.repeated, name),
    ]
    return Cleaned(title, body, tuple(told))


def _media_notice(media: dict[str, int], name: str) -> list[Notice]:
    if not media:
        return []
    what = ", ".join(f"{count} × {tag}" for tag, count in sorted(media.items()))
    return [Notice("left-out", f"what cannot be set on a page was left out: {what}", name)]


def _formula_notice(formulas: dict[str, None], name: str) -> list[Notice]:
    if not formulas:
        return []
    first = ", ".join(f"“{text[:60]}”" for text in list(formulas)[:3])
    more = f" and {len(formulas) - 3:,} more" if len(formulas) > 3 else ""
    return [Notice("formula", f"formulas that cannot be read stand as they were written: {first}{more}", name)]


def _unread_notice(lines: list[int], name: str) -> Iterator[Notice]:
    if lines:
        what = "1 formula was" if len(lines) == 1 else f"{len(lines):,} formulas were"
        told = f"{what} left out: of what a program drew there nothing can be read; look it up in the page"
        yield Notice("formula", told, f"{name}:{lines[0]}")


def _heading_notices(jumps: int, empty: int, name: str) -> Iterator[Notice]:
    if jumps:
        what = "1 heading jumps" if jumps == 1 else f"{jumps:,} headings jump"
        yield Notice("heading-order", f"{what} over a rank; the gap is closed", name)
    if empty:
        what = "1 heading has" if empty == 1 else f"{empty:,} headings have"
        yield Notice("empty-heading", f"{what} no text; left out", name)


def _repeated_notice(repeated: dict[str, None], name: str) -> Iterator[Notice]:
    if repeated:
        shown = ", ".join(f"“{raw[:60]}”" for raw in list(repeated)[:5])
        more = f" and {len(repeated) - 5:,} more" if len(repeated) > 5 else ""
        told = f"several elements are called {shown}{more}; links lead to the first"
        yield Notice("repeated-id", told, name)


def _drawing_notices(lost: dict[str, None], undrawn: dict[str, None], name: str) -> Iterator[Notice]:
    if lost:
        yield Notice("cleaned-image", f"drawings (svg) are shown without their {' and '.join(lost)}", name)
    for reason in undrawn:
        yield Notice("missing-image", f"a drawing (svg) is left out: {reason}", name)


@dataclass(slots=True)
class _Frame:
    """An open element of the source: how it ends, and what to restore then."""

    end: Callable[[], None] | None
    manner: Manner | None = None
    next_p: dict[str, str] | None = None
    restores_p: bool = False
    broken: bool | None = None


_NOTHING = _Frame(None)
"""Of an element that ends without consequences."""


class _Walk:
    """Goes through the source once, in order, and tells the builder what it meets."""

    def __init__(self, builder: Builder, page: Survey, leading: links.Links, shelf: Shelf) -> None:
        self.builder = builder
        self.dropped = 0
        self.media: dict[str, int] = {}
        self.formulas: dict[str, None] = {}
        """Those that could not be read, and stand as they were written."""
        self.unread: list[int] = []
        """The lines of those of which nothing is known."""
        self.lost: dict[str, None] = {}
        """What drawings lost."""
        self.undrawn: dict[str, None] = {}
        """Why drawings are not there."""
        self._names = drawings.names(page.ids)
        self._page = page
        self._links = leading
        self._shelf = shelf

    def through(self, root: etree._Element) -> None:
        frames: list[_Frame] = []
        walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
        for event, element in walker:
            if event == "start":
                frame = self._start(element)
                if frame is None:
                    walker.skip_subtree()
                    frame = _NOTHING
                elif element.text:
                    self._text(element.text)
                frames.append(frame)
                continue
            if event == "end":
                self._end(frames.pop())
            if element is not root and element.tail:
                self._text(element.tail)

    def _text(self, text: str) -> None:
        if not text.isprintable() and _SUSPECT.search(text):
            text, count = _CONTROL.subn("", text)
            self.dropped += count
            text = text.translate(_WINDOWS)
        self.builder.text(text)

    # --- elements ----------------------------------------------------------------------------------------

    def _start(self, element: etree._Element) -> _Frame | None:
        """Begin an element; ``None``: it is dropped with what is in it."""
        name = str(element.tag).lower()
        tag = kinds.RENAMED.get(name, name)
        self._note_place(tag, element)
        if self._is_dropped(tag, element):
            return None
        if tag in self._specials:
            self._specials[tag](self, element)
            return None
        if tag in _TABLES and self._is_layout(tag, element):
            return self._separator(element)
        if tag in ("p", "summary", "legend"):
            return self._paragraph(element)
        if tag in kinds.BLOCK_TAGS or (tag == "div" and attributes.own_block(element)):
            return self._block(tag, element)
        return self._separator(element) if tag in kinds.SEPARATORS else self._inline(tag, element)

    def _is_dropped(self, tag: str, element: etree._Element) -> bool:
        if tag in kinds.DROPPED or attributes.hidden(element):
            if tag in _MEDIA:
                self.media[tag] = self.media.get(tag, 0) + 1
            return True
        return tag == "noscript" and not _is_image_twin(element)

    def _is_layout(self, tag: str, element: etree._Element) -> bool:
        """Whether a table, or a part of one, only arranges the page; or is a part without a table."""
        if element in self._page.layout:
            return True
        return tag != "table" and not self.builder.inside(_IN_TABLE)

    def _note_place(self, tag: str, element: etree._Element) -> None:
        """Where in the source this is, and by what name links may lead here."""
        known = element.sourceline
        if not element.attrib:
            self.builder.line = min(known or self.builder.line, MAX_LINE)
            return
        line = element.get("data-line") or ""
        if line.isdecimal() and len(line) < 6:
            known = int(line)
        self.builder.line = min(known or self.builder.line, MAX_LINE)
        for raw in (element.get("id"), element.get("name") if element.tag == "a" else None):
            if raw and (raw in self._page.led_to or tag in _NAMED):
                self.builder.pending.append(raw)

    def _separator(self, element: etree._Element) -> _Frame:
        """An unwrapped block: what it says of alignment and language goes over to what is in it."""
        self.builder.separate()
        frame = self._framed(element, self.builder.separate)
        old = self.builder.manner
        align = attributes.alignment(element) or ("center" if element.tag == "center" else old.align)
        found = attributes.of("div", element)
        self.builder.manner = Manner(align, found.get("lang", old.lang), found.get("dir", old.direction))
        return frame

    def _paragraph(self, element: etree._Element) -> _Frame:
        self.builder.separate()
        frame = self._framed(element, self.builder.separate)
        self.builder.next_p = attributes.of("p", element)
        if element.tag in ("summary", "legend"):
            self.builder.next_p.pop("class", None)
        return frame

    def _block(self, tag: str, element: etree._Element) -> _Frame:
        found = attributes.of(tag, element)
        if tag in ("colgroup", "col"):
            self.builder.column(tag, found)
            return _NOTHING
        block = self.builder.begin(tag, found)
        frame = self._framed(element, lambda: self.builder.end(block))
        self.builder.next_p = None
        if block is not None:
            old = self.builder.manner
            self.builder.manner = Manner(old.align if tag == "blockquote" else None)
        return frame

    def _framed(self, element: etree._Element, end: Callable[[], None]) -> _Frame:
        builder = self.builder
        frame = _Frame(end, builder.manner, builder.next_p, True, builder.breaks_are_paragraphs)
        builder.breaks_are_paragraphs = element in self._page.broken
        return frame

    def _inline(self, tag: str, element: etree._Element) -> _Frame:
        if tag == "wbr":
            self.builder.break_opportunity()
        found = attributes.of(tag, element)
        if tag == "a":
            href = self._links.resolve(element.get("href") or "")
            if href is not None:
                found["href"] = href
            elif not (element.get("id") or element.get("name")):
                return _NOTHING
        elif tag == "span" and attributes.bold(element):
            tag = "strong"
        if tag not in _WORDS or (tag == "span" and not found):
            return _NOTHING
        span: Span | None = self.builder.begin_span(tag, found)
        return _Frame(lambda: self.builder.end_span(span))

    def _end(self, frame: _Frame) -> None:
        if frame.end is not None:
            frame.end()
        if frame.restores_p:
            assert frame.manner is not None
            assert frame.broken is not None
            self.builder.manner = frame.manner
            self.builder.next_p = frame.next_p
            self.builder.breaks_are_paragraphs = frame.broken

    # --- elements without content ------------------------------------------------------------------------

    def _image(self, element: etree._Element) -> None:
        sources = attributes.image_sources(element)
        if not sources or attributes.is_tracker(element):
            return
        asset = self._shelf.image(sources)
        alt = " ".join((element.get("alt") or "").split())[:1000]
        alt = _CONTROL.sub("", alt)
        if asset is None:
            shown = alt or file_name(sources[0])
            self.builder.leaf("span", {"class": "missing-image"}, shown)
        elif not is_dot(asset):
            size = attributes.image_size(element)
            self.builder.leaf("img", {"src": asset.name, "alt": alt, **size})

    def _formula(self, element: etree._Element) -> None:
        """MathML; or TeX, where that is all there is (``data-tex``)."""
        tex = element.get("data-tex")
        if tex is None:
            made = mathematics.from_mathml(element)
        else:
            made = mathematics.from_tex(tex, display=element.get("display") == "block")
        if made is not None:
            self.builder.embed(made)
            return
        written = tex or element.get("alttext") or "".join(map(str, element.itertext()))
        text = _CONTROL.sub("", " ".join(written.split()))
        if text:
            self.builder.leaf("code", {"class": "language-tex"}, text)
            self.formulas[text] = None
        else:
            self.unread.append(self.builder.line)

    def _drawing(self, element: etree._Element) -> None:
        """SVG: in the text where it may stand there, else an image."""
        image = drawings.wrapped_image(element)
        if image is not None:
            self._image(image)
            return
        try:
            drawing = drawings.drawn(element)
        except ValueError as reason:
            self.undrawn[str(reason)] = None
            return
        if drawing is None:
            self.undrawn["there is nothing to see in it"] = None
            return
        self.lost |= dict.fromkeys(drawing.lost)
        if drawing.element is not None:
            drawings.name(drawing.element, self._names)
            if drawing.label:
                drawing.element.set("role", "img")
                drawing.element.set("aria-label", drawing.label)
            self.builder.embed(drawing.element)
            return
        asset = self._shelf.image([f"data:image/svg+xml;base64,{b64encode(drawing.data).decode()}"])
        if asset is not None:
            self.builder.leaf("img", {"src": asset.name, "alt": drawing.label, IMPLICIT: "1"})

    def _checkbox(self, element: etree._Element) -> None:
        """The box of a task list; every other control goes."""
        if (element.get("type") or "").lower() == "checkbox" and self.builder.inside(frozenset({"li"})):
            done, open_ = repair.BOXES
            self.builder.text(done if element.get("checked") is not None else open_)

    _specials: dict[str, Callable[[_Walk, etree._Element], None]]


def _is_image_twin(noscript: etree._Element) -> bool:
    """Whether ``noscript`` has an image that does not stand beside it, waiting for a script, as well."""
    if noscript.find(".//img") is None:
        return False
    beside = (noscript.getprevious(), noscript.getnext())
    return not any(
        one is not None and (one.tag == "img" or (isinstance(one.tag, str) and one.find(".//img") is not None))
        for one in beside
    )


_Walk._specials = {
    "br": lambda walk, element: walk.builder.line_break(),
    "hr": lambda walk, element: walk.builder.rule(attributes.of("hr", element)),
    "img": _Walk._image,
    "image": _Walk._image,
    "math": _Walk._formula,
    "svg": _Walk._drawing,
    "input": _Walk._checkbox,
}
