"""What WeasyPrint knows of CSS inside ``properties.known()``.

The cases are in ``fixtures/properties``, a file for each property: its section, initial value and inheritance,
then values and what they compute to.
"""

from __future__ import annotations

import copy
import inspect
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from weasyprint import css
from weasyprint.css import computed_values, get_all_computed_styles, preprocess_declarations, properties
from weasyprint.css.validation import expanders
from weasyprint.css.validation import properties as validation

from exporter.pdf.composer.properties import LONGHANDS, SHORTHANDS, known
from exporter.pdf.listening import heard

FIXTURES = Path(__file__).parent / "fixtures"
PARENT_SIZE = "div { font-size: 20px }"

TABLES: tuple[Any, ...] = (
    properties.INITIAL_VALUES,
    properties.INHERITED,
    properties.KNOWN_PROPERTIES,
    validation.PROPERTIES,
    expanders.EXPANDERS,
    computed_values.COMPUTER_FUNCTIONS,
    computed_values.PHYSICAL_FUNCTIONS,
)
"""All that ``known`` changes of WeasyPrint: when one has moved, the import says so."""


@dataclass(frozen=True)
class Case:
    name: str
    value: str
    expected: str

    @property
    def longhands(self) -> dict[str, str]:
        if ": " not in self.expected:
            return {self.name: self.expected}
        return dict(part.split(": ") for part in self.expected.split("; "))


@dataclass(frozen=True)
class Sheet:
    name: str
    facts: dict[str, str]
    good: tuple[Case, ...]
    bad: tuple[str, ...]

    @property
    def initial(self) -> dict[str, str]:
        return {name: SHEETS[name].facts["initial"] for name in self.good[0].longhands if name in LONGHANDS}


