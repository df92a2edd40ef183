#!/usr/bin/env python3
"""An EPUB's time and memory against pandoc's: whole processes, in pairs, on the same Markdown.

    python benchmarks/epub_time.py [ARTICLE] [--characters 100000] [--runs 7] [--pandoc pandoc]

Without an ARTICLE, a book of so many characters made of the sample essay's sentences, always the same, a note
in every chapter. A is ``exporter epub``, with its drawn cover; B is pandoc, which draws none. Printed: the
medians of wall-clock seconds and of peak memory, and the median of the ratios A/B, pair by pair. An exporter
that is installed (``pip install .``) starts from byte code; one that is run from a checkout may not.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from composer import CHAPTER, paragraphs


def book(characters: int) -> Iterator[str]:
    """Yield the lines of a book in Markdown."""
    yield "---\ntitle: 纸上的尺寸\nauthor: 沈砚秋\nlang: zh-Hans\n---\n"
    for number, start in enumerate(range(0, characters, CHAPTER), 1):
        yield f"\n# 第{number}章\n"
        first, *rest = paragraphs(min(CHAPTER, characters - start))
        yield from (f"\n{first}[^{number}]\n", *(f"\n{paragraph}\n" for paragraph in rest))
        yield f"\n[^{number}]: 第{number}章的注。\n"


def cost(command: list[str]) -> tuple[float, float]:
    """Return the wall-clock seconds and the peak memory, in MiB, of a command that must succeed."""
    begin = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return time.perf_counter() - begin, used.ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--exporter", default="exporter")
    parser.add_argument("--pandoc", default="pandoc")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        article = given.article or Path(folder, "book.md")
        if given.article is None:
            article.write_text("".join(book(given.characters)), encoding="utf-8")
        ours = [given.exporter, "epub", str(article), "-o", str(Path(folder, "a.epub"))]
        theirs = [given.pandoc, str(article), "-o", str(Path(folder, "b.epub"))]
        pairs = [(cost(ours), cost(theirs)) for _ in range(given.runs + 1)][1:]
    ratio = statistics.median(a[0] / b[0] for a, b in pairs)
    for name, costs in zip(("exporter", "pandoc"), zip(*pairs, strict=True), strict=True):
        seconds, memory = (statistics.median(values) for values in zip(*costs, strict=True))
        print(f"{name} {seconds:.2f} s, {memory:.0f} MiB")
    print(f"ratio of the times {ratio:.2f}")


if __name__ == "__main__":
    main()
