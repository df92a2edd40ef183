"""Bringing the composer into WeasyPrint, and taking it out again.

WeasyPrint calls its own functions through the names of its modules; each hook puts one other function in such
a place. Nothing is replaced by importing anything: ``installed`` is a context, the places are as they were when
the last one who entered it has left. What a paragraph needs travels with its boxes, so threads do not meet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from exporter.errors import SetupError
from exporter.shared import Shared

VERSIONS = ("70.",)
"""The releases of WeasyPrint whose internals the hooks were written for, by the beginning of the number."""


@dataclass(frozen=True, slots=True)
class Hook:
    """One function of WeasyPrint that is replaced."""

    owner: Any
    """The module, or the class, that it is a name of."""
    name: str
    make: Callable[[Callable[..., Any]], Callable[..., Any]]
    """Takes the original, returns what stands in its place."""


@contextmanager
def installed() -> Iterator[None]:
    """Have WeasyPrint compose lines our way inside the ``with``; enter it before style sheets are parsed.

    Raises SetupError for a WeasyPrint that the composer was not written for.
    """
    require_version()
    from exporter.pdf.composer import properties

    with properties.known(), _hooked():
        yield


def require_version() -> None:
    """Raise SetupError unless the WeasyPrint at hand is one that the hooks were written for."""
    import weasyprint

    if not weasyprint.__version__.startswith(VERSIONS):
        raise SetupError(
            f"WeasyPrint {weasyprint.__version__} is installed, and lines are composed inside WeasyPrint 70;"
            " run: pip install 'weasyprint>=70,<71'"
        )


def hooks() -> tuple[Hook, ...]:
    """Return all that is replaced. Imports WeasyPrint."""
    from exporter.pdf.composer import decoration, drawing, emphasis, fontkeys, grid, layout, rubyboxes

    rooms = (layout, grid, drawing, decoration, emphasis, fontkeys, rubyboxes)
    return tuple(hook for room in rooms for hook in room.hooks())


def _hook(undo: ExitStack) -> None:
    for hook in hooks():
        original = getattr(hook.owner, hook.name)
        undo.callback(setattr, hook.owner, hook.name, original)
        setattr(hook.owner, hook.name, hook.make(original))


_hooked = Shared(_hook)
