"""Whether the articles of saved pages are found whole: ``python benchmarks/pages.py FOLDER [--write]``.

``pages.toml`` says of each page what a person who read it found: how many characters, paragraphs, images,
captions, tables, notes and items its article has, and the SHA-256 (16 digits) of its title and of the first and
last twenty characters. Nothing of a page itself stands there. ``--write`` prints the facts as the reader sees
them, for somebody to check a new page against.
"""

from __future__ import annotations

import hashlib
import sys
import time
import tomllib
from pathlib import Path

from exporter.article import Article
from exporter.readers import read

FACTS = Path(__file__).with_suffix(".toml")


def facts(article: Article) -> dict[str, int | str]:
    """What ``pages.toml`` says of an article; placeholders of images that were not saved are no text."""
    body = article.body
    for image in body.iter("span"):
        if image.get("class") == "missing-image":
            image.text = ""
    text = "".join("".join(map(str, body.itertext())).split())
    return {
        "title": _digest("".join(article.metadata.title.split())),
        "first": _digest(text[:20]),
        "last": _digest(text[-20:]),
        "characters": len(text),
        "paragraphs": sum("".join(map(str, each.itertext())).strip() != "" for each in body.iter("p")),
        "images": sum(
            each.tag == "img" or each.get("class") == "missing-image" for each in body.iter("img", "span")
        ),
        "captions": sum(1 for _ in body.iter("figcaption")),
        "tables": sum(1 for _ in body.iter("table")),
        "notes": sum(each.get("class") == "note" for each in body.iter("aside")),
        "items": sum(1 for _ in body.iter("li")),
    }


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def main(folder: Path, *, write: bool) -> int:
    """Compare every page in ``folder`` with its facts; the number of pages that differ is returned."""
    known = tomllib.loads(FACTS.read_text(encoding="utf-8"))
    wrong = 0
    for page in sorted(folder.glob("*.html")):
        began = time.perf_counter()
        found = facts(read(page))
        took = time.perf_counter() - began
        name = page.stem.replace(".", "-")
        if write:
            print(
                f"[{name}]",
                *(f"{key} = {value!r}".replace("'", '"') for key, value in found.items()),
                "",
                sep="\n",
            )
            continue
        differing = {
            key: (value, found[key]) for key, value in known.get(name, {}).items() if found[key] != value
        }
        wrong += bool(differing) or name not in known
        print(f"{name:24} {took:5.2f} s  {'as it should be' if name in known and not differing else differing}")
    return wrong


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(min(1, main(Path(sys.argv[1]), write="--write" in sys.argv)))
