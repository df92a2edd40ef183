#!/usr/bin/env python3
"""Set the same text with WeasyPrint alone, with the composer, with Chromium and with Typst, and make
pictures of the lines.

    pip install typst; python docs/lines/make.py

All have the bundled font, a measure of 28 em of 10.5 pt, and are asked to justify. Chromium and Typst are
only needed here.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from contextlib import nullcontext
from pathlib import Path

import pymupdf
import weasyprint

from exporter.fonts import faces
from exporter.pdf.composer import installed
from exporter.pdf.fontmap import FontMap

HERE = Path(__file__).parent
TEXT = (HERE / "text.html").read_text(encoding="utf-8")
PAGE = """
@page { size: 334pt 260pt; margin: 20pt }
body { margin: 0; font: 10.5pt/18pt "Exporter Serif"; text-align: justify }
p { margin: 0; text-indent: 2em; text-spacing-trim: trim-both; text-autospace: normal }
"""
TYPST = """
#set page(width: 334pt, height: 260pt, margin: 20pt)
#set text(font: "Exporter Serif", size: 10.5pt, lang: "zh", region: "cn")
#set par(justify: true, first-line-indent: (amount: 2em, all: true), leading: 8.6pt, spacing: 8.6pt)
"""


def main() -> None:
    """Write a picture for each program."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        makers = {"stock": stock, "composed": composed, "chromium": chromium, "typst": typst}
        for program, make in makers.items():
            picture(make(folder), HERE / f"{program}.png")


def stock(_folder: Path) -> bytes:
    """WeasyPrint by itself."""
    return html_to_pdf(composing=False)


def composed(_folder: Path) -> bytes:
    """WeasyPrint with the composer."""
    return html_to_pdf(composing=True)


def html_to_pdf(composing: bool) -> bytes:
    """Return the page as WeasyPrint prints it."""
    with installed() if composing else nullcontext():
        fonts = FontMap(face.path for face in faces.bundled())
        sheet = weasyprint.CSS(string=PAGE, font_config=fonts)
        page = weasyprint.HTML(string=f"<html lang=zh-Hans><body>{TEXT}")
        return bytes(page.write_pdf(stylesheets=[sheet], font_config=fonts))


def chromium(folder: Path) -> bytes:
    """Chromium's print."""
    serif = next(face.path for face in faces.bundled() if face.family == "Exporter Serif")
    face = f'@font-face {{ font-family: "Exporter Serif"; src: url("{serif.as_uri()}") }}'
    source, target = folder / "page.html", folder / "page.pdf"
    html = f"<!DOCTYPE html><html lang=zh-Hans><meta charset=utf-8><style>{face}{PAGE}</style><body>{TEXT}"
    source.write_text(html, encoding="utf-8")
    command = ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}"]
    subprocess.run([*command, source.as_uri()], check=True, capture_output=True)
    return target.read_bytes()


def typst(folder: Path) -> bytes:
    """Typst's."""
    import typst as compiler

    source = folder / "page.typ"
    paragraphs = re.sub(r"</?p>", "", TEXT).replace("\n", "\n\n")
    source.write_text(TYPST + paragraphs, encoding="utf-8")
    fonts = sorted({str(face.path.parent) for face in faces.bundled()})
    return bytes(compiler.compile(str(source), font_paths=fonts))


def picture(pdf: bytes, path: Path) -> None:
    """Write the first page as a picture."""
    document = pymupdf.open(stream=pdf, filetype="pdf")
    document[0].get_pixmap(dpi=170, colorspace=pymupdf.csGRAY).save(path)


if __name__ == "__main__":
    main()
