"""Where ``styles/`` and ``templates/`` are.

A wheel carries them in ``exporter/_data``; a plain or an editable checkout has them beside the package.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    packed = _PACKAGE / "_data" / name
    return packed if packed.is_dir() else _PACKAGE.parent / name


def styles() -> Path:
    """Return the folder of the style sheets and of the bundled fonts (``styles/fonts``)."""
    return _folder("styles")


def templates() -> Path:
    """Return the folder of the Jinja2 templates."""
    return _folder("templates")
