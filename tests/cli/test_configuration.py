"""``exporter.toml`` is written in the words of the command line, and says what is wrong with it."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporter import cli, config
from exporter.errors import UsageError


def _load(folder: Path, text: str) -> dict[str, dict[str, object]]:
    path = folder / "exporter.toml"
    path.write_text(text, encoding="utf-8")
    commands = {"pdf": cli._pdf, "epub": cli._epub, "html": cli._html}
    return config.load(path, {name: cli._keys(command) for name, command in commands.items()})


def test_the_keys_are_the_long_options(tmp_path: Path) -> None:
    text = 'font = "A"\nfrom = "markdown"\nencoding = "gb18030"\nmissing-glyphs = "warn"\n'
    text += "no-cover = true\njobs = 2\nquiet = true\n"
    loaded = _load(tmp_path, text)
    common = {"source_format": "markdown", "encoding": "gb18030", "jobs": 2, "quiet": True}
    assert loaded["pdf"] == {**common, "fonts": ["A"], "missing_glyphs": "warn"}
    assert loaded["epub"] == {**common, "fonts": ["A"], "no_cover": True}
    assert loaded["html"] == {**common, "fonts": ["A"]}


def test_a_table_wins_over_what_stands_above_it(tmp_path: Path) -> None:
    loaded = _load(
        tmp_path, 'css = ["a.css", "b.css"]\nno-cover = false\n[epub]\nno-cover = true\ncss = "c.css"\n'
    )
    assert loaded["pdf"] == {"css": ["a.css", "b.css"]}
    assert loaded["epub"] == {"css": ["c.css"], "no_cover": True}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("paper = 5", r"exporter\.toml: “paper” is 5; write a string"),
        ("[pdf]\nfont = [1]", r"\[pdf\] “font” is \[1\]; write a string or a list"),
        ("jobs = true", "“jobs” is True; write a whole number"),
        ('no-cover = "yes"', "“no-cover” is 'yes'; write true or false"),
        ("encoding = true", "“encoding” is True; write a string"),
        ('lang = "ja"', "no option “lang”"),
        ('fonts = "A"', "no option “fonts” .did you mean “font”"),
        ('missing_glyphs = "warn"', "did you mean “missing-glyphs”"),
        ('[epub]\nmissing-glyphs = "warn"', r"\[epub\] there is no option “missing-glyphs”"),
        ('title = "A"', "no option “title”"),
        ('pdf = "A5"', r"write \[pdf\] above"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, hint: str) -> None:
    with pytest.raises(UsageError, match=hint):
        _load(tmp_path, text)
