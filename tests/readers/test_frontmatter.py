from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.article import Person
from exporter.errors import SourceError
from exporter.readers.dates import iso_date
from exporter.readers.frontmatter import FrontMatter, split


def front(block: str) -> FrontMatter:
    return split(f"---\n{block}\n---\n正文。\n", name="文.md")[0]


def test_every_key_finds_its_field() -> None:
    found = front(
        "Title: '题：目'\nsubtitle: 副题\nauthors: [林晚, 周一川]\ndate: 2026-11-24\nlang: zh-TW\n"
        "publisher: 河湾\n"
        "description: |\n  两行的\n  说明\nurl: https://example.org/a\nidentifier: urn:x:1"
    )
    assert found == FrontMatter(
        title="题：目",
        subtitle="副题",
        authors=("林晚", "周一川"),
        date="2026-11-24",
        language="zh-Hant",
        publisher="河湾",
        description="两行的 说明",
        source_url="https://example.org/a",
        identifier="urn:x:1",
    )


def test_values_are_taken_as_they_are_written() -> None:
    assert front("title: 1984").title == "1984"
    assert front("title: no").title == "no"
    assert front("isbn: 0-306-40615-2").identifier == "urn:isbn:0306406152"
    assert front("isbn: 0306406152").identifier == "urn:isbn:0306406152"
    assert front("title:\nauthor: ~") == FrontMatter()


def test_authors_come_in_three_forms() -> None:
    assert front("author: 林晚").authors == ("林晚",)
    assert front("author:\n  - 林晚\n  - name: 周一川\n    email: a@example.org").authors == ("林晚", "周一川")
    assert front("author: {name: 林晚}").authors == ("林晚",)


def test_the_rest_and_its_first_line() -> None:
    assert split("---\ntitle: 题\n...\n\n正文。", name="文.md")[1:] == ("\n正文。", 3)
    assert split("正文。\n---\n", name="文.md") == (FrontMatter(), "正文。\n---\n", 0)


@pytest.mark.parametrize(
    "text",
    [
        "---\n\n正文。\n\n---\n",
        "---\n正文\n---\n",
        "---",
        "----\ntitle: x\n---\n",
        "---\nhttps://example.org\n",
    ],
)
def test_a_thematic_break_is_no_front_matter(text: str) -> None:
    assert split(text, name="文.md") == (FrontMatter(), text, 0)


