"""The collector of garbage is left as it was found."""

from __future__ import annotations

import gc

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
