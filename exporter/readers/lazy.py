"""Images that wait for a script or for a choice of the browser: one ``img`` each that knows its files."""

from __future__ import annotations

import itertools
import re

from lxml import etree

from exporter.readers import attributes
from exporter.readers.images import file_name
from exporter.readers.nodes import drop

FEW = 20
"""Images that are looked at beside one."""
_WAITING = re.compile(
    r"blank|spacer|placeholder|loading|lazy|grey|gray|pixel|transparent|1x1|default", re.IGNORECASE
)


def settle(root: etree._Element) -> None:
    """Give, in place, the images of ``root`` the files that ``picture`` and ``noscript`` name for them."""
    for picture in list(root.iter("picture")):
        _choose(picture)
    for noscript in list(root.iter("noscript")):
        images = list(itertools.islice(noscript.iter("img"), FEW))
        if images:
            _place(noscript, images)


def _choose(picture: etree._Element) -> None:
    """What ``source`` elements offer, after what the image says itself."""
    image = picture.find(".//img")
    if image is None:
        image = etree.SubElement(picture, "img")
    offered = [source.get("data-srcset") or source.get("srcset") for source in picture.iter("source")]
    if any(offered) and not _files(image):
        image.set("data-srcset", next(filter(None, offered)))


def _place(noscript: etree._Element, images: list[etree._Element]) -> None:
    """Drop what stands beside it already; else it is the image, and so is what waits beside it."""
    beside = [each for each in (noscript.getprevious(), noscript.getnext()) if each is not None]
    shown = [image for each in beside for image in itertools.islice(each.iter("img"), FEW)]
    files = {file for image in images for file in _files(image)}
    if any(files & _files(image) for image in shown):
        drop(noscript)
        return
    for each in beside:
        inside = list(itertools.islice(each.iter("img"), 2))
        if len(inside) == len(images) == 1 and not "".join(each.itertext()).strip() and _waits(inside[0]):
            for name, value in inside[0].items():
                if name in ("alt", "width", "height") and not images[0].get(name):
                    images[0].set(name, value)
            drop(each)
            break
    noscript.tag = "div"


def _files(image: etree._Element) -> set[str]:
    return {file_name(source) for source in attributes.image_sources(image) if source[:5].lower() != "data:"}


def _waits(image: etree._Element) -> bool:
    """Whether an image has no file, or one that only keeps its place."""
    return all(_WAITING.search(name) for name in _files(image))
