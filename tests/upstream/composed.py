"""A plugin for pytest: the whole run takes place with the composer installed."""

from __future__ import annotations

from contextlib import ExitStack

from exporter.pdf.composer.install import installed

_inside = ExitStack()


def pytest_configure() -> None:
    _inside.enter_context(installed())


def pytest_unconfigure() -> None:
    _inside.close()
