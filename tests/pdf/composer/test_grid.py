"""Where lines and blocks stand on the page's grid. The cases are in ``fixtures/grid``, a file for each subject.

The test page has ten lines of 40 px and a text of 20 px. A result says, page by page, on which line's base line
each line of text stands (``甲 3``), and how many lines below the top a block with an id begins and ends
(``#a 1-2.5``).
"""

from __future__ import annotations

import inspect
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from hypothesis import given, settings
from hypothesis import strategies as st
from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from exporter.fonts import faces
from exporter.pdf.composer import grid, properties
from exporter.pdf.fontmap import FontMap

FIXTURES = Path(__file__).parent / "fixtures" / "grid"
PITCH, TOP, LINES = 40, 30, 10

PAGE = f"""
@page {{ size: 480px {LINES * PITCH + 2 * TOP}px; margin: {TOP}px 40px }}
html {{ font: 20px/{PITCH}px Exporter Serif }}
body {{ margin: 0; widows: 2; orphans: 2 }}
p, ol, h2 {{ margin: 0; padding: 0 }} ol {{ padding-left: 40px }}
h2 {{ font-size: 24px; margin-top: {PITCH}px; break-after: avoid }}
code {{ font: 18px Exporter Mono; line-height: inherit }}
sup {{ font-size: 12px; line-height: 0 }}
.small {{ font-size: 15px; line-height: 30px }}
.box {{ display: inline-block; width: 20px }}
.figure {{ margin: {PITCH}px 0 }}
.note {{ float: footnote }} .note::footnote-call, .note::footnote-marker {{ content: none }}
table {{ border-spacing: 0 }} td {{ padding: 5px 0 }}
"""
SNAP = "html { line-snap: baseline } .figure { box-snap: center }"


@pytest.fixture(scope="module")
def fonts() -> FontMap:
    return FontMap(face.path for face in faces.bundled())


