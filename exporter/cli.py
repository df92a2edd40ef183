"""The command line: words, progress, exit codes. It decides nothing about articles."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from exporter import __version__, cli_proof, collector, config, progress
from exporter.errors import ExporterError, UsageError, nearest
from exporter.options import MISSING_GLYPHS, Options

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from exporter.convert import Job

_EXAMPLES = """\b
Examples:
  exporter pdf article.md                      article.pdf beside it
  exporter epub article.md                     article.epub beside it
  exporter pdf page.html --paper A5 -o essay.pdf
  exporter pdf *.md -d out --jobs 2            one file each, into out/
  cat a.txt | exporter pdf - -o a.pdf          from standard input
  exporter proof scraped.txt                   what looks wrong, by line and column
  exporter doctor                              what this machine has and lacks
"""


class _Group(click.Group):
    """A group whose unknown commands name the nearest one, and that tells our errors as one sentence."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            commands = self.list_commands(ctx)
            raise UsageError(
                f"there is no command “{args[0]}”{nearest(args[0], commands)}; use {', '.join(commands)}"
            )
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ExporterError as error:
            progress.tell(str(error))
            ctx.exit(error.exit_code)


@click.group(cls=_Group, epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="exporter %(version)s")
@click.option(
    "--config", "config_file", type=click.Path(path_type=Path), help=f"Read this file instead of {config.NAME}."
)
@click.pass_context
def main(ctx: click.Context, config_file: Path | None) -> None:
    """Turn an article (text, Markdown, a saved web page) into a finely set PDF or EPUB."""
    collector.leave_all_at_exit()
    if config_file is not None and not config_file.is_file():
        raise UsageError(f"{config_file}: there is no such file")
    exports = {"pdf": _pdf, "epub": _epub, "both": _both, "html": _html, "proof": cli_proof.proof}
    keys = {name: _keys(command) for name, command in exports.items()}
    ctx.default_map = config.load(config_file or Path(config.NAME), keys)


_PER_ARTICLE = set(
    "sources output directory title authors date lang selector parts structure join pages_from cover_image"
    " help".split()
)
"""What belongs to one article or one run and has no place in the configuration: facts are the source's to
say."""


def _keys(command: click.Command) -> dict[str, config.Key]:
    """Return what the configuration may say about a command: its long options without their dashes."""
    keys: dict[str, config.Key] = {}
    for option in command.params:
        name = str(option.name)
        if not isinstance(option, click.Option) or name in _PER_ARTICLE | cli_proof.PER_RUN:
            continue
        number = isinstance(option.type, click.types.IntParamType)
        kind: Any = (
            "switch" if option.is_flag else "list" if option.multiple else "number" if number else "text"
        )
        keys |= {word[2:]: config.Key(name, kind) for word in option.opts if word.startswith("--")}
        keys |= {word[2:]: config.Key(name, kind, negative=True) for word in option.secondary_opts}
    return keys


