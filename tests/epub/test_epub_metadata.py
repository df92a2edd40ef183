"""What the package says of the book."""

from __future__ import annotations

import zipfile

import pytest
from epub_material import NAMESPACES, Book, asset, make_article, picture, whole_article

from exporter import Options


def values(book: Book, property: str) -> list[str]:
    return book.texts("content.opf", f"//opf:meta[@property='{property}']")


def dc(book: Book, name: str) -> list[str]:
    return book.texts("content.opf", f"//dc:{name}")


def test_everything_that_the_article_states() -> None:
    book = Book(whole_article("zh-Hans"))
    assert dc(book, "title") == ["巷口的灯", "灯亮着，雨停了。"]
    assert dc(book, "creator") == ["铺子", "A. N. Other"]
    assert dc(book, "date") == ["2026-11-24"]
    assert dc(book, "publisher") == ["铺子"]
    assert dc(book, "description") == ["灯亮着，雨停了。"]
    assert dc(book, "source") == ["https://example.org/article?id=1&page=2"]
    assert dc(book, "language") == ["zh-Hans"]
    refined = {
        (meta.get("refines"), meta.get("property")): meta.text
        for meta in book.find("content.opf", "//opf:meta[@refines]")
    }
    assert refined["#title", "title-type"] == "main"
    assert refined["#subtitle", "title-type"] == "subtitle"
    assert refined["#creator-1", "role"] == refined["#creator-2", "role"] == "aut"
    assert refined["#creator-1", "file-as"] == "Head"
    assert refined["#creator-1", "alternate-script"] == "The Head"
    assert refined["#creator-2", "file-as"] == "A. N. Other"
    assert dc(book, "contributor") == ["T. R. Anslator"]
    assert refined["#contributor-1", "role"] == "trl"
    assert dc(book, "rights") == ["CC BY 4.0"]
    assert dc(book, "subject") == ["仉", "lamps"]
    assert values(book, "belongs-to-collection") == ["巷口的灯"]
    assert (refined["#series", "collection-type"], refined["#series", "group-position"]) == ("series", "2")
    metadata = book.find("content.opf", "//opf:metadata")[0]
    kinds = ["dc" if NAMESPACES["dc"] in str(child.tag) else "meta" for child in metadata]
    assert kinds == sorted(kinds)


def test_nothing_that_it_does_not_state() -> None:
    book = Book(make_article("<p>一</p>"))
    for name in ("contributor", "rights", "subject", "creator", "date", "publisher", "description", "source"):
        assert dc(book, name) == []
    assert values(book, "dcterms:modified") == ["2000-01-01T00:00:00Z"]
    assert book.texts("text/titlepage.xhtml", "//h:section//h:p") == []


def test_the_identifier_is_stable_and_the_articles_own() -> None:
    def identifier(text: str, **facts: object) -> str:
        (found,) = dc(Book(make_article(f"<p>{text}</p>", **facts)), "identifier")
        return found

    assert identifier("一", identifier="urn:isbn:9780000000002") == "urn:isbn:9780000000002"
    address = {"source_url": "https://example.org/1"}
    assert identifier("一", **address) == identifier("一，改过", title="另", **address)
    assert identifier("一") == identifier("一")
    assert (
        len({identifier("一"), identifier("二"), identifier("一", title="另"), identifier("一", **address)})
        == 4
    )
    assert identifier("一").startswith("urn:uuid:")


def test_the_moment_is_the_one_that_the_environment_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000001")
    book = Book(make_article("<p>一</p>", date="2020"))
    assert values(book, "dcterms:modified") == ["2023-11-14T22:13:21Z"]
    assert {info.date_time for info in book.archive.infolist()} == {
        (2023, 11, 14, 22, 13, 20)
    }  # ZIP: even seconds


def test_the_archive() -> None:
    first, *rest = Book(whole_article("ja"), Options()).archive.infolist()
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    names = [info.filename for info in rest]
    assert len(names) == len(set(names))
    assert all(name.isascii() for name in names)
    assert {info.external_attr >> 16 for info in rest} == {0o100644}


def accessibility(body: str, *pictures: bytes) -> dict[str, list[str]]:
    book = Book(make_article(body, *(asset(f"{n}", "image/png", data) for n, data in enumerate(pictures))))
    assert not book.find("content.opf", "//*[contains(@property, 'conformsTo')]")
    names = ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard")
    return {name: values(book, f"schema:{name}") for name in names}


def test_a_text_says_that_text_is_enough() -> None:
    found = accessibility("<p>一</p>")
    assert found["accessMode"] == found["accessModeSufficient"] == ["textual"]
    assert "alternativeText" not in found["accessibilityFeature"]
    assert "structuralNavigation" not in found["accessibilityFeature"]
    assert "noFlashingHazard" in found["accessibilityHazard"]


def test_described_images_and_headings_are_claimed() -> None:
    found = accessibility('<h2>一</h2><p><img src="0" alt="灯"/><ruby>灯<rt>ひ</rt></ruby></p>', picture("PNG"))
    assert found["accessMode"] == ["textual", "visual"]
    assert found["accessModeSufficient"] == ["textual", "textual,visual"]
    assert {"alternativeText", "structuralNavigation", "rubyAnnotations"} <= set(found["accessibilityFeature"])


@pytest.mark.parametrize("alt", ["", 'alt=""', 'alt=" "'])
def test_one_image_without_words_is_admitted(alt: str) -> None:
    found = accessibility(f'<p><img src="0" alt="灯"/><img src="0" {alt}/></p>', picture("PNG"))
    assert found["accessModeSufficient"] == ["textual,visual"]
    assert "alternativeText" not in found["accessibilityFeature"]


def test_what_moves_may_flash() -> None:
    import io

    from PIL import Image

    frames = [Image.new("RGB", (8, 8), colour) for colour in ("red", "blue")]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    assert accessibility('<p><img src="0" alt="闪"/></p>', out.getvalue())["accessibilityHazard"] == ["unknown"]
