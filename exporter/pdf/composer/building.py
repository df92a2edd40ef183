"""A line's boxes, built from where its paragraph breaks and how far each character advances."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.layout.absolute import absolute_layout

from exporter.pdf.composer import rubyboxes
from exporter.pdf.composer.decoration import inset
from exporter.pdf.composer.hyphenation import hyphen
from exporter.pdf.composer.settext import SetText
from exporter.pdf.composer.shaping import line_strut
from exporter.pdf.composer.tree import Box, Flat, Node, SkipStack
from exporter.typesetting.paragraph import FORCED, Line

if TYPE_CHECKING:
    from exporter.pdf.composer.layout import Composed
    from exporter.typesetting.setting import Break

_FLAT = {
    f"{kind}_{side}": 0 for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")
} | {f"border_{side}_width": 0 for side in ("left", "right", "top", "bottom")}
"""A text box has no edges of its own."""
_EVER = 1e6
"""A width beyond any paper: WeasyPrint asks for lines without an end as well."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line is laid out, and the lists of WeasyPrint that collect what is out of the flow."""

    context: Any
    containing_block: Box
    bottom_space: float
    absolute_boxes: list[Any]
    fixed_boxes: list[Any]
    line_placeholders: list[Any]
    waiting_floats: list[Any]

    def out_of_flow(
        self,
        parent: Box,
        box: Box,
        made: list[Any],
        widths: dict[str, float],
        max_x: float,
        x: float,
        absolutes: list[Any] | None = None,
    ) -> None:
        """Have WeasyPrint lay out or register a box that is out of the flow; what takes a place in the line
        comes into ``made``."""
        inline._out_of_flow_layout(
            self.context, parent, self.containing_block, 0, box, [], [], made, self.waiting_floats,
            self.absolute_boxes if absolutes is None else absolutes, self.fixed_boxes, self.line_placeholders,
            widths, max_x, x, self.bottom_space,
        )  # fmt: skip


def next_line(
    ours: Composed, box: Box, position_x: float, max_x: float, skip_stack: SkipStack, place: Place
) -> tuple[Box, SkipStack, bool, None, None, dict[str, float]]:
    """Return the next line as WeasyPrint's ``split_inline_box`` does: (line, resume_at, forced break,
    letters, width of floats)."""
    flat, setting = ours.flat, ours.setting
    assert flat is not None
    assert setting is not None
    begin = flat.position(skip_stack)
    start = setting.skip(begin)
    width = max_x - position_x
    indent = (
        box.text_indent if skip_stack is None else 0
    )  # only the first line is indented: others have its width and the indent
    chosen = ours.chosen(start, width, width + indent)
    floats = _Floats(place, box, begin)
    if flat.floats:
        chosen, width = floats.fit(ours, chosen, start, position_x, max_x)
        position_x += floats.widths["left"]
    line = setting.set(chosen, width, _justified(box, setting.is_last(chosen)))
    text = flat.paragraph.text
    end = len(text) if setting.skip(chosen.end) >= len(text) else chosen.end
    builder = Builder(flat, line, begin, end, position_x + width, place, floats)
    left = position_x + line.inset + flat.room.gaps.get(line.start, 0.0)
    children, right = builder.children(flat.root, left, box, place.absolute_boxes)
    new_box = box.copy_with_children(children)
    new_box.composed, new_box.hung = True, builder.hung
    new_box.width = right - new_box.content_box_x() - line.hangs
    inline._adjust_line_height(new_box)
    resume_at = None if end == len(text) else flat.skip_stack(end)
    forced = text[chosen.end - 1 : chosen.end] == FORCED
    return new_box, resume_at, forced, None, None, floats.widths


def _end(node: Node) -> int:
    return node.end


def _justified(box: Box, last: bool) -> bool:
    """Return whether the line fills its measure (CSS Text 3, 6.1, 6.3)."""
    align = box.style["text_align_all"]
    if last and box.style["text_align_last"] != "auto":
        align = box.style["text_align_last"]
    elif last:
        return False
    return bool(align == "justify")


