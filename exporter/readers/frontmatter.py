"""Front matter: what an article says about itself, in YAML between lines ``---`` or in TOML between ``+++``.

Every scalar is taken as the text that is written there, not as YAML's types: ``title: 1984`` is a title,
``isbn: 0306406152`` keeps its zero, ``date: 2026-11-24`` is normalised here and nowhere else.
"""

from __future__ import annotations

import dataclasses
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exporter import languages
from exporter.article import Notice, Person
from exporter.errors import SourceError
from exporter.readers.dates import iso_date

if TYPE_CHECKING:
    import yaml

MAX_CHARACTERS = 100_000
MAX_DEPTH = 20
"""Lists in lists and mappings in mappings; PyYAML composes them recursively."""

KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "author": "authors",
    "authors": "authors",
    "date": "date",
    "lang": "language",
    "language": "language",
    "publisher": "publisher",
    "description": "description",
    "summary": "description",
    "source": "source_url",
    "url": "source_url",
    "canonical": "source_url",
    "identifier": "identifier",
    "id": "identifier",
    "isbn": "identifier",
    "rights": "rights",
    "license": "rights",
    "licence": "rights",
    "copyright": "rights",
    "subject": "subjects",
    "subjects": "subjects",
    "keywords": "subjects",
    "tags": "subjects",
    "series": "series",
    "series-number": "series_number",
    **{
        name: "people"
        for one in ("translator", "editor", "illustrator", "contributor")
        for name in (one, f"{one}s")
    },
}
"""The keys that are understood, in any case, and the field of ``Metadata`` that each fills."""

ROLES = {"author": "aut", "translator": "trl", "editor": "edt", "illustrator": "ill", "contributor": "ctb"}
"""The MARC relator code of each key that names people, and of each ``role`` in words; the plural too has it."""

FOREIGN = frozenset(
    "abstract aliases categories category comments cover data draft excerpt header hero image images"
    " layout linktitle menu name page permalink published publishdate pubdate redirect slug status style"
    " tag template theme thumbnail toc type update updated version weight".split()
)
"""Keys of well-known site generators that would otherwise be taken for misspellings of ours."""

