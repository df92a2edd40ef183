"""Where a line may end in a paragraph of several stretches, and what a paragraph says besides its text."""

from __future__ import annotations

from dataclasses import replace

from break_cases import draw, paragraph

from exporter.typesetting.breaks import opportunities
from exporter.typesetting.paragraph import OBJECT, Paragraph, Settings

ZH = Settings(language="zh-hans")
JA = Settings(language="ja")
EN = Settings(language="en")
NOWRAP = replace(ZH, wraps=False)


def _drawn(given: Paragraph) -> str:
    return draw(given.text, opportunities(given))


def test_every_text_ends_its_last_line() -> None:
    assert opportunities(paragraph(("文字", ZH))) == bytes((0, 1, 2))
    assert opportunities(paragraph(("", ZH))) == bytes((2,))
    assert opportunities(Paragraph("", [], (), 1.0, ZH)) == bytes((2,))


def test_each_stretch_goes_by_its_own_language() -> None:
    assert _drawn(paragraph(("文—", ZH), ("文—", JA))) == "文—|文|—"
    assert _drawn(paragraph(("用", ZH), ("“so”", EN), ("的", ZH))) == "用“so”的"
    assert _drawn(paragraph(("用“", ZH), ("so", EN), ("”的", ZH))) == "用|“so”|的"


def test_each_stretch_goes_by_its_own_strictness() -> None:
    strict, loose = replace(JA, line_break="strict"), replace(JA, line_break="loose")
    assert _drawn(paragraph(("キャ", strict), ("キャ", loose))) == "キャ|キ|ャ"


def test_nothing_breaks_where_lines_do_not_wrap() -> None:
    assert _drawn(paragraph(("前后", ZH), ("文字，", NOWRAP), ("前后", ZH))) == "前|后|文字，|前|后"
    assert _drawn(paragraph(("a b", NOWRAP), ("c d", NOWRAP))) == "a bc d"
    assert _drawn(paragraph(("文\n字", NOWRAP), ("\n文", NOWRAP))) == "文\n‖字\n‖文"


def test_the_break_at_a_space_is_the_space_s_own() -> None:
    assert _drawn(paragraph(("a ", NOWRAP), ("b", ZH))) == "a b"
    assert _drawn(paragraph(("a ", ZH), ("b", NOWRAP))) == "a |b"
    assert _drawn(paragraph(("a", NOWRAP), (" b", ZH))) == "a |b"


def test_overflow_wrap_breaks_words_if_nothing_else_fits() -> None:
    for wrap in ("anywhere", "break-word"):
        wrapping = replace(ZH, overflow_wrap=wrap)
        assert _drawn(paragraph(("word， 文", wrapping))) == "w¦o¦r¦d¦， |文"
    assert _drawn(paragraph(("word", replace(ZH, word_break="break-word")))) == "w¦o¦r¦d"
    assert _drawn(paragraph(("ab", replace(ZH, overflow_wrap="anywhere")), ("cd", ZH))) == "a¦bcd"
    assert _drawn(paragraph(("ab", replace(NOWRAP, overflow_wrap="anywhere")))) == "ab"


def test_overflow_wrap_divides_no_character() -> None:
    wrapping = replace(ZH, overflow_wrap="anywhere")
    assert _drawn(paragraph(("e\u0301\u0302e", wrapping))) == "e\u0301\u0302¦e"
    assert _drawn(paragraph(("👨\u200d👩🇨🇳🇯🇵", wrapping))) == "👨\u200d👩|🇨🇳|🇯🇵"
    assert _drawn(paragraph(("\u1100\u1161\u11a8a\r\nb", wrapping))) == "\u1100\u1161\u11a8|a\r\n‖b"


def test_hyphens_let_a_word_be_divided() -> None:
    assert _drawn(replace(paragraph(("文hyphen字", ZH)), hyphens={3: 0.5})) == "文|hy|phen|字"
    assert _drawn(replace(paragraph(("hyphen", NOWRAP)), hyphens={2: 0.5})) == "hyphen"
    assert _drawn(replace(paragraph(("ab\nc", ZH)), hyphens={0: 0.5, 3: 0.5, 4: 0.5, 9: 0.5})) == "ab\n‖c"


def test_what_is_joined_never_breaks() -> None:
    assert _drawn(replace(paragraph(("文字\n文字", ZH)), joined={1, 3, 5, 0, 9})) == "文字\n‖文|字"
    wrapping = replace(ZH, overflow_wrap="anywhere", line_break="anywhere")
    assert _drawn(replace(paragraph((f"文{OBJECT}。", wrapping)), joined={1, 2})) == f"文{OBJECT}。"
    assert _drawn(replace(paragraph(("hyphen", ZH)), joined={2}, hyphens={2: 0.5})) == "hyphen"


def test_keep_all_holds_where_its_stretch_begins() -> None:
    kept = replace(ZH, word_break="keep-all")
    assert _drawn(paragraph(("文字", ZH), ("文字", kept), ("文字", ZH))) == "文|字文字|文|字"
    assert _drawn(paragraph(("か\u3099", ZH), ("き", kept))) == "か\u3099き"
