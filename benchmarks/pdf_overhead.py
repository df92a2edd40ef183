#!/usr/bin/env python3
"""What the program costs on top of WeasyPrint: whole processes, in pairs, on the same page, style sheets and
fonts.

    python benchmarks/pdf_overhead.py [ARTICLE] [--runs 7]

A is ``exporter pdf ARTICLE``; B is ``weasyprint PAGE.html``, where the page is what A hands to WeasyPrint,
its style sheets and ``@font-face`` rules inside. Printed: the median seconds of each and the median of the
ratios A/B, pair by pair.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from exporter import readers
from exporter.fonts import css
from exporter.options import Options
from exporter.pdf import writer

SAMPLE = Path(__file__).parent.parent / "docs" / "samples" / "essay.zh-Hans.md"


def plain_page(source: Path) -> str:
    """Return the page that ``exporter pdf`` gives to WeasyPrint, with everything that it needs inside."""
    article = readers.read(source)
    prepared = writer.prepare(article, Options())
    sheets = (css.font_faces(prepared.faces, lambda face: face.path.as_uri()), *prepared.css)
    style = "".join(f"<style>{sheet}</style>" for sheet in sheets)
    return prepared.html.replace("</head>", f"{style}</head>")


def seconds(command: list[str]) -> float:
    """Return the wall-clock time of a command that must succeed."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(plain_page(given.article), encoding="utf-8")
        for asset in readers.read(given.article).assets:
            path = Path(folder, asset.name)
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(asset.data)
        ours = [
            sys.executable,
            "-m",
            "exporter",
            "pdf",
            str(given.article),
            "-o",
            os.path.join(folder, "a.pdf"),
        ]
        theirs = [sys.executable, "-m", "weasyprint", "--pdf-tags", str(page), os.path.join(folder, "b.pdf")]
        pairs = [(seconds(ours), seconds(theirs)) for _ in range(given.runs + 1)][1:]
    a, b = zip(*pairs, strict=True)
    ratio = statistics.median(x / y for x, y in pairs)
    print(f"exporter {statistics.median(a):.2f} s, weasyprint {statistics.median(b):.2f} s, ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
