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
MAX_FILES = 10_000


class Archive:
    """An archive that is open."""

    def __init__(self, data: bytes, name: str) -> None:
        """:class:`SourceError` for what is no archive, or unpacks to too much; ``name`` is for messages."""
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.damaged() from error
        members = self._zip.infolist()
        if len(members) > MAX_FILES or sum(each.file_size for each in members) > MAX_TOTAL:
            raise SourceError(f"{name} unpacks to more than {MAX_TOTAL // 2**20} MB, which no article has")
        self._members = {each.filename: each for each in members}

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


def resolved(base: str, path: str) -> str:
    """Return the path in the archive that ``path``, written in the file ``base``, leads to."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))).lstrip("/")
