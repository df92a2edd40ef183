"""A font with only the glyphs that a text uses, for a file that carries its fonts along."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable
from typing import Any

from exporter.errors import FontError
from exporter.fonts.faces import Face

FEATURES = ("vert", "vrt2", "halt", "vhal", "chws", "vchw", "ccmp", "liga", "kern", "mark", "mkmk")
"""What running text needs of a font: vertical forms, half-width marks, composed letters. Not the forms of other
languages (``locl``): the one language of the text is made the font's own."""

_FORBIDDEN = 0x0002
"""OpenType ``OS/2.fsType``: “Restricted License embedding”."""


def subset(face: Face, text: Iterable[str], language: str) -> bytes:
    """Return ``face`` with the glyphs of ``text`` in the forms of ``language`` (a BCP 47 tag).

    The same bytes each time. :class:`FontError` for a font that cannot be read or that forbids embedding.
    """
    import uharfbuzz as hb

    codes = set(map(ord, text))
    try:
        font = hb.Face(hb.Blob(face.data()))
        _require_permission(font, face)
        own = _forms(font, codes, language)
        wanted = hb.SubsetInput()
        wanted.unicode_set.update(codes - own.keys())
        wanted.glyph_set.update(own.values())
        wanted.layout_feature_tag_set.clear()
        wanted.layout_feature_tag_set.update([int.from_bytes(tag.encode(), "big") for tag in FEATURES])
        wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
        if face.variable:
            wanted.pin_all_axes_to_default(font)
        plan = hb.SubsetPlan(font, wanted)
        data: bytes = plan.execute().blob.data
        new = plan.old_to_new_glyph_mapping
        return _mapped(data, {code: new[glyph] for code, glyph in own.items()}) if own else data
    except (RuntimeError, MemoryError, ValueError, KeyError) as error:
        raise FontError(f"{face.path}: the font cannot be subset ({error}); name another") from error


def _require_permission(font: Any, face: Face) -> None:
    table = font.reference_table("OS/2").data
    if len(table) >= 10 and int.from_bytes(table[8:10], "big") & 0x000F == _FORBIDDEN:
        raise FontError(f"{face.path}: the font's licence forbids embedding it (OS/2 fsType); name another")


def _forms(font: Any, codes: set[int], language: str) -> dict[int, int]:
    """Return the glyphs of those characters that ``language`` writes otherwise than the font does by itself."""
    import uharfbuzz as hb

    if any(unicodedata.name(chr(code), "").startswith("VARIATION SELECTOR") for code in codes):
        return {}  # a selector belongs to the character, not to its form: the cmap must keep both
    shaper, forms = hb.Font(font), {}
    for code in sorted(codes):
        nominal = shaper.get_nominal_glyph(code)
        if nominal:
            buffer = hb.Buffer()
            buffer.add_codepoints([code])
            buffer.guess_segment_properties()
            buffer.language = language
            hb.shape(shaper, buffer, {"locl": True, "ccmp": False, "calt": False, "liga": False, "vert": False})
            shown = [info.codepoint for info in buffer.glyph_infos]
            if len(shown) == 1 and shown[0] and shown[0] != nominal:
                forms[code] = shown[0]
    return forms


def _mapped(data: bytes, glyphs: dict[int, int]) -> bytes:
    """Return a font in which the characters have these glyphs."""
    from fontTools.ttLib import TTFont

    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    names = font.getGlyphOrder()
    for table in font["cmap"].tables:
        if table.isUnicode() and table.format != 14:
            least = 0x10FFFF if table.format in (12, 13) else 0xFFFF
            table.cmap.update({code: names[glyph] for code, glyph in glyphs.items() if code <= least})
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()
