"""Formulas of web pages, where a program has drawn them: one formula each, as MathML or TeX."""

from __future__ import annotations

from lxml import etree

from exporter.readers.locate import drop

_DRAWN = frozenset(
    {"MathJax", "MathJax_Display", "MathJax_Preview", "MathJax_CHTML", "MathJax_SVG", "mjx-chtml"}
)
"""Classes of what MathJax 2 draws before the script that holds the formula."""


def settle(root: etree._Element) -> None:
    """Leave of every formula in ``root``, in place, what can be read, and drop its drawings.

    MathJax 2 keeps TeX in a script; MediaWiki hides the MathML and shows an image. KaTeX and MathJax 3 have
    MathML beside a drawing that says of itself that it is hidden.
    """
    for script in list(root.iter("script")):
        kind = (script.get("type") or "").lower()
        if kind.startswith("math/tex") and (script.text or "").strip():
            _from_script(script, display="mode=display" in kind)
    for wrapper in root.iter("span"):
        if "mwe-math-mathml" in (wrapper.get("class") or "") and wrapper.find(".//math") is not None:
            wrapper.attrib.pop("style", None)
            after = wrapper.getnext()
            if after is not None and after.tag == "img":
                drop(after)


def _from_script(script: etree._Element, *, display: bool) -> None:
    before = script.getprevious()
    while before is not None and _DRAWN & set((before.get("class") or "").split()):
        above = before.getprevious()
        drop(before)
        before = above
    script.tag = "math"
    script.set("data-tex", (script.text or "").strip())
    script.text = None
    if display:
        script.set("display", "block")
