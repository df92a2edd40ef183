"""The house styles: what ``--style`` may name, and the style sheets that an article is set with."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from exporter import resources
from exporter.errors import SourceError, UsageError, nearest


@dataclass(frozen=True, slots=True)
class House:
    """A house style: a style sheet, and the few numbers that the page must know before any style sheet is
    read."""

    name: str
    description: str
    leading: float
    """From one base line to the next, in ems of the text."""
    grid: bool
    """Whether lines stand on the page's line grid when nobody says otherwise."""
    path: Path
    """The style sheet."""

    @property
    def css(self) -> str:
        """The text of the style sheet."""
        return read_css(self.path)


def names() -> tuple[str, ...]:
    """Return the house styles that exist, sorted."""
    return tuple(sorted(path.stem for path in resources.styles().glob("*.toml")))


def load(word: str) -> House:
    """Return the house style called ``word``, or the style sheet at that path with the first style's numbers.

    A style sheet ``mine.css`` may have its own numbers in ``mine.toml`` beside it. Raises UsageError if
    there is neither, or if the numbers are none.
    """
    path = resources.styles() / f"{word}.css" if word in names() else Path(word)
    if path.suffix != ".css" or not path.is_file():
        raise UsageError(
            f"there is no style “{word}”{nearest(word, names())}; "
            f"use {', '.join(names())} or the path of a .css file"
        )
    facts = path.with_suffix(".toml")
    numbers = _numbers(facts if facts.is_file() else resources.styles() / "essay.toml")
    return House(
        name=path.stem,
        description=str(numbers.get("description", "")),
        leading=_leading(numbers, facts),
        grid=_grid(numbers, facts),
        path=path,
    )


def _numbers(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: the numbers of the style cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: not TOML: {error}") from error


def _leading(numbers: dict[str, object], path: Path) -> float:
    leading = numbers.get("leading", 1.75)
    if isinstance(leading, bool) or not isinstance(leading, int | float) or not 1 <= leading <= 4:
        raise UsageError(f"{path}: “leading” is {leading!r}; write a number from 1 to 4, such as 1.75")
    return float(leading)


def _grid(numbers: dict[str, object], path: Path) -> bool:
    grid = numbers.get("grid", False)
    if not isinstance(grid, bool):
        raise UsageError(f"{path}: “grid” is {grid!r}; write true or false")
    return grid


def screen() -> Path:
    """Return the path of the style sheet for browsers."""
    return resources.styles() / "screen.css"


def shared_css(language: str) -> tuple[str, ...]:
    """Return the style sheets that come before every house style: the elements, then the language from wide
    to narrow."""
    folder = resources.styles()
    tag = language if (folder / "lang" / f"{language}.css").is_file() else "en"
    ranges = dict.fromkeys((tag.partition("-")[0], tag))  # “zh” is for every kind of Chinese
    paths = [folder / "lang" / f"{name}.css" for name in ranges]
    return tuple(read_css(path) for path in (folder / "base.css", *paths) if path.is_file())


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_FETCHES = re.compile(
    r"@import|\b(?:url|src)\(\s*+[\"']?+\s*+(?!data:|#)|image-set\(\s*+[\"']", re.IGNORECASE
)  # what lies in the sheet itself (data:) or in the page (#) is not fetched


def fetches(css: str) -> bool:
    """Whether a style sheet uses other files, which a page or a book that stands alone does not have."""
    return _FETCHES.search(_COMMENT.sub("", css)) is not None


def read_css(path: Path) -> str:
    """Return the text of a style sheet; raises SourceError naming a file that cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(f"{path}: the style sheet cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path}: the style sheet is not UTF-8; save it as UTF-8") from error
