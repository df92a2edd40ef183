"""Python's collector of garbage, while a document is made and when the program ends.

Nearly all that is made then (boxes, styles, lines) lives until the file is written: looking through it again
and again finds nothing, and takes a tenth of the time for a book of 100,000 characters.
"""

from __future__ import annotations

import atexit
import gc
from contextlib import ExitStack

from exporter.shared import Shared

_PATIENT = (200_000, 50, 1000)
"""Objects made before the youngest are looked through; and how many times, before the older ones are."""


def _wait(undo: ExitStack) -> None:
    undo.callback(gc.set_threshold, *gc.get_threshold())
    gc.set_threshold(*_PATIENT)


patient = Shared(_wait)
"""The context in which it waits longer; threads may be inside together."""


def leave_all_at_exit() -> None:
    """Have the process end without a last look through everything that it made: the system takes it all back,
    and looking takes a tenth of the time of a short article. For the program, not for a library."""
    atexit.register(gc.freeze)
