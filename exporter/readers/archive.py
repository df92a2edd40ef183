"""Files of many files: a ZIP archive, read within bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from urllib.parse import unquote

from exporter.errors import SourceError

MAX_TOTAL = 512 * 1024 * 1024
"""Bytes of all files, unpacked; an archive that says more, or lies about it, is refused."""
MAX_TEXT = 64 * 1024 * 1024
"""Bytes of the files that are XML or HTML: a tree takes many times as much memory."""
MAX_TAGS = 2_000_000
"""Tags of the same files: of them alone, 100 kB can unpack to ten millions."""
MAX_FILES = 10_000

_OLD = b"\xd0\xcf\x11\xe0"
"""How the files of old Office programs begin, and those that new ones have protected."""
_MARKUP = (".xml", ".rels", ".html", ".htm", ".xhtml", ".opf", ".ncx", ".svg")


class Archive:
    """An archive that is open."""

    def __init__(self, data: bytes, name: str) -> None:
        """:class:`SourceError` for what is no archive, or unpacks to too much; ``name`` is for messages."""
        self._name = name
        if data.startswith(_OLD):
            raise _protected(data, name)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.damaged() from error
        members = self._zip.infolist()
        if len(members) > MAX_FILES or sum(each.file_size for each in members) > MAX_TOTAL:
            told = f"{name} unpacks to more than {MAX_TOTAL // 2**20} MB or {MAX_FILES:,} files"
            raise SourceError(f"{told}, which no article does")
        self._members = {each.filename: each for each in members}
        self._refuse_text([each for each in members if each.filename.lower().endswith(_MARKUP)])

    def _refuse_text(self, members: list[zipfile.ZipInfo]) -> None:
        """Refuse what would take too much memory as trees: their bytes are a small part of it."""
        large = [each for each in members if each.file_size > MAX_TAGS // 100]
        if sum(each.file_size for each in large) > MAX_TEXT:
            told = f"has more than {MAX_TEXT // 2**20} MB of text"
        elif sum((self.read(each.filename) or b"").count(b"<") for each in large) > MAX_TAGS:
            told = f"has more than {MAX_TAGS:,} tags"
        else:
            return
        raise SourceError(f"{self._name} {told}, which no article has; divide it")

    def damaged(self) -> SourceError:
        """Return the error for an archive that cannot be read."""
        return SourceError(f"{self._name} is damaged, or not the kind of file that its name says")

    def read(self, path: str) -> bytes | None:
        """Return the file at ``path``; ``None``: there is none. :class:`SourceError` for a damaged one."""
        member = self._members.get(path) or self._members.get(unquote(path))
        if member is None:
            return None
        try:
            with self._zip.open(member) as file:
                data = file.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise self.damaged() from error  # RuntimeError: also what is encrypted, or packed in another way
        if len(data) > member.file_size:
            raise self.damaged()
        return data


def _protected(data: bytes, name: str) -> SourceError:
    """[MS-OFFCRYPTO] 2.3.2: a protected document is a stream of that name in a file of the old kind."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return SourceError(f"{name} is protected by a password; save it without one")
    told = f"{name} is an old Office document with a new name; open it in Word or LibreOffice"
    return SourceError(f"{told} and save it as .docx")


def resolved(base: str, path: str) -> str:
    """Return the path in the archive that ``path``, written in the file ``base``, leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))).lstrip("/")
