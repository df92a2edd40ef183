"""UAX #14 without tailoring, against Unicode's own test."""

from __future__ import annotations

import lzma

from break_cases import FIXTURES

from exporter.typesetting import lineclasses
from exporter.typesetting.linebreak import Breaker
from exporter.typesetting.ucd.line_break import VERSION

ARCHIVE = FIXTURES / f"LineBreakTest-{VERSION}.txt.xz"


def _cases() -> list[tuple[str, list[bool]]]:
    """Return each text with whether a line may end at each of its boundaries."""
    found = []
    for line in lzma.decompress(ARCHIVE.read_bytes()).decode().splitlines():
        signs = line.partition("#")[0].split()
        if signs:
            found.append(
                ("".join(chr(int(code, 16)) for code in signs[1::2]), [sign == "÷" for sign in signs[::2]])
            )
    return found


def test_every_case_of_unicode_holds() -> None:
    cases = _cases()
    assert len(cases) == 19338
    breaker = Breaker()
    for text, wanted in cases:
        assert [bool(verdict) for verdict in breaker.breaks(lineclasses.of(text))] == wanted, ascii(text)
