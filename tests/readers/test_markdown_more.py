"""What Markdown is taught beyond CommonMark: ruby, formulas, containers, listings, contents."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from reading_cases import cases, markup

from exporter import vocabulary
from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers import mathematics, read
from exporter.readers.source import Source


def article(text: str) -> Article:
    return read(Source("文.md", text.encode()))


@pytest.mark.parametrize(("title", "given_", "expected"), cases("markdown_more"), ids=lambda value: value[:40])
def test_body(title: str, given_: str, expected: str) -> None:
    assert markup(article(given_)) == expected, title


def test_formulas_that_cannot_be_read_are_told() -> None:
    told = [notice.message for notice in article(r"看 $\nosuchword$。").notices if notice.kind == "formula"]
    assert told == [r"formulas that cannot be read stand as they were written: “\nosuchword”"]


def test_containers_that_mean_nothing_are_told_once_a_name() -> None:
    page = "---\ntitle: 题\n---\n::: tip\n甲\n:::\n\n::: verse\n乙\n:::\n\n::: tip\n丙\n:::\n"
    told = [(notice.place, notice.message) for notice in article(page).notices if notice.kind == "container"]
    assert [place for place, _ in told] == ["文.md:4"]
    assert told[0][1].startswith("“::: tip” is no container that is known")


@pytest.mark.parametrize(
    "hostile",
    [
        "<math><mi>x</mi><annotation-xml><script>alert(1)</script></annotation-xml></math>",
        "<math href='javascript:1' onclick='x()'><mi href='javascript:1' style='x'>x</mi></math>",
        "<math><mrow>" * 200 + "<mi>x</mi>",
        "<math>" + "<mi>x</mi>" * 5000 + "</math>",
        "<math><mfrac><mi>x</mi></mfrac></math>",
        "<math><mtext><a href='javascript:1'>x</a></mtext></math>",
        "<math data-tex='" + "{" * 3000 + "'></math>",
    ],
)
def test_hostile_formulas_are_made_harmless(hostile: str) -> None:
    body = article(f"前{hostile}后").body
    assert vocabulary.check(body, frozenset()) == []
    assert "javascript" not in str(etree.tostring(body, encoding="unicode"))


TEX = st.lists(
    st.sampled_from(r"\frac \sqrt { } _ ^ x 1 + \left( \right) \sum & \\ \begin{matrix} \end{matrix}".split())
)


@given(TEX.map(" ".join))
def test_any_tex_is_a_sound_formula_or_none(tex: str) -> None:
    made = mathematics.from_tex(tex, display=False)
    if made is not None:
        body = etree.fromstring("<body><p/></body>")
        body[0].append(made)
        assert vocabulary.check(body, frozenset()) == []


@given(st.text(alphabet="漢字かな|{}^$_\\a1. \n", max_size=60))
def test_signs_that_make_no_mark_stay(text: str) -> None:
    body = article(f"始{text}").body
    assert vocabulary.check(body, frozenset()) == []
    assert "始" in "".join(map(str, body.itertext()))


def test_listings_keep_every_character() -> None:
    code = "  if x:\n\treturn '字'  \n\n"
    body = article(f"文\n\n```python\n{code}```\n").body
    listing = body.find(".//pre")
    assert listing is not None
    assert "".join(map(str, listing.itertext())) == code


def test_a_contents_list_leaves_the_title_out() -> None:
    body = article("# 河\n\n[toc]\n\n## 岸\n\n水。\n").body
    assert [link.text for link in body[0].iter("a")] == ["岸"]


def test_brackets_without_end_are_refused_and_not_waited_for() -> None:
    with pytest.raises(SourceError, match=r"^文\.md:3: .*nested deeper"):
        article("# 题\n\n" + "[" * 1_000_000)
    with pytest.raises(SourceError, match=r"^文\.md:3: .*nested deeper"):
        article("# 题\n\n" + "]" * 60 + ("[" * 60 + "]" * 60) * 10_000)
    assert len(article("# 题\n\n" + "[]" * 10_000).body) == 1
    assert len(article("# 题\n\n" + "[[甲]]" * 3_000).body) == 1
