"""Fixture files: a title, the input, the expected result, each closed by a line with a single full stop."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from exporter.article import Article

FIXTURES = Path(__file__).parent / "fixtures"


def cases(name: str) -> list[tuple[str, str, str]]:
    """Return the title, the input and the expected result of every case in ``fixtures/<name>.txt``."""
    parts = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8").split("\n.\n")
    assert len(parts) % 3 == 1, f"{name}.txt: every case is a title, an input and a result"
    triples = zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    return [(title.strip(), given, expected) for title, given, expected in triples]


def shown(article: Article) -> str:
    """Return what a reader would see, a line for each thing: kind, class, text; a run-in lead in brackets."""
    facts = article.metadata
    lines = [f"title {facts.title}"]
    lines += [f"subtitle {facts.subtitle}"] if facts.subtitle else []
    lines += [f"authors {' + '.join(facts.authors)}"] if facts.authors else []
    lines += [f"date {facts.date}"] if facts.date else []
    return "\n".join(lines + [_line(element) for element in article.body])


def _line(element: etree._Element) -> str:
    lead = element.find("strong[@class='lead']")
    text = "".join(str(piece) for piece in element.itertext())
    if lead is not None and lead.text:
        text = f"[{lead.text}]{text.removeprefix(lead.text)}"
    kind = element.get("class")
    return " ".join(filter(None, (str(element.tag) + (f".{kind}" if kind else ""), text)))


def markup(article: Article) -> str:
    """Return the body's markup, a line for each block."""
    return "\n".join(str(etree.tostring(block, encoding="unicode")).strip() for block in article.body)
