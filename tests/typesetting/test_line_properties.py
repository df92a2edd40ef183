"""What holds of every line, whatever the text and the measure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from line_cases import EM, paragraph

from exporter.typesetting.breaks import opportunities
from exporter.typesetting.paragraph import FORCED, Line, Paragraph, Settings
from exporter.typesetting.setting import Break, Setting

TEXTS = st.text(
    st.sampled_from("甲乙丙丁戊かなーっ가나Aaé1-， 。「」（）“”‘’、！？·…—／％ 　⏎\u0301\u200b\u00a0"),
    max_size=80,
).map(lambda text: text.replace("⏎", FORCED).replace("…", "……").replace("—", "——"))
NOT_SET = set(" \t\u3000\n\r\v\f\x85\u2028\u2029")
"""At a line's end: spaces, and what ends lines."""
ANYTHING = st.text(max_size=60)
SETTINGS = st.builds(
    Settings,
    language=st.sampled_from(["zh-hans", "zh-hant", "ja", "ko", "en", ""]),
    line_break=st.sampled_from(["auto", "loose", "normal", "strict", "anywhere"]),
    word_break=st.sampled_from(["normal", "keep-all", "break-all"]),
    overflow_wrap=st.sampled_from(["normal", "break-word", "anywhere"]),
    text_spacing_trim=st.sampled_from(
        ["normal", "space-all", "space-first", "trim-start", "trim-both", "trim-all"]
    ),
    hanging_punctuation=st.sampled_from(
        [frozenset[str](), frozenset({"allow-end"}), frozenset({"force-end", "first"})]
    ),
    text_justify=st.sampled_from(["auto", "none", "inter-word", "inter-character"]),
    text_wrap_style=st.sampled_from(["auto", "stable", "pretty", "balance"]),
)
MEASURES = st.floats(0.5, 30).map(lambda ems: ems * EM)


def chosen(given_: Paragraph, measure: float) -> tuple[Setting, list[Break]]:
    """Return the plan of a paragraph, in order."""
    setting = Setting(given_)
    plan = setting.plan(0, measure, measure)
    return setting, list(plan.values())


def extent(given_: Paragraph, line: Line) -> float:
    """Return how wide a line is by the sum of what is in it."""
    places = range(line.start, line.end)
    edges = sum(given_.before.get(at, 0.0) + given_.after.get(at, 0.0) for at in places)
    return sum(line.advances) + edges + (given_.hyphens.get(line.end, 0.0) if line.hyphenated else 0.0)


@example("·\u3000", Settings(language="zh-hans", overflow_wrap="break-word", text_spacing_trim="trim-both"), EM)
@given(text=st.one_of(TEXTS, ANYTHING), values=SETTINGS, measure=MEASURES)
def test_every_character_is_in_one_line_and_in_order(text: str, values: Settings, measure: float) -> None:
    made = paragraph(text, values)
    setting, plan = chosen(made, measure)
    position = setting.skip(0)
    for one in plan:
        assert one.start == position
        assert one.end > one.start or position >= len(text)
        line = setting.set(one, measure, fills=True)
        assert line.start == one.start
        assert set(text[line.end : one.end]) <= NOT_SET, "only spaces at a line's end are not set"
        assert len(line.advances) == line.end - line.start
        position = setting.skip(one.end)
    assert position >= len(text)


@given(text=TEXTS, values=SETTINGS, measure=MEASURES)
@example(text="1　1かか-1", values=Settings(language="zh-hans", text_justify="inter-character"), measure=5 * EM)
def test_lines_end_where_lines_may_end(text: str, values: Settings, measure: float) -> None:
    made = paragraph(text, values)
    allowed = opportunities(made)
    _, plan = chosen(made, measure)
    for one, _following in pairwise(plan):
        assert allowed[one.end] > 0
    forced = {at for at, verdict in enumerate(allowed) if verdict == 2}
    assert forced - {0} <= {one.end for one in plan} | {len(text)}


@given(text=TEXTS, values=SETTINGS, measure=MEASURES, fills=st.booleans())
@example("1、\u200b\u0301", Settings(language="zh-hans", text_spacing_trim="trim-both"), EM, False)
@example("1、\u200b\u0301、一", Settings(language="zh-hans", text_spacing_trim="trim-all"), EM, False)
def test_no_line_is_too_long_but_for_what_cannot_be_broken(
    text: str, values: Settings, measure: float, fills: bool
) -> None:
    made = paragraph(text, values)
    allowed = opportunities(made)
    setting, plan = chosen(made, measure)
    for one in plan:
        line = setting.set(one, measure, fills and not setting.is_last(one))
        over = line.width + line.inset - line.hangs - measure
        broken = [at for at in range(one.start + 1, line.end) if allowed[at]]
        assert over < 1e-4 or not broken, "it could have been broken before"


@given(text=TEXTS, values=SETTINGS, measure=MEASURES)
@example(text=" ", values=Settings(language="zh-hans"), measure=EM)
def test_a_line_that_fills_its_measure_fills_it_exactly(text: str, values: Settings, measure: float) -> None:
    made = paragraph(text, values)
    setting, plan = chosen(made, measure)
    for one in plan:
        line = setting.set(one, measure, fills=True)
        assert line.width == pytest.approx(extent(made, line), abs=EM / 1000)
        short = measure - (line.width + line.inset - line.hangs)
        natural = setting.set(one, measure, fills=False)
        assert short < EM / 1000 or line == natural, "either to the edge or as it is by itself"


@given(text=TEXTS, values=SETTINGS, measure=MEASURES)
def test_the_same_paragraph_has_the_same_lines(text: str, values: Settings, measure: float) -> None:
    first, second = (chosen(paragraph(text, values), measure)[1] for _ in range(2))
    assert first == second


@given(text=TEXTS, values=SETTINGS, size=st.floats(1, 50))
@example(
    text="11111···——……か1か、　",
    values=Settings(language="zh-hans", line_break="anywhere", hanging_punctuation=frozenset({"allow-end"})),
    size=10.3388718344568,
)
@settings(max_examples=50)
def test_lines_do_not_depend_on_the_unit(text: str, values: Settings, size: float) -> None:
    values = replace(values, text_wrap_style="stable")
    ems = 12.3
    _, one = chosen(paragraph(text, values), ems * EM)
    _, other = chosen(paragraph(text, values, size=size), ems * size)
    assert [line.end for line in one] == [line.end for line in other]


@pytest.mark.parametrize("measure", [0.0, -5.0, float("inf"), float("nan")])
@pytest.mark.parametrize("text", ["", "甲乙丙", "「甲」，乙", "word", "\u0301\u0301", "\u200b" * 50, " "])
def test_impossible_measures_come_to_an_end(text: str, measure: float) -> None:
    _, plan = chosen(paragraph(text, Settings()), measure)
    assert [line.end for line in plan][-1:] in ([len(text)], [0]) or plan[-1].end >= len(text.rstrip())


def test_preferred_widths_are_those_of_the_widest_piece_and_of_the_whole() -> None:
    setting = Setting(paragraph("甲乙「丙」，word丁\n戊", Settings(language="zh-hans")))
    assert setting.min_width() == pytest.approx(3 * EM)  # 「丙」， and neither mark whole
    assert setting.max_widths()[1] == pytest.approx(EM)
    assert setting.max_widths()[0] == pytest.approx((2 + 2 + 1.5 + 2 + 1.25) * EM)
