"""Declarative shadow trees of saved pages, unfolded: what a browser shows of a component is in its template.

https://html.spec.whatwg.org/multipage/scripting.html#attr-template-shadowrootmode
"""

from __future__ import annotations

from lxml import etree

from exporter.readers.locate import drop


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
    slots = {slot.get("name") or "": slot for slot in reversed(list(template.iter("slot")))}
    text = "".join([host.text or "", *(child.tail or "" for child in host)])
    default = slots.get("")
    for child in [child for child in host if child is not template]:
        slot = slots.get(child.get("slot") or "")
        tail, child.tail = child.tail, None
        if slot is None:
            drop(child)
            continue
        slot.append(child)
        if slot is default:
            child.tail = tail
    if default is not None and text.strip() and not len(default):
        default.text = text
    host.text = template.tail = None
