"""The contract with WeasyPrint's font configuration, which is not public: what changed, when this fails."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest
from weasyprint.text import ffi, fonts

from exporter.errors import FontError
from exporter.fonts import faces
from exporter.pdf.fontmap import FontMap


def test_the_handles_are_where_they_were() -> None:
    configuration = fonts.FontConfiguration()
    assert hasattr(configuration, "_config"), "FontConfiguration keeps its FcConfig in _config"
    assert hasattr(configuration, "font_map"), "FontConfiguration keeps its PangoFontMap in font_map"
    source = inspect.getsource(fonts.FontConfiguration.add_font_face)
    for call in ("FcConfigAppFontAddFile", "pango_fc_font_map_config_changed"):
        assert call in source, f"add_font_face adds a font by {call}, as FontMap does"
    assert callable(ffi.fontconfig.FcConfigAppFontAddFile)
    assert callable(ffi.pangoft2.pango_fc_font_map_config_changed)


def test_every_bundled_font_can_be_added() -> None:
    FontMap(face.path for face in faces.bundled())


def test_a_file_that_is_no_font_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.otf").write_bytes(b"no font")
    with pytest.raises(FontError, match=r"broken\.otf"):
        FontMap([tmp_path / "broken.otf"])
