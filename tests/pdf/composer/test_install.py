"""The composer is brought in for as long as somebody needs it, and then taken out without a trace."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import Any

import pytest
import weasyprint
from composed_pages import make
from weasyprint.css import computed_values, properties
from weasyprint.css.validation import expanders
from weasyprint.css.validation import properties as validation

from exporter.errors import SetupError
from exporter.pdf.composer import install, installed

TABLES: tuple[Any, ...] = (
    properties.INITIAL_VALUES,
    properties.INHERITED,
    properties.KNOWN_PROPERTIES,
    validation.PROPERTIES,
    expanders.EXPANDERS,
    computed_values.COMPUTER_FUNCTIONS,
)


def state() -> list[object]:
    """Return all of WeasyPrint that the composer changes."""
    functions = [getattr(hook.owner, hook.name) for hook in install.hooks()]
    return [*functions, *(table.copy() for table in TABLES)]


def test_all_is_as_before_when_the_last_one_has_left() -> None:
    before = state()
    with installed():
        inside = state()
        with installed():
            assert state() == inside
        assert state() == inside
    assert state() == before
    assert all(one is not other for one, other in zip(before, inside, strict=True))
    assert inside[: len(install.hooks())] != before[: len(install.hooks())]


def test_all_is_as_before_after_an_error() -> None:
    before = state()
    with pytest.raises(ZeroDivisionError), installed():
        raise ZeroDivisionError
    assert state() == before


def test_nothing_is_replaced_by_importing() -> None:
    program = (
        "from weasyprint.layout import inline; before = inline.split_inline_box\n"
        "import exporter.pdf.composer.install as install; install.hooks()\n"
        "assert inline.split_inline_box is before"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_another_weasyprint_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    with (
        pytest.raises(SetupError, match=r"WeasyPrint 71\.0 is installed.*pip install 'weasyprint>=70,<71'"),
        installed(),
    ):
        pytest.fail("it was let in")


def test_threads_do_not_meet() -> None:
    before = state()
    pages = [f"<p lang=zh-Hans>{char * 60}，{char}Latin{char * 40}" for char in "甲乙丙丁"]
    alone = [make(page) for page in pages]
    together: list[bytes] = [b""] * len(pages)

    def work(number: int) -> None:
        together[number] = make(pages[number])

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(pages))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert together == alone
    assert state() == before
