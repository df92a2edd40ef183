"""What a reader is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

MAX_BYTES = 64 * 1024 * 1024
"""Sources above this are refused: no article is that long, and an hour of layout is no kindness."""

MAX_LINE = 65_535
"""The highest line number that libxml2 keeps with an element; elements of later lines all say this one."""


@dataclass(frozen=True, slots=True)
class Network:
    """How an address is fetched."""

    private: bool = False
    """Whether it may lead to this machine or to its local network."""
    progress: Callable[[str], None] | None = None
    """Told of each page and image."""
    images: bool = False
    """Whether the images of a file are fetched that are on the network; those of an address are."""


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
    declared: str | None = None
    """What the letter that brought it says the encoding is: HTTP, MIME."""
    url: str | None = None
    """Its address on the network: what relative links start from."""
    fetch: Callable[[str], bytes | None] | None = None
    """Brings an image by its address, from an archive or from the network; ``None``: there is none there."""
    remote: Callable[[str], bytes | None] | None = None
    """Brings an image from the network, where the person asked for that; ``None``: nobody did."""
    selector: str | None = None
    """CSS: which elements of a web page are the article; ``None``: find out."""

    @property
    def stem(self) -> str:
        """The title when the article has none: the file's name, of characters that can be set."""
        stem = re.sub("[\ud800-\udfff]", "\ufffd", Path(self.name).stem or self.name)
        return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]", " ", stem).strip() or "\ufffd"