def _complete_style(ctx: click.Context, option: click.Parameter, begun: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from exporter import house

    names = [CompletionItem(name) for name in house.names() if name.startswith(begun)]
    return names or [CompletionItem(begun, type="file")]


def _complete_paper(ctx: click.Context, option: click.Parameter, begun: str) -> list[str]:
    from exporter.pdf import paper

    return [name for name in paper.SIZES if name.lower().startswith(begun.lower())]


def _shared(command: Callable[..., None]) -> Callable[..., None]:
    """Add the arguments and options that every export command has."""
    for decorate in reversed(
        (
            click.argument("sources", nargs=-1, required=True, metavar="SOURCE..."),
            click.option("-o", "--output", metavar="FILE", help="Write here (- is standard output)."),
            click.option("-d", "--directory", metavar="FOLDER", help="Write into this folder."),
            click.option(
                "-f", "--from", "source_format", metavar="FORMAT", help="text, markdown, html, docx, epub, …"
            ),
            click.option("-t", "--title", help="The title, instead of the source's."),
            click.option("--author", "authors", multiple=True, help="An author; may be given several times."),
            click.option("--date", help="The date: 2026, 2026-11 or 2026-11-24."),
            click.option("--lang", metavar="LANGUAGE", help="zh-Hans, zh-Hant, zh-HK, ja, ko or en."),
            click.option("--encoding", help="The source's encoding, such as gb18030."),
            click.option("--selector", metavar="CSS", help="Which part of a web page is the article."),
            click.option("--structure", is_flag=True, help="Only print what a text's lines were taken for."),
            click.option("--parts", is_flag=True, help="The sources are the parts of one article."),
            click.option(
                "--allow-private-network", "private_network", is_flag=True, help="Read local addresses."
            ),
            click.option("--fetch-images", is_flag=True, help="Fetch a file's images that are on the network."),
            click.option("--jobs", type=click.IntRange(1, 64), default=1, help="Articles made at once."),
            click.option("-q", "--quiet", is_flag=True, help="No warnings, no progress."),
            click.option("-v", "--verbose", is_flag=True, help="List what was left out."),
        )
    ):
        command = decorate(command)
    return command


_join = click.option("--join", is_flag=True, help="Bind all SOURCEs as one book; say its --title.")
_style = click.option(
    "--style", default="essay", show_default=True, help="A house style, or a .css file.",
    shell_complete=_complete_style,
)  # fmt: skip
_css = click.option("--css", multiple=True, metavar="FILE", help="A style sheet to apply last; repeatable.")
_font = click.option(
    "--font", "fonts", multiple=True, metavar="FONT", help="A family, file or folder to try first; repeatable."
)
_paper = click.option(
    "--paper", default="A4", show_default=True, help="A4, A5, B5, 32mo, letter or WIDTHxHEIGHT (mm).",
    shell_complete=_complete_paper,
)  # fmt: skip
_grid = click.option(
    "--grid/--no-grid", default=None, help="Whether lines stand on a line grid; by default as the style has it."
)
_glyphs = click.option(
    "--missing-glyphs", type=click.Choice(MISSING_GLYPHS), default="error", show_default=True,
    help="What to do about characters that no font has.",
)  # fmt: skip


def _for_epub(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that only an EPUB has."""
    for decorate in reversed(
        (
            click.option(
                "--cover", "cover_image", metavar="FILE", help="An image for the cover, instead of a drawn one."
            ),
            click.option("--no-cover", is_flag=True, help="No cover."),
            click.option("--embed-fonts", is_flag=True, help="Embed the glyphs that the text uses."),
            click.option("--embed-title-font", is_flag=True, help="Embed the glyphs of the titles alone."),
        )
    ):
        command = decorate(command)
    return command


@main.command("pdf")
@_shared
@_join
@_style
@_paper
@_font
@_css
@_grid
@_glyphs
def _pdf(**given: Any) -> None:
    """Make a PDF of each SOURCE (a file, or - for standard input)."""
    _export("pdf", given)


@main.command("epub")
@_shared
@_join
@_for_epub
@_font
@_css
@click.option("--vertical", is_flag=True, help="Lines from top to bottom, pages from right to left.")
@click.option("--pages-from", metavar="PDF", help="Take the page numbers of this PDF of the same article.")
def _epub(**given: Any) -> None:
    """Make an EPUB of each SOURCE (a file, or - for standard input)."""
    _export("epub", given)


@main.command("both")
@_shared
@_join
@_style
@_paper
@_font
@_css
@_grid
@_glyphs
@_for_epub
def _both(**given: Any) -> None:
    """Make a PDF and an EPUB of each SOURCE; the EPUB has the page numbers of the PDF."""
    _export("both", given)


@main.command("html")
@_shared
@_join
@_style
@_font
@_css
def _html(**given: Any) -> None:
    """Make one self-contained HTML page of each SOURCE."""
    _export("html", given)


def _export(format: str, given: dict[str, Any]) -> None:
    """Make ``format`` of every source, tell what happened, and end with the right exit code."""
    from exporter import batch

    if given["structure"]:
        _tell_structure(given)
        return
    jobs = _jobs(format, given)
    quiet = bool(given["quiet"])
    failed = 0
    with progress.shown(len(jobs), quiet) as step:
        for outcome in batch.run(jobs, int(given["jobs"]), step.working):
            step.done(outcome.job.source)
            if outcome.error is not None:
                failed = max(failed, outcome.error.exit_code)
                step.tell(str(outcome.error))
            elif not quiet:
                for notice in outcome.notices:
                    step.tell(f"warning: {notice}")
                    for detail in notice.details if given["verbose"] else ():
                        step.tell(f"         {detail}")
                for target in filter(None, (outcome.job.target, outcome.job.epub_target)):
                    step.made(target)
    if failed:
        sys.exit(failed if len(jobs) == 1 else 1)


def _tell_structure(given: dict[str, Any]) -> None:
    """Print what is recognised in plain texts instead of making anything."""
    from exporter import readers

    for source in given["sources"]:
        told = readers.described(source, format=given["source_format"], encoding=given["encoding"])
        for line in told:
            click.echo(line)


def _jobs(format: str, given: dict[str, Any]) -> list[Job]:
    """Return the jobs that the command line asks for. Raises UsageError for what contradicts itself."""
    from exporter import convert

    sources: tuple[str, ...] = given["sources"]
    output, folder = given["output"], given["directory"]
    for word, value, meant in (("-o", output, "file"), ("-d", folder, "folder")):
        if value == "":
            raise UsageError(f"{word} is empty: name a {meant}, or leave {word} out")
    parts = sources if given["parts"] and len(sources) > 1 else ()
    sources = sources[:1] if parts else sources
    if output and ((len(sources) > 1 and not given.get("join")) or folder):
        raise UsageError("-o names one file: give one source and no -d, or use -d FOLDER alone")
    if folder and not Path(folder).is_dir():
        raise UsageError(f"{folder}: there is no such folder; make it first")
    if output == "-" and format != "html" and sys.stdout.isatty():
        raise UsageError(f"a terminal shows no {format.upper()}: redirect the output, or say -o FILE")
    _refuse_one_for_many(format, given)
    facts = convert.facts(
        title=given["title"], authors=given["authors"], date=given["date"], language=given["lang"]
    )

    def target(source: str, format: str) -> str:
        return str(convert.target_for(source, format, Path(folder) if folder else None))

    jobs = [
        convert.Job(
            source=source,
            format="pdf" if format == "both" else format,
            target=output or target(source, "pdf" if format == "both" else format),
            epub_target=target(source, "epub") if format == "both" else None,
            options=_options(given),
            source_format=given["source_format"],
            encoding=given["encoding"],
            selector=given["selector"],
            parts=parts,
            private_network=bool(given["private_network"]),
            fetch_images=bool(given["fetch_images"]),
            facts=facts,
        )
        for source in sources
    ]
    if given.get("join"):
        jobs = [_joined(jobs, given)]
    convert.refuse_collisions(jobs)
    return jobs


def _joined(jobs: list[Job], given: dict[str, Any]) -> Job:
    """Return the one job that binds the sources of all; named after the book's title if by nothing else."""
    if not given["title"]:
        raise UsageError("--join makes one book of all: say what it is called with --title")
    name = re.sub(r'[\x00-\x1f/\\:*?"<>|]', "-", given["title"].strip())[:80]
    first, *rest = jobs

    def renamed(target: str) -> str:
        return target if given["output"] else str(Path(target).with_name(f"{name}{Path(target).suffix}"))

    epub_target = None if first.epub_target is None else renamed(first.epub_target)
    joined = tuple(job.source for job in rest)
    return replace(first, target=renamed(first.target), epub_target=epub_target, joined=joined)


def _refuse_one_for_many(format: str, given: dict[str, Any]) -> None:
    """Raise UsageError for an option that is for one source or one result, given with several."""
    if format == "both" and given["output"]:
        raise UsageError("-o names one file and both makes two: leave it out, or say -d FOLDER")
    if given.get("pages_from") and not given.get("join") and len(given["sources"]) > 1:
        raise UsageError("--pages-from is for one article: give one source")


_LOOKS = ("style", "paper", "fonts", "grid", "missing_glyphs", "vertical", "embed_fonts", "embed_title_font")
"""Options that are fields of ``Options`` as they are given."""


def _options(given: dict[str, Any]) -> Options:
    """Return the looks that were asked for; each is checked now, before any article is read."""
    from exporter import house
    from exporter.pdf import paper

    fields: dict[str, Any] = {name: given[name] for name in _LOOKS if name in given}
    fields |= {name: Path(given[name]) for name in ("pages_from", "cover_image") if given.get(name)}
    if given.get("no_cover"):
        if "cover_image" in fields:
            raise UsageError("--cover and --no-cover contradict each other: give one of them")
        fields["cover"] = False
    options = Options(**fields, css=tuple(Path(path) for path in given.get("css", ())))
    house.load(options.style)
    paper.sheet(options.paper)
    for path in options.css:
        house.read_css(path)
    return options


main.add_command(cli_proof.proof)


@main.command("styles")
def _styles() -> None:
    """List the house styles that --style may name."""
    from exporter import house

    for name in house.names():
        click.echo(f"{name:12} {house.load(name).description}")


@main.command("doctor")
def _doctor() -> None:
    """Tell what this machine has and lacks, with the command that brings it."""
    from exporter import doctor

    found = doctor.checks()
    for check in found:
        state = "ok     " if check.good else "MISSING" if check.required else "missing"
        remedy = "" if check.good else f": {check.remedy}"
        click.echo(f"{state}  {check.name} ({check.purpose}){remedy}")
    if any(check.required and not check.good for check in found):
        sys.exit(1)


_SHELLS = ("bash", "zsh", "fish")


@main.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def _completion(shell: str) -> None:
    """Print the completion script for a shell: eval "$(exporter completion bash)"."""
    from click.shell_completion import get_completion_class

    script = get_completion_class(shell)
    if script is None:
        raise UsageError(f"there is no completion for {shell}")
    click.echo(script(main, {}, "exporter", "_EXPORTER_COMPLETE").source())
