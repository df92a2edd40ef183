from __future__ import annotations

from pathlib import Path

import pytest

from exporter.article import Article
from exporter.errors import SourceError
from exporter.readers import read_parts
from exporter.readers.source import Network, Source

TEXT = "河上有灯，水里有影，灯灭了，影也散了，岸边的人都回去了。" * 3


def made(folder: Path, **files: str) -> Article:
    paths = []
    for name, text in files.items():
        path = folder / name.replace("_", ".").replace("__", "/")
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return read_parts(paths)


def page(number: int, body: str) -> str:
    return f"<title>河边的灯（{number}/2）</title><h1>河边的灯（{number}/2）</h1><p>浜鸣子</p>{body}"


def test_the_pages_of_one_article_go_on(tmp_path: Path) -> None:
    article = made(tmp_path, a_html=page(1, f"<p>甲{TEXT}</p>"), b_html=page(2, f"<p>乙{TEXT}</p>"))
    assert article.metadata.title == "河边的灯"
    assert [(block.tag, (block.text or "")[:3]) for block in article.body] == [
        ("p", "浜鸣子"),
        ("p", "甲河上"),
        ("p", "乙河上"),
    ]
    assert not [notice for notice in article.notices if notice.kind == "more-pages"]


def test_the_files_of_a_folder_are_sections_and_their_links_lead(tmp_path: Path) -> None:
    article = made(
        tmp_path,
        a_md="# 甲\n\n见[乙](b.md)和[岸](b.md#bank)，[外](c.md)。注[^1]。\n\n[^1]: 一。\n",
        b_md="# 乙\n\n## 岸 {#bank}\n\n回[甲](a.md)。注[^1]。\n\n[^1]: 二。\n",
    )
    body = article.body
    assert [(heading.tag, heading.text) for heading in body.iter("h2", "h3")] == [
        ("h2", "甲"),
        ("h2", "乙"),
        ("h3", "岸"),
    ]
    ids = {element.get("id"): element for element in body.iter() if element.get("id")}
    led = [ids[(link.get("href") or "")[1:]] for link in body.iter("a") if link.get("class") != "noteref"]
    assert [element.text for element in led] == ["乙", "岸", "甲"]
    assert [call.text for call in body.iter("a") if call.get("class") == "noteref"] == ["1", "2"]
    assert ["".join(map(str, note.itertext())) for note in body.iter("aside")] == ["一。", "二。"]
    assert ["“c.md”" in notice.message for notice in article.notices if notice.kind == "unlinked"] == [True]
    assert article.metadata.source_url is None


def test_a_part_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no file"):
        read_parts([tmp_path / "a.md", tmp_path / "b.md"])


def test_an_address_and_a_file_are_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visits: list[object] = []

    class Web:
        def __init__(self, network: Network) -> None:
            visits.append(network)

        def __enter__(self) -> Web:
            return self

        def __exit__(self, *_: object) -> None:
            visits.append("closed")

        def page(self, address: str) -> tuple[Source, str | None]:
            text = page(1 if address.endswith("/1") else 2, f"<p>{address[-1]}{TEXT}<a href='/2'>下</a></p>")
            return Source(address, text.encode(), url=address), "html"

    monkeypatch.setattr("exporter.readers.network.Web", Web)
    local = tmp_path / "三.html"
    local.write_text(page(2, f"<p>3{TEXT}</p>"), encoding="utf-8")
    article = read_parts(["https://r.example/1", "https://r.example/2", local], network=Network(private=True))
    assert [(block.text or "")[:2] for block in article.body] == ["浜鸣", "1河", "2河", "3河"]
    assert [link.get("href") for link in article.body.iter("a") if link.get("href")] == ["#part-2-begin"] * 2
    assert visits == [Network(private=True), "closed"]  # one visit, with its bounds, for the whole article