def _sheet(path: Path) -> Sheet:
    head, rows = path.read_text(encoding="utf-8").split("\n\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    cells = [[cell.strip() for cell in row.split("|")] for row in rows.splitlines()]
    good = tuple(Case(path.stem, value, outcome) for value, outcome in cells if outcome != "ignored")
    return Sheet(path.stem, facts, good, tuple(value for value, outcome in cells if outcome == "ignored"))


SHEETS = {path.stem: _sheet(path) for path in sorted((FIXTURES / "properties").glob("*.txt"))}
GOOD = [case for sheet in SHEETS.values() for case in sheet.good]
BAD = [(sheet.name, value) for sheet in SHEETS.values() for value in sheet.bad]
TEACHING = sorted(set(SHEETS) - {"text-wrap-mode"})
"""Properties with a computed value of their own."""


@pytest.fixture
def _known() -> Iterator[None]:
    with known():
        yield


def _styles(sheet: str) -> tuple[Any, Any, list[str]]:
    """Return the styles of a ``div`` and of a ``p`` in it, and what WeasyPrint said of the style sheet."""
    html = weasyprint.HTML(string="<div><p>文字 text</p></div>")
    with heard(None) as warnings:
        style_for = get_all_computed_styles(html, [weasyprint.CSS(string=sheet)])
        elements = html.etree_element
        styles = style_for(next(elements.iter("div"))), style_for(next(elements.iter("p")))
        for style in styles:  # values are computed when they are asked for
            for name in LONGHANDS:
                style[name.replace("-", "_")]
    return *styles, warnings


def _shown(style: Any, name: str) -> str:
    """Return a computed value as the fixtures write it."""
    value = style[name.replace("-", "_")]
    if isinstance(value, frozenset):
        return " ".join(sorted(value)) or "empty"
    if name.endswith("-color") and value != "currentcolor":
        return "#" + "".join(f"{round(channel * 255):02x}" for channel in value.to("srgb")[:3])
    if isinstance(value, tuple):
        return " ".join(f"{part:g}" if isinstance(part, float) else part for part in value)
    return str(value)


def _all_shown(style: Any, names: dict[str, str]) -> dict[str, str]:
    return {name: _shown(style, name) for name in names}


def test_every_property_has_its_cases() -> None:
    assert set(SHEETS) == set(LONGHANDS) | set(SHORTHANDS)


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("case", GOOD, ids=lambda case: f"{case.name}: {case.value}")
def test_a_value_computes_to_what_is_written(case: Case) -> None:
    parent, _, warnings = _styles(f"{PARENT_SIZE} div {{ {case.name}: {case.value} }}")
    assert (_all_shown(parent, case.longhands), warnings) == (case.longhands, [])


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize(("name", "value"), BAD, ids=lambda part: part)
def test_a_bad_value_is_ignored_with_the_usual_warning(name: str, value: str) -> None:
    before = SHEETS[name].good[0]
    parent, _, warnings = _styles(f"div{{{name}:{before.value};{name}:{value}}}")
    column = 5 + len(f"{name}:{before.value};")
    assert warnings == [f"Ignored `{name}:{value}` at 1:{column}, invalid value."]
    assert _all_shown(parent, before.longhands) == before.longhands


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("name", LONGHANDS)
def test_initial_value_and_inheritance(name: str) -> None:
    sheet, case = SHEETS[name], SHEETS[name].good[0]
    parent, child, _ = _styles("")
    assert _shown(parent, name) == _shown(child, name) == sheet.facts["initial"]
    _, child, _ = _styles(f"{PARENT_SIZE} div {{ {name}: {case.value} }}")
    assert _shown(child, name) == (
        case.expected if sheet.facts["inherited"] == "yes" else sheet.facts["initial"]
    )


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("name", TEACHING)
def test_the_words_that_every_property_knows(name: str) -> None:
    sheet, case = SHEETS[name], SHEETS[name].good[-1 if name == "text-wrap" else 0]
    inherits = sheet.facts.get("inherited", "yes") == "yes"
    for word, outcome in (
        ("inherit", case.longhands),
        ("initial", sheet.initial),
        ("unset", case.longhands if inherits else sheet.initial),
    ):
        _, child, warnings = _styles(f"{PARENT_SIZE} div {{ {name}: {case.value} }} p {{ {name}: {word} }}")
        assert (_all_shown(child, outcome), warnings) == (outcome, []), word


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize("name", TEACHING)
def test_values_behind_variables(name: str) -> None:
    sheet = SHEETS[name]
    for case in sheet.good:
        parent, _, warnings = _styles(f"{PARENT_SIZE} div {{ --v: {case.value}; {name}: var(--v) }}")
        own = {key: value for key, value in case.longhands.items() if key in LONGHANDS}
        assert (_all_shown(parent, own), warnings) == (own, []), case.value
    parent, _, warnings = _styles(f"div {{ --v: {sheet.bad[0]}; {name}: var(--v, 1) }}")
    assert _all_shown(parent, sheet.initial) == sheet.initial
    assert warnings
    assert all(text.startswith(f"Ignored `{name}: {sheet.bad[0]}` at 1:") for text in warnings)


@pytest.mark.usefixtures("_known")
def test_an_inset_follows_the_size_of_its_own_element() -> None:
    parent, child, _ = _styles(f"{PARENT_SIZE} div {{ text-decoration-inset: 1em }} p {{ font-size: 10px; }}")
    assert (_shown(parent, "text-decoration-inset"), _shown(child, "text-decoration-inset")) == ("20 20", "0 0")
    taken = "p { font-size: 10px; text-decoration-inset: inherit }"
    _, child, _ = _styles(f"{PARENT_SIZE} div {{ text-decoration-inset: 1em }} {taken}")
    assert _shown(child, "text-decoration-inset") == "20 20"


WRAPPING = [
    [cell.strip() for cell in line.split("|")]
    for line in (FIXTURES / "wrapping.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.usefixtures("_known")
@pytest.mark.parametrize(("outer", "own", "wrap", "outcome"), WRAPPING)
def test_text_wrap_is_half_of_white_space(outer: str, own: str, wrap: str, outcome: str) -> None:
    declared = [("div", "white-space", outer), ("p", "white-space", own), ("p", "text-wrap", wrap)]
    _, child, warnings = _styles(
        " ".join(f"{tag} {{ {name}: {value} }}" for tag, name, value in declared if value != "-")
    )
    assert (child["white_space"], warnings) == (outcome, [])


@pytest.mark.usefixtures("_known")
def test_a_stronger_white_space_wins_over_text_wrap() -> None:
    _, child, _ = _styles("div p { white-space: pre } p { text-wrap: wrap }")
    assert child["white_space"] == "pre"
    _, child, _ = _styles("p { white-space: pre-wrap; text-wrap-mode: wrap } div p { text-wrap: nowrap }")
    assert child["white_space"] == "pre"


def test_break_word_is_the_old_name_of_overflow_wrap_anywhere() -> None:
    with known():
        parent, child, _ = _styles("div { word-break: break-word } p { word-break: keep-all }")
    assert (parent["word_break"], parent["overflow_wrap"]) == ("normal", "anywhere")
    assert (child["word_break"], child["overflow_wrap"]) == ("keep-all", "anywhere")


# What is WeasyPrint's own


def test_the_places_that_teaching_reaches_into_are_as_they_were() -> None:
    lookup = inspect.getsource(css.ComputedStyle.__missing__)
    for line in (
        "PHYSICAL_FUNCTIONS.get(key)",
        "logical_function(block='ttb', inline=self['direction'])",
        "if logical_weight >= weight:",
        "COMPUTER_FUNCTIONS[key](self, key, value)",
    ):
        assert line in lookup, "a declared text-wrap-mode is found as a logical property is, and then computed"
    assert "key in INHERITED" in inspect.getsource(css.AnonymousStyle.__missing__), (
        "inheritance is a set of names"
    )
    declared = inspect.getsource(preprocess_declarations)
    assert "EXPANDERS.get(name, validate_non_shorthand)" in declared, "shorthands come before longhands"
    read = inspect.getsource(validation.validate_non_shorthand)
    for line in ("PROPERTIES[name]", "function.wants_base_url", "name not in KNOWN_PROPERTIES"):
        assert line in read, "a validator is a function of tokens, with wants_base_url, in PROPERTIES"


# What is taught is taken back


def _copied() -> list[Any]:
    return [copy.copy(table) for table in TABLES]


def test_outside_nothing_is_known() -> None:
    with known():
        pass
    with heard(None) as warnings:
        weasyprint.CSS(string="p{line-break:strict;word-break:keep-all;text-spacing:none}")
    assert warnings == [
        "Ignored `line-break:strict` at 1:3, unknown property.",
        "Ignored `word-break:keep-all` at 1:21, invalid value.",
        "Ignored `text-spacing:none` at 1:41, unknown property.",
    ]


def test_the_tables_are_as_they_were_when_the_last_has_left() -> None:
    before = _copied()
    with known():
        inside = _copied()
        with known():
            assert _copied() == inside
        assert _copied() == inside
    assert inside != before
    assert _copied() == before
    with pytest.raises(ZeroDivisionError), known():
        _ = 1 / 0
    assert _copied() == before


def test_two_threads_may_be_inside() -> None:
    before, seen = _copied(), []
    first_is_in, second_is_in, first_is_out = threading.Event(), threading.Event(), threading.Event()

    def first() -> None:
        with known():
            first_is_in.set()
            second_is_in.wait(60)
        first_is_out.set()

    def second() -> None:
        first_is_in.wait(60)
        with known():
            second_is_in.set()
            first_is_out.wait(60)
            seen.append(_styles("div { line-break: strict }")[0]["line_break"])

    threads = [threading.Thread(target=each) for each in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == ["strict"]
    assert _copied() == before


def test_knowing_more_changes_no_page_that_says_nothing_of_it() -> None:
    html = weasyprint.HTML(
        string="""<html lang="zh"><style>@page { size: A6; @bottom-center { content: counter(page) } }
        p { text-decoration: underline; text-align: justify } pre { white-space: pre-wrap }</style>
        <h1>试印</h1><p>一段<em>中文</em>和 some English，<a href="#x">链接</a>。</p><pre>a  b
        c</pre><table id="x"><tr><td>一<td style="white-space: nowrap">二三四</table><ul><li>五</ul>
        <svg width="99" height="30"><text y="20">字</text></svg>"""
    )
    stock = html.write_pdf(pdf_identifier=b"same")
    with known():
        assert html.write_pdf(pdf_identifier=b"same") == stock
