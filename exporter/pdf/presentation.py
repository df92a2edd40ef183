"""What HTML says by attributes and WeasyPrint leaves to style sheets: numbers of lists, widths of images,
wide tables."""

from __future__ import annotations

from lxml import etree

from exporter.pdf import mathematics

_NUMBERS = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}

DENSE, CROWDED = 7, 12
"""Columns from which a table is set smaller, and as small as it can be read."""

LONG = 12
"""Rows beyond which a table may be broken between pages."""


def present(body: etree._Element) -> None:
    """Write the presentation of ``body``'s attributes into ``style`` and ``class``, in place."""
    mathematics.linear(body)
    for ordered in body.iter("ol"):
        _number(ordered)
    for image in body.iter("img"):
        _size(image)
    for drawing in body.iter("svg"):
        _entitle(drawing)
    for table in body.iter("table"):
        rows = list(table.iter("tr"))
        columns = max(map(_columns, rows), default=0)
        words = [word for word, least in (("crowded", CROWDED), ("dense", DENSE)) if columns >= least][:1]
        table.set("class", " ".join(words + ["long"] * (len(rows) > LONG)))


def _number(ordered: etree._Element) -> None:
    """https://html.spec.whatwg.org/multipage/rendering.html#lists: start, value and type."""
    styles = []
    if start := ordered.get("start"):
        styles.append(f"counter-reset: list-item {int(start) - 1}")
    if kind := _NUMBERS.get(ordered.get("type", "")):
        styles.append(f"list-style-type: {kind}")
    if styles:
        ordered.set("style", "; ".join(styles))
    number = int(ordered.get("start") or 1) - 1
    for item in ordered.iterchildren("li"):
        value = int(item.get("value") or number + 1)
        if value != number + 1:  # WeasyPrint sets counters before it increments them: say the step instead
            item.set("style", f"counter-increment: list-item {value - number}")
        number = value


def _size(image: etree._Element) -> None:
    if width := image.get("width"):
        image.set("style", f"width: {width}" + ("" if width.endswith("%") else "px"))
    parent = image.getparent()
    if parent is not None and parent.tag == "p" and not "".join(map(str, parent.itertext())).strip():
        parent.set("class", "picture")


def _entitle(drawing: etree._Element) -> None:
    """WeasyPrint takes a drawing's title for its alternative text."""
    title = etree.Element("title")
    title.text = drawing.get("aria-label")
    if title.text:
        drawing.insert(0, title)


def _columns(row: etree._Element) -> int:
    return sum(int(cell.get("colspan") or 1) for cell in row.iterchildren("td", "th"))
