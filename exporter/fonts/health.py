"""Whether the fonts that came with the program are whole."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from exporter import resources
from exporter.errors import SetupError
from exporter.fonts.faces import manifest

_AGAIN = "install exporter again, or run styles/fonts/build.py"


@dataclass(frozen=True, slots=True)
class Check:
    """One fact about this machine."""

    name: str
    good: bool
    message: str
    """What was found, and when it is not good, what to do."""


def checks() -> list[Check]:
    """Return what is true of the bundled fonts. Reads every font: some 60 MB."""
    try:
        return [_font(entry["file"], entry["sha256"]) for entry in manifest()]
    except SetupError as error:
        return [Check("fonts", False, str(error))]


def _font(file: str, expected: str) -> Check:
    try:
        data = (resources.styles() / "fonts" / file).read_bytes()
    except OSError as error:
        return Check(file, False, f"cannot be read ({error.strerror}); {_AGAIN}")
    if hashlib.sha256(data).hexdigest() != expected:
        return Check(file, False, f"damaged: not the file that was built; {_AGAIN}")
    return Check(file, True, f"whole, {len(data) / 1e6:.1f} MB")
