"""What holds of breaks in any text whatever."""

from __future__ import annotations

import unicodedata

import pytest
from break_cases import paragraph
from hypothesis import example, given
from hypothesis import strategies as st

from exporter.typesetting import lineclasses, tailoring
from exporter.typesetting.breaks import opportunities
from exporter.typesetting.linebreak import Breaker
from exporter.typesetting.paragraph import Paragraph, Settings

UAX14 = Breaker()
MARKS = "、。，．：；！？「」（）“”‘’《》·・‧—…～〜–／/々ーゃ￥％℃"
CONTROLS = " \u3000\u00a0\u200b\u200d\u2060\n\r\u00ad\ufffc\ufe0f\u0301"
CHARACTERS = st.one_of(
    st.characters(exclude_categories=[]),
    st.sampled_from(MARKS + CONTROLS),
    st.sampled_from("文字かナ한글ab12１２Ａ๑ที\u1100\u1161\u11a8🇨🇳👍🏽"),
)
TEXTS = st.text(CHARACTERS, max_size=40)
SETTINGS = st.builds(
    Settings,
    language=st.sampled_from(["", "zh-hans", "zh-hant", "ja", "ko", "en", "he", "x--", "zh-latn"]),
    line_break=st.sampled_from(["auto", "loose", "normal", "strict", "anywhere"]),
    word_break=st.sampled_from(["normal", "keep-all", "break-all"]),
    overflow_wrap=st.sampled_from(["normal", "break-word", "anywhere"]),
    wraps=st.booleans(),
)
STRETCHES = st.lists(st.tuples(TEXTS, SETTINGS), min_size=1, max_size=4)
BASELESS = {"\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029", " ", "\u200b"}


@st.composite
def _paragraphs(chosen: st.DrawFn) -> Paragraph:
    given = paragraph(*chosen(STRETCHES))
    boundaries = st.sets(st.integers(0, len(given.text)), max_size=5)
    hyphens = dict.fromkeys(sorted(chosen(boundaries)), 0.5)
    return Paragraph(
        given.text, given.advances, given.spans, 1.0, given.settings, joined=chosen(boundaries), hyphens=hyphens
    )


@given(_paragraphs())
def test_every_boundary_gets_a_verdict(given: Paragraph) -> None:
    found = opportunities(given)
    assert len(found) == len(given.text) + 1
    assert set(found) <= {0, 1, 2, 3}
    assert found[-1] == 2
    assert not given.text or found[0] == 0
    assert opportunities(given) == found


@given(_paragraphs())
def test_no_character_is_divided(given: Paragraph) -> None:
    given = Paragraph(given.text, given.advances, given.spans, 1.0, given.settings)
    found = opportunities(given)
    for boundary in range(1, len(given.text)):
        before, after = given.text[boundary - 1], given.text[boundary]
        if (before, after) == ("\r", "\n") or (unicodedata.combining(after) and before not in BASELESS):
            assert found[boundary] == 0


@given(_paragraphs())
def test_what_must_end_a_line_does_whatever_the_settings(given: Paragraph) -> None:
    found = opportunities(given)
    forced = {place for place, verdict in enumerate(found[:-1]) if verdict == 2}
    text = given.text
    hard = {place for place in range(1, len(text)) if text[place - 1] in "\n\r\v\f\x85\u2028\u2029"}
    assert forced == {place for place in hard if text[place - 1 : place + 1] != "\r\n"}


@given(_paragraphs())
def test_what_is_joined_stays_together(given: Paragraph) -> None:
    found = opportunities(given)
    assert all(found[boundary] in (0, 2) for boundary in given.joined)


@given(TEXTS, SETTINGS)
@example("/·", Settings(language="zh-hans"))
def test_no_line_begins_or_ends_with_what_may_not(text: str, settings: Settings) -> None:
    settings = Settings(language=settings.language, line_break="strict", word_break=settings.word_break)
    if tailoring.writing_system(settings.language) == "other":
        return
    found = opportunities(paragraph((text, settings)))
    for place in range(1, len(text)):
        if found[place] == 1 and text[place - 1] not in BASELESS:
            assert text[place] not in "、。，．：；！？」）”》·・〜～–％"
            assert text[place - 1] not in "「（“‘《"


@given(st.text(st.characters(max_codepoint=0x7F), max_size=60), SETTINGS)
@example('a/b -5% (x)\'s "q"', Settings(language="zh"))
def test_ascii_breaks_as_unicode_has_it_in_every_language(text: str, settings: Settings) -> None:
    plain = Settings(language=settings.language, line_break=settings.line_break.replace("anywhere", "auto"))
    assert opportunities(paragraph((text, plain))) == bytes(UAX14.breaks(lineclasses.of(text)))


@given(TEXTS, SETTINGS)
def test_a_stricter_rule_never_allows_what_a_looser_forbids(text: str, settings: Settings) -> None:
    found = {
        level: opportunities(paragraph((text, Settings(language=settings.language, line_break=level))))
        for level in ("loose", "normal", "strict", "anywhere")
    }
    for place in range(1, len(text)):
        if found["strict"][place] == 1:
            assert found["normal"][place] == 1
            assert found["anywhere"][place] == 1


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 100_000,
        "\u0301" * 100_000,
        "a\u0301" * 50_000,
        " " * 100_000,
        "(" + " " * 100_000,
        "“ " * 50_000,
        "1/" * 50_000 + "x",
        "1" + "/" * 100_000,
        "—" * 100_000,
        "\U0001f1e6" * 100_000,
        "\u200d" * 100_000,
        "\ud800" * 100_000,
        "’" * 100_000,
        "１" + "Ａ" * 100_000,
        "ก" * 100_000,
    ],
    ids=ascii,
)
def test_long_monotony_takes_no_longer_than_prose(text: str) -> None:
    """None of these ends in reasonable time if a rule is not linear."""
    for settings in (
        Settings(language="zh"),
        Settings(language="ko", word_break="keep-all", overflow_wrap="anywhere"),
    ):
        assert len(opportunities(paragraph((text, settings)))) == len(text) + 1
