"""A result is written whole or not at all."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from exporter import output
from exporter.errors import OutputError


def test_a_new_file_gets_the_usual_permissions(tmp_path: Path) -> None:
    output.write(tmp_path / "a.pdf", b"data")
    (tmp_path / "b").touch()
    assert stat.S_IMODE((tmp_path / "a.pdf").stat().st_mode) == stat.S_IMODE((tmp_path / "b").stat().st_mode)


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    target.chmod(0o640)
    output.write(target, b"new")
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "a.pdf"
    link.symlink_to(tmp_path / "real" / "b.pdf")
    output.write(link, b"data")
    assert link.is_symlink()
    assert (tmp_path / "real" / "b.pdf").read_bytes() == b"data"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    output.write(pipe, b"data")
    reader.join()
    assert read == [b"data"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_full_device_is_told(tmp_path: Path) -> None:
    device = Path("/dev/full")
    assert stat.S_ISCHR(device.stat().st_mode)
    with pytest.raises(OutputError, match="/dev/full"):
        output.write(device, b"data")
    assert stat.S_ISCHR(device.stat().st_mode)


def test_a_name_as_long_as_the_system_allows(tmp_path: Path) -> None:
    target = tmp_path / ("字" * 83 + ".pdf")  # 253 bytes
    output.write(target, b"data")
    assert target.read_bytes() == b"data"
    with pytest.raises(OutputError, match="too long"):
        output.write(tmp_path / ("字" * 100 + ".pdf"), b"data")
