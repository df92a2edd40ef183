"""Writing a result: whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path

from exporter.errors import OutputError


def write(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target`` by way of a temporary file in the same folder; what stood there stays if
    that fails.

    A symbolic link is followed; a device or a pipe is written to as it is, for it cannot be replaced. Raises
    OutputError for a folder that does not exist or may not be written to, and for a disk that is full.
    """
    try:
        if target.is_dir():
            raise OutputError(f"{target}: it is a folder; name a file, or use -d for a folder")
        if target.exists() and not target.is_file():
            target.write_bytes(data)
        else:
            _replace(Path(os.path.realpath(target)), data)
    except OSError as error:
        raise OutputError(_sentence(target, error)) from error


def _replace(target: Path, data: bytes) -> None:
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".exporter-", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode(target))
        os.replace(temporary, target)
    except BaseException:  # an interruption, too, leaves nothing behind
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those that a new file would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sentence(target: Path, error: OSError) -> str:
    folder = target.parent
    if not folder.is_dir():
        return f"{target}: the folder {folder} does not exist; make it first, or choose another with -o or -d"
    reason = error.strerror or str(error)
    return f"{target}: it cannot be written ({reason}); nothing was changed, choose another place with -o or -d"


def write_stdout(data: bytes) -> None:
    """Write ``data`` to standard output. Raises OutputError when nobody reads it or the disk is full."""
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except OSError as error:
        raise OutputError(f"standard output: it cannot be written ({error.strerror})") from error
