"""Making a CID-keyed font's CIDs equal to its glyph indices.

WeasyPrint writes glyph indices into its PDF, as ``Identity-H`` text over the whole OpenType file. ISO 32000-1,
9.7.4.2, reads those numbers as CIDs and finds the glyph through the charset of the font's CFF table. Where the
two differ (a subset by fontTools, and Adobe's and Google's fonts for one region), Poppler guesses and shows the
text; MuPDF follows the standard and shows nothing. A charset that says CID = GID makes every reader right.
Nothing else in a font refers to CIDs, so rewriting these five bytes loses nothing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

_CHARSET, _CHARSTRINGS, _ROS = 15, 17, (12, 30)
_IDENTITY = struct.Struct(">BHH")  # format 2: one range, its first CID, how many follow (Adobe TN 5176, 13)


def differs(cff: bytes) -> bool:
    """Whether this ``CFF`` table is CID-keyed and numbers some glyph otherwise than by its index."""
    start, count = _charset(cff)
    return start > 0 and list(_cids(cff, start, count)) != list(range(1, count))


def identical(cff: bytes) -> bytes:
    """Return the table with CID = GID; the same bytes when it is so already, or is not CID-keyed.

    A charset that needs mending has five bytes or more, so the new one stands in its place and no offset moves.
    """
    if not differs(cff):
        return cff
    start, count = _charset(cff)
    if cff[start] == 1 and cff[start + 3] == count - 2:  # four bytes: a single range that starts elsewhere
        return cff[: start + 1] + struct.pack(">H", 1) + cff[start + 3 :]
    return cff[:start] + _IDENTITY.pack(2, 1, count - 2) + cff[start + _IDENTITY.size :]


def _charset(cff: bytes) -> tuple[int, int]:
    """Return the offset of a CID-keyed table's charset, and its number of glyphs; zeros when not CID-keyed."""
    names_end, _ = _index(cff, cff[2])
    _, tops = _index(cff, names_end)
    top = dict(_operators(cff[tops[0] : tops[1]]))
    if _ROS not in top:
        return 0, 0
    start = top.get(_CHARSET, [0])[-1]
    count = int.from_bytes(cff[top[_CHARSTRINGS][-1] :][:2], "big")
    return (start, count) if start > 2 and count > 2 else (0, 0)


def _index(cff: bytes, at: int) -> tuple[int, list[int]]:
    """Return where the INDEX at ``at`` ends and the absolute bounds of its objects (TN 5176, 5)."""
    count = int.from_bytes(cff[at : at + 2], "big")
    if not count:
        return at + 2, []
    size = cff[at + 2]
    first = at + 3
    base = first + (count + 1) * size - 1
    ends = [int.from_bytes(cff[first + i * size :][:size], "big") for i in range(count + 1)]
    return base + ends[-1], [base + end for end in ends]


def _operators(data: bytes) -> Iterator[tuple[int | tuple[int, int], list[int]]]:
    """Yield a DICT's operators with their integer operands; a real number counts as 0 (TN 5176, 4)."""
    at, operands = 0, list[int]()
    while at < len(data):
        b = data[at]
        if b <= 21:
            escaped = b == 12
            yield ((12, data[at + 1]) if escaped else b), operands
            at, operands = at + 1 + escaped, []
            continue
        value, length = _operand(data, at, b)
        operands.append(value)
        at += length


def _operand(data: bytes, at: int, b: int) -> tuple[int, int]:
    if b == 28:
        return int.from_bytes(data[at + 1 : at + 3], "big", signed=True), 3
    if b == 29:
        return int.from_bytes(data[at + 1 : at + 5], "big", signed=True), 5
    if b == 30:  # a real number: nibbles up to one that is 15
        end = next(i for i in range(at + 1, len(data)) if data[i] & 15 == 15 or data[i] >> 4 == 15)
        return 0, end - at + 1
    if b <= 246:
        return b - 139, 1
    sign, base = (1, 247) if b <= 250 else (-1, 251)
    return sign * ((b - base) * 256 + data[at + 1] + 108), 2


def _cids(cff: bytes, at: int, count: int) -> Iterator[int]:
    """Yield the CID of every glyph but the first, which is 0 (TN 5176, 13)."""
    kind, at, left = cff[at], at + 1, count - 1
    while left > 0:
        first = int.from_bytes(cff[at : at + 2], "big")
        more = 0 if kind == 0 else int.from_bytes(cff[at + 2 : at + 2 + kind], "big")
        yield from range(first, first + min(more + 1, left))
        left -= more + 1
        at += 2 + kind
