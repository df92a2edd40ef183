"""Bytes → text: which encoding a source is in, and what in it cannot be read.

The order is that of the Encoding Standard (https://encoding.spec.whatwg.org/) as far as it goes: a byte order
mark beats everything, a declaration is believed when the bytes agree with it, ``gb2312`` means GB 18030,
``shift_jis`` means Windows-31J and so on. Below that stands detection, for text that declares nothing.
Nothing is dropped silently: what cannot be decoded becomes U+FFFD, and a notice tells where.
"""

from __future__ import annotations

import codecs
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from exporter.article import Notice
from exporter.errors import SourceError, UsageError, nearest
from exporter.readers import detection, realign

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

SUPERSETS = {
    "ascii": "utf-8",
    "utf-8-sig": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso8859-1": "cp1252",
}
"""What a label means in practice, by the names of Python's codecs (Encoding Standard, 4.2 Names and labels)."""

LABELS = {
    "unicode": "utf-16",
    "x-gbk": "gbk",
    "gb2312-80": "gb2312",
    "x-x-big5": "big5",
    "x-sjis": "shift_jis",
    "x-euc-jp": "euc_jp",
    "windows-949": "cp949",
    "windows-874": "cp874",
}
"""Labels of the Encoding Standard that Python does not know."""

KNOWN = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 utf-32-le utf-32-be gb18030 hz big5hkscs cp950"
    " cp932 shift_jis_2004 shift_jisx0213 euc_jp euc_jis_2004 euc_jisx0213 cp949 johab iso2022_kr"
    " iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_jp_ext"
    " cp1250 cp1251 cp1252 cp1253 cp1254 cp1257 cp1258 koi8-r koi8-u mac-roman cp437 cp850"
    " iso8859-2 iso8859-5 iso8859-7 iso8859-9 iso8859-15".split()
)
"""The codecs that an article may be in; Python has others (``rot13``) that are not for text files."""

BINARY = (
    (b"%PDF-", "a PDF file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\0", "a TIFF image"),
    (b"MM\0*", "a TIFF image"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3", "a database"),
    (b"OTTO\0", "a font"),
    (b"\0\1\0\0", "a font"),
    (b"wOF", "a font"),
    (b"bplist", "a Safari web archive; save the page as “Page Source” (HTML) instead"),
)

IN_ZIP = (
    (b"application/epub+zip", "an EPUB book"),
    (b"opendocument", "an OpenDocument file"),
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "an Excel sheet (XLSX)"),
    (b"ppt/", "a PowerPoint file (PPTX)"),
)

_OFFICE = frozenset({"an RTF document", "an old Microsoft Office document", "an OpenDocument file"})