@pytest.fixture(autouse=True)
def snapping(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The grid alone, without the rest of the composer."""
    with properties.known():
        for hook in grid.hooks():
            monkeypatch.setattr(hook.owner, hook.name, hook.make(getattr(hook.owner, hook.name)))
        yield
        monkeypatch.undo()


def lay_out(fonts: FontMap, markup: str, css: str = SNAP) -> Any:
    sheets = [weasyprint.CSS(string=text, font_config=fonts) for text in (PAGE, css)]
    return weasyprint.HTML(string=f"<body>{markup}").render(stylesheets=sheets, font_config=fonts)


def texts(box: Any) -> Iterator[Any]:
    """Yield the texts of a line, not those of the boxes in it."""
    for child in box.children:
        if isinstance(child, boxes.TextBox):
            yield child
        elif isinstance(child, boxes.InlineBox):
            yield from texts(child)


def base_lines(page: Any) -> list[tuple[float, str]]:
    """Return where the first character of every line is drawn, and the line's text."""
    lines = [
        list(texts(box))
        for box in page._page_box.descendants(placeholders=True)
        if isinstance(box, boxes.LineBox)
    ]
    return [
        (line[0].position_y + line[0].baseline, "".join(text.text for text in line).strip())
        for line in lines
        if line
    ]


@pytest.fixture(scope="module")
def first_base(fonts: FontMap) -> float:
    """Where the first base line of an undisturbed page is."""
    return base_lines(lay_out(fonts, "<p>甲</p>", "").pages[0])[0][0]


def shown(document: Any, first_base: float) -> str:
    """Return what stands where, a line for each page."""
    pages = [", ".join(_things(page, first_base)) for page in document.pages]
    return "\n".join(f"{number}: {things}" for number, things in enumerate(pages, 1) if things)


def _things(page: Any, first_base: float) -> list[str]:
    found = [(base, f"{text} {_number((base - first_base) / PITCH + 1)}") for base, text in base_lines(page)]
    blocks: dict[str, Any] = {}
    for box in page._page_box.descendants(placeholders=True):
        if isinstance(box, boxes.BlockLevelBox) and box.element is not None and box.element.get("id"):
            blocks.setdefault(box.element.get("id"), box)  # a table's wrapper comes before the table
    for name, box in blocks.items():
        top, bottom = (
            (height - TOP) / PITCH for height in (box.border_box_y(), box.border_box_y() + box.border_height())
        )
        found.append((box.border_box_y(), f"#{name} {_number(top)}-{_number(bottom)}"))
    return [text for _, text in sorted(found, key=lambda one: one[0])]


def _number(value: float) -> str:
    return f"{round(value, 3) + 0:g}"


def cases() -> list[Any]:
    """Return the cases of all fixture files: a title, the markup, the result, each closed by a full stop."""
    found = []
    for path in sorted(FIXTURES.glob("*.txt")):
        parts = path.read_text(encoding="utf-8").split("\n.\n")
        assert len(parts) % 3 == 1, f"{path.name}: every case is a title, an input and a result"
        triples = zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
        found += [
            pytest.param(given, expected, id=f"{path.stem}: {title.strip()}")
            for title, given, expected in triples
        ]
    return found


@pytest.mark.parametrize(("markup", "expected"), cases())
def test_what_stands_where(fonts: FontMap, first_base: float, markup: str, expected: str) -> None:
    assert shown(lay_out(fonts, markup), first_base) == expected.strip()


EVERYTHING = """
<h2>题</h2><p>甲<code>code</code><br>乙
<img width=50 height=70 src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>">丙</p>
<ol><li>一<li><p>二</ol><div class=small>小<br>字</div><table class=figure><tr><td>格</table>
<div style="float: left; width: 99px">浮</div>
<p>文文文文文文文文文文文文文文文文文文文文文文文文
<span class=note>注</span></p>
<div style="columns: 2"><p>栏<p>栏</div><div style="display: flex"><p>弹</div>
<div style="height: 333px"></div><p>完</p>
"""


def test_what_does_not_ask_for_the_grid_is_laid_out_as_ever(
    fonts: FontMap, monkeypatch: pytest.MonkeyPatch
) -> None:
    def pdf() -> bytes:
        return bytes(lay_out(fonts, EVERYTHING, css="").write_pdf(pdf_identifier=b"0"))

    ours = pdf()
    monkeypatch.undo()
    assert ours == pdf()


BLOCKS = st.lists(
    st.one_of(
        st.integers(1, 7).map(lambda count: "<p>" + "<br>".join("行" * count) + "</p>"),
        st.integers(1, 3).map(lambda count: "<h2>" + "<br>".join("题" * count) + "</h2>"),
        st.integers(1, 9).map(
            lambda count: "<div class='small figure'>" + "<br>".join("引" * count) + "</div>"
        ),
        st.integers(1, 380).map(lambda height: f"<div class=figure style='height: {height}px'></div>"),
        st.integers(1, 200).map(lambda height: f"<p>行<i class=box style='height: {height}px'></i>行</p>"),
        st.integers(-30, 90).map(
            lambda margin: f"<p style='margin: {margin}px 0'>行<code>code</code><br>行</p>"
        ),
        st.integers(1, 4).map(lambda count: f"<table class=figure>{'<tr><td>格' * count}</table>"),
        st.just("<ul><li>行<li><p>行</p></ul>"),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60)
@given(blocks=BLOCKS)
def test_whatever_comes_before_lines_are_on_the_grid_and_none_is_lost(
    fonts: FontMap, first_base: float, blocks: list[str]
) -> None:
    document = lay_out(fonts, "".join(blocks))
    text = ""
    for page in document.pages:
        lines = [line for line in base_lines(page) if line[1] not in "•引格题"]
        for base, characters in lines:
            off = (base - first_base) % PITCH
            assert min(off, PITCH - off) < 0.1, characters
        heights = [base for base, _ in lines]
        assert heights == sorted(set(heights)), "no line stands on another"
        assert max(heights, default=0) < TOP + LINES * PITCH
        text += "".join(characters for _, characters in base_lines(page))
    for character in "行引格题":
        assert text.count(character) == "".join(blocks).count(character)


def _can_keep_together(blocks: list[str]) -> bool:
    """Whether a head and what follows fit on a page: no two heads in a row, nothing of nearly half a page."""
    heads = [block.startswith("<h2>") for block in blocks]
    heights = (int(height) for block in blocks for height in re.findall(r"height: (\d+)px", block))
    return (True, True) not in itertools.pairwise(heads) and max(heights, default=0) < 4 * PITCH


@settings(max_examples=40)
@given(blocks=BLOCKS.filter(_can_keep_together))
def test_two_lines_stay_together_at_a_break_and_no_head_is_last(fonts: FontMap, blocks: list[str]) -> None:
    document = lay_out(fonts, "".join(blocks) + "<p>行</p>")
    parts: dict[Any, list[int]] = {}
    for page in document.pages:
        flow = [
            box
            for box in page._page_box.descendants()
            if isinstance(box, boxes.BlockBox) and box.element is not None
        ]
        assert flow[-1].element.tag != "h2"
        for box in flow:
            if box.element.tag == "p":
                lines = sum(isinstance(child, boxes.LineBox) for child in box.children)
                parts.setdefault(box.element, []).append(lines)
    for counts in parts.values():
        assert len(counts) == 1 or min(counts) > 1


def test_facing_pages_have_their_lines_at_the_same_heights(fonts: FontMap) -> None:
    markup = "".join(
        f"<p>行<br>行</p><div class=figure style='height: {height}px'></div>" for height in range(5, 300, 23)
    )
    document = lay_out(fonts, markup)
    heights = {round(base, 2) for page in document.pages for base, _ in base_lines(page)}
    assert len(document.pages) > 4
    assert len(heights) <= LINES


def test_the_functions_that_are_replaced_are_as_they_were() -> None:
    names = list(inspect.signature(inline.get_next_linebox).parameters)
    assert names[:7] == [
        "context", "linebox", "position_y", "bottom_space", "skip_stack", "containing_block", "absolute_boxes"
    ]  # fmt: skip
