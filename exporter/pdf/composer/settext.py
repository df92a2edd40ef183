"""Set text in a text box: it stands where WeasyPrint keeps a Pango layout."""

from __future__ import annotations

from array import array
from typing import Any

from weasyprint.text.line_break import Layout, _font_style_cache_key

from exporter.pdf.composer.shaping import Shaped, Style

_METRICS = frozenset(
    {"ascent", "underline_position", "underline_thickness", "strikethrough_position", "strikethrough_thickness"}
)


class SetText:
    """The glyphs of a stretch of text with the advances it was set to, and what WeasyPrint reads of a
    layout."""

    first_line_direction = 0
    justification_spacing = 0

    __slots__ = (
        "_style",
        "advances",
        "clear",
        "decoration",
        "end",
        "hyphen",
        "max_width",
        "says",
        "shaped",
        "shifts",
        "start",
    )

    def __init__(
        self,
        shaped: Shaped,
        start: int,
        end: int,
        advances: array[float],
        shifts: dict[int, float],
        hyphen: Shaped | None,
        style: Style,
        max_width: float,
    ) -> None:
        """``start:end`` of ``shaped`` is set; ``advances`` and ``shifts`` count from ``start``;
        ``max_width`` is what the line has from here on; px."""
        self.shaped, self.start, self.end = shaped, start, end
        self.advances, self.shifts, self.hyphen = advances, shifts, hyphen
        self._style, self.max_width = style, max_width
        self.says: str | None = None
        """What it is copied as, where that is not its text."""
        self.clear = (0.0, 0.0)
        """What readings take over and under the em box; emphasis marks stand beyond them."""
        self.decoration = (0.0, 0.0)
        """How far a line under, over or through the text begins and ends to the right of where the box does."""

    @property
    def text(self) -> str:
        """The text that is set."""
        return self.shaped.text[self.start : self.end]

    def reactivate(self, style: Style) -> None:
        """Pango layouts are taken up again before they are drawn; there is nothing to take up here."""

    def deactivate(self) -> None:
        """Pango layouts are let go after they are drawn."""

    def __getattr__(self, name: str) -> Any:
        """Return the font's metrics for lines under, over and through the text."""
        if name in _METRICS:
            return getattr(metrics(self._style), name)
        raise AttributeError(name)


def metrics(style: Style) -> Layout:
    """Return a Pango layout that knows the metrics of the style's font; one for all boxes of the style."""
    cache = style.font_config.__dict__.setdefault("composer_metrics", {})
    key = _font_style_cache_key(style, include_size=True) + str(style["text_decoration_line"])
    if key not in cache:
        cache[key] = Layout(style)
    return cache[key]
