"""Characters that no font has: on a page they are boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose


def _find(prose: Prose) -> Iterator[Hit]:
    from exporter.fonts import coverage, faces

    lacking = coverage.lacking(set(prose.text) - {"\ufffc"}, faces.bundled())
    if not lacking:
        return
    for found in re.finditer("[" + re.escape("".join(sorted(lacking))) + "]", prose.text):
        told = f"no font here has U+{ord(found[0]):04X}: name one that has with --font when you make the PDF"
        yield Hit(found.start(), found.end(), told)


RULE = Rule("missing-glyphs", "warning", "characters that no font has", _find, everywhere=True)
