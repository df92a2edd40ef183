"""Builds a body in the vocabulary out of whatever order a page's elements come in.

The caller reports what it meets, in document order; the builder decides where it goes. A paragraph, and an
inline element in it, is opened only when there is something to put into it, so nothing empty is ever made, and
what was an inline element around blocks becomes one inside each of them.
"""

from __future__ import annotations

from lxml import etree

from exporter.errors import SourceError
from exporter.readers import kinds, runs
from exporter.readers.opened import Block, Manner, Span
from exporter.vocabulary import MAX_DEPTH

MAX_ELEMENTS = 400_000
"""An article of ten million characters has fewer; a page made to exhaust the machine has more."""

IMPLICIT = "data-implicit"
"""On a paragraph that the source did not write as one; gone when the body is finished."""

_ENTRIES = frozenset({"dt", "dd"})
_OBJECT = "\ufffc"
_HELD_BACK = 4  # levels that repairing a table or setting a note may add


def last_child(element: etree._Element) -> etree._Element | None:
    """The last child in constant time; ``len`` counts them all."""
    return next(element.iterchildren(reversed=True), None)


class Builder:
    """One body in the making."""

    def __init__(self, name: str) -> None:
        """``name`` is the source's, for the errors."""
        self.body = etree.Element("body")
        self.ids: dict[str, etree._Element] = {}
        """The ids of the source and the elements that bear them now."""
        self.pending: list[str] = []
        """Ids that the next element bears."""
        self.line = 0
        self.manner = Manner()
        self.breaks_are_paragraphs = False
        """Whether each ``br`` of the source's present block ends a paragraph, as its indented lines show."""
        self.next_p: dict[str, str] | None = None
        """Attributes of the paragraph that the source has opened; ``None``: it has opened none."""
        self.repeated: dict[str, None] = {}
        """Ids that more than one element of the source has."""
        self.emptied = 0
        """Headings in which there was nothing."""
        self._name = name
        self._stack = [Block(self.body, implied=False, index=0)]
        self._spans: list[Span] = []
        self._chain: list[etree._Element] = []
        self._buffer: list[str] = []
        self._last = ""
        self._held = ""
        self._held_depth = 0
        self._breaks = 0
        self._count = 0

    # --- what the caller reports -------------------------------------------------------------------------

    def text(self, text: str) -> None:
        """Text, with the white space of the source."""
        if self._stack[-1].element.tag == "pre":
            self._write_pre(text)
            return
        core = text.strip(runs.BLANKS)
        if len(core) == len(text):
            before = after = ""
        elif not core:
            self._hold(text)
            return
        else:
            before, after = text[: text.index(core)], text[len(text.rstrip(runs.BLANKS)) :]
        if before:
            self._hold(before)
        self._place(core[0])
        self._buffer.append(runs.collapse(core))
        self._last = core[-1]
        if after:
            self._hold(after)

    def leaf(self, tag: str, attributes: dict[str, str], text: str | None = None) -> None:
        """An inline element that is complete: an image, or what stands for one."""
        if self._top.tag == "pre":
            self._flush()
        else:
            self._place(_OBJECT)
            self._flush()
        element = self._make(self._current, tag, attributes)
        element.text = text
        self._last = _OBJECT

    def embed(self, element: etree._Element) -> None:
        """An element of another language, a formula, with all that is in it."""
        self._place(_OBJECT)
        self._flush()
        self._count += sum(1 for _ in element.iter())
        self._current.append(element)
        self._last = _OBJECT

    def line_break(self) -> None:
        """``br``; two of them, or one before an indented line, end the paragraph."""
        if self._top.tag == "pre":
            self._write_pre("\n")
        elif self._last:
            self._breaks += 1
            self._held = ""

    def break_opportunity(self) -> None:
        """``wbr``, inside a word."""
        if self._last and not self._held and not self._breaks and self._top.tag != "pre":
            self._realise(len(self._spans))
            self._flush()
            self._make(self._current, "wbr", {})

    def separate(self) -> None:
        """The edge of an unwrapped block."""
        tag = self._top.tag
        if tag == "pre":
            if self._last not in ("", "\n"):
                self._write_pre("\n")
        elif tag in kinds.PHRASING and tag != "p":
            self._hold(" ")
        else:
            self._end_paragraph()

    def rule(self, attributes: dict[str, str]) -> None:
        """``hr``."""
        self.separate()
        if self._top.tag in kinds.PHRASING:
            return
        self._bridge("hr")
        self._make(self._top, "hr", attributes)

    def begin(self, tag: str, attributes: dict[str, str]) -> Block | None:
        """A block begins; hand what comes back to :meth:`end`. ``None``: it is only an edge here."""
        top = self._top.tag
        if top == "pre" or (tag == "p" and top in kinds.PHRASING and top != "p"):
            self.separate()
            return None
        self._end_paragraph()
        if self._top.tag in kinds.PHRASING:
            self._pop()
        fits = kinds.PARENTS.get(tag, kinds.FLOW)
        while self._stack[-1].implied and self._top.tag not in fits:
            self._pop()
        if tag in _ENTRIES and self._top.tag in _ENTRIES:  # libxml2 does not know that one ends the other
            self._pop()
        base = len(self._stack)
        if not self._bridge(tag):
            return None
        block = self._push(tag, attributes, implied=False)
        block.base = base
        return block

    def end(self, block: Block | None) -> None:
        """A block that :meth:`begin` returned ends."""
        if block is None:
            self.separate()
            return
        if block.index < len(self._stack) and self._stack[block.index] is block:
            self._end_paragraph()
            while len(self._stack) > block.base:
                self._pop()
        else:
            self.separate()

    def begin_span(self, tag: str, attributes: dict[str, str]) -> Span | None:
        """An inline element begins; hand what comes back to :meth:`end_span`. ``None``: it adds nothing."""
        if tag not in kinds.NEST and any(
            span.tag == tag and span.attributes == attributes for span in self._spans
        ):
            return None
        if tag == "a" and any(span.tag == "a" for span in self._spans):
            return None
        around = self._spans[-1].tag if self._spans else ""
        ruby = tag in kinds.RUBY_PARTS
        if around == "rp" or (ruby and around != "ruby"):
            return None
        span = Span(tag, attributes, eager=ruby)
        self._spans.append(span)
        if ruby:  # an empty reading says that the characters before it have none
            self._held = ""
            self._place(_OBJECT)
            self._last = _OBJECT
        return span

    def end_span(self, span: Span | None) -> None:
        """The inline element that :meth:`begin_span` returned ends."""
        if span is None:
            return
        depth = len(self._spans)
        if span.tag == "u" and self._held.strip(runs.SPACES) and self._held_depth >= depth > len(self._chain):
            self._write_blank()
        if len(self._chain) == depth:
            self._flush()
            self._chain.pop()
        self._spans.pop()
        self._held_depth = min(self._held_depth, len(self._spans))
        if span.eager:
            self._held = ""

    def finish(self) -> etree._Element:
        """Close what is open and return the body."""
        self._end_paragraph()
        while len(self._stack) > 1:
            self._pop()
        if self.pending and len(self.body):
            self._claim(self.body[-1], None)
        return self.body

    def column(self, tag: str, attributes: dict[str, str]) -> None:
        """``colgroup`` or ``col``, of a table that is open."""
        self._end_paragraph()
        while self._stack[-1].implied:
            self._pop()
        table = self._top
        if table.tag != "table":
            return
        group = last_child(table)
        if tag == "colgroup" or group is None or group.tag != "colgroup":
            group = self._make(table, "colgroup", attributes if tag == "colgroup" else {})
        if tag == "col":
            self._make(group, "col", attributes)

    def inside(self, tags: frozenset[str]) -> bool:
        """Whether the innermost block that the source wrote, or one implied in it, is one of these."""
        for block in reversed(self._stack):
            if block.element.tag in tags:
                return True
            if not block.implied:
                return False
        return False

    # --- where it goes -----------------------------------------------------------------------------------

    @property
    def _top(self) -> etree._Element:
        return self._stack[-1].element

    @property
    def _current(self) -> etree._Element:
        return self._chain[-1] if self._chain else self._top

    def _hold(self, blank: str) -> None:
        if not self._held:
            self._held_depth = len(self._spans)
        self._held += blank

    def _place(self, first: str) -> None:
        """Make ready for ``first``: line breaks, the paragraph, the space before it, its inline elements."""
        if self._breaks:
            self._break_line()
        if self._stack[-1].element.tag not in kinds.PHRASING:
            self._open_paragraph()
        if self._held:
            self._realise(min(self._held_depth, len(self._spans)))
            if self._last:
                self._buffer.append(runs.gap(self._last, self._held, first))
            elif self._stack[-1].verse:
                self._buffer.append(self._held.strip(runs.SPACES))
            self._held = ""
        if len(self._chain) < len(self._spans):
            self._realise(len(self._spans))
        if self.pending:  # an anchor without content marks the text that follows it
            self._claim(self._current, None if self._chain else self._stack[-1])

    def _break_line(self) -> None:
        breaks, self._breaks = self._breaks, 0
        block = self._stack[-1]
        if block.element.tag == "p" and (breaks > 1 or (not block.verse and self._starts_paragraph())):
            held = self._held
            self._end_paragraph()
            self._held = held
        else:
            self._flush()
            self._make(self._current, "br", {})
            self._last = ""

    def _starts_paragraph(self) -> bool:
        return self.breaks_are_paragraphs or runs.indented(self._held)

    def _open_paragraph(self) -> None:
        self._bridge("p")
        attributes = dict(self.next_p or {})
        if self.next_p is None:
            attributes[IMPLICIT] = "1"
        if self.manner.align and "class" not in attributes:
            attributes["class"] = self.manner.align
        self._push("p", attributes, implied=True)

    def _end_paragraph(self) -> None:
        self._flush()
        self._chain.clear()
        self._last = self._held = ""
        self._breaks = 0
        if self._top.tag == "p":
            self._pop()

    def _bridge(self, tag: str) -> bool:
        """Open what must stand between the open block and a ``tag``; tell whether it can stand there then."""
        fits = kinds.PARENTS.get(tag, kinds.FLOW)
        if tag in kinds.CELLS and self._top.tag in kinds.ROW_GROUPS | {"table"}:
            self._open_implied("tr")
        if tag in kinds.TABLE_PARTS or tag == "figcaption":
            return self._top.tag in fits
        while self._top.tag not in fits and (step := kinds.BRIDGES.get(str(self._top.tag))):
            self._open_implied(step)
        if self._top.tag not in fits:
            self._open_implied("ul" if tag == "li" else "dl")
        return True

    def _open_implied(self, tag: str) -> None:
        """Open a block that the source did not write, or go on with the one that stands last."""
        last = last_child(self._top)
        if last is not None and last.tag == tag and (tag in ("li", "dd") or last.get(IMPLICIT)) and tag != "td":
            self._stack.append(Block(last, implied=True, index=len(self._stack), verse=self._stack[-1].verse))
        else:
            self._push(tag, {IMPLICIT: "1"}, implied=True)

    def _push(self, tag: str, attributes: dict[str, str], *, implied: bool) -> Block:
        if self.manner.lang and "lang" not in attributes:
            attributes["lang"] = self.manner.lang
        if self.manner.direction and "dir" not in attributes:
            attributes["dir"] = self.manner.direction
        verse = self._stack[-1].verse or "verse" in attributes.get("class", "").split()
        block = Block(self.body, implied=implied, index=len(self._stack), verse=verse)
        block.element = self._make(self._top, tag, attributes, block)
        self._stack.append(block)
        self._last = ""
        return block

    def _pop(self) -> None:
        self._flush()
        self._chain.clear()
        self._last = self._held = ""
        self._breaks = 0
        block = self._stack.pop()
        element = block.element
        parent = element.getparent()
        empty = not element.text and last_child(element) is None
        if not empty or parent is None or element.tag in kinds.CELLS:
            return
        if element.tag == "li" and parent.tag == "ol":
            return  # it counts
        parent.remove(element)
        self.emptied += element.tag in kinds.HEADINGS
        for raw in block.ids:
            self.ids.pop(raw, None)
        self.pending[:0] = block.ids

    def _realise(self, depth: int) -> None:
        while len(self._chain) < depth:
            self._flush()
            span = self._spans[len(self._chain)]
            self._chain.append(self._make(self._current, span.tag, span.attributes))

    def _make(
        self, parent: etree._Element, tag: str, attributes: dict[str, str], block: Block | None = None
    ) -> etree._Element:
        self._count += 1
        if self._count > MAX_ELEMENTS:
            raise SourceError(
                f"{self._name}: it has over {MAX_ELEMENTS:,} elements; split it into several files"
            )
        if len(self._stack) + len(self._chain) > MAX_DEPTH - _HELD_BACK:
            raise SourceError(
                f"{self._name}:{self.line}: lists, quotations or tables stand more than"
                f" {MAX_DEPTH - _HELD_BACK} deep inside one another; take some of the levels away"
            )
        element = etree.SubElement(parent, tag, attributes)
        if self.line:
            element.sourceline = self.line  # type: ignore[misc]  # it can be set
        if self.pending and tag not in ("br", "wbr", "colgroup", "col"):
            self._claim(element, block)
        return element

    def _claim(self, element: etree._Element, block: Block | None) -> None:
        for raw in self.pending:
            if raw not in self.ids:
                self.ids[raw] = element
                if block is not None:
                    block.ids.append(raw)
            elif self.ids[raw] is not element:
                self.repeated[raw] = None
        self.pending.clear()

    # --- text --------------------------------------------------------------------------------------------

    def _write_pre(self, text: str) -> None:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        if not self._last:
            text = text.removeprefix(
                "\n"
            )  # https://html.spec.whatwg.org/multipage/grouping-content.html#the-pre-element
        if text:
            self._realise(len(self._spans))
            self._buffer.append(text)
            self._last = text[-1]

    def _write_blank(self) -> None:
        """An underlined blank to write in, ``<u>　　　</u>``, is text."""
        blank, self._held = self._held.strip(runs.SPACES), ""
        self._place(_OBJECT)
        self._buffer.append(blank)
        self._last = _OBJECT

    def _flush(self) -> None:
        if not self._buffer:
            return
        text = "".join(self._buffer)
        self._buffer.clear()
        current = self._chain[-1] if self._chain else self._stack[-1].element
        last = last_child(current)
        if last is not None:
            last.tail = (last.tail or "") + text
        else:
            current.text = (current.text or "") + text
