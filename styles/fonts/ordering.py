"""The order of the glyphs in a font for East Asia: those of common characters first.

WeasyPrint embeds a font with every glyph up to the last that is used, the unused ones empty. Each costs two
bytes of PDF after compression, and the source has its punctuation at the end: 100 KB a font and document.
"""

from __future__ import annotations

import io
from typing import Any

from fontTools.ttLib import TTFont
from fontTools.ttLib.reorderGlyphs import reorderGlyphs

from exporter.fonts.faces import Coverage

IDEOGRAPHS_AND_HANGUL = Coverage.parse("1100-11ff 3400-9fff a960-faff 20000-3ffff")

LEVELS = (
    (1, "gb2312", 0xB0, 0xD7),
    (2, "big5", 0xA4, 0xC6),
    (2, "euc_jp", 0xB0, 0xCF),
    (3, "gb2312", 0xD8, 0xF7),
    (3, "euc_kr", 0xB0, 0xC8),
)
"""A tier, a standard, and the lead bytes of its common characters: level 1 of GB 2312, of Big5 and of
JIS X 0208; then level 2 of GB 2312 and the syllables of KS X 1001. Tier 0 is what is neither Han nor Hangul."""

LAST = 4


def common_first(data: bytes) -> bytes:
    """Return the CID-keyed font ``data`` with its glyphs sorted by tier, and as they were within a tier."""
    font = TTFont(io.BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    order, tiers = font.getGlyphOrder(), _tiers(font)
    ranked = [order[0], *sorted(order[1:], key=lambda name: tiers.get(name, LAST))]
    selector = font["CFF "].cff.topDictIndex[0].FDSelect
    chosen = dict(zip(order, selector.gidArray, strict=True))
    selector.gidArray = [chosen[name] for name in ranked]  # the one array that reorderGlyphs leaves alone
    reorderGlyphs(font, ranked)
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()


def encodes(standard: str, char: str) -> bool:
    """Whether the standard that Python calls ``standard`` has the character."""
    try:
        char.encode(standard)
    except UnicodeEncodeError:
        return False
    return True


def _tier(code: int) -> int:
    if code not in IDEOGRAPHS_AND_HANGUL:
        return 0
    char = chr(code)
    for tier, standard, first, last in LEVELS:
        if encodes(standard, char) and first <= char.encode(standard)[0] <= last:
            return tier
    return LAST


def _tiers(font: Any) -> dict[str, int]:
    """Return the tier of each glyph that a character leads to, or a simple substitution from such a glyph."""
    tiers: dict[str, int] = {}
    for code, name in font.getBestCmap().items():
        tiers[name] = min(_tier(code), tiers.get(name, LAST))
    if "GSUB" not in font:
        return tiers
    regional = _regional_lookups(font)
    for _ in range(2):  # the vertical form of a regional form is two steps away
        for number, lookup in enumerate(font["GSUB"].table.LookupList.Lookup):
            for subtable in lookup.SubTable:
                forms = getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
                for base, form in forms.items():
                    tier = tiers.get(base, LAST)
                    if number in regional and tier == 1:
                        tier = 2  # after the simplified characters, where the other regions' own begin
                    tiers[form] = min(tier, tiers.get(form, LAST))
    return tiers


def _regional_lookups(font: Any) -> set[int]:
    return {
        number
        for record in font["GSUB"].table.FeatureList.FeatureRecord
        if record.FeatureTag == "locl"
        for number in record.Feature.LookupListIndex
    }
