"""The quotations, the lists and the columns of tables that a block stands in, for both languages of markup."""

from __future__ import annotations

DEEPEST = 60
"""Containers that are told apart; deeper ones are not looked at."""
_LISTS = frozenset({"ul", "ol", "dl"})
_QUOTES_AND_LISTS = _LISTS | {"blockquote"}


class Containers:
    """What stands open while the elements of a source go by, by their names in HTML."""

    def __init__(self) -> None:
        """Begin outside of all."""
        self._open: list[tuple[str, int]] = []
        self._number = 0
        self._tables: list[list[int]] = []
        """For each table that stands open its columns' numbers, and at the end the place of the next one."""

    @property
    def path(self) -> tuple[int, ...]:
        """The numbers of what stands open, the outermost first."""
        return tuple(number for _, number in self._open)

    @property
    def in_list(self) -> bool:
        """Whether a list is among them."""
        return any(tag in _LISTS for tag, _ in self._open)

    def start(self, tag: str) -> None:
        """Take the start of an element."""
        if len(self._open) >= DEEPEST:
            return
        if tag in _QUOTES_AND_LISTS:
            self._open.append((tag, self._next()))
        elif tag == "table":
            self._tables.append([0])
        elif tag == "tr" and self._tables:
            self._tables[-1][-1] = 0
        elif tag in ("th", "td") and self._tables:
            columns = self._tables[-1]
            if columns[-1] == len(columns) - 1:
                columns.insert(-1, self._next())
            self._open.append((tag, columns[columns[-1]]))
            columns[-1] += 1

    def end(self, tag: str) -> None:
        """Take the end of an element; one that nothing opened ends nothing."""
        if tag == "table":
            del self._tables[-1:]
        for at in reversed(range(len(self._open))):
            if self._open[at][0] == tag:
                del self._open[at:]
                return

    def _next(self) -> int:
        self._number += 1
        return self._number
