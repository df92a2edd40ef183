"""Declarative shadow trees of saved pages, unfolded: what a browser shows of a component is in its template.

https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode
"""

from __future__ import annotations

from lxml import etree

from exporter.readers.nodes import append_text, drop


def settle(root: etree._Element) -> None:
    """Put, in place, what stands in a component's template where the component is.

    Its own children go where the template has a slot for them; without one a browser does not show them.
    """
    for template in list(root.iter("template")):
        host = template.getparent()
        if host is None or (template.get("shadowrootmode") or template.get("shadowroot")) not in (
            "open",
            "closed",
        ):
            continue
        _fill(template, host)
        template.tag = "div"


def _fill(template: etree._Element, host: etree._Element) -> None:
    """Move what stands in ``host`` into the slots: text into the nameless one, in its order.

    What a slot has in it is shown only where nothing is given to it (HTML, 4.12.4).
    """
    slots = {slot.get("name") or "": slot for slot in reversed(list(template.iter("slot")))}
    default = slots.get("")
    filled: set[etree._Element] = set()
    given = [(None, host.text), *((child, child.tail) for child in list(host))]
    host.text = None
    for child, text in given:
        if child is not None:
            child.tail = None
        if child is not None and child is not template:
            slot = slots.get(child.get("slot") or "")
            if slot is None:
                drop(child)
            else:
                _empty(slot, filled)
                slot.append(child)
        if default is not None and text and (text.strip() or default in filled):
            _empty(default, filled)
            append_text(default, text)


def _empty(slot: etree._Element, filled: set[etree._Element]) -> None:
    """Take out what stands in a slot until something is given to it."""
    if slot not in filled:
        filled.add(slot)
        slot.text = None
        del slot[:]
