"""The line grid: lines of text stand at the same heights on every page, whatever stands between them.

CSS Line Grid 1 (https://www.w3.org/TR/css-line-grid-1/) as far as books need it; JLREQ 2.5.2 and 4.5.3, CLREQ
2.3.5 say why. There is one grid, the page's: it begins at the top of the type area and has the root element's
font and leading (section 2; ``line-grid: create`` starts no other). ``line-snap`` and ``box-snap`` move what
flows down the page; table cells, notes, columns, floats and margin boxes keep their own measure.

What the draft leaves open is decided for books: only lines of the grid's own leading snap to base lines, so
that a smaller quotation is not torn apart; a block is snapped as a whole, its lines and blocks stay where they
are in it; a centred block that comes first or last on a page stands at the edge of the type area.

Lengths are CSS pixels from the top of the page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline
from weasyprint.layout.table import find_in_flow_baseline

from exporter.pdf.composer.install import Hook
from exporter.pdf.composer.shaping import line_strut

_EXACT = 0.01
"""What rounded lengths in style sheets may add up to: less than that is on the grid already."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a page, as they would stand if nothing but the root element's text were on it."""

    top: float
    """The top of the type area, where the first line begins."""
    pitch: float
    """From one line to the next."""
    above: float
    """From a line's top to its base line."""
    gap: float
    """The half-leading: what is blank above and below the characters of a line."""

    def down(self, position: float, step: float) -> float:
        """Return how far it is down to the next multiple of ``step`` below the top of the grid."""
        rest = (position - self.top) % step
        return -rest if rest < _EXACT else step - rest


def hooks() -> tuple[Hook, ...]:
    """Return what brings the grid into WeasyPrint."""
    return (
        Hook(inline, "get_next_linebox", _snapping_lines),
        Hook(block, "block_level_layout", _snapping_blocks),
    )


