"""A context that changes what belongs to the whole process, for as long as anybody is inside."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager


class Shared:
    """Done by the first who enters it, taken back when the last leaves; threads may be inside together."""

    def __init__(self, do: Callable[[ExitStack], None]) -> None:
        """Take the function that changes things and gives the stack the callbacks that change them back.

        Where it fails halfway, what it had done is taken back and its error goes to who entered.
        """
        self._do = do
        self._lock = threading.Lock()
        self._inside = 0
        self._undo = ExitStack()

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Be inside."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    def _enter(self) -> None:
        with self._lock:
            if not self._inside:
                with ExitStack() as stack:
                    self._do(stack)
                    self._undo = stack.pop_all()
            self._inside += 1

    def _leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if not self._inside:
                self._undo.close()
