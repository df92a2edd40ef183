"""Questions to fontconfig, through its command-line tool; each is bounded in time."""

from __future__ import annotations

import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path

from exporter.errors import SetupError
from exporter.fonts.faces import Coverage

TIMEOUT = 30.0
"""Seconds. A first run on a machine may have to scan every font it has."""

_INSTALL = "install fontconfig (apt-get install fontconfig), or name a font file"

_FORMATS = ("TrueType", "CFF")
"""What a font file that can be used holds; a Type 1 font has neither OpenType's tables nor Unicode."""
_BLANKS = ("adobe blank", "adobe notdef", "last resort", ".lastresort")
"""Fonts that claim every character and draw none."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A face that fontconfig knows."""

    families: tuple[str, ...]
    """Its family in every language the font states: ``Noto Serif CJK SC``, ``思源宋体``."""
    path: Path
    index: int


@functools.cache
def installed() -> tuple[Installed, ...]:
    """Return every TrueType or OpenType face that fontconfig knows.

    Raises SetupError when it cannot be asked.
    """
    faces = []
    fields = ("%{family}", "%{file}", "%{index}", "%{fontformat}")
    for families, path, index, kind in _ask(*fields, pattern=":scalable=true"):
        if kind in _FORMATS:
            # the upper half of fontconfig's index is the instance of a variable font
            faces.append(Installed(tuple(families.split(",")), Path(path), int(index or 0) & 0xFFFF))
    return tuple(faces)


@functools.cache
def characters() -> Coverage:
    """Return the characters that some installed font has; none when fontconfig cannot be asked."""
    codes: set[int] = set()
    try:
        lines = _ask("%{family}", "%{charset}")
    except SetupError:
        return Coverage()
    for families, charset in {(line[0], line[1]) for line in lines}:
        if not families.lower().startswith(_BLANKS):
            for first, last in Coverage.parse(charset).ranges():
                codes.update(range(first, last + 1))
    return Coverage.of(codes)


def _ask(*fields: str, pattern: str = ":") -> list[list[str]]:
    """Return what ``fc-list`` says of every font that matches ``pattern``, a list of ``fields`` each."""
    command = ["fc-list", "--format", "\\t".join(fields) + "\\n", pattern]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=True)
    except FileNotFoundError as error:
        raise SetupError(f"fc-list is missing, so no installed font can be found; {_INSTALL}") from error
    except subprocess.TimeoutExpired as error:
        raise SetupError(
            f"fc-list gave no answer in {TIMEOUT:.0f} seconds; run fc-cache, then try again"
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        raise SetupError(f"fc-list failed, so no installed font can be found; {_INSTALL}") from error
    lines = answer.stdout.decode("utf-8", "replace").splitlines()
    return [line.split("\t") for line in lines if line.count("\t") == len(fields) - 1]