def _snapping_lines(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_next_linebox(
        context: Any,
        linebox: Any,
        position_y: float,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        *rest: Any,
    ) -> tuple[Any, Any]:
        grid = _grid_for_lines(context, linebox.style, bottom_space)
        start = position_y
        if grid and context.excluded_shapes:  # beside a float, a line's length depends on where it stands
            start += grid.down(position_y, grid.pitch)
        line, resume_at = original(
            context, linebox, start, bottom_space, skip_stack, containing_block, absolute_boxes, *rest
        )
        if grid and line is not None and line.height:  # a line of nothing but anchors has none
            (_to_base_line if linebox.style["line_snap"] == "baseline" else _to_middle)(line, grid)
            _move_markers(absolute_boxes, position_y, line)
        return line, resume_at

    return get_next_linebox


def _grid_for_lines(context: Any, style: Any, bottom_space: float) -> Grid | None:
    """Return the grid that lines of this style snap to, if they do."""
    if style["line_snap"] == "none" or style["box_snap"] != "none" or not _flows(context, bottom_space):
        return None
    grid = _page_grid(context, style)
    if grid and style["line_snap"] == "baseline" and abs(line_strut(style)[0] - grid.pitch) > _EXACT:
        return None
    return grid


def _page_grid(context: Any, style: Any) -> Grid | None:
    root = style if style.is_root_element else style.root_style
    pitch, above = line_strut(root)
    if pitch < 1:  # line-height: 0
        return None
    gap = max(0.0, (pitch - root["font_size"]) / 2)
    return Grid(context.current_footnote_area.page.content_box_y(), pitch, above, gap)


def _flows(context: Any, bottom_space: float) -> bool:
    """Return whether what is being laid out flows down the page.

    A formatting context of its own stands on its own, except a block's in the flow (``overflow: hidden``).
    Footnotes are laid out without a bottom.
    """
    roots = context._excluded_shapes_root_boxes
    return bottom_space > -inf and all(
        root is None or (isinstance(root, boxes.BlockBox) and root.is_in_normal_flow() and not root.is_column)
        for root in roots
    )


def _to_base_line(line: Any, grid: Grid) -> None:
    """Move ``line`` down to the next base line of the grid, and let it end where the grid's line ends.

    Another font's ascent, a smaller code, a mark above make a line higher than the grid's, and would push its
    text a whole line down: what is blank in it is cut (CSS Line Grid 1, 4.2).
    """
    over = line.baseline - grid.above
    under = line.height - line.baseline - (grid.pitch - grid.above)
    if max(over, under) > _EXACT:
        above, below = _blanks(line, line.position_y, line.position_y + line.height, grid.gap)
        over, under = min(over, max(0.0, above)), min(under, max(0.0, below))
    line.translate(dy=grid.down(line.position_y + line.baseline - over - grid.above, grid.pitch) - over)
    line.position_y += over
    line.baseline -= over
    line.height -= over + under


def _blanks(box: Any, top: float, bottom: float, gap: float) -> tuple[float, float]:
    """Return how much may be cut from a line between ``top`` and ``bottom``, above and below what is in
    ``box``.

    A character is as high as its em and may reach into the ``gap`` that the next line leaves blank, as marks
    and readings do (JLREQ 2.5.2); a picture, which leaves none itself, halfway.
    """
    above = below = inf
    for child in box.children:
        if isinstance(child, boxes.InlineBox):
            blanks = _blanks(child, top, bottom, gap)
        elif isinstance(child, boxes.TextBox):
            middle, em = child.position_y + child.margin_height() / 2, child.style["font_size"]
            blanks = middle - em / 2 - top + gap, bottom - middle - em / 2 + gap
        elif child.is_in_normal_flow():
            blanks = (
                child.position_y - top + gap / 2,
                bottom - child.position_y - child.margin_height() + gap / 2,
            )
        else:
            continue
        above, below = min(above, blanks[0]), min(below, blanks[1])
    return above, below


def _to_middle(line: Any, grid: Grid) -> None:
    """Move ``line`` down until it is centred in lines of the grid (``line-snap: contain``)."""
    line.translate(dy=grid.down(line.position_y + line.height / 2, grid.pitch / 2))


def _move_markers(absolute_boxes: Any, height: float, line: Any) -> None:
    """Let the markers of list items that stood at ``height``, where ``line`` would have stood, follow it."""
    moved = line.position_y + line.baseline - height - line_strut(line.style)[1]
    for placeholder in absolute_boxes if abs(moved) > _EXACT else ():
        if placeholder.is_outside_marker and abs(placeholder.position_y - height) < _EXACT:
            placeholder.translate(dy=moved)


def _snapping_blocks(original: Callable[..., Any]) -> Callable[..., Any]:
    def block_level_layout(
        context: Any,
        box: Any,
        bottom_space: float,
        skip_stack: Any,
        containing_block: Any,
        page_is_empty: bool = True,
        *rest: Any,
        **named: Any,
    ) -> tuple[Any, ...]:
        result: tuple[Any, ...] = original(
            context, box, bottom_space, skip_stack, containing_block, page_is_empty, *rest, **named
        )
        laid_out, resume_at, _, _, collapsed_through, _ = result
        broken = laid_out is None or skip_stack is not None or resume_at is not None
        if box.style["box_snap"] == "none" or broken or collapsed_through:
            return result
        outermost = isinstance(containing_block, boxes.Box) and containing_block.style["box_snap"] == "none"
        grid = _page_grid(context, box.style) if outermost and _flows(context, bottom_space) else None
        if grid:
            room = context.page_bottom - bottom_space - _bottom(laid_out)
            laid_out.translate(dy=_way_down(laid_out, grid, page_is_empty, room))
        return result

    return block_level_layout


def _way_down(box: Any, grid: Grid, first: bool, room: float) -> float:
    """Return how far ``box`` moves: ``first`` on its page or not, with ``room`` below it."""
    top, snap = box.border_box_y(), box.style["box_snap"]
    if snap == "center" and not first:
        down = grid.down((top + _bottom(box)) / 2, grid.pitch / 2)
        last = room - down < box.margin_bottom + grid.pitch
        return max(0.0, room) if last else down  # JLREQ 4.5.3: at the foot, the blank is above the figure
    if snap in ("baseline", "last-baseline"):
        base = find_in_flow_baseline(box, last=snap == "last-baseline")
        return 0.0 if base is None else grid.down(base - grid.above, grid.pitch)
    return grid.down(_bottom(box) if snap == "block-end" else top, grid.pitch)


def _bottom(box: Any) -> float:
    return float(box.border_box_y() + box.border_height())
