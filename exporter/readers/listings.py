"""Listings that a page sets as tables, their lines numbered in a column of their own."""

from __future__ import annotations

import itertools
import re

from lxml import etree

_NUMBERS = re.compile(r"\s*1\s+2(?:\s+\d+)*\s*|\s*1\s*")


def settle(root: etree._Element) -> None:
    """Put, in place, the listing where the table of one row with its numbers and itself is."""
    for table in list(root.iter("table")):
        cells = list(itertools.islice(table.iter("td"), 3))
        parent = table.getparent()
        if len(cells) != 2 or any(cell.find(".//pre") is None for cell in cells) or parent is None:
            continue
        numbers, listing = cells
        if _NUMBERS.fullmatch(_lines(numbers)):
            for line in [each for each in table.iter("caption", "th") if "".join(each.itertext()).strip()]:
                line.tag, line.tail = "p", None  # the name of the file
                table.addprevious(line)
            listing.tag = "div"
            listing.tail, table.tail = table.tail, None
            parent.replace(table, listing)


def _lines(listing: etree._Element) -> str:
    return "\n".join(map(str, listing.itertext()))
