"""Bytes that make no character in the source's encoding. They are found while the source is decoded."""

from __future__ import annotations

from collections.abc import Iterator

from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose


def _find(prose: Prose) -> Iterator[Hit]:
    for lost in prose.lost:
        codes = lost.data.hex(" ").upper()
        what = "the byte" if len(lost.data) == 1 else "the bytes"
        told = f"{what} {codes} cannot be read as {prose.encoding}"
        yield Hit(lost.offset, lost.offset + 1, told)


RULE = Rule(
    "unreadable-bytes",
    "error",
    "bytes that make no character in the source's encoding",
    _find,
    in_source=True,
)