@pytest.mark.parametrize(
    ("block", "line", "hint"),
    [
        ("title: 题\nsubtitle: [a]", 3, "“subtitle” is a list"),
        ("title:\n  a: b", 3, "“title” is a mapping"),
        ("date: 11/24/2026", 2, "2026-11-24"),
        ("contributor: {name: 甲, role: 校对}", 2, "no role; write author, translator"),
        ("title: a: b", 2, "quotation marks"),
        ("title: 'a", 2, "quotation marks"),
        ("title：题", 2, "ASCII colon"),
        ("title: a\ntitle: b", 3, "stated twice"),
        ("title: *a", 2, "quotation marks|alias"),
        ("a: &a [x]\nb: [*a, *a]", 3, "alias"),
        ("a: " + "[" * 100 + "]" * 100, 2, "nested too deeply"),
        ("author:\n  - email: x", 3, "no “name”"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(block: str, line: int, hint: str) -> None:
    with pytest.raises(SourceError, match=rf"^文\.md:{line}: .*(?:{hint})"):
        front(block)


def test_front_matter_that_does_not_end_is_said_so() -> None:
    with pytest.raises(SourceError, match=r"^文\.md:1: .*close it"):
        split("---\ntitle: 题\n\n正文。\n", name="文.md")


TOML = """+++
# 一篇
title = "题"
authors = ["林晚", "周一川"]
date = 2026-11-24T08:30:00+08:00
tags = ["灯", "桥"]
series-number = 3
draft = false

[params]
cover = "a.jpg"
+++
正文。
"""


def test_toml_states_the_same_facts() -> None:
    facts, rest, line = split(TOML, name="文.md")
    assert (facts.title, facts.authors, facts.date) == ("题", ("林晚", "周一川"), "2026-11-24")
    assert (facts.subjects, facts.series_number, facts.notices) == (("灯", "桥"), "3", ())
    assert (rest, line) == ("正文。\n", 12)


@pytest.mark.parametrize(
    ("block", "line", "hint"),
    [
        ("title = 题", 2, "no TOML: .*title = '…'"),
        ('title = "题"\ndate = "11/24/2026"', 3, "2026-11-24"),
        ('title = "题"\n[subtitle]\na = 1', 3, "is a mapping"),
        ("a = " + "[" * 5000, 1, "too deeply"),
        ("a = 1\n" * 20_000, 1, "characters"),
    ],
)
def test_what_is_wrong_in_toml_is_said_with_its_line(block: str, line: int, hint: str) -> None:
    with pytest.raises(SourceError, match=rf"^文\.md:{line}: .*(?:{hint})"):
        split(f"+++\n{block}\n+++\n", name="文.md")


def test_toml_that_does_not_end_and_a_line_of_plus_signs() -> None:
    with pytest.raises(SourceError, match=r"^文\.md:1: .*close it"):
        split("+++\ntitle = '题'\n\n正文。\n", name="文.md")
    assert split("+++\n正文。\n", name="文.md") == (FrontMatter(), "+++\n正文。\n", 0)


@given(st.text(alphabet="ab=[]{}'\"#,.-1 \n中", max_size=80))
def test_any_toml_is_read_or_refused_with_a_place(block: str) -> None:
    said = "文.md: fine"
    try:
        split(f"+++\ntitle = 'x'\n{block}\n+++\n", name="文.md")
    except SourceError as error:
        said = str(error)
    assert said.startswith("文.md:")


def test_a_huge_block_is_refused() -> None:
    with pytest.raises(SourceError, match="characters"):
        front("title: " + "长" * 200_000)


def test_tags_construct_nothing() -> None:
    assert front("title: !!python/name:os.getcwd 题").title == "题"


def test_near_misses_are_told_and_other_keys_are_not() -> None:
    found = front("titel: a\nauther: b\ntags: [c]\nlayout: d\npublished: true\nx-y: 1")
    assert [(notice.place, notice.message) for notice in found.notices] == [
        ("文.md:2", "“titel” is not a key that is read (did you mean “title”?)"),
        ("文.md:3", "“auther” is not a key that is read (did you mean “author”?)"),
    ]


def test_a_language_without_rules_is_told_and_bare_chinese_is_not() -> None:
    assert [notice.kind for notice in front("lang: fr").notices] == ["language"]
    assert not front("lang: zh").notices


def test_a_source_that_is_no_address_is_told() -> None:
    found = front("source: 河湾日报")
    assert (found.source_url, len(found.notices)) == (None, 1)


@given(st.text(alphabet="ab:[]{}&*!|>'\"%@`#,-? \n中：\t", max_size=80))
def test_any_block_is_read_or_refused_with_a_place(block: str) -> None:
    said = "文.md: fine"
    try:
        split(f"---\ntitle: x\n{block}\n---\n", name="文.md")
    except SourceError as error:
        said = str(error)
    assert said.startswith("文.md:")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026", "2026"),
        ("2026-11", "2026-11"),
        ("2026-11-24", "2026-11-24"),
        ("2026-11-24T08:00:00+08:00", "2026-11-24"),
        ("2026-11-24 08:00", "2026-11-24"),
        ("2026/1/4", "2026-01-04"),
        ("2026.11.24", "2026-11-24"),
        ("20261124", "2026-11-24"),
        ("2026年11月24日", "2026-11-24"),
        ("2026年 11月 24日 星期二", "2026-11-24"),
        ("２０２６年１１月", "2026-11"),
        ("二〇二六年十一月二十四日", "2026-11-24"),
        ("一九四九年十月", "1949-10"),
        ("平成元年1月8日", "1989-01-08"),
        ("令和8年11月24日（火）", "2026-11-24"),
        ("昭和六十四年", "1989"),
        ("民國115年11月24日", "2026-11-24"),
        ("2026년 11월 24일", "2026-11-24"),
        ("24 November 2026", "2026-11-24"),
        ("Nov. 24, 2026", "2026-11-24"),
        ("November 2026", "2026-11"),
        ("11/24/2026", None),
        ("2026-13-01", None),
        ("2026-02-30", None),
        ("2026年0月1日", None),
        ("十十年", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_dates_become_iso_8601(text: str, date: str | None) -> None:
    assert iso_date(text) == date


def test_people_subjects_and_series() -> None:
    found = front(
        "author:\n- {name: 鲁迅, file-as: 'Lu, Xun', latin: Lu Xun}\n- 周作人\n"
        "translators: [甲, 乙]\neditor: 丙\nlicense: CC BY 4.0\ntags: 灯、雨\nseries: 野草\nseries-number: 3"
    )
    assert found.authors == ("鲁迅", "周作人")
    assert found.people == (
        Person("鲁迅", "aut", "Lu, Xun", "Lu Xun"),
        Person("甲", "trl"),
        Person("乙", "trl"),
        Person("丙", "edt"),
    )
    assert (found.rights, found.subjects) == ("CC BY 4.0", ("灯", "雨"))
    assert (found.series, found.series_number) == ("野草", "3")
    assert not found.notices


def test_a_site_generators_own_tables_are_passed_over() -> None:
    found = front("title: a\nseries: [b]\nlicense: {name: c}\ntags: {d: e}")
    assert (found.series, found.rights, found.subjects) == (None, None, ())


def test_a_number_of_a_series_is_one() -> None:
    with pytest.raises(SourceError, match="no number"):
        front("series-number: third")


def test_people_have_roles_in_words_or_codes() -> None:
    block = (
        "author: [鲁迅, {name: 甲, role: editor}]\ncontributors: [{name: 乙, role: cov}, 丙]\n"
        "illustrators: 丁\ntranslators: {name: 戊, role: Translators}"
    )
    front, _, _ = split(f"---\n{block}\n---\n", name="文.md")
    assert front.authors == ("鲁迅",)
    assert [(one.name, one.role) for one in front.people] == [
        ("甲", "edt"),
        ("乙", "cov"),
        ("丙", "ctb"),
        ("丁", "ill"),
        ("戊", "trl"),
    ]
    assert not front.notices
