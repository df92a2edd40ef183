"""What a person sees while articles are made: on a terminal a bar, in a pipe only what must be told."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from exporter.convert import Job


def tell(message: str) -> None:
    """Write a warning or an error."""
    click.echo(f"exporter: {message}", err=True)


class Quiet:
    """Progress for a pipe: nothing but what must be told."""

    def working(self, job: Job, text: str) -> None:
        """Say what is being done; nobody watches."""

    def done(self, source: str) -> None:
        """Say that a source is finished; nobody watches."""

    def tell(self, message: str) -> None:
        """Write a warning or an error."""
        tell(message)

    def made(self, target: str) -> None:
        """Say what was made; a pipe knows what it asked for."""


class Bar(Quiet):
    """Progress on a terminal, by rich."""

    def __init__(self, bar: Any, task: Any) -> None:
        """Take rich's progress and the task in it that counts the articles."""
        self._bar, self._task = bar, task

    def working(self, job: Job, text: str) -> None:
        """Show the source and WeasyPrint's step, ``Step 5 - Creating layout - Page 3``."""
        step = text.removeprefix("Step ").partition(" - ")[2] or text
        self._bar.update(self._task, description=f"{job.source}: {step[:50]}")

    def done(self, source: str) -> None:
        """Move on by one article."""
        self._bar.update(self._task, advance=1, description=source)

    def tell(self, message: str) -> None:
        """Write above the bar."""
        self._bar.console.print(f"exporter: {message}", markup=False, highlight=False, soft_wrap=True)

    def made(self, target: str) -> None:
        """Name the file above the bar."""
        if target != "-":
            self._bar.console.print(target, markup=False, highlight=False, soft_wrap=True)


@contextmanager
def shown(total: int, quiet: bool) -> Iterator[Quiet]:
    """Yield what tells of ``total`` articles; a bar only on a terminal, and only unless ``quiet``."""
    if quiet or not sys.stderr.isatty():
        yield Quiet()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        yield Bar(bar, bar.add_task("", total=total))
