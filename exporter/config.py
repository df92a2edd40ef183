"""``exporter.toml``: the looks that a person wants every time.

Keys are the long options without their dashes (``paper = "A5"``, ``no-cover = true``); ``[pdf]``, ``[epub]``
and ``[html]`` hold what is for one format. An option that may be repeated takes a string or a list of strings.
The command line wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exporter.errors import UsageError, nearest

NAME = "exporter.toml"

_WANTED = {
    "text": "a string in quotes",
    "number": "a whole number",
    "switch": "true or false",
    "list": "a string or a list of strings",
}


@dataclass(frozen=True, slots=True)
class Key:
    """What a key of the file sets."""

    parameter: str
    """The name that the command line's library knows: ``source_format`` for ``from``."""
    kind: Literal["text", "number", "switch", "list"] = "text"
    negative: bool = False
    """Whether ``true`` switches the parameter off, as ``no-cover`` does."""


def load(path: Path, commands: Mapping[str, Mapping[str, Key]]) -> dict[str, dict[str, object]]:
    """Return, for each command, the option values in ``path``, as click's ``default_map`` wants them.

    ``commands`` are the keys that each command understands. An empty mapping if there is no such file. Raises
    UsageError naming the file and the line or the key that is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: it cannot be read as TOML: {error}") from error
    everything = {name: key for keys in commands.values() for name, key in keys.items()}
    shared = {name: value for name, value in data.items() if name not in commands}
    _check(f"{path}: ", shared, everything)
    result: dict[str, dict[str, object]] = {}
    for command, keys in commands.items():
        own = data.get(command, {})
        if not isinstance(own, dict):
            raise UsageError(f"{path}: “{command}” is a table: write [{command}] above its options")
        _check(f"{path}: [{command}] ", own, keys)
        result[command] = {}
        for values in (shared, own):  # what is for one format wins
            result[command].update(_value(keys[name], value) for name, value in values.items() if name in keys)
    return result


def _check(place: str, values: Mapping[str, object], keys: Mapping[str, Key]) -> None:
    for name, value in values.items():
        if name not in keys:
            raise UsageError(f"{place}there is no option “{name}”{nearest(name, sorted(keys))}")
        if not _fits(keys[name], value):
            raise UsageError(f"{place}“{name}” is {value!r}; write {_WANTED[keys[name].kind]}")


def _fits(key: Key, value: object) -> bool:
    if key.kind == "list" and isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    if key.kind == "switch" or isinstance(value, bool):
        return key.kind == "switch" and isinstance(value, bool)
    return isinstance(value, int if key.kind == "number" else str)


def _value(key: Key, value: object) -> tuple[str, object]:
    if key.kind == "list" and isinstance(value, str):
        value = [value]
    return key.parameter, not value if key.negative else value
