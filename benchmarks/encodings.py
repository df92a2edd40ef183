"""How often the encoding of a text is found: at three lengths, clean and with one damaged byte.

    python benchmarks/encodings.py zh-Hans=essay.txt zh-Hant=guide.md ja=story.txt ko=column.txt

Each file is UTF-8 text in the language named. Windows of 30, 200 and 2,000 characters of it are encoded, and
one byte of each is left as it is, replaced by another, or taken out. Right is the codec, or another that gives
the same text. A byte taken out of UTF-16 shifts all that follows, so there only a replaced one is counted.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from exporter.errors import ExporterError
from exporter.readers.encoding import decode

CODECS = {
    "zh-Hans": ("utf-8", "gb18030", "utf-16-le", "utf-16-be"),
    "zh-Hant": ("utf-8", "big5", "utf-16-le", "utf-16-be"),
    "ja": ("utf-8", "cp932", "euc_jp", "utf-16-le", "utf-16-be"),
    "ko": ("utf-8", "euc_kr", "utf-16-le", "utf-16-be"),
}
SIZES = (30, 200, 2000)
WINDOWS = 300


def damaged(data: bytes, way: str, chance: random.Random) -> bytes:
    """Return ``data`` with one byte changed."""
    at = chance.randrange(len(data))
    if way == "replaced":
        return data[:at] + bytes([(data[at] + chance.randrange(1, 256)) % 256]) + data[at + 1 :]
    return data[:at] + data[at + 1 :] if way == "deleted" else data


def windows(text: str, codec: str, size: int, chance: random.Random) -> Iterator[str]:
    """Yield pieces of ``text`` that the codec can write and that are not mere ASCII."""
    text = re.sub(r"\s*\n\s*", "\n", text)
    text = text.encode(codec, "ignore").decode(codec)
    text = text * (size // len(text) + 2)
    while True:
        start = chance.randrange(len(text) - size)
        window = text[start : start + size]
        if len(window.encode("ascii", "ignore")) * 2 < size:
            yield window


def right(data: bytes, codec: str) -> bool:
    """Whether ``data`` is read as what it is."""
    try:
        found = decode(data, name="window")
    except ExporterError:
        return False
    meant = decode(data, name="window", forced=codec)
    return found.text == meant.text


def main() -> None:
    """Print a row for each codec, length and damage."""
    for argument in sys.argv[1:]:
        language, _, path = argument.partition("=")
        text = Path(path).read_text(encoding="utf-8")
        for codec in CODECS[language]:
            for way in ("clean", "replaced", "deleted"):
                if way == "deleted" and codec.startswith("utf-16"):
                    continue
                row = []
                for size in SIZES:
                    chance = random.Random(f"{codec} {way} {size}")
                    source = windows(text, codec, size, chance)
                    good = sum(
                        right(damaged(next(source).encode(codec), way, chance), codec) for _ in range(WINDOWS)
                    )
                    row.append(f"{good * 100 / WINDOWS:6.1f}")
                print(f"{language:8} {codec:10} {way:9}", *row, flush=True)


if __name__ == "__main__":
    main()
