"""Notes, headings, images and the ways into the book."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from epub_material import EVERYTHING, SVG, WORDS, Book, asset, make_article, picture, whole_article

from exporter import Options

ARTICLE = "text/chapter-1.xhtml"
TYPE = "{http://www.idpf.org/2007/ops}type"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

TWICE = (
    '<p>甲<a class="noteref" id="r1" href="#n1">1</a>乙<a class="noteref" id="r2" href="#n2">2</a>'
    '丙<a class="noteref" id="r2-2" href="#n2">2</a></p>'
    '<aside class="note" id="n1"><p>一</p></aside><aside class="note" id="n2"><p>二</p></aside>'
)


def test_notes_lead_there_and_back() -> None:
    book = Book(make_article(TWICE))
    calls = book.find(ARTICLE, "//h:a[@epub:type='noteref']")
    notes = book.find(ARTICLE, "//h:aside[@epub:type='footnote']")
    assert [call.get("role") for call in calls] == ["doc-noteref"] * 3
    assert [call.get("href") for call in calls] == ["#n1", "#n2", "#n2"]
    assert [note.get("role") for note in notes] == ["doc-footnote"] * 2
    back = [
        [(a.text, a.get("href"), a.get("role")) for a in note.iter("{*}a") if a.get("class") == "backlink"]
        for note in notes
    ]
    assert back == [
        [("1", "#r1", "doc-backlink")],
        [("2a", "#r2", "doc-backlink"), ("2b", "#r2-2", "doc-backlink")],
    ]


def test_a_note_that_begins_with_a_list_has_its_number_too() -> None:
    call = '<p>甲<a class="noteref" id="r" href="#n">*</a></p>'
    note = '<aside class="note" id="n"><ul><li>一</li></ul></aside>'
    assert Book(make_article(call + note)).texts(ARTICLE, "//h:aside/h:p") == ["*"]


def test_twenty_eight_calls_of_one_note() -> None:
    calls = "".join(f'<a class="noteref" id="r{n}" href="#n">7</a>' for n in range(28))
    book = Book(make_article(f'<p>{calls}</p><aside class="note" id="n"><p>一</p></aside>'))
    numbers = book.texts(ARTICLE, "//h:a[@class='backlink']")
    assert numbers[:2] + numbers[25:] == ["7a", "7b", "7z", "7aa", "7ab"]


def test_headings_close_up_and_the_contents_nest() -> None:
    book = Book(
        make_article(
            '<h3>一</h3><h5>一之一</h5><h4>一之二<a class="noteref" id="r" href="#n">1</a></h4>'
            "<blockquote><h2>引文里的</h2></blockquote><h2><ruby>二<rp>(</rp><rt>に</rt><rp>)</rp></ruby>"
            '<br/>号</h2><h2></h2><aside class="note" id="n"><p>注</p></aside>',
            title="题",
        )
    )
    headings = book.find(ARTICLE, "//h:h1|//h:h2|//h:h3|//h:h4|//h:h5|//h:h6")
    assert [str(h.tag)[-2:] for h in headings] == ["h1", "h2", "h3", "h3", "h2", "h2", "h2"]
    assert contents(book) == [("题", 1), ("一", 2), ("一之一", 3), ("一之二", 3), ("二 号", 2)]
    points = book.find("toc.ncx", "//ncx:navPoint")
    assert [point.get("playOrder") for point in points] == ["1", "2", "3", "4", "5"]
    assert book.texts("toc.ncx", "//ncx:navPoint/ncx:navLabel") == ["题", "一", "一之一", "一之二", "二 号"]


def contents(book: Book) -> list[tuple[str, int]]:
    """Return the lines of the contents with their depth, having followed each of their links."""
    lines = []
    for link in book.find("nav.xhtml", "//h:nav[@epub:type='toc']//h:a"):
        name, _, target = link.get("href", "").partition("#")
        assert not target or book.find(name, f"//*[@id='{target}']")
        lines.append(("".join(map(str, link.itertext())), len(list(link.iterancestors("{*}ol")))))
    return lines


def test_a_page_of_contents_only_where_there_is_something_to_list() -> None:
    def spine(body: str) -> list[str]:
        items = Book(make_article(body)).find("content.opf", "//opf:itemref")
        return [item.get("idref", "") for item in items]

    assert spine("<p>一</p>") == ["titlepage", "chapter-1"]
    assert spine("<h2>一</h2>") == ["titlepage", "nav", "chapter-1"]


def test_landmarks_lead_somewhere() -> None:
    book = Book(whole_article("zh-Hans"), Options())
    marks = book.find("nav.xhtml", "//h:nav[@epub:type='landmarks']//h:a")
    assert [mark.get(TYPE) for mark in marks] == ["cover", "titlepage", "toc", "bodymatter"]
    for mark in marks:
        book.read(mark.get("href", "").partition("#")[0])


@pytest.mark.parametrize("language", WORDS)
def test_every_document_says_its_language(language: str) -> None:
    book = Book(whole_article(language), Options())
    names = [name.removeprefix("EPUB/") for name in book.archive.namelist() if name.endswith(".xhtml")]
    assert len(names) == 4
    for name in names:
        root = book.tree(name)
        assert (root.get("lang"), root.get(LANG)) == (language, language)
        assert language in root.get("class", "").split()
        sheets = [link.get("href", "") for link in book.find(name, "//h:link[@rel='stylesheet']")]
        assert [sheet.rpartition("/")[2] for sheet in sheets] == [
            "book.css",
            *(["zh.css"] if language.startswith("zh") else []),
            f"{language}.css",
        ]
    assert book.tree("content.opf").get(LANG) == language
    assert book.tree("toc.ncx").get(LANG) == language
    words = book.find(ARTICLE, "//h:span[@lang='en']")
    assert [word.get(LANG) for word in words] == ["en"]


@pytest.mark.parametrize(
    ("data", "name", "media_type"),
    [
        (picture("PNG"), "image-1.png", "image/png"),
        (picture("JPEG"), "image-1.jpg", "image/jpeg"),
        (picture("GIF"), "image-1.gif", "image/gif"),
        (picture("WEBP"), "image-1.jpg", "image/jpeg"),
        (picture("WEBP", "RGBA"), "image-1.png", "image/png"),
        (picture("WEBP", lossless=True), "image-1.png", "image/png"),
        (SVG, "image-1.svg", "image/svg+xml"),
    ],
    ids="png jpeg gif webp webp-transparent webp-lossless svg".split(),
)
def test_images_are_of_kinds_that_devices_show(data: bytes, name: str, media_type: str) -> None:
    book = Book(make_article('<p><img src="x" alt="图"/></p>', asset("x", "image/webp", data)))
    (item,) = book.find("content.opf", "//opf:item[starts-with(@href, 'images/')]")
    assert (item.get("href"), item.get("media-type")) == (f"images/{name}", media_type)
    (image,) = book.find(ARTICLE, "//h:img")
    assert image.get("src") == f"../images/{name}"
    if not data.startswith((b"RIFF", b"<")):
        assert book.read(f"images/{name}") == data


def test_an_unused_image_is_not_packed() -> None:
    book = Book(make_article("<p>一</p>", asset("x.png", "image/png", picture("PNG"))))
    assert not [name for name in book.archive.namelist() if "images" in name]


def test_images_without_words_are_told_and_damaged_ones_shown_by_name() -> None:
    book = Book(
        make_article(
            '<p><img src="a.png"/><img src="a.png" alt="灯"/><img src="dir/b.png"/>'
            '<span class="missing-image">c.jpg</span></p>',
            asset("a.png", "image/png", picture("PNG")),
            asset("dir/b.png", "image/png", b"nothing"),
        )
    )
    assert [image.get("alt") for image in book.find(ARTICLE, "//h:img")] == ["", "灯"]
    missing = book.find(ARTICLE, "//h:span[@role='img']")
    assert [(span.text, span.get("aria-label")) for span in missing] == [
        ("b.png", "图片缺失：b.png"),
        ("c.jpg", "图片缺失：c.jpg"),
    ]
    silent, broken = book.notice("missing-alt"), book.notice("broken-image")
    assert silent is not None
    assert "1 of 2" in silent.message
    assert silent.details == ("article.md:1",)
    assert broken is not None
    assert "dir/b.png" in broken.message


def test_a_moving_webp_stands_still_and_says_so() -> None:
    import io

    from PIL import Image

    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:])
    book = Book(make_article('<p><img src="x" alt="闪"/></p>', asset("x", "image/webp", out.getvalue())))
    assert book.notice("still-image") is not None


def test_every_class_of_the_vocabulary_has_its_style() -> None:
    from exporter import resources, vocabulary

    css = (resources.styles() / "epub" / "book.css").read_text("utf-8")
    assert {word for word in vocabulary.CLASSES if f".{word}" not in css} <= {"separator", "lead"}
    used = set(" ".join(re.findall(r'class="([a-z -]+)"', EVERYTHING)).split()) - {"language-python"}
    assert used == set(vocabulary.CLASSES)  # so that EPUBCheck sees them all


def test_sheets_leave_the_text_to_the_reader() -> None:
    from exporter import resources

    for path in (resources.styles() / "epub").glob("*.css"):
        rules = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert not re.search(r"font-family|\bcolor:(?!\s*inherit)|background|\d(px|pt)\b", rules), path.name
        assert not re.search(r"(^|\})\s*(html|body|p)\b[^{]*\{[^}]*font-size", rules), path.name


PREFIXED = {
    "writing-mode": ("-epub-writing-mode", "-webkit-writing-mode"),
    "text-orientation": ("-epub-text-orientation", "-webkit-text-orientation"),
    "text-combine-upright": ("-epub-text-combine", "-webkit-text-combine"),
    "text-emphasis-style": ("-epub-text-emphasis-style", "-webkit-text-emphasis-style"),
    "text-emphasis-position": ("-epub-text-emphasis-position", "-webkit-text-emphasis-position"),
    "text-underline-position": ("-epub-text-underline-position", "-webkit-text-underline-position"),
    "hyphens": ("-epub-hyphens", "-webkit-hyphens"),
    "line-break": ("-epub-line-break", "-webkit-line-break"),
    "word-break": ("-epub-word-break",),
}
"""EPUB 3.3, E: the names under which older reading systems know the properties of CJK text."""


def test_what_older_systems_know_by_other_names_is_said_in_all_of_them() -> None:
    from exporter import resources

    for path in (resources.styles() / "epub").glob("*.css"):
        css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        for rule in re.findall(r"\{([^}]*)\}", css):
            said = dict(re.findall(r"([a-z-]+)\s*:\s*([^;]+?)\s*(?:;|$)", rule))
            for name, others in PREFIXED.items():
                for other in others if name in said else ():
                    assert other in said, f"{path.name}: {rule}"
                    assert "combine" in name or said[other] == said[name], f"{path.name}: {rule}"


def test_a_sheet_of_ones_own_comes_last_and_one_that_fetches_stays_out(tmp_path: Path) -> None:
    own, fetching = tmp_path / "own.css", tmp_path / "fetching.css"
    own.write_text("p { text-indent: 0 } /* url( */", "utf-8")
    fetching.write_text("@font-face { src: url(a.otf) }", "utf-8")
    book = Book(make_article("<p>一</p>"), Options(cover=False, css=(fetching, own)))
    sheets = [link.get("href") for link in book.find(ARTICLE, "//h:link")]
    assert sheets == [f"../styles/{name}.css" for name in ("book", "zh", "zh-Hans", "added-2")]
    assert book.read("styles/added-2.css").decode() == own.read_text("utf-8")
    left_out = book.notice("left-out")
    assert left_out is not None
    assert left_out.place == str(fetching)


def test_heads_of_a_table_say_what_they_head() -> None:
    table = (
        "<table><thead><tr><th></th><th>一</th></tr></thead>"
        "<tbody><tr><th>二</th><td>三</td></tr></tbody></table>"
    )
    heads = Book(make_article(table)).find(ARTICLE, "//h:th")
    assert [("".join(map(str, head.itertext())), head.get("scope")) for head in heads] == [
        ("一", "col"),
        ("二", None),
    ]
