"""The bundled fonts, read where they lie.

``@font-face`` makes WeasyPrint copy each font to a temporary folder: 57 MB for an essay, a sixth of its
time. Fontconfig can be given the files themselves. This is one of the two places (with the composer) that
use names of WeasyPrint that are not public: its fontconfig and Pango handles. ``tests/pdf/test_fontmap.py``
is their contract.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from weasyprint.text.ffi import ffi, fontconfig, pangoft2
from weasyprint.text.fonts import FontConfiguration

from exporter.errors import FontError


class FontMap(FontConfiguration):  # type: ignore[misc]
    """WeasyPrint's font configuration with font files of our own, known by the names inside them."""

    def __init__(self, files: Iterable[Path]) -> None:
        """Add ``files`` to the fonts of the machine. Raises FontError for one that fontconfig cannot read."""
        super().__init__()
        for file in files:
            if not fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(file)):
                raise FontError(f"{file}: the font cannot be read; install exporter again")
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))
