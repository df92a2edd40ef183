"""Ruby of web pages as HTML reads it: the end tags that it lets a page leave out, readings on both sides.

https://html.spec.whatwg.org/multipage/parsing.html#parsing-main-inbody says where ``rb``, ``rtc``, ``rt`` and
``rp`` end, which libxml2 does not know: it puts what follows an open one into it.
"""

from __future__ import annotations

from lxml import etree

from exporter.readers.kinds import RUBY_PARTS

_PARTS = (*sorted(RUBY_PARTS), "rtc")


def settle(root: etree._Element) -> None:
    """Let every part of a ruby in ``root`` end, in place, where the next one begins; then set its ``rtc``.

    The readings of the first ``rtc`` are the ruby's own; a second line of readings is one for the whole base,
    in a ruby around it, which is what the vocabulary has.
    """
    containers = False
    for part in list(root.iter(*_PARTS)):
        containers = containers or part.tag == "rtc"
        around = part.getparent()
        if around is not None and _is_ended(str(around.tag), str(part.tag)):
            _move_after(around, [part, *part.itersiblings()])
    for ruby in list(root.iter("ruby")) if containers else ():
        _set_containers(ruby)


def _move_after(element: etree._Element, moved: list[etree._Element]) -> None:
    """Let ``moved``, which stand at its end, follow ``element``; its own tail follows them."""
    tail, element.tail = element.tail, None
    for each in reversed(moved):
        element.addnext(each)
    moved[-1].tail = (moved[-1].tail or "") + (tail or "") or None


def _is_ended(open_: str, by: str) -> bool:
    return open_ in RUBY_PARTS or (open_ == "rtc" and by in ("rb", "rtc"))


def _set_containers(ruby: etree._Element) -> None:
    bases = list(next(ruby.iterchildren("rbc"), ruby).iterchildren("rb"))
    read = ruby.find("rt") is not None
    for container in list(ruby.iterchildren("rtc"))[:2]:
        own = list(container.iterchildren("rt"))
        after = container.getnext()
        if read:
            if after is None or after.tag == "rtc":  # else it is not for all of the base
                _set_around(ruby, container)
            return
        if own and len(own) == len(container) and not (container.text or "").strip():
            _move_after(container, own)
            ruby.remove(container)
        else:
            container.tag = "rt"
            for base in bases:
                base.tag = "span"  # one reading for all
        read = True


def _set_around(ruby: etree._Element, container: etree._Element) -> None:
    """Make of a second line of readings the one of a ruby around the first."""
    inner = etree.Element("ruby")
    inner.text, ruby.text = ruby.text, None
    for each in list(container.itersiblings(preceding=True)):
        inner.insert(0, each)
    ruby.insert(0, inner)
    container.tag = "rt"