class _Floats:
    """The floats that stand in a line's text: beside it where they fit, below it where they do not."""

    def __init__(self, place: Place, box: Box, begin: int) -> None:
        self.place, self.box, self.begin = place, box, begin
        self.widths = {"left": 0.0, "right": 0.0}
        self.beside: dict[int, Box] = {}
        """The floats laid out beside the line, by the identity of the box they were made from."""

    def fit(
        self, ours: Composed, chosen: Break, start: int, position_x: float, max_x: float
    ) -> tuple[Break, float]:
        """Lay out the floats that stand in the line; return its break and its width beside those that fit."""
        assert ours.flat is not None
        assert ours.setting is not None
        width = max_x - position_x
        for position, floated in ours.flat.floats:
            if (
                position < self.begin
                or position > chosen.end
                or (position == chosen.end and not ours.setting.is_last(chosen))
            ):
                continue
            taken = ours.setting.width(start, position) if position > start else 0.0
            laid_out: list[Any] = []
            floated.position_y = self.box.position_y
            self.place.out_of_flow(
                self.box, floated, laid_out, self.widths, position_x + width, position_x + taken
            )
            if laid_out:
                self.beside[id(floated)] = laid_out[0][1]
                width -= max(laid_out[0][1].margin_width(), 0)
                chosen = ours.setting.plan(start, width, width + self.box.text_indent)[start]
        return chosen, width