_FENCE = re.compile(r"---[ \t]*\Z")
_END = re.compile(r"(?:---|\.\.\.)[ \t]*\Z")
_KEY_LINE = re.compile(r"""\{|["']?[A-Za-z_][\w .-]{0,60}["']?\s*[:：](?!//)""")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter states; the fields are those of :class:`~exporter.article.Metadata`."""

    title: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    date: str | None = None
    language: str | None = None
    publisher: str | None = None
    description: str | None = None
    source_url: str | None = None
    identifier: str | None = None
    people: tuple[Person, ...] = ()
    rights: str | None = None
    subjects: tuple[str, ...] = ()
    series: str | None = None
    series_number: str | None = None
    notices: tuple[Notice, ...] = ()


def split(text: str, *, name: str) -> tuple[FrontMatter, str, int]:
    """Return the front matter of ``text``, the rest, and the number of lines that the rest begins after.

    A text whose first line is ``---`` has front matter if the next line that is not blank looks like
    ``key: …``; otherwise the line is a thematic break. :class:`SourceError` for front matter that does not
    end, or that YAML or this reader cannot make sense of.
    """
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        return _split_toml(lines, text, name)
    if not _FENCE.match(lines[0]):
        return FrontMatter(), text, 0
    inner = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    end = next((number for number, line in enumerate(lines[1:], 1) if _END.match(line)), None)
    if not _KEY_LINE.match(inner) and not (_END.match(inner) and end == 1):
        return FrontMatter(), text, 0
    if end is None:
        raise SourceError(f"{name}:1: the front matter does not end; close it with a line “---”")
    block = "\n".join(lines[1:end])
    return _Reader(name).read(block), "\n".join(lines[end + 1 :]), end + 1


def _split_toml(lines: list[str], text: str, name: str) -> tuple[FrontMatter, str, int]:
    """The same of TOML, which Hugo and Zola write."""
    inner = next((line for line in lines[1:] if line.strip() and not line.startswith("#")), "")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "+++"), None)
    if not _TOML_LINE.match(inner) and end != 1:
        return FrontMatter(), text, 0
    if end is None:
        raise SourceError(f"{name}:1: the front matter does not end; close it with a line “+++”")
    return _Reader(name).read_toml("\n".join(lines[1:end])), "\n".join(lines[end + 1 :]), end + 1


_TOML_LINE = re.compile(r"""["']?[A-Za-z_][\w.-]{0,60}["']?\s*=|\[""")
_NUMBER = re.compile(r"\d{1,6}(?:\.\d{1,6})?\Z", re.ASCII)  # EPUB 3.3, D.3.7
_ADDRESS = re.compile(r"https?://\S+\Z", re.IGNORECASE)


@dataclass(slots=True)
class _Found:
    fields: dict[str, str | tuple[str, ...] | tuple[Person, ...]] = dataclasses.field(default_factory=dict)
    people: list[Person] = dataclasses.field(default_factory=list)
    notices: list[Notice] = dataclasses.field(default_factory=list)


class _Reader:
    """Reads one block; knows the file's name for its messages."""

    def __init__(self, name: str) -> None:
        self.name = name

    def read(self, block: str) -> FrontMatter:
        """Return what the YAML of a block states."""
        root = self._composed(block)
        return FrontMatter() if root is None else self._facts(root)

    def read_toml(self, block: str) -> FrontMatter:
        """Return what the TOML of a block states."""
        import tomllib

        self._refuse_length(block)
        keys = re.finditer(r"""^[ \t]*\[*["']?([\w.-]+)["']?\]*[ \t]*(?:=|$)""", block, re.MULTILINE)
        lines = {found[1]: block.count("\n", 0, found.start(1)) for found in keys}
        try:
            root = _node(tomllib.loads(block), 0, lines)
        except tomllib.TOMLDecodeError as error:
            found = re.search(r"line (\d+)", str(error))
            line = int(found[1]) + 1 if found else 1
            why = re.sub(r" \(at .*", "", str(error))
            told = f"{self.name}:{line}: the front matter is no TOML: {why}; write lines as title = '…'"
            raise SourceError(told) from error
        except RecursionError as error:
            told = f"{self.name}:1: the front matter is nested too deeply; write plain “key = value” lines"
            raise SourceError(told) from error
        return self._facts(root)

    def _facts(self, root: yaml.Node) -> FrontMatter:
        import yaml

        if not isinstance(root, yaml.MappingNode):
            raise self._error(
                root, "the front matter has no keys; write “title: …”, with an ASCII colon and a space"
            )
        found = _Found()
        words: set[str] = set()
        for key, value in root.value:
            word = key.value.strip() if isinstance(key.value, str) else ""
            if word in words:
                raise self._error(key, f"“{word}” is stated twice; keep one")
            words.add(word)
            self._take(word, _line(key), value, found)
        return FrontMatter(**found.fields, people=tuple(found.people), notices=tuple(found.notices))  # type: ignore[arg-type]

    def _composed(self, block: str) -> yaml.Node | None:
        """The tree of ``block``, within bounds: no aliases (they multiply), no depth, no constructors."""
        import yaml

        self._refuse_length(block)
        try:
            depth = 0
            for event in yaml.parse(block, Loader=yaml.SafeLoader):
                depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(
                    event, yaml.CollectionEndEvent
                )
                if isinstance(event, yaml.AliasEvent) or depth > MAX_DEPTH:
                    what = "is nested too deeply" if depth > MAX_DEPTH else "uses an alias (*name)"
                    raise self._error(event, f"the front matter {what}; write plain “key: value” lines")
            node: yaml.Node | None = yaml.compose(block, Loader=yaml.SafeLoader)
        except yaml.MarkedYAMLError as error:
            raise self._malformed(error) from error
        except yaml.YAMLError as error:
            raise SourceError(f"{self.name}:1: the front matter is no YAML: {error}") from error
        return node

    def _refuse_length(self, block: str) -> None:
        if len(block) > MAX_CHARACTERS:
            raise SourceError(f"{self.name}:1: the front matter has {len(block):,} characters; at most"
                              f" {MAX_CHARACTERS:,} are read. Is its closing line missing?")  # fmt: skip

    def _malformed(self, error: yaml.MarkedYAMLError) -> SourceError:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 2 if mark else 1
        why = error.problem or error.context or "it cannot be parsed"
        return SourceError(
            f"{self.name}:{line}: the front matter is no YAML: {why}; write “key: value” lines, and put a value"
            " that has a colon or begins with a bracket, a quote or * in quotation marks"
        )

    def _take(self, word: str, line: int, value: yaml.Node, found: _Found) -> None:
        place = f"{self.name}:{line}"
        field = KEYS.get(word.lower())
        if field is None:
            found.notices += self._near_miss(word, place)
        elif field in found.fields or value.tag == "tag:yaml.org,2002:null":
            pass  # stated before under another name (description, summary), or left open
        elif field in ("authors", "people"):
            self._take_people(word, value, found)
        elif field == "subjects":
            found.fields[field] = self._subjects(word, value)
        elif field in ("rights", "series") and not isinstance(value.value, str):
            pass  # a site generator's own list or table of them
        elif text := self._text(word, value):
            if field == "date":
                text = self._date(value, text)
            elif field == "series_number" and not _NUMBER.match(text):
                raise self._error(value, f"“{text}” is no number; write it as 3")
            elif field == "identifier" and word.lower() == "isbn":
                text = "urn:isbn:" + re.sub(r"urn:isbn:|isbn:?|[\s-]", "", text, flags=re.IGNORECASE)
            elif field == "source_url" and not _ADDRESS.match(text):
                told = f"“{word}” is no web address (https://…) and was left out"
                found.notices.append(Notice("front-matter", told, place))
                return
            elif field == "language":
                language = languages.normalise(text)
                if language is None:
                    found.notices += _unknown_language(text, place)
                    return
                text = language
            found.fields[field] = text

    def _near_miss(self, word: str, place: str) -> Iterator[Notice]:
        low = word.lower()
        close = difflib.get_close_matches(low, KEYS, n=1, cutoff=0.75)
        if close and low not in FOREIGN:
            yield Notice(
                "front-matter", f"“{word}” is not a key that is read (did you mean “{close[0]}”?)", place
            )

    def _text(self, word: str, value: yaml.Node) -> str:
        if not isinstance(value.value, str):
            found = "a list" if _is(value, "sequence") else "a mapping"
            raise self._error(
                value, f"“{word}” is {found}; write one line of text, in quotation marks if need be"
            )
        return " ".join(value.value.split())

    def _take_people(self, word: str, value: yaml.Node, found: _Found) -> None:
        role = ROLES[word.lower().removesuffix("s")]
        people = self._people(word, role, value)
        found.people += [one for one in people if one.role != "aut" or one.sort_name or one.other_script]
        if role == "aut":
            found.fields["authors"] = tuple(one.name for one in people if one.role == "aut")

    def _people(self, word: str, role: str, value: yaml.Node) -> list[Person]:
        """One name, a list of names, or the mappings with a ``name`` that Quarto and Hugo write."""
        items = value.value if _is(value, "sequence") else [value]
        people = []
        for item in items:
            stated = {"name": item}
            if _is(item, "mapping"):
                stated = {key.value: inner for key, inner in item.value}
                if "name" not in stated:
                    raise self._error(item, f"one of “{word}” has no “name”; write “{word}: [one, another]”")
            keys = {"name": "name", "sort_name": "file-as", "other_script": "latin"}
            texts = {field: self._text(word, stated[key]) for field, key in keys.items() if key in stated}
            if texts["name"]:
                people.append(Person(role=self._role(stated["role"]) if "role" in stated else role, **texts))
        return people

    def _role(self, value: yaml.Node) -> str:
        """A word for what somebody did, or a MARC relator code."""
        text = self._text("role", value).lower()
        role = ROLES.get(text.removesuffix("s"), text)
        if not re.fullmatch("[a-z]{3}", role):
            raise self._error(value, f"“{text}” is no role; write {', '.join(ROLES)} or a MARC relator code")
        return role

    def _subjects(self, word: str, value: yaml.Node) -> tuple[str, ...]:
        """A list of words, or one line of them with commas."""
        if not isinstance(value.value, str):  # a table is some site generator's own
            items = value.value if _is(value, "sequence") else []
            words = [self._text(word, item) for item in items if isinstance(item.value, str)]
        else:
            words = [part.strip() for part in re.split("[,，、;；]", self._text(word, value))]
        return tuple(dict.fromkeys(filter(None, words)))

    def _date(self, value: yaml.Node, text: str) -> str:
        date = iso_date(text)
        if date is None:
            raise self._error(value, f"“{text}” is no date that is understood; write it as 2026-11-24")
        return date

    def _error(self, where: yaml.Node | yaml.Event, message: str) -> SourceError:
        return SourceError(f"{self.name}:{_line(where)}: {message}")


def _node(value: object, line: int, lines: dict[str, int]) -> yaml.Node:
    """A value of TOML as YAML has it, every scalar as text; ``lines``: where the keys stand in the block."""
    import yaml

    mark: Any = yaml.Mark("", 0, line, 0, None, 0)
    if isinstance(value, dict):
        pairs = [
            (_node(key, lines.get(key, line), {}), _node(inner, lines.get(key, line), {}))
            for key, inner in value.items()
        ]
        return yaml.MappingNode("tag:yaml.org,2002:map", pairs, mark)
    if isinstance(value, list):
        return yaml.SequenceNode("tag:yaml.org,2002:seq", [_node(each, line, {}) for each in value], mark)
    return yaml.ScalarNode("tag:yaml.org,2002:str", str(value), mark)


def _line(where: yaml.Node | yaml.Event) -> int:
    """The line in the file: YAML counts from 0, and the block begins on the second."""
    return where.start_mark.line + 2 if where.start_mark else 1


def _is(node: yaml.Node, kind: str) -> bool:
    return getattr(node, "id", None) == kind


def _unknown_language(tag: str, place: str) -> Iterator[Notice]:
    if not languages.is_chinese(tag):  # bare “zh” is no mistake: the text tells the script
        told = f"the language “{tag}” has no rules of its own; the text decides which rules are used"
        yield Notice("language", told, place)
