#!/usr/bin/env python3
"""What composing lines costs: the same page and style sheets with the composer and without it, in pairs.

    python benchmarks/composer.py [ARTICLE] [--characters 100000] [--runs 5]

The page is what ``exporter pdf`` gives to WeasyPrint; without an ARTICLE that of a book of so many characters,
made of the sample essay's sentences, always the same. Each run is a process of its own and is measured from
there on where WeasyPrint is loaded. Printed: the medians of CPU seconds and of peak memory, and the median of
the ratios, pair by pair. Then the CPU seconds for one table cell of 8,000 characters, which without the
composer takes minutes.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import nullcontext
from itertools import count
from pathlib import Path

from exporter import readers
from exporter.fonts import faces
from exporter.options import Options
from exporter.pdf import writer

SAMPLE = Path(__file__).parent.parent / "docs" / "samples" / "essay.zh-Hans.md"
CHAPTER = 5000
"""Characters of a chapter."""
CELL = 8000
JUSTIFIED = "p, td { text-align: justify !important }"
"""Both are to do the same work, whatever the style sheets say for a WeasyPrint by itself."""


def sentences() -> list[str]:
    """Return the sentences of the sample essay, with their emphasis and links, without its notes."""
    text = SAMPLE.read_text(encoding="utf-8").split("---", 2)[2]
    blocks = (block for block in text.split("\n\n") if re.match(r"\w|[“《（]", block.strip()))
    plain = (re.sub(r"\[\^\d+\]", "", block.strip().replace("\n", "")) for block in blocks)
    return [
        one for block in plain for one in re.findall(r"[^。！？]+[。！？]”?", block) if one.count("**") % 2 == 0
    ]


def paragraphs(characters: int) -> Iterator[str]:
    """Yield paragraphs of three to eight sentences until there are so many characters."""
    stock, choice = sentences(), random.Random(20261124)
    while characters > 0:
        paragraph = "".join(choice.sample(stock, choice.randint(3, 8)))
        characters -= len(paragraph)
        yield paragraph


def book(characters: int) -> str:
    """Return Markdown of so many characters, in chapters."""
    number, length = count(1), CHAPTER
    parts = ["---\ntitle: 试印\nlang: zh-Hans\n---"]
    for paragraph in paragraphs(characters):
        if length >= CHAPTER:
            parts.append(f"## 第 {next(number)} 章")
            length = 0
        parts.append(paragraph)
        length += len(paragraph)
    return "\n\n".join(parts)


def cell() -> str:
    """Return Markdown of a table whose one cell holds far too much."""
    text = "".join(paragraphs(CELL))[:CELL].replace("|", "")
    return f"---\ntitle: 试印\nlang: zh-Hans\n---\n\n| 甲 | 乙 |\n|---|---|\n| 一 | {text} |\n"


def page(article: Path, folder: Path) -> Path:
    """Write the page that ``exporter pdf`` gives to WeasyPrint, its style sheets inside, into ``folder``."""
    read = readers.read(article)
    prepared = writer.prepare(read, Options())
    style = "".join(f"<style>{sheet}</style>" for sheet in (*prepared.css, JUSTIFIED))
    path = folder / f"{article.stem}.html"
    path.write_text(prepared.html.replace("</head>", f"{style}</head>"), encoding="utf-8")
    for asset in read.assets:
        (folder / asset.name).parent.mkdir(exist_ok=True, parents=True)
        (folder / asset.name).write_bytes(asset.data)
    return path


def make(path: Path, composed: bool) -> None:
    """Make the PDF and print what that took: the work of a process of its own."""
    import weasyprint  # noqa: PLC0415 - the parent does without, and stays small

    from exporter.pdf.composer import installed  # noqa: PLC0415
    from exporter.pdf.fontmap import FontMap  # noqa: PLC0415
    from exporter.pdf.listening import silence  # noqa: PLC0415

    begin = time.process_time()
    with silence(), installed() if composed else nullcontext():
        fonts = FontMap(face.path for face in faces.bundled())
        weasyprint.HTML(filename=path).write_pdf(font_config=fonts, pdf_tags=True)
    seconds = time.process_time() - begin
    unit = 2**20 if sys.platform == "darwin" else 2**10
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    print(json.dumps({"cpu": seconds, "peak": peak}))


def measure(path: Path, composed: bool) -> dict[str, float]:
    """Return the CPU seconds and the peak memory, in MiB, of a run."""
    command = [sys.executable, __file__, str(path), "--make", "composed" if composed else "stock"]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return {str(key): float(value) for key, value in json.loads(answer).items()}


def compare(path: Path, runs: int) -> None:
    """Print medians and median ratios; the first pair warms the disk and is not counted."""
    pairs = [(measure(path, composed=True), measure(path, composed=False)) for _ in range(runs + 1)][1:]
    for key, unit in (("cpu", "s"), ("peak", "MiB")):
        ours, stock = ([run[key] for run in column] for column in zip(*pairs, strict=True))
        ratio = statistics.median(a / b for a, b in zip(ours, stock, strict=True))
        a, b = statistics.median(ours), statistics.median(stock)
        print(f"{path.stem}: {key} composed {a:.2f} {unit}, stock {b:.2f} {unit}, ratio {ratio:.2f}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="?", type=Path)
    parser.add_argument("--characters", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--make", choices=("composed", "stock"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make:
        make(given.article, given.make == "composed")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for stem, text in (("book", book(given.characters)), ("cell", cell())):
            (folder / f"{stem}.md").write_text(text, encoding="utf-8")
        compare(page(given.article or folder / "book.md", folder), given.runs)
        table = page(folder / "cell.md", folder)
        seconds = statistics.median(measure(table, composed=True)["cpu"] for _ in range(given.runs))
        print(f"a table cell of {CELL} characters: cpu composed {seconds:.2f} s")


if __name__ == "__main__":
    main()
