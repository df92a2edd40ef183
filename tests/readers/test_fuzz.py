"""A short run of ``benchmarks/fuzz.py``; the long one is for whoever changes a reader."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from exporter.readers import READERS, read
from exporter.readers.source import Source

SCRIPT = Path(__file__).parent.parent.parent / "benchmarks" / "fuzz.py"
_spec = importlib.util.spec_from_file_location("fuzz", SCRIPT)
assert _spec is not None
assert _spec.loader is not None
fuzz = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(fuzz)


@pytest.mark.parametrize("format", READERS)
def test_what_nobody_would_write_is_read_or_refused(format: str) -> None:
    known = fuzz.seeds()
    for seed in range(12):
        assert fuzz.fault(*fuzz.source(seed, [format], known)) is None, f"seed {seed}"


def test_an_attribute_may_have_any_name() -> None:
    body = read(Source("a.html", "<p><em {x=1 {{}}y>灯</em>亮了。</p>".encode())).body
    assert "".join(map(str, body.itertext())) == "灯亮了。"
