"""The hooks of layout: a composed paragraph's lines in place of WeasyPrint's own.

``skip_first_whitespace``  finds where a line begins: a composed one finds that itself
``split_inline_box``       gives the next line: here the paragraph is flattened, planned, and the line built
``justify_line``           widens word spaces: a composed line is as wide as it should be already
``inline_line_widths``     tells how wide lines would like to be: taken from the plan's arrays
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline, preferred

from exporter.pdf.composer import building
from exporter.pdf.composer.flattening import flatten
from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.tree import Box, Flat, SkipStack
from exporter.typesetting.setting import Break, Setting

_REMEMBERED = 16
"""Paragraphs kept on a layout context: those of the page in hand, its notes, the cells of a row."""


@dataclass(slots=True)
class Composed:
    """A paragraph and what is planned for it."""

    children: Any
    """The line box's children when it was flattened; others mean another paragraph (``::first-letter`` makes
    new ones)."""
    flat: Flat | None
    setting: Setting | None
    plans: dict[tuple[float, float], dict[int, Break]] = field(default_factory=dict)
    """By the first line's width and the others', in thousandths of a px: the breaks by where their lines
    begin."""

    def chosen(self, start: int, first_width: float, width: float) -> Break:
        """Return the line from ``start`` on, in a plan of the rest of the paragraph."""
        assert self.setting is not None
        ours = round(first_width, 3)
        for (first, others), plan in self.plans.items():
            found = plan.get(start)
            if found and others == round(width, 3) and ours == (first if start == next(iter(plan)) else others):
                return found
        plan = self.setting.plan(start, first_width, width)
        self.plans[ours, round(width, 3)] = plan
        return plan[start]


def hooks() -> tuple[Hook, ...]:
    """Return the functions of layout that are replaced."""
    return (
        Hook(inline, "skip_first_whitespace", _skip_first_whitespace),
        Hook(inline, "split_inline_box", _split_inline_box),
        Hook(inline, "justify_line", _justify_line),
        Hook(preferred, "inline_line_widths", _inline_line_widths),
    )


def composed(context: Any, box: Box, containing_block: Box | None, purpose: str = "lines") -> Composed | None:
    """Return the paragraph of a line box, or None where the line box is WeasyPrint's to lay out.

    The last few paragraphs are remembered on the layout ``context``, which is one document's and one thread's.
    """
    known: OrderedDict[tuple[int, str, float | None], tuple[Composed, Box]]
    known = context.__dict__.setdefault("composer_paragraphs", OrderedDict())
    key = (id(box), purpose, containing_block and containing_block.width)
    entry = known.get(key)
    if entry is None or entry[0].children is not box.children:
        measure = _measures(context, containing_block)[purpose]
        flat = flatten(box, containing_block, measure)
        entry = (Composed(box.children, flat, Setting(flat.paragraph) if flat else None), box)
        known[key] = entry
        if len(known) > _REMEMBERED:
            known.popitem(last=False)
    else:
        known.move_to_end(key)
    return entry[0] if entry[0].flat else None


def _measures(context: Any, containing_block: Box | None) -> dict[str, Callable[[Box], float]]:
    def laid_out(box: Box) -> float:
        return building.atomic_width(context, box, containing_block)

    def least(box: Box) -> float:
        return float(preferred.min_content_width(context, box))

    def most(box: Box) -> float:
        return float(preferred.max_content_width(context, box))

    return {"lines": laid_out, "min": least, "max": most}


def _skip_first_whitespace(original: Callable[..., Any]) -> Callable[..., Any]:
    def skip_first_whitespace(box: Box, skip_stack: SkipStack) -> Any:
        if skip_stack is not None and getattr(box, "composed_children", None) is box.children:
            return skip_stack  # the next line skips spaces itself, and does not encode the whole text for it
        return original(box, skip_stack)

    return skip_first_whitespace


def _split_inline_box(original: Callable[..., Any]) -> Callable[..., Any]:
    def split_inline_box(
        context: Any,
        box: Box,
        position_x: float,
        max_x: float,
        bottom_space: float,
        skip_stack: SkipStack,
        containing_block: Box,
        absolute_boxes: list[Any],
        fixed_boxes: list[Any],
        line_placeholders: list[Any],
        waiting_floats: list[Any],
        line_children: list[Any],
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        ours = None
        if isinstance(box, boxes.LineBox) and not first_line_style:
            ours = composed(context, box, containing_block)
        if ours is None:
            return original(
                context, box, position_x, max_x, bottom_space, skip_stack, containing_block, absolute_boxes,
                fixed_boxes, line_placeholders, waiting_floats, line_children, first_letter_style,
                first_line_style,
            )  # fmt: skip
        box.composed_children = box.children
        place = building.Place(
            context,
            containing_block,
            bottom_space,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
        )
        return building.next_line(ours, box, position_x, max_x, skip_stack, place)

    return split_inline_box


def _justify_line(original: Callable[..., Any]) -> Callable[..., Any]:
    def justify_line(context: Any, line: Box, extra_width: float) -> None:
        if not getattr(line, "composed", False):
            original(context, line, extra_width)

    return justify_line


def _inline_line_widths(original: Callable[..., Any]) -> Callable[..., Any]:
    def inline_line_widths(
        context: Any,
        box: Box,
        outer: bool,
        is_line_start: bool,
        minimum: bool,
        skip_stack: SkipStack = None,
        first_line: bool = False,
    ) -> Iterator[float]:
        ours = None
        if isinstance(box, boxes.LineBox):
            ours = composed(context, box, None, "min" if minimum else "max")
        if ours is None or ours.flat is None or ours.setting is None or ours.flat.floats:
            yield from original(context, box, outer, is_line_start, minimum, skip_stack, first_line)
            return
        indent = _indent(box)
        if not minimum:
            first, *others = ours.setting.max_widths()
            yield first + indent
            yield from others
            return
        start = ours.setting.skip(ours.flat.position(skip_stack))
        yield ours.setting.min_width(start, first_only=True) + indent
        if not first_line:
            yield ours.setting.min_width(start)

    return inline_line_widths


def _indent(box: Box) -> float:
    """Return the indent of the first line where it is a length; percentages count as nothing here, as in
    stock."""
    indent = box.style["text_indent"]
    if preferred.check_math(indent) or indent.unit == "%":
        return 0.0
    return float(indent.value)
