"""What WeasyPrint says while it works: its progress, and its warnings about a user's style sheet."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str], None]
"""Told what is being done, in WeasyPrint's words: ``Step 5 - Creating layout - Page 3``."""


_ONE = threading.RLock()
"""Held by whoever listens: the loggers belong to the whole process, and threads must not swap each other's
handlers."""


class _Tell(logging.Handler):
    def __init__(self, tell: Progress) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        self._tell(record.getMessage())


@contextmanager
def heard(progress: Progress | None) -> Iterator[list[str]]:
    """Yield the list that WeasyPrint's warnings go to instead of standard error; pass its steps on to
    ``progress``."""
    warnings: list[str] = []
    with _attached("weasyprint", _Tell(warnings.append), logging.WARNING):
        if progress is None:
            yield warnings
        else:
            with _attached("weasyprint.progress", _Tell(progress), logging.INFO):
                yield warnings


@contextmanager
def silence() -> Iterator[None]:
    """Let nothing that WeasyPrint says inside be heard."""
    with _attached("weasyprint", logging.NullHandler(), logging.CRITICAL + 1):
        yield


@contextmanager
def _attached(name: str, handler: logging.Handler, level: int) -> Iterator[None]:
    with _ONE:
        logger = logging.getLogger(name)
        before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers[:], logger.propagate = [handler], False
        logger.setLevel(level)
        try:
            yield
        finally:
            logger.handlers[:], logger.propagate = before[0], before[2]
            logger.setLevel(before[1])