class Builder:
    """Builds the boxes of one line."""

    def __init__(
        self, flat: Flat, line: Line, begin: int, end: int, max_x: float, place: Place, floats: _Floats
    ) -> None:
        """Take a line that is set; ``begin`` and ``end`` are its ends with the spaces that are not."""
        self.flat, self.line, self.place, self.floats = flat, line, place, floats
        self.max_x = max_x
        self.begin, self.end = begin, end
        self.last = end == len(flat.paragraph.text)
        self.stop = line.end  # the visible end: neither spaces nor a forced break are set
        while self.stop > line.start and flat.paragraph.text[self.stop - 1] == FORCED:
            self.stop -= 1
        self.laid: list[tuple[int, float, array[float]]] = []
        """Texts and objects: the first character, where it stands, and the advances."""
        self.hung: list[rubyboxes.Ruby] = []

    def children(
        self, node: Node, x: float, parent: Box, absolutes: list[Any]
    ) -> tuple[tuple[Box, ...], float]:
        """Return the boxes of a node's children that are in the line, and where the last one ends."""
        made: list[Box] = []
        nearest = bisect_left(node.children, self.begin, key=_end)
        for child in islice(node.children, nearest, None):
            if child.silent or (child.end <= self.begin and child.start < self.begin):
                continue  # a reading, or set on an earlier line
            if child.start > self.end or (child.start == self.end and not self.last):
                break
            child.box.position_y = parent.position_y
            box, x = self._child(child, x, parent, absolutes)
            if box is not None:
                if node.words:
                    box.node = child
                made.append(box)
        return tuple(made), x

    def _child(self, node: Node, x: float, parent: Box, absolutes: list[Any]) -> tuple[Box | None, float]:
        if not node.box.is_in_normal_flow():
            return self._out_of_flow(node, x, parent, absolutes), x
        if isinstance(node.box, boxes.TextBox):
            return self._text(node, x)
        if isinstance(node.box, boxes.InlineBox):
            return self.inline(node, x)
        return self._object(node, x, absolutes)

    def _out_of_flow(self, node: Node, x: float, parent: Box, absolutes: list[Any]) -> Box | None:
        box = node.box
        if box.is_floated():
            return self.floats.beside.get(id(box))
        made: list[Any] = []
        self.place.out_of_flow(parent, box, made, {"left": 0.0, "right": 0.0}, x, x, absolutes)
        return made[0][1] if made else None

    def _text(self, node: Node, x: float) -> tuple[Box | None, float]:
        start, stop = max(self.line.start, node.start), min(self.stop, node.end)
        if start >= stop or node.shaped is None:
            return None, x
        line, style = self.line, node.box.style
        advances = array("d", line.advances[start - line.start : stop - line.start])
        box = node.box.copy_with_text(self.flat.paragraph.text[start:stop])
        box.__dict__.update(_FLAT)
        shifts = {at - start: shift for at, shift in line.shifts.items() if start <= at < stop}
        self._make_room(start, stop, advances)
        shown = hyphen(style) if line.hyphenated and stop == self.stop else None
        box.pango_layout = SetText(
            node.shaped, start - node.start, stop - node.start, advances, shifts, shown, style, self.max_x - x
        )  # fmt: skip
        box.pango_layout.says = node.says
        width = sum(advances)
        # What a justified line adds behind the last character is the line's, not the box's: no underline or
        # background runs into it.
        gap = 0.0 if stop == self.stop else max(0.0, advances[-1] - self.flat.paragraph.advances[stop - 1])
        if shown:
            width += sum(shown.advances)
        box.position_x, box.width = x, width - gap
        self.laid.append((start, x, advances))
        line_height, baseline = line_strut(style)
        if style["line_height"] == "normal":
            box.height, box.margin_top, box.margin_bottom = node.shaped.height, 0, 0
            box.baseline = node.shaped.baseline
        else:
            box.height = style["font_size"]
            box.margin_top = box.margin_bottom = (line_height - box.height) / 2
            box.baseline = baseline
        return box, x + width

    def _make_room(self, start: int, stop: int, advances: array[float]) -> None:
        """Add what readings need to the advances of the characters in front of the gaps."""
        if self.flat.room.gaps:
            for boundary in range(start + 1, min(stop + 1, self.stop)):
                advances[boundary - start - 1] += self.flat.room.gaps.get(boundary, 0.0)

    def apart(self, flat: Flat, line: Line, x: float) -> Box:
        """Return the inline box of a text that stands beside the line, such as a reading, from ``x`` on."""
        other = Builder(flat, line, line.start, line.end, _EVER, self.place, self.floats)
        node = flat.root.children[0]
        node.box.position_y = self.flat.root.box.position_y
        box, _ = other.inline(node, x)
        box.hung = other.hung
        return box

    def inline(self, node: Node, x: float) -> tuple[Box, float]:
        """Return the box of what is in the line of an inline box, and where it ends."""
        source = node.box
        own: list[Any] = [] if source.style["position"] == "relative" else self.place.absolute_boxes
        box = source.copy()
        box.remove_decoration_sides = set()
        box.remove_decoration(start=node.start < self.begin, end=node.end > self.end)
        box.position_x = x
        left = box.content_box_x()
        box.children, right = self.children(node, left, source, own)
        if node.words:
            self.hung.append(rubyboxes.Ruby(box, node, rubyboxes.readings(self, node)))
        box.width, gap = self._content_width(box, left, right)
        self._decorate(node, box)
        inline._adjust_line_height(box)
        if own is not self.place.absolute_boxes:
            for absolute in own:
                absolute_layout(
                    self.place.context,
                    absolute,
                    box,
                    self.place.fixed_boxes,
                    self.place.bottom_space,
                    skip_stack=None,
                )
        return box, x + box.margin_width() + gap

    def _decorate(self, node: Node, box: Box) -> None:
        """Let the element's underline run through the gaps inside of it, and stop short of its ends where it
        should."""
        if box.style["text_decoration_line"] == "none":
            return
        texts = [one for one in box.descendants() if isinstance(getattr(one, "pango_layout", None), SetText)]
        for one, other in pairwise(texts):
            begin, end = one.pango_layout.decoration
            one.pango_layout.decoration = begin, max(end, other.position_x - one.position_x - one.width)
        start, stop = inset(box.style, box.style["font_size"])
        if texts and (start or stop):
            if node.start >= self.begin:
                _, end = texts[0].pango_layout.decoration
                texts[0].pango_layout.decoration = start, end
            if node.end <= self.end:
                begin, _ = texts[-1].pango_layout.decoration
                texts[-1].pango_layout.decoration = begin, -stop

    @staticmethod
    def _content_width(box: Box, left: float, right: float) -> tuple[float, float]:
        """Return the width of an inline box's content, and the gap behind its last text, which is outside of
        it."""
        for child in reversed(box.children):
            if child.is_in_normal_flow():
                width = child.position_x + child.margin_width() - left
                return width, right - left - width
        return 0.0, 0.0

    def _object(self, node: Node, x: float, absolutes: list[Any]) -> tuple[Box, float]:
        place = self.place
        box = inline.split_inline_level(
            place.context, node.box, x, _EVER, place.bottom_space, None, place.containing_block, absolutes,
            place.fixed_boxes, place.line_placeholders, [], [], None, None,
        )[0]  # fmt: skip
        self.laid.append((node.start, x, array("d", [box.margin_width()])))
        gap = 0.0
        if node.start + 1 < self.stop:
            gap = self.line.advances[node.start - self.line.start] - self.flat.paragraph.advances[node.start]
            gap += self.flat.room.gaps.get(node.end, 0.0)
        return box, x + box.margin_width() + gap


def atomic_width(context: Any, box: Box, containing_block: Box) -> float:
    """Return the margin width that an image, an inline block or the like takes on a line."""
    laid_out = inline.split_inline_level(
        context, box.deepcopy(), 0, _EVER, 0, None, containing_block, [], [], [], [], [], None, None
    )[0]
    return float(laid_out.margin_width())
