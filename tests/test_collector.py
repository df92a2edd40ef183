"""The collector of garbage is left as it was found."""

from __future__ import annotations

import gc
import subprocess
import sys

import pytest

from exporter.collector import patient


def test_it_waits_and_then_does_as_before() -> None:
    before = gc.get_threshold()
    with patient(), patient():
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    with pytest.raises(ZeroDivisionError), patient():
        raise ZeroDivisionError
    assert gc.get_threshold() == before


def test_the_program_ends_without_a_last_look() -> None:
    """In a process of its own, for what is registered there stays registered."""
    program = "import gc, sys; from exporter.cli import main; main(standalone_mode=False)"
    ended = "import atexit; atexit.register(lambda: print(gc.get_freeze_count() > 1000))"  # runs after ours
    script = f"import gc; {ended}; {program}"
    shown = subprocess.run(
        [sys.executable, "-c", script, "styles"], capture_output=True, text=True, check=True, timeout=60
    )
    assert shown.stdout.splitlines()[-1] == "True"
