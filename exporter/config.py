"""``exporter.toml``: the looks that a person wants every time.

Keys are the long options without their dashes (``paper = "A5"``); ``[pdf]``, ``[epub]`` and ``[html]`` hold
what is for one format. The command line wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

from exporter.errors import UsageError, nearest

NAME = "exporter.toml"


def load(path: Path, commands: Mapping[str, Collection[str]]) -> dict[str, dict[str, object]]:
    """Return, for each command, the option values in ``path``, as click's ``default_map`` wants them.

    ``commands`` are the options that each command has, as in Python (``missing_glyphs``). An empty mapping
    if there is no such file. Raises UsageError naming the file and the line or the key that is wrong.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: it cannot be read as TOML: {error}") from error
    shared = {key: value for key, value in data.items() if key not in commands}
    result: dict[str, dict[str, object]] = {}
    everything = {option for options in commands.values() for option in options}
    _refuse_unknown(path, "", shared, everything)
    for command, options in commands.items():
        own = data.get(command, {})
        if not isinstance(own, dict):
            raise UsageError(f"{path}: “{command}” is a table: write [{command}] above its options")
        _refuse_unknown(path, f"[{command}] ", own, options)
        values = {key.replace("-", "_"): value for key, value in {**shared, **own}.items()}
        result[command] = {key: value for key, value in values.items() if key in options}
    return result


def _refuse_unknown(path: Path, table: str, values: Mapping[str, object], known: Collection[str]) -> None:
    for key in values:
        if key.replace("-", "_") not in known:
            names = sorted(name.replace("_", "-") for name in known)
            raise UsageError(f"{path}: {table}there is no option “{key}”{nearest(key, names)}")
