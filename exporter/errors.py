"""What can go wrong, as few kinds as a person needs to tell apart.

Every message is one sentence that names the file, the place and the way out; the command line prints
it as it stands, after ``exporter: ``. ``exit_code`` is what the process ends with when nothing else
went worse: 1 for an article that failed, 2 for a command that was typed wrong.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class ExporterError(Exception):
    """The base of everything this package raises on purpose."""

    exit_code = 1


class UsageError(ExporterError):
    """An option, a style, a paper size or a format that does not exist."""

    exit_code = 2


class SourceError(ExporterError):
    """The source cannot be read as an article: missing, empty, binary, malformed, too large, too deep."""


class FontError(ExporterError):
    """A font that was named cannot be found or read, or characters that no font can set."""


class SetupError(ExporterError):
    """Something the machine must provide is missing; the message names the command that brings it."""


class RenderError(ExporterError):
    """WeasyPrint or ebooklib could not make the file out of what it was given."""


class OutputError(ExporterError):
    """The result cannot be written: no permission, no such folder, a full disk."""


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `` (did you mean “x”?)`` for the known word closest to ``word``, or an empty string."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean “{close[0]}”?)" if close else ""