_LOST = "\udfff"
"""Stands before the bytes of one place that cannot be read, each of them U+DC00 and its value: lone surrogates,
which no codec of :data:`KNOWN` makes of valid bytes."""
_LOST_RUN = re.compile("\udfff[\udc00-\udcff]+")
_CONTROLS = re.compile("[\0-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
"""What Python's codec makes of bytes that Windows-31J does not have (80, A0, FD to FF)."""
_CP932_BYTES = dict(zip("\x80\uf8f0\uf8f1\uf8f2\uf8f3", b"\x80\xa0\xfd\xfe\xff", strict=True))
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Lost:
    """One place whose bytes cannot be read."""

    offset: int
    """Of its U+FFFD in the text, in characters."""
    data: bytes


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a source."""

    text: str
    """Lines end in ``\\n``; no control characters but tab and ``\\n``; every character may stand in XML."""
    encoding: str
    """The name of the codec it was read with."""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class Verbatim:
    """The text of a source as an editor shows it: line ends and control characters as they are."""

    text: str
    """U+FFFD stands for what cannot be read; without the byte order mark."""
    encoding: str
    mark: bytes = b""
    """The byte order mark."""
    lost: tuple[Lost, ...] = ()
    """Every place that cannot be read, in the order of the text."""
    notices: tuple[Notice, ...] = ()
    """What there is to say about the choice of the encoding."""


def decode(data: bytes, *, name: str, forced: str | None = None, declared: str | None = None) -> Decoded:
    """Return the text in ``data``; ``name`` is the file's, for messages.

    ``forced`` is what the person says the encoding is, ``declared`` what the source says of itself.
    Raises :class:`UsageError` for a ``forced`` name that does not exist, and :class:`SourceError` for what is
    empty, binary, or in an encoding that cannot be told.
    """
    chosen = _chosen(data, name, forced, declared)
    text = _newlines(chosen.text)
    _refuse_controls(text, name)
    text, told_unreadable = _mark_unreadable(text, chosen.encoding, name)
    text, told_controls = _drop_controls(text, name)
    if not text.strip():
        raise SourceError(f"{name} is empty: it has only white space")
    return Decoded(text, chosen.encoding, (*chosen.notices, *told_unreadable, *told_controls))


def decode_verbatim(
    data: bytes, *, name: str, forced: str | None = None, declared: str | None = None
) -> Verbatim:
    """Return the text in ``data`` with nothing changed but what cannot be read; raise what :func:`decode` does.

    For whoever must name places in the source, or write it again.
    """
    chosen = _chosen(data, name, forced, declared)
    _refuse_controls(_newlines(chosen.text), name)
    if not chosen.text.strip():
        raise SourceError(f"{name} is empty: it has only white space")
    lost, shrunk = [], 0
    for found in _LOST_RUN.finditer(chosen.text):
        codes = bytes(ord(char) - 0xDC00 for char in found[0][1:])
        lost.append(Lost(found.start() - shrunk, codes))
        shrunk += len(codes)
    text = _LOST_RUN.sub("\ufffd", chosen.text)
    return Verbatim(text, chosen.encoding, chosen.mark, tuple(lost), chosen.notices)


def _chosen(data: bytes, name: str, forced: str | None, declared: str | None) -> Verbatim:
    """Choose the encoding; the text has :data:`_LOST` where it cannot be read."""
    wanted = codec_named(forced) if forced else None
    if forced and wanted is None:
        raise UsageError(f"there is no encoding “{forced}”{nearest(forced.lower(), KNOWN)}")
    _refuse_binary(data, name)
    mark, codec = next((pair for pair in BOMS if data.startswith(pair[0])), (b"", None))
    data = data[len(mark) :]
    if not data.strip(b" \t\r\n\0"):
        raise SourceError(f"{name} is empty")
    notices = []
    if codec and wanted and not codec.startswith(wanted):
        told = f"the file says by its byte order mark that it is {codec}; it was read so, not as {wanted}"
        notices.append(Notice("encoding", told, name))
    codec = codec or wanted or _believed(data, declared)
    if codec is None and (codec := detection.detect(data)) == "cp1252":
        told = "the encoding was taken to be Windows-1252; if letters look wrong, name another with --encoding"
        notices.append(Notice("encoding", told, name))
    if codec is None and b"\0" in data:
        raise SourceError(f"{name} is binary data; give the article as plain text, Markdown or HTML")
    if codec is None:
        raise SourceError(
            f"the encoding of {name} cannot be told; name it with --encoding, as gb18030 or shift_jis"
        )
    return Verbatim(_decoded(data, codec), codec, mark, notices=tuple(notices))


def codec_named(label: str) -> str | None:
    """Return the codec of :data:`KNOWN` that ``label`` means, or ``None``."""
    label = label.strip().lower()
    try:
        codec = codecs.lookup(LABELS.get(label.replace("_", "-"), label)).name
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return None
    codec = SUPERSETS.get(codec, codec)
    return codec if codec in KNOWN else None


def _believed(data: bytes, declared: str | None) -> str | None:
    """The declared codec, if the bytes agree with it."""
    codec = codec_named(declared) if declared else None
    if codec is None:
        return None
    candidates = ("big5hkscs", "cp950") if codec == "big5hkscs" else (codec,)
    return next((each for each in candidates if detection.agrees(data, each)), None)


def _decoded(data: bytes, codec: str) -> str:
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        text = _damaged(data, codec)
    if codec == "cp932":
        text = _NO_CP932.sub(lambda found: _LOST + chr(0xDC00 + _CP932_BYTES[found[0]]), text)
    return text.removeprefix("\ufeff")  # UTF-16 named with its byte order keeps the mark


def _damaged(data: bytes, codec: str) -> str:
    """Read what cannot be read whole; where a byte was lost, what follows it in its line is put right."""
    lines = dict.fromkeys(realign.damaged_lines(data, codec))
    if not lines:
        return data.decode(codec, "exporter-mark")
    return "\n".join(
        _realigned(line, codec) if line in lines else line.decode(codec, "exporter-mark")
        for line in data.split(b"\n")
    )


def _realigned(line: bytes, codec: str) -> str:
    parts: list[str] = []
    for place, char in realign.parted(line, codec):
        if char is not None:
            parts.append(char)
        else:
            after_lost = bool(parts) and parts[-1][-1] >= "\udc00" and parts[-1][-1] <= "\udfff"
            parts.append(("" if after_lost else _LOST) + chr(0xDC00 + line[place]))
    return "".join(parts)


def _mark(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return _LOST + "".join(chr(0xDC00 + byte) for byte in error.object[error.start : error.end]), error.end


codecs.register_error("exporter-mark", _mark)


def _newlines(text: str) -> str:
    """CR LF, CR, NEL, form feed and the like, and U+2028 and U+2029 → LF (Unicode, 5.8 Newline Guidelines)."""
    text = text.replace("\r\n", "\n").replace("\u2029", "\n\n")
    return re.sub("[\r\x0b\x0c\x85\u2028]", "\n", text)


def _refuse_binary(data: bytes, name: str) -> None:
    kind = next((kind for magic, kind in BINARY if data.startswith(magic)), None)
    if data.startswith(b"PK\x03\x04"):
        kind = next((kind for inner, kind in IN_ZIP if inner in data[:8192]), "a ZIP archive")
    elif data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        kind = "a WebP image"
    elif data[4:8] == b"ftyp":
        kind = "a video or an image in MPEG-4"
    elif data[60:68] == b"BOOKMOBI":
        kind = "a Kindle book"
    if kind in _OFFICE:
        raise SourceError(f"{name} is {kind}; open it in Word or LibreOffice and save it as .docx")
    if kind:
        raise SourceError(f"{name} is {kind}; give its text as plain text, Markdown or HTML")


def _refuse_controls(text: str, name: str) -> None:
    """More than three control characters, and more than one in fifty: no text."""
    sample = text[:100_000]
    controls = len(_CONTROLS.findall(sample))
    if controls > 3 and controls * 50 > len(sample):
        raise SourceError(f"{name} is binary data; give the article as plain text, Markdown or HTML")


def _mark_unreadable(text: str, codec: str, name: str) -> tuple[str, tuple[Notice, ...]]:
    if _LOST not in text:
        return text, ()
    text = _LOST_RUN.sub(_LOST, text)
    count, places = _places(text, (found.start() for found in re.finditer(_LOST, text)))
    spots = "one place" if count == 1 else f"{count} places"
    told = f"{spots} cannot be read as {codec} and will show as “\ufffd”: at {places} (line:column)"
    if count > _SHOWN:
        told += "; exporter proof lists them all"
    return text.replace(_LOST, "\ufffd"), (Notice("undecodable", told, name),)


def _drop_controls(text: str, name: str) -> tuple[str, tuple[Notice, ...]]:
    count, places = _places(text, (found.start() for found in _CONTROLS.finditer(text)))
    if not count:
        return text, ()
    what = "one control character was" if count == 1 else f"{count} control characters were"
    return _CONTROLS.sub("", text), (
        Notice("control-characters", f"{what} left out: at {places} (line:column)", name),
    )


def _places(text: str, offsets: Iterable[int]) -> tuple[int, str]:
    """Count ``offsets`` and write the first few as ``line:column``, both from 1."""
    offsets = iter(offsets)
    first = list(itertools.islice(offsets, _SHOWN))
    rest = sum(1 for _ in offsets)
    if not first:
        return 0, ""
    ends = [found.start() for found in re.finditer("\n", text[: first[-1]])]
    spots = []
    for offset in first:
        line = bisect_left(ends, offset)
        spots.append(f"{line + 1}:{offset - (ends[line - 1] if line else -1)}")
    return len(first) + rest, ", ".join(spots) + (", …" if rest else "")
