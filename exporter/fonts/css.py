"""Fonts as a style sheet names them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from exporter.fonts.faces import Face, bundled

_SERIF = ("Exporter Serif", "Exporter Serif Latin")
_SANS = ("Exporter Sans", "Exporter Sans Latin")
_REST = ("Exporter Math", "Exporter Symbols", "Exporter Thai", "Exporter Hebrew")
_LAST = ("Exporter Sans Rare", "Exporter Kai Rare")

STACKS = {
    # the Sans has 鿫, 鿬, 鿭 and some more that the Serif lacks
    "serif": (*_SERIF, *_REST, "Exporter Serif Rare", "Exporter Sans", *_LAST),
    "sans-serif": (*_SANS, *_REST, *_LAST),
    "monospace": ("Exporter Mono", *_SANS, *_REST, *_LAST),
}
"""The bundled families behind each generic one. Han in a listing is one em, twice a letter of the Mono."""


def chain(user_faces: Iterable[Face], generic: str) -> tuple[Face, ...]:
    """Return the faces of the families that :func:`stack` names, in its order."""
    families = STACKS[generic]
    own = sorted(
        (face for face in bundled() if face.family in families), key=lambda f: families.index(f.family)
    )
    return (*user_faces, *own)


def font_faces(faces: Iterable[Face], url_of: Callable[[Face], str]) -> str:
    """Return an ``@font-face`` rule for each face that the machine's fontconfig does not find by itself.

    ``url_of`` gives the URL under which the fetcher serves the face's :meth:`Face.data`.
    """
    return "".join(_rule(face, url_of(face)) for face in faces if not face.installed)


def _rule(face: Face, url: str) -> str:
    weight = "" if face.variable else f" font-weight: {face.weight};"
    return (
        f"@font-face {{ font-family: {quoted(face.family)};{weight} font-style: {face.style};"
        f" src: url({quoted(url)}) }}\n"
    )


def stack(user_faces: Iterable[Face], generic: str) -> str:
    """Return the value of ``font-family``: the person's families, the bundled ones, ``generic`` itself.

    ``generic`` is a key of :data:`STACKS`.
    """
    families = dict.fromkeys(face.family for face in chain(user_faces, generic))
    return ", ".join((*map(quoted, families), generic))


def quoted(text: str) -> str:
    """Return ``text`` as a CSS string (CSS Syntax 3, 4.3.5)."""
    escaped = "".join(f"\\{ord(char):x} " if char in "\"'\\<" or ord(char) < 32 else char for char in text)
    return f'"{escaped}"'
