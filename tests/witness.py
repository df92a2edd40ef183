"""A witness of what the process reaches for.

WeasyPrint swallows what a fetcher raises, so a test that only made the network fail would pass with the door
wide open; the witness writes down who was there.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
_watches: list[tuple[list[str], frozenset[str]]] = []
"""Whoever watches now; the last one is told."""


def _hook(event: str, words: tuple[object, ...]) -> None:
    if not _watches:
        return
    seen, forbidden = _watches[-1]
    if event in _NETWORK:
        seen.append(f"{event} {words[1:] if event != 'socket.getaddrinfo' else words[0]}")
        raise PermissionError("the network was asked")
    if event == "open" and isinstance(words[0], (str, bytes, os.PathLike)):
        path = os.path.realpath(os.fsdecode(words[0]))
        if path in forbidden:
            seen.append(f"open {path}")


sys.addaudithook(_hook)  # it cannot be removed; it does nothing while nobody watches


@contextmanager
def watching(*forbidden: Path) -> Iterator[list[str]]:
    """Yield the list of what is reached for meanwhile: the network, which is refused, and ``forbidden``."""
    seen: list[str] = []
    _watches.append((seen, frozenset(str(path.resolve()) for path in forbidden)))
    try:
        yield seen
    finally:
        _watches.pop()
