"""What Poppler, MuPDF and PDFium copy from a composed page is what the source says."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from composed_pages import make, opened

SENTENCES = (
    "共3卷B本在1998年用TeX排成，参见ISO 216第4节（A5）。",
    "他写 Python 和 C，也写<b>Rust</b>语言，都在<a href='#x'>2026年</a>学会。",
    "日本語とEnglishを混ぜて、100%の力で書く。",
    "한국어와 English를 섞어 2026년에 썼다.",
)


def plain(html: str) -> str:
    return re.sub("<[^>]+>", "", html)


def extracted(pdf: bytes, folder: Path) -> dict[str, str]:
    """Return the page's text as each program has it, its lines joined."""
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    programs = {
        "pdftotext": ["pdftotext", str(path), "-"],
        "pdftotext -raw": ["pdftotext", "-raw", str(path), "-"],
    }
    found = {
        name: subprocess.run(command, capture_output=True, check=True, text=True).stdout
        for name, command in programs.items()
    }
    found["MuPDF"] = opened(pdf)[0].get_text()
    found["PDFium"] = pypdfium2.PdfDocument(path)[0].get_textpage().get_text_range()
    return {name: re.sub(r"[\r\n\f]+", "\n", text).strip() for name, text in found.items()}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_space_is_invented_and_none_is_lost(sentence: str, tmp_path: Path) -> None:
    pdf = make(f"<p id=x lang='zh-Hans'>{sentence}", "p { font-size: 8pt }")
    assert extracted(pdf, tmp_path) == dict.fromkeys(
        ("pdftotext", "pdftotext -raw", "MuPDF", "PDFium"), plain(sentence)
    )


@pytest.mark.parametrize("sentence", SENTENCES)
def test_gaps_of_justified_lines_are_no_spaces(sentence: str, tmp_path: Path) -> None:
    pdf = make(f"<p id=x lang='zh-Hans'>{sentence * 3}", "p { width: 70pt; hyphens: none }")
    for name, text in extracted(pdf, tmp_path).items():
        lines = text.split("\n")
        assert "".join(lines).replace(" ", "") == plain(sentence * 3).replace(" ", ""), name
        assert all(line in plain(sentence * 3) for line in lines), name
