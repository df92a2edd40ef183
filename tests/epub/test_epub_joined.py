"""Several articles as one book: titles, notes, links, images; nothing collides and nothing is lost."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from epub_material import Book, asset, make_article, picture, whole_article
from lxml import etree

from exporter import vocabulary
from exporter.article import Article
from exporter.binding import HOST, addresses, bind
from exporter.cli import main
from exporter.readers import read, read_parts

Check = Callable[[bytes], list[object]]

NOTED = (
    '<h2 id="one">一</h2><p>甲<a class="noteref" id="noteref-1" href="#note-1">1</a><a href="#one">一</a></p>'
    '<table><thead><tr><th id="h">一</th></tr></thead><tbody><tr><td headers="h">二</td></tr></tbody></table>'
    '<aside class="note" id="note-1"><p>注</p></aside>'
)


def book_of(*articles: Article, sources: list[str | None] | None = None) -> Book:
    return Book(bind(articles, sources or [None] * len(articles), "文集"))


def test_each_article_is_a_chapter_with_its_own_notes_from_1(epubcheck: Check) -> None:
    book = book_of(make_article(NOTED, title="甲"), make_article(NOTED, title="乙"))
    assert len(book.chapters()) == 2
    for name, title in zip(book.chapters(), ("甲", "乙"), strict=True):
        assert book.texts(name, "//h:h1") == [title]
        assert book.texts(name, "//h:a[@epub:type='noteref']") == ["1"]
        assert book.texts(name, "//h:aside") == ["1注"]
        assert all(link.get("href", "").startswith("#") for link in book.find(name, "//h:a"))
    contents = book.texts("nav.xhtml", "//h:nav[@epub:type='toc']/h:ol/h:li/h:a")
    assert contents == ["甲", "乙"]
    assert epubcheck(book.data) == []


@pytest.mark.parametrize("name", ["锚", "一个很长的名字在前面都一样乙"])
def test_links_reach_places_whose_names_are_no_xml(name: str, tmp_path: Path) -> None:
    other = f'<h2 id="{name[:-1]}甲">甲</h2>\n\n文，见[甲](#{name[:-1]}甲)。'
    (tmp_path / "a.md").write_text(f"# 甲\n\n见[乙](b.md#{name})。\n", "utf-8")
    (tmp_path / "b.md").write_text(f'# 乙\n\n{other}\n\n<h2 id="{name}">锚</h2>\n\n文。\n', "utf-8")
    sources = [str(tmp_path / name) for name in ("a.md", "b.md")]
    articles = [read(source, base=base) for source, base in zip(sources, addresses(sources), strict=True)]
    book = book_of(*articles, sources=addresses(sources))
    (link,) = book.find(book.chapters()[0], "//h:p/h:a")
    file, _, target = link.get("href", "").partition("#")
    assert book.texts(f"text/{file}", f"//h:h2[@id='{target}']") == ["锚"]
    whole = read_parts(sources)
    inner = next(whole.body.iter("a"))
    (heading,) = [each for each in whole.body.iter("h3") if each.text == "锚"]
    assert inner.get("href") == f"#{heading.get('id')}"


def test_links_reach_headings_of_other_files_by_their_words(tmp_path: Path) -> None:
    links = "[一](b.md#二-灯与水)[二](b.md#二-灯与水-1)[三](b.md#乙)[四](b.md#Bank)[五](b.md#无)"
    (tmp_path / "a.md").write_text(f"# 甲\n\n见{links}。\n", "utf-8")
    sections = "## 二 灯与水\n\n甲。\n\n## 二、灯与水\n\n## 二 灯与水 {#own}\n\n乙。\n\n## Bank!\n\n丙。\n"
    (tmp_path / "b.md").write_text(f"# 乙\n\n{sections}", "utf-8")
    sources = [str(tmp_path / name) for name in ("a.md", "b.md")]
    articles = [read(source, base=base) for source, base in zip(sources, addresses(sources), strict=True)]
    for whole in (bind(articles, addresses(sources), "文集"), read_parts(sources)):
        ids = {element.get("id"): element for element in whole.body.iter() if element.get("id")}
        led = [ids[link.get("href", "")[1:]] for link in whole.body.findall(".//a[@href]")]
        assert ["".join(map(str, each.itertext())) for each in led[:4]] == [
            "二 灯与水",
            "二 灯与水",
            "乙",
            "Bank!",
        ]
        assert led[0] is not led[1]
        assert vocabulary.check(whole.body, frozenset()) == []


def test_the_subtitle_of_each_article_stays_with_its_title() -> None:
    book = book_of(
        make_article("<p>文</p>", title="甲", subtitle="甲之二"), make_article("<p>文</p>", title="乙")
    )
    one, two = book.chapters()
    assert book.texts(one, "//h:h1/following-sibling::h:p[@role='doc-subtitle']") == ["甲之二"]
    assert book.texts(two, "//h:p[@role='doc-subtitle']") == []


def test_everything_in_every_language_in_one_book(epubcheck: Check) -> None:
    languages = ("zh-Hans", "zh-Hans", "zh-Hant", "ja", "ko", "en")
    book = book_of(*map(whole_article, languages))
    assert epubcheck(book.data) == []
    assert len([name for name in book.archive.namelist() if "/images/" in name]) == 5  # each once
    assert book.find(book.chapters()[3], "//h:p[@lang='ja']")
    assert not book.find(book.chapters()[0], "//h:p[@lang]")


def test_links_between_the_files_lead_inside_the_book() -> None:
    links = "".join(
        f'<a href="{address}">甲</a>'
        for address in (f"{HOST}b.md", f"{HOST}b.md#one", f"{HOST}docs/b.md", "https://example.org/b",
                        "https://example.org/b#gone", f"{HOST}gone.md", "https://example.org/c")
    )  # fmt: skip
    one = make_article(f"<p>{links}</p>", title="甲")
    two = make_article('<h2 id="one">一</h2>', title="乙", source_url="https://example.org/b")
    book = book_of(one, two, sources=[f"{HOST}a.md", f"{HOST}b.md"])
    assert [link.get("href") for link in book.find(book.chapters()[0], "//h:p//h:a")] == [
        "chapter-2.xhtml#a2",
        "chapter-2.xhtml#a2-one",
        "chapter-2.xhtml#a2",
        "chapter-2.xhtml#a2",
        "chapter-2.xhtml#a2",
        "https://example.org/c",
    ]
    assert "book.invalid" not in book.read(book.chapters()[0]).decode()


def test_what_leads_out_of_the_folder_is_told() -> None:
    one = make_article(f'<p><a href="{HOST}gone.md">甲</a></p>')
    bound = bind([one, one], [f"{HOST}a.md", f"{HOST}b.md"], "文集")
    assert [(notice.kind, "gone.md" in notice.message) for notice in bound.notices] == [("unlinked", True)] * 2


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    sources = [str(tmp_path / "一" / "a.md"), str(tmp_path / "二" / "a.md"), "-"]
    assert addresses(sources) == [f"{HOST}%E4%B8%80/a.md", f"{HOST}%E4%BA%8C/a.md", None]
    link = make_article(f'<p><a href="{HOST}%E4%BA%8C/a.md">乙</a></p>', title="甲")
    book = book_of(link, make_article("<p>乙</p>"), sources=addresses(sources)[:2])
    (found,) = book.find(book.chapters()[0], "//h:p/h:a")
    assert found.get("href") == "chapter-2.xhtml#a2"


def test_two_images_of_one_name_are_two() -> None:
    one, two = (
        make_article('<p><img src="x.png" alt="图"/></p>', asset("x.png", "image/png", picture("PNG", mode)))
        for mode in ("RGB", "RGBA")
    )
    bound = bind([one, two, one], [None] * 3, "文集")
    assert [each.name for each in bound.assets] == ["x.png", "a2-x.png"]
    assert [image.get("src") for image in bound.body.iter("img")] == ["x.png", "a2-x.png", "x.png"]


def test_what_they_agree_on_is_the_books() -> None:
    one = make_article("<p>一</p>", authors=("甲",), publisher="社", date="2020", rights="CC0")
    two = make_article("<p>二</p>", authors=("乙", "甲"), publisher="社", date="2021-05", rights="©")
    metadata = bind([one, two], [None, None], "文集").metadata
    assert (metadata.title, metadata.authors, metadata.publisher) == ("文集", ("甲", "乙"), "社")
    assert (metadata.date, metadata.rights) == ("2021-05", None)
    assert metadata.identifier == bind([one, two], [None, None], "文集").metadata.identifier
    assert metadata.identifier != bind([two, one], [None, None], "文集").metadata.identifier


def test_the_articles_are_left_as_they_are() -> None:
    article = make_article(NOTED)
    before = etree.tostring(article.body)
    bind([article, article], [None, None], "文集")
    assert etree.tostring(article.body) == before


def test_on_the_command_line(tmp_path: Path, epubcheck: Check) -> None:
    (tmp_path / "a.md").write_text("# 甲\n\n见[乙](b.md)，注[^1]。\n\n[^1]: 一\n", "utf-8")
    (tmp_path / "b.md").write_text("# 乙\n\n回[甲](./a.md)。\n", "utf-8")
    sources = [str(tmp_path / name) for name in ("a.md", "b.md")]
    done = CliRunner().invoke(main, ["both", *sources, "--join", "--title", "文/集", "--no-cover"])
    assert done.exit_code == 0, done.output
    assert {path.name for path in tmp_path.iterdir()} == {"a.md", "b.md", "文-集.epub", "文-集.pdf"}
    data = (tmp_path / "文-集.epub").read_bytes()
    assert epubcheck(data) == []
    text = zipfile.ZipFile(tmp_path / "文-集.epub").read("EPUB/text/chapter-1.xhtml").decode()
    assert 'href="chapter-2.xhtml#a2"' in text
    assert 'epub:type="pagebreak"' in text


@pytest.mark.parametrize(
    ("more", "words"), [((), "--title"), (("--title", "x", "-o", "a.md"), "take the place of the source")]
)
def test_what_cannot_be_meant(
    more: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.md", "b.md"):
        Path(name).write_text("# 题\n\n灯。\n", "utf-8")
    done = CliRunner().invoke(main, ["epub", "b.md", "a.md", "--join", *more])
    assert done.exit_code == 2
    assert words in done.stderr
