"""What a reader is given."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""Sources above this are refused: no article is that long, and an hour of layout is no kindness."""

MAX_LINE = 65_535
"""The highest line number that libxml2 keeps with an element; elements of later lines all say this one."""


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one article and where they came from."""

    name: str
    """As the person typed it, for messages; ``standard input`` for ``-``."""
    data: bytes
    folder: Path | None = None
    """The only folder that local images are read from; ``None``: none are."""
    encoding: str | None = None
    """What the person says the encoding is; ``None``: find out."""

    @property
    def stem(self) -> str:
        """The title when the article has none."""
        return Path(self.name).stem or self.name
