"""What this machine has and lacks, each with the command that brings it."""

from __future__ import annotations

import platform
import shutil
import sys
from dataclasses import dataclass

from exporter.fonts import health
from exporter.pdf import libraries


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that the program needs or is glad of."""

    name: str
    good: bool
    purpose: str
    remedy: str
    """The command that brings it."""
    required: bool = True
    """Whether something cannot be made at all without it."""


def checks() -> list[Check]:
    """Look at Python, the libraries that WeasyPrint loads, fontconfig's tools and the bundled fonts."""
    python = Check(
        f"Python {platform.python_version()}", sys.version_info >= (3, 11), "everything", "install Python 3.11"
    )
    loaded = [
        Check(
            library.name,
            library.present,
            "PDF" if library.required else "PDF at full speed",
            library.remedy,
            library.required,
        )
        for library in libraries.LIBRARIES
    ]
    fontconfig = Check(
        "fc-list",
        shutil.which("fc-list") is not None,
        "fonts by the name of their family",
        "brew install fontconfig" if sys.platform == "darwin" else "apt-get install fontconfig",
        required=False,
    )
    return [python, *loaded, fontconfig, *map(_font, health.checks())]


def _font(fact: health.Check) -> Check:
    return Check(fact.name, fact.good, "the text of both formats", fact.message)
