"""Text that was once read in a wrong encoding, and what it was."""

from __future__ import annotations

import re
from collections.abc import Iterator

from exporter.proof import data
from exporter.proof.characters import CJK, HANGUL
from exporter.proof.finding import Hit, Rule
from exporter.proof.prose import Prose

_WESTERN = "\x80-\xffŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™"
_AS_WESTERN = re.compile(f"[\xc2-\xf4][{_WESTERN}]{{1,}}(?:[ -~]?[\xc2-\xf4][{_WESTERN}]{{1,}}){{0,400}}")
_AS_GBK = re.compile("[\u4e00-\u9fa5\ue000-\uf8ff€銆锛]{3,400}")
_TELLTALE = re.compile("[銆锛鐨鈥鏄涓浜鍦鏈鍥绗濂璁犵勬殑鍜氓茅袧袨]")
"""What the commonest bytes of UTF-8 make when they are read as GBK: 的 is 鐨�, ， is 锛�, “ is 鈥�."""
_FILLERS = re.compile("(?:锟斤拷|锟斤|烫烫烫|屯屯屯|ï¿½)+")
_LOST = re.compile("\ufffd+")
_TEXT = re.compile(f"[{CJK}{HANGUL}]")


def _find(prose: Prose) -> Iterator[Hit]:
    text, taken = prose.text, set[int]()
    for found in _FILLERS.finditer(text):
        taken.update(range(*found.span()))
        told = "what is left where characters could not be read; only the original tells what stood here"
        yield Hit(found.start(), found.end(), told)
    undecoded = {lost.offset for lost in prose.lost}  # another rule's
    for found in _LOST.finditer(text):
        if undecoded.intersection(prose.places[found.start() : found.end()]):
            continue
        told = "U+FFFD stands where something could not be read; only the original tells what"
        yield Hit(found.start(), found.end(), told)
    for found in _AS_WESTERN.finditer(text):
        meant = _reread(found[0], "cp1252")
        if meant and found.start() not in taken:
            yield Hit(found.start(), found.end(), f"UTF-8 that was read as Windows-1252: “{meant}”", meant)
    for found in _AS_GBK.finditer(text):
        if found.start() in taken or len(_TELLTALE.findall(found[0])) * 5 < len(found[0]):
            continue
        meant = _reread(found[0], "gb18030")
        if meant and _ordinary(meant) and not _ordinary(found[0]):
            yield Hit(found.start(), found.end(), f"UTF-8 that was read as GBK: “{meant}”", meant)


def _reread(garbled: str, codec: str) -> str | None:
    """Undo a wrong reading: back to bytes, and to text as UTF-8."""
    try:
        if codec == "cp1252":  # the five bytes that it does not have pass as C1 controls
            codes = b"".join(
                bytes([ord(char)]) if "\x80" <= char <= "\x9f" else char.encode(codec) for char in garbled
            )
        else:
            codes = garbled.encode(codec)
        meant = codes.decode("utf-8")
    except UnicodeError:
        return None
    return meant if len(meant) < len(garbled) and (_TEXT.search(meant) or not meant.isascii()) else None


def _ordinary(text: str) -> bool:
    """Whether nearly all characters are in common use."""
    han = [char for char in text if "\u4e00" <= char <= "\u9fff"]
    return sum(char in data.common() for char in han) * 10 >= len(han) * 8


RULE = Rule("mojibake", "error", "text that was once read in a wrong encoding", _find)
