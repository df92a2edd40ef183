"""Codes of two bytes, one of which was lost: where a damaged line has its characters.

In GB 18030, Big5, Shift_JIS, EUC-JP and EUC-KR one byte too few or too many turns all that follows in its line
into other characters. They are mostly rare ones: so of all ways to part the line into characters and lost
bytes, the one is taken whose characters are the most usual.
"""

from __future__ import annotations

import functools

from exporter.readers import detection

CODECS = {
    "gb18030": (1, 2, 4),
    "big5hkscs": (1, 2),
    "cp950": (1, 2),
    "cp932": (1, 2),
    "euc_jp": (1, 2, 3),
    "cp949": (1, 2),
}
"""The encodings, and how many bytes their characters have."""

MAX_LINE = 20_000
MAX_ALL = 200_000
"""Bytes of one line, and of all damaged lines, that are looked at; what is beyond is read as it comes."""

_LOST = 3.0
"""What a lost byte costs; a rare character costs a little more than one."""


def damaged_lines(data: bytes, codec: str) -> list[bytes]:
    """Return the lines of ``data`` that cannot be read without a loss, within the bounds of this module."""
    found, room = [], MAX_ALL
    for line in data.split(b"\n") if codec in CODECS else ():
        try:
            line.decode(codec)
        except UnicodeDecodeError:
            if len(line) <= min(room, MAX_LINE):
                found.append(line)
                room -= len(line)
    return found


def parted(line: bytes, codec: str) -> list[tuple[int, str | None]]:
    """Return the characters of a damaged line with their places; ``None`` for a byte that is lost."""
    best: list[tuple[float, int, str | None]] = [(0.0, 0, None)]  # the cost up to here, and the last step
    for end in range(1, len(line) + 1):
        ways: list[tuple[float, int, str | None]] = [(best[end - 1][0] + _LOST, 1, None)]
        for size in CODECS[codec]:
            char = _character(line[end - size : end], codec) if size <= end else None
            if char is not None:
                ways.append((best[end - size][0] + _cost(char, codec), size, char))
        best.append(min(ways, key=lambda way: way[0]))
    steps: list[tuple[int, str | None]] = []
    end = len(line)
    while end:
        _, size, char = best[end]
        end -= size
        steps.append((end, char))
    return steps[::-1]


@functools.lru_cache(maxsize=20_000)
def _character(code: bytes, codec: str) -> str | None:
    """The one character that ``code`` is."""
    try:
        text = code.decode(codec)
    except UnicodeDecodeError:
        return None
    return text if len(text) == 1 else None


@functools.lru_cache(maxsize=20_000)
def _cost(char: str, codec: str) -> float:
    return detection.strangeness(char, codec)
