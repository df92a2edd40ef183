"""The same article is the same file, on every run, in every time zone, with every hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from epub_material import whole_article

from exporter import Options
from exporter.epub import build

MAKE = """
import hashlib, sys
from epub_material import whole_article
from exporter import Options
from exporter.epub import build
data, notices = build(whole_article("ja"), Options())
print(hashlib.sha256(data).hexdigest())
"""


def test_same_bytes() -> None:
    here = hashlib.sha256(build(whole_article("ja"), Options())[0]).hexdigest()
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Los_Angeles", "2")):
        path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2])))
        environment = os.environ | {"TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        done = subprocess.run(
            [sys.executable, "-c", MAKE], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == here


def test_the_engines_wait_until_a_book_is_made() -> None:
    code = "import sys, exporter.epub\nprint(*{n.partition('.')[0] for n in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "lxml" in loaded
    assert not loaded & {"ebooklib", "PIL", "uharfbuzz", "freetype", "weasyprint", "fontTools"}


def test_a_machine_without_pango_makes_books() -> None:
    code = (
        "import sys\nsys.modules['weasyprint'] = None\n"
        "from epub_material import Book, Options, whole_article\n"
        "Book(whole_article('ko'), Options())\nprint('made')"
    )
    path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parents[2])))
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "made\n"
