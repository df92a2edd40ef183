"""The system libraries that WeasyPrint loads, and what brings them. No wheel does."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass

from exporter.errors import SetupError


@dataclass(frozen=True, slots=True)
class Library:
    """A shared library that WeasyPrint asks the loader for."""

    name: str
    files: tuple[str, ...]
    """What the loaders of Linux, macOS and Windows call it."""
    debian: str
    """The package that has it on Debian and Ubuntu."""
    brew: str
    """The formula that has it on macOS."""
    required: bool = True

    @property
    def present(self) -> bool:
        """Whether it can be loaded."""
        return any(_loads(file) for file in self.files)

    @property
    def remedy(self) -> str:
        """The command that brings it on this machine."""
        if sys.platform == "darwin":
            return f"brew install {self.brew}"
        if sys.platform == "win32":
            return "pacman -S mingw-w64-ucrt-x86_64-pango"
        return f"apt-get install {self.debian}"


LIBRARIES = (
    Library(
        "GObject",
        ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
        "libglib2.0-0",
        "glib",
    ),
    Library(
        "Pango",
        ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
        "libpango-1.0-0",
        "pango",
    ),
    Library(
        "PangoFT2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
        "libpangoft2-1.0-0",
        "pango",
    ),
    Library(
        "HarfBuzz",
        ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
        "libharfbuzz0b",
        "harfbuzz",
    ),
    Library(
        "fontconfig",
        ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
        "libfontconfig1",
        "fontconfig",
    ),
    Library(  # without it fonts are cut down by fontTools, a hundred times slower
        "HarfBuzz subset",
        ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
        "libharfbuzz-subset0",
        "harfbuzz",
        required=False,
    ),
)


def require() -> None:
    """Raise SetupError, naming what lacks and the command that brings it, if WeasyPrint could not be loaded."""
    lacking = [library for library in LIBRARIES if library.required and not library.present]
    if lacking:
        names = ", ".join(library.name for library in lacking)
        remedies = dict.fromkeys(library.remedy for library in lacking)
        command = remedies.popitem()[0] if len(remedies) == 1 else _joined(list(remedies))
        raise SetupError(
            f"making a PDF needs {names}, which this machine lacks: run `{command}`"
            " (EPUB and HTML work without; `exporter doctor` tells more)"
        )


def _joined(remedies: list[str]) -> str:
    """Return one install command for several packages."""
    words = remedies[0].rsplit(" ", 1)[0]
    return " ".join([words, *(remedy.rsplit(" ", 1)[1] for remedy in remedies)])


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
