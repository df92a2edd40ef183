"""The command ``exporter proof``: words and exit codes, as :mod:`exporter.cli`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter.errors import ExporterError, UsageError

if TYPE_CHECKING:
    from exporter.proof.finding import Rule
    from exporter.proof.fixing import Copy
    from exporter.readers.source import Source

FORMS = ("text", "json", "sarif", "html")
PER_RUN = {"fixes", "convert", "list_rules"}
"""What has no place in the configuration: a copy is written when it is asked for."""
_NAMES: dict[str, Any] = {"multiple": True, "metavar": "RULE,…"}


@click.command("proof")
@click.argument("sources", nargs=-1, metavar="SOURCE...")
@click.option(
    "-o", "--output", metavar="FILE", help="Write the report, or the copy, here (- is standard output)."
)
@click.option("-d", "--directory", metavar="FOLDER", help="Write the copies into this folder.")
@click.option("-f", "--from", "source_format", metavar="FORMAT", help="text, aozora, markdown or html.")
@click.option("--lang", metavar="LANGUAGE", help="zh-Hans, zh-Hant, zh-HK, ja, ko or en.")
@click.option("--encoding", help="The source's encoding, such as gb18030.")
@click.option(
    "--report", type=click.Choice(FORMS), default="text", show_default=True, help="The report's form."
)
@click.option("--rule", "only", help="Only these rules; repeatable.", **_NAMES)
@click.option("--off", help="All rules but these; repeatable.", **_NAMES)
@click.option(
    "--level", "levels", multiple=True, metavar="RULE=LEVEL", help="error, warning or note; repeatable."
)
@click.option("--fix", "fixes", help="Write a copy repaired by these rules (or all), and a diff.", **_NAMES)
@click.option("--convert", metavar="NAME", help="Write a copy in another script: s2tw, s2hk, t2s, … (OpenCC).")
@click.option("--strict", is_flag=True, help="End with exit code 1 if there are errors or warnings.")
@click.option("--list-rules", is_flag=True, help="List the rules, and nothing else.")
def proof(**given: Any) -> None:
    """Tell what looks wrong in each SOURCE, by line and column. Nothing is changed: --fix writes a copy."""
    from exporter import proof as room
    from exporter import readers
    from exporter.proof import reports, rules

    if given["list_rules"]:
        click.echo("\n".join(f"{rule.name:22} {rule.level:8} {rule.about}" for rule in rules.every()))
        return
    _check(given)
    chosen = rules.chosen(_split(given["only"]), _split(given["off"]), _levels(given["levels"]))
    language = _language(given["lang"])
    proofs, failed = [], 0
    for place in given["sources"]:
        try:
            source = readers.source_of(place, given["encoding"])
            if given["fixes"] or given["convert"]:
                source = _changed(source, place, chosen, given, language)
                if given["output"] == "-":
                    continue
            proofs.append(room.check(source, chosen, format=given["source_format"], language=language))
        except ExporterError as error:
            click.echo(f"exporter: {error}", err=True)
            failed = error.exit_code if len(given["sources"]) == 1 else 1
    if proofs:
        _write(reports.report(given["report"], proofs, chosen), given)
    if failed:
        sys.exit(failed)
    if given["strict"] and any(found.level != "note" for each in proofs for found in each.findings):
        sys.exit(1)


def _check(given: dict[str, Any]) -> None:
    """Raise UsageError for what contradicts itself, and for rules and conversions that do not exist."""
    from exporter.proof import rules, scripts

    rules.chosen([name for name in _split(given["fixes"]) if name != "all"])
    if given["convert"]:
        scripts.converter(given["convert"])
    copies = given["fixes"] or given["convert"]
    if not given["sources"]:
        raise UsageError("name a source: a file, or - for standard input")
    if given["fixes"] and given["convert"]:
        raise UsageError("--fix and --convert each write a copy: do one after the other")
    if given["directory"] and not copies:
        raise UsageError("-d is for the copies of --fix and --convert; -o names the report's file")
    if given["directory"] and not Path(given["directory"]).is_dir():
        raise UsageError(f"{given['directory']}: there is no such folder; make it first")
    if copies and given["output"] and (len(given["sources"]) > 1 or given["directory"]):
        raise UsageError("-o names one copy: give one source and no -d, or use -d FOLDER alone")
    if copies and given["directory"]:
        names = Counter(Path(place).name for place in given["sources"])
        if twice := next((name for name, times in names.items() if times > 1), None):
            raise UsageError(f"{twice}: two sources have this name, and -d has one place for their copies")
    if copies and "-" in given["sources"] and not given["output"]:
        raise UsageError("standard input has no name to take the copy's from: say -o FILE")


def _split(values: Sequence[str]) -> list[str]:
    return [name.strip() for value in values for name in value.split(",") if name.strip()]


def _levels(values: Sequence[str]) -> dict[str, str]:
    levels = {}
    for value in _split(values):
        name, equals, level = value.partition("=")
        if not equals:
            raise UsageError(f"--level {value}: write RULE=LEVEL, as masks=note")
        levels[name] = level
    return levels


def _language(tag: str | None) -> str | None:
    from exporter import convert

    stated = convert.facts(title=None, authors=(), date=None, language=tag).get("language")
    return None if stated is None else str(stated)


def _changed(
    source: Source, place: str, chosen: Sequence[Rule], given: dict[str, Any], language: str | None
) -> Source:
    """Write the copy and its diff, tell what was changed, and return the copy to be proofed in its turn."""
    from exporter import output
    from exporter.proof import fixing, rules
    from exporter.readers.source import Source

    if given["convert"]:
        copy = fixing.convert(source, given["convert"], format=given["source_format"], language=language)
    else:
        names = _split(given["fixes"])
        wanted = list(chosen) if "all" in names else list(rules.chosen(names))
        copy = fixing.fix(source, wanted, format=given["source_format"], language=language)
    if given["output"] == "-":
        output.write_stdout(copy.data)
        return source
    target = _target(place, given)
    output.write(target, copy.data)
    output.write(target.with_name(target.name + ".diff"), copy.diff(place, str(target)).encode())
    _tell(target, copy)
    return Source(str(target), copy.data, source.folder, copy.encoding)


def _target(place: str, given: dict[str, Any]) -> Path:
    """Return where the copy goes: never onto a source."""
    path = Path(place)
    named = f"{path.stem}.{given['convert'] or 'fixed'}{path.suffix}"
    folder = Path(given["directory"]) if given["directory"] else path.parent
    target = Path(given["output"]) if given["output"] else folder / named
    sources = {Path(each).resolve() for each in given["sources"] if each != "-"}
    if target.resolve() in sources:
        raise UsageError(f"{target}: the copy would take the place of the source; say -o FILE or -d FOLDER")
    return target


def _tell(target: Path, copy: Copy) -> None:
    total = sum(copy.changes.values())
    by_rule = ", ".join(f"{name} {times}" for name, times in copy.changes.items() if times)
    told = f"{total} change{'' if total == 1 else 's'}{f' ({by_rule})' if by_rule else ''}"
    click.echo(f"exporter: {target}: {told}; see {target.name}.diff", err=True)


def _write(report: str, given: dict[str, Any]) -> None:
    from exporter import output

    data = report.encode("utf-8", "replace")
    if given["output"] in (None, "-") or given["fixes"] or given["convert"]:
        output.write_stdout(data)
    else:
        output.write(Path(given["output"]), data)
