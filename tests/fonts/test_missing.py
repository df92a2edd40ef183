"""Characters that no font can set are found before the page is laid out, and told so that a person can act."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from exporter.article import Article
from exporter.errors import FontError, UsageError
from exporter.fonts import coverage, fontconfig
from exporter.fonts.css import chain
from exporter.fonts.faces import Coverage, bundled

MakeArticle = Callable[..., Article]


@pytest.fixture(autouse=True)
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the machine have no fonts of its own, whatever it has."""
    monkeypatch.setattr(fontconfig, "characters", Coverage)


def chars(article: Article) -> str:
    return "".join(one.char for one in coverage.missing(article, bundled()))


@pytest.mark.parametrize(
    "text",
    [
        "天地玄黄",
        "tab\tline\nnbsp\u00a0thin\u2009ideographic\u3000",
        "soft\u00adhyphen zero\u200bwidth\u200c\u200d\u2060\ufeff",
        "葛\U000e0100城 ✓\ufe0e ‘’“”——…",
        "Dvořák Łódź ɪnˈdɛks Ω Ж ∀ ⟨x⟩ ✗ →",
        "がぎ 한국 ㄅㄆ ① ㈱ ㎏ ｶﾅ",
        "㐀䶵 𠮷 鿭",
    ],
)
def test_what_the_fonts_have_or_need_not_have(make_article: MakeArticle, text: str) -> None:
    article = make_article("<p></p>")
    article.body[0].text = text
    assert chars(article) == ""


@pytest.mark.parametrize(
    ("char", "name", "remedy"),
    [
        ("😀", "U+1F600 😀 GRINNING FACE", "fonts-noto-color-emoji"),
        ("𪜀", "U+2A700 𪜀 CJK UNIFIED IDEOGRAPH-2A700", "fonts-hanazono"),
        ("\ue000", "U+E000 PRIVATE USE", "--font"),
        ("\u0378", "U+0378 UNASSIGNED", "--encoding"),
        ("ক", "U+0995 ক BENGALI LETTER KA", "fonts-noto-core"),
    ],
)
def test_each_kind_has_its_remedy(make_article: MakeArticle, char: str, name: str, remedy: str) -> None:
    article = make_article(f"<p>前文{char}後文</p>")
    (found,) = coverage.missing(article, bundled())
    assert found.name == name
    text = coverage.explain((found,), "test.md")
    assert text.startswith("test.md: no font has")
    assert f"前文{char}後文" in text
    assert remedy in text


def test_places_and_counts(make_article: MakeArticle) -> None:
    article = make_article("<p>一</p>\n<p>二<em>ক</em>三ক</p>\n<p>ককক</p>", title="题ক", authors=("কা",))
    one, other = coverage.missing(article, bundled())
    assert (one.char, one.count, other.char) == ("ক", 7, "া")
    assert [place.where for place in one.places] == ["test.md (title)", "test.md (author)", "test.md:2"]
    assert one.places[0].snippet == "题ক"
    assert "and 4 more" in coverage.explain((one,))


def test_a_long_list_is_cut(make_article: MakeArticle) -> None:
    article = make_article(f"<p>{''.join(chr(code) for code in range(0x0905, 0x0905 + 46))}</p>")
    text = coverage.explain(coverage.missing(article, bundled()))
    assert text.startswith("the article: no font has 46 of the characters (46 in all)")
    assert "and 26 more characters" in text


def test_an_error_or_a_warning(make_article: MakeArticle) -> None:
    article = make_article("<p>কখ</p>")
    with pytest.raises(FontError, match="--missing-glyphs warn"):
        coverage.require(article, bundled(), "error")
    notices = coverage.notices(coverage.require(article, bundled(), "warn"))
    assert [notice.kind for notice in notices] == ["missing-glyphs"] * 2
    assert str(notices[0]) == "test.md:1: no font has U+0995 ক BENGALI LETTER KA, 1×"
    assert coverage.require(make_article("<p>好</p>"), bundled(), "error") == ()
    with pytest.raises(UsageError, match="did you mean “warn”"):
        coverage.require(article, bundled(), "warm")


def test_what_is_not_printed_is_not_asked_for(make_article: MakeArticle) -> None:
    assert chars(make_article("<p>好</p>", description="ক")) == ""
    assert chars(make_article("<p>好</p>", source_url="https://example.org/ক")) == "ক"


def test_a_font_of_the_machine_counts_but_not_for_private_use(
    make_article: MakeArticle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fontconfig, "characters", lambda: Coverage.parse("995 e000"))
    assert chars(make_article("<p>কখ\ue000</p>")) == "খ\ue000"


def test_only_the_families_that_a_text_needs() -> None:
    def families(text: str, generic: str) -> list[str]:
        return list(dict.fromkeys(face.family for face in coverage.needed(text, chain((), generic))))

    assert families("天地玄黄\n\u200b", "serif") == ["Exporter Serif"]
    assert families("Dvořák", "serif") == ["Exporter Serif", "Exporter Serif Latin"]
    assert families("鿭✗", "serif") == ["Exporter Symbols", "Exporter Sans"]
    assert families("x─中", "monospace") == ["Exporter Mono", "Exporter Sans"]
    assert families("", "serif") == []


def test_the_characters_of_an_article(make_article: MakeArticle) -> None:
    article = make_article("<p>甲<b>乙</b>丙</p>", title="丁", authors=("戊",))
    assert coverage.characters(article) == frozenset("甲乙丙丁戊")
