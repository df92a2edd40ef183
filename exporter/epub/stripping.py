"""What stands beside the picture in an image file — where it was taken, by which camera, a second picture — cut
out without decoding the picture.

ITU-T T.81, annex B (JPEG); W3C Portable Network Graphics, 5 and 11. Colour profiles stay.
"""

from __future__ import annotations

import re

_COMMENT, _END, _SCAN = 0xFE, 0xD9, 0xDA
_APP0, _APP2, _APP14, _APP15 = 0xE0, 0xE2, 0xEE, 0xEF
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
"""In coded data FF is followed by 0 or is a restart; anything else ends the scan."""
_PNG_WORDS = frozenset((b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"))


def jpeg(data: bytes) -> bytes:
    """Return a JPEG file without comments, Exif, XMP and IPTC, and without what follows its first picture.

    A file whose segments make no sense comes back as it is.
    """
    kept, at = [data[:2]], 2
    while marker := _MARKER.match(data, at):
        kind, start = marker[1][0], marker.end()
        if kind == _END:
            return b"".join((*kept, b"\xff\xd9"))
        length = int.from_bytes(data[start : start + 2], "big")
        end = start + length
        if length < 2 or end > len(data):
            break
        if kind == _SCAN:
            following = _MARKER.search(data, end)
            end = following.start() if following else len(data)
        if _is_picture(kind, data[start + 2 : start + 16]):
            kept.append(data[marker.end() - 2 : end])
        at = end
    return data


def _is_picture(kind: int, head: bytes) -> bool:
    if kind == _APP2:
        return head.startswith(b"ICC_PROFILE\0")
    return kind in (_APP0, _APP14) or not (kind == _COMMENT or _APP0 <= kind <= _APP15)


def png(data: bytes) -> bytes:
    """Return a PNG file without its texts, its time and its Exif; one that is not whole comes back as it is."""
    kept, at = [data[:8]], 8
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name not in _PNG_WORDS:
            kept.append(data[at:end])
        if name == b"IEND" and end <= len(data):
            return b"".join(kept)
        at = end
    return data
