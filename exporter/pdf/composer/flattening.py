"""A line box before layout, with all its inline boxes, as one paragraph of text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import resolve_percentages

from exporter.pdf.composer import hyphenation, ruby
from exporter.pdf.composer.shaping import Style, byte_offsets, shape
from exporter.pdf.composer.tree import Box, Flat, Node
from exporter.typesetting.paragraph import FORCED, OBJECT, Paragraph, Settings, Span

CJK = re.compile(
    "[\u1100-\u11ff\u2e80-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff01-\uffef\U00016fe0-\U00018d8f\U0001aff0-\U0001b2ff\U0001f200-\U0001f2ff\U00020000-\U0003ffff]"
)
"""What makes a paragraph one of ours; all others are WeasyPrint's, to the byte."""
_FOREIGN = re.compile("[\t\r\v\f\x85\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""Tabs, separators of lines other than the line feed, and marks of direction are left to WeasyPrint."""


_DEEPEST = 100
"""Inline boxes within inline boxes; Python's stack holds three times as many of ours."""


class NotOurs(Exception):  # noqa: N818 - it is no error
    """The line box holds something that only WeasyPrint's own layout can do."""


Measure = Callable[[Box], float]
"""Returns the margin width of an atomic inline box."""


def flatten(line_box: Box, containing_block: Box | None, measure: Measure) -> Flat | None:
    """Return the paragraph of a line box, or None where its layout is WeasyPrint's.

    ``containing_block`` is None where preferred widths are asked for: percentages then count as nothing.
    """
    style = line_box.style
    if not (_has_cjk(line_box) or ruby.has_ruby(line_box)):
        return None
    work = Work(containing_block, measure)
    if style["direction"] == "ltr" and style["font_size"]:
        with suppress(NotOurs):
            return work.flat(work.node(line_box))
    ruby.bracket(line_box)
    return None


def _has_cjk(box: Box) -> bool:
    return any(isinstance(one, boxes.TextBox) and CJK.search(one.text) for one in box.descendants())


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Yield the spans, neighbours that say the same made one."""
    last: Span | None = None
    for span in spans:
        if last and (last.size, last.settings) == (span.size, span.settings):
            last = Span(last.start, span.end, last.size, last.settings)
            continue
        if last:
            yield last
        last = span
    if last:
        yield last


def settings(style: Style) -> Settings:
    """Return what a computed style says of its text; the same object for the same style."""
    known = style.__dict__.get("composer_settings")
    if known is None:
        known = style.composer_settings = Settings(
            language=(style["lang"] or "").lower(),
            line_break=style["line_break"],
            word_break=style["word_break"],
            overflow_wrap=style["overflow_wrap"],
            wraps=style["white_space"] not in ("nowrap", "pre"),
            text_spacing_trim=style["text_spacing_trim"],
            text_autospace=style["text_autospace"],
            hanging_punctuation=style["hanging_punctuation"],
            text_justify=style["text_justify"],
            text_wrap_style=style["text_wrap_style"],
        )
    found: Settings = known
    return found


class Work:
    """The paragraph's arrays while the tree is walked."""

    def __init__(self, containing_block: Box | None, measure: Measure) -> None:
        """Take what percentages refer to, and what measures a box that is not text."""
        self.containing_block, self.measure = containing_block, measure
        self.depth = 0
        self.texts: list[str] = []
        self.length = 0
        self.advances: list[float] = []
        self.spans: list[Span] = []
        self.blanks: dict[int, tuple[float, float]] = {}
        self.before: dict[int, float] = {}
        self.after: dict[int, float] = {}
        self.joined: set[int] = set()
        self.floats: list[tuple[int, Box]] = []
        self.hyphenated: list[tuple[int, int, Style]] = []
        self.words: list[ruby.Word] = []

    def flat(self, root: Node) -> Flat:
        """Return the paragraph, when the tree has been walked."""
        text, style = "".join(self.texts), root.box.style
        room = ruby.room(text, self.advances, self.words)
        for boundary, gap in room.gaps.items():
            self.before[boundary] = self.before.get(boundary, 0.0) + gap
        paragraph = Paragraph(
            text=text,
            advances=self.advances,
            spans=tuple(_merged(self.spans)),
            size=style["font_size"],
            settings=settings(style),
            blanks=self.blanks,
            before=self.before,
            after=self.after,
            joined=frozenset(self.joined),
            hyphens=hyphenation.points(text, self.hyphenated),
            leads={at: room.starts.get(at, 0.0) - room.gaps.get(at, 0.0) for at in {*room.starts, *room.gaps}},
            trails={end - 1: width for end, width in room.ends.items()},
        )
        return Flat(root, paragraph, tuple(self.floats), room)

    def text(self, start: int, end: int) -> str:
        """Return what was just taken: characters near the end of the text."""
        found, length = "", 0
        for part in reversed(self.texts):
            found = part + found
            length += len(part)
            if self.length - length <= start:
                break
        begin = self.length - length
        return found[start - begin : end - begin]

    def apart(self, box: Box) -> Flat:
        """Return an inline box as a text by itself: a reading."""
        other = Work(self.containing_block, self.measure)
        root = Node(box, 0, children=[other.child(box)], end=other.length)
        if other.floats:
            raise NotOurs
        return other.flat(root)

    def blank(self, box: Box) -> Node:
        """Return the node of a box that has nothing in the paragraph."""
        return Node(box, self.length, self.length, byte_at=[0], silent=True)

    def node(self, box: Box) -> Node:
        """Return the node of a line box or an inline box, with all below it."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise NotOurs
        node = Node(box, self.length)
        for child in box.children:
            node.children.append(self.child(child))
        node.end = self.length
        self.depth -= 1
        return node

    def child(self, box: Box) -> Node:
        """Return the node of a box among others."""
        if not box.is_in_normal_flow():
            if box.is_floated():
                self.floats.append((self.length, box))
            return Node(box, self.length, self.length)
        if isinstance(box, boxes.TextBox):
            return self._text(box)
        if isinstance(box, boxes.InlineBox):
            return self._inline(box)
        return self._object(box)

    def _text(self, box: Box) -> Node:
        style = box.style
        if (style["white_space"] in ("pre", "pre-wrap") and box.text != FORCED) or _FOREIGN.search(box.text):
            raise NotOurs
        if not style["font_size"]:
            raise NotOurs
        start = self.length
        node = Node(box, start, start + len(box.text), byte_at=byte_offsets(box.text))
        self._append(box.text, style)
        if box.text == FORCED:
            self.advances.append(0.0)
            return node
        shaped = shape(box.text.replace(FORCED, "\u200b"), style)  # a line feed would end Pango's line
        if shaped is None:
            raise NotOurs
        node.shaped = shaped
        self.advances.extend(shaped.advances)
        for char, sides in shaped.blanks.items():
            self.blanks[start + char] = sides
        self.joined.update(start + boundary for boundary in shaped.joined)
        if style["hyphens"] != "none":
            self.hyphenated.append((start, self.length, style))
        return node

    def _inline(self, box: Box) -> Node:
        if box.is_leader or box.style["box_decoration_break"] == "clone":
            raise NotOurs
        left, right = self._decoration(box)
        start = self.length
        if box.element_tag.endswith("::footnote-call"):
            self.joined.add(start)  # a call stays with what it is called from: CLREQ 3.1.5.3
        node = ruby.take(self, box) if box.element_tag == "ruby" else self.node(box)
        if self.length == start:
            if left or right:
                raise NotOurs  # a decoration around nothing
        else:
            self.before[start] = self.before.get(start, 0.0) + left
            self.after[self.length - 1] = self.after.get(self.length - 1, 0.0) + right
        return node

    def _decoration(self, box: Box) -> tuple[float, float]:
        """Return the widths of margin, border and padding on the left and on the right."""
        if self.containing_block is not None:
            resolve_percentages(box, self.containing_block)
            sides = [
                [
                    getattr(box, f"margin_{side}"),
                    getattr(box, f"border_{side}_width"),
                    getattr(box, f"padding_{side}"),
                ]
                for side in ("left", "right")
            ]
            left, right = (sum(0 if width == "auto" else width for width in widths) for widths in sides)
            return left, right
        from weasyprint.layout.preferred import margin_width

        return margin_width(box, 0, right=False), margin_width(box, 0, left=False)

    def _object(self, box: Box) -> Node:
        start = self.length
        self._append(OBJECT, box.style)
        self.advances.append(self.measure(box))
        return Node(box, start, start + 1)

    def _append(self, text: str, style: Style) -> None:
        start = self.length
        self.texts.append(text)
        self.length += len(text)
        self.spans.append(Span(start, self.length, style["font_size"], settings(style)))
