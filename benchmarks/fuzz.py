"""Feed every reader what nobody would write: ``python benchmarks/fuzz.py [SECONDS] [FORMAT …]`` (600 s, all).

Files of the tests' fixtures are cut, mixed and damaged. Whatever comes, a reader may return an article, which
``readers.read`` holds to the vocabulary, or raise ``ExporterError``; anything else, or a source of less than
100 kB that takes longer than ten seconds, is printed with the seed that makes it again.
"""

from __future__ import annotations

import random
import sys
import time
import traceback
from pathlib import Path

from exporter.errors import ExporterError
from exporter.readers import READERS, read
from exporter.readers.source import Source

FIXTURES = Path(__file__).parent.parent / "tests"
PATIENCE = 10.0
SIGNS = (
    "<table><tr><td>|</div>|<ruby>漢<rt>かん|<math><mfrac>|&#x0;|]]>|《》｜［＃ここから２字下げ］"
    "|［＃「灯」に傍点］|※［＃1-84-77］|〔e'〕|{漢|かん}|$x^{|$$|::: verse\n"
    "|[toc]|[^1]|[1]|①|.. note::\n|=====\n"
    "|\x00|\ufffd|\u3000|\n\n|**|`|---\n|<!--|<script>|&|<p id=a>"
).split("|")


def seeds() -> list[bytes]:
    """The fixtures' bytes, and some of nothing."""
    paths = [
        path
        for path in FIXTURES.rglob("*")
        if path.is_file() and path.suffix in (".txt", ".html", ".svg", ".md")
    ]
    return [path.read_bytes()[:100_000] for path in sorted(paths)] + [b"", b"\xff\xfe", b"PK\x03\x04"]


def made(random_: random.Random, known: list[bytes]) -> bytes:
    """A source: pieces of what is known, signs of every notation, noise."""
    pieces = []
    for _ in range(random_.randint(1, 12)):
        whole = random_.choice(known)
        start = random_.randrange(len(whole) + 1)
        pieces.append(whole[start : start + random_.randint(0, 3000)])
        pieces.append(random_.choice(SIGNS).encode() * random_.choice((1, 1, 2, 300)))
        if random_.random() < 0.2:
            pieces.append(random_.randbytes(random_.randint(1, 20)))
    return b"".join(pieces)


def source(seed: int, formats: list[str], known: list[bytes]) -> tuple[str, bytes]:
    """The format and the bytes that belong to ``seed``."""
    random_ = random.Random(seed)
    return random_.choice(formats), made(random_, known)


def fault(format: str, data: bytes) -> str | None:
    """What went wrong when ``data`` was read; ``None``: nothing did."""
    began = time.process_time()
    try:
        read(Source(f"fuzz.{format}", data), format=format)
    except ExporterError as error:
        if "fault of the program" in str(error):
            return str(error)
    except Exception:  # that is what is looked for
        return traceback.format_exc()
    took = time.process_time() - began
    return f"{took:.1f} s for {len(data):,} bytes" if took > PATIENCE else None


def main(seconds: float, formats: list[str]) -> int:
    """Read for so many seconds; 1 if there was a fault."""
    known, faults, seed = seeds(), 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        format, data = source(seed, formats, known)
        if found := fault(format, data):
            faults += 1
            print(f"seed {seed}, {format}: {found}")
        seed += 1
    print(f"{seed:,} sources, {faults} faults")
    return min(1, faults)


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 600, sys.argv[2:] or list(READERS)))
