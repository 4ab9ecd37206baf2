"""The command export: one subcommand for each format of the table of exporters."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from teikit.cli.console import CLEAN, FAILURE, FINDINGS, bar, configured, finish, show, tei_jobs

if TYPE_CHECKING:  # each command imports what it needs when it runs, so that --help stays fast
    from teikit.export import Exporter, File

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_OPTIONS: dict[str, Decorator] = {
    "plain": click.option("--plain", is_flag=True, help="Nothing but the characters of the text, in their order."),
    "wrap": click.option("--wrap", type=click.IntRange(20), metavar="N", help="Lines of at most N columns."),
    "lines": click.option("--lines", is_flag=True, help="Keep the lines of the source."),
    "notes": click.option(
        "--notes",
        type=click.Choice(["end", "inline", "none"]),
        default="end",
        show_default=True,
        help="Where notes go.",
    ),
    "offsets": click.option(
        "--offsets", is_flag=True, help="The exact text, and beside it NAME.offsets.json: where each part stands."
    ),
    "table": click.option(
        "--table",
        type=click.Choice(["mentions", "persons", "places", "orgs", "documents", "letters"]),
        help="Only this table, which may then go to standard output.",
    ),
    "language": click.option("--language", metavar="TAG", help="Language of the tokeniser [that of each text]."),
    "ties": click.option(
        "--ties",
        type=click.Choice(["mentions", "letters"]),
        default="mentions",
        show_default=True,
        help="What joins two: named in one passage, or a letter between them.",
    ),
    "per": click.option(
        "--per",
        type=click.Choice(["place", "mention"]),
        default="place",
        show_default=True,
        help="A point for each place, or for each mention, with the date of its document.",
    ),
    "base_url": click.option("--base-url", metavar="URL", help="Where the edition stands on the web."),
    "title": click.option("--title", help="Title of the edition."),
    "publisher": click.option("--publisher", help="Who publishes the edition."),
    "licence": click.option("--licence", metavar="URL", help="Licence of the data."),
    "date": click.option("--date", metavar="YYYY-MM-DD", help="When the data was last changed."),
    "editor": click.option("--editor", help="Who edits the data; an address in <…> is taken as e-mail."),
}
_CONFIGURED = ("base_url", "title", "publisher", "licence", "editor")


@dataclass(frozen=True, slots=True)
class Call:
    """What every format can be told."""

    paths: tuple[str, ...]
    output: str | None
    jobs: int
    quiet: bool
    force: bool


class _Formats(click.Group):
    """Makes the command of a format when it is asked for, so that --help of others need not import exporters."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        from teikit.export import EXPORTERS

        return list(EXPORTERS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        from teikit.export import EXPORTERS

        chosen = EXPORTERS.get(cmd_name)
        return _command(cmd_name, chosen) if chosen is not None else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            raise click.UsageError(f"FORMAT must be one of {', '.join(self.list_commands(ctx))}, not {args[0]!r}")
        return super().resolve_command(ctx, args)


@click.command(cls=_Formats, name="export", subcommand_metavar="FORMAT [OPTIONS] PATHS...")
def export() -> None:
    """Make reading texts and data of TEI files; `teikit export FORMAT --help` shows the options of a format.

    \b
    Examples:
      teikit export html tei/ -o pages/
      teikit export geojson tei/ -o places.geojson
    """


def _command(style: str, chosen: Exporter) -> click.Command:
    """Return the command of a format: what it takes itself, then what all take."""
    is_file = chosen.gathers and not chosen.bundle
    place = f"corpus{chosen.suffix}" if is_file else f"{style}/"
    default = " [standard output]" if is_file else "" if chosen.gathers else " [standard output for one file]"
    decorators: tuple[Decorator, ...] = (
        click.argument("paths", nargs=-1, required=True),
        click.option("-o", "--output", metavar="FILE" if is_file else "DIR", help=f"Where the result goes{default}."),
        *(_OPTIONS[name] for name in chosen.options),
        click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time."),
        click.option("-q", "--quiet", is_flag=True, help="Show errors only."),
        click.option("--force", is_flag=True, help="Replace files that teikit did not make."),
    )
    callback: Callable[..., Any] = functools.partial(_gather if chosen.gathers else _each, style, chosen)
    for decorator in reversed(decorators):
        callback = decorator(callback)
    summary = f"{chosen.summary[0].upper()}{chosen.summary[1:]}."
    help = f"{summary}\n\n\b\nExample:\n  teikit export {style} tei/ -o {place}"
    return click.command(style, help=help, short_help=chosen.summary)(callback)


def _each(style: str, chosen: Exporter, /, **given: Any) -> None:
    """Make a file of each document."""
    from teikit import exporting, pipeline

    call, options = _split(given)
    if options.get("offsets") and call.output in (None, "-"):
        raise click.UsageError("--offsets makes two files of each document: name a folder with -o")
    planned, faults = tei_jobs(call.paths, call.output, suffix=chosen.suffix)
    work = functools.partial(exporting.export_file, style=style, options=options, force=call.force)
    outcomes = pipeline.each(work, planned, workers=call.jobs)
    finish(outcomes, faults, quiet=call.quiet, verb="exported", place=call.output, total=len(planned))


def _gather(style: str, chosen: Exporter, /, **given: Any) -> None:
    """Make one file, or one folder, of all documents."""
    from teikit import exporting, files
    from teikit.diagnostics import Severity, TeikitError, counted, tally
    from teikit.export import File

    call, options = _split(given)
    if chosen.bundle and call.output in (None, "-") and not options.get("table"):
        raise click.UsageError(f"{style} makes several files: name a folder with -o")
    found, shown = files.find(call.paths, files.XML_SUFFIXES)
    show(shown)
    if not found:
        sys.exit(FAILURE)
    sources = [exporting.Given(path, relative) for path, relative in found]
    read: list[bool] = []
    try:
        with bar(len(sources), "Reading", call.quiet) as (clear, advance):
            done = functools.partial(_note, read, advance)
            for made in exporting.gather(style, sources, options=options, workers=call.jobs, done=done):
                clear()
                if isinstance(made, File):
                    _write(made, chosen, call)
                else:
                    shown.append(made)
                    show([made] if made.severity is Severity.ERROR or not call.quiet else [])
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)
    if not call.quiet:
        where = f" into {call.output}" if call.output not in (None, "-") else ""
        click.echo(f"{counted(sum(read), 'file')} exported{where}; {tally(shown)}", err=True)
    if not any(read):
        sys.exit(FAILURE)
    sys.exit(FINDINGS if any(one.severity is Severity.ERROR for one in shown) else CLEAN)


def _note(read: list[bool], advance: Callable[..., object], fine: bool) -> None:
    read.append(fine)
    advance()


def _write(made: File, chosen: Exporter, call: Call) -> None:
    """Write a file of a gathered export, to standard output where no other place is named."""
    from teikit import files

    if call.output in (None, "-"):
        sys.stdout.buffer.writelines(made.pieces)
        sys.stdout.flush()
        return
    output = Path(str(call.output))
    single = not chosen.bundle and not (output.is_dir() or str(call.output).endswith(("/", os.sep)))
    target = output if single else output / made.name
    files.write_pieces(target, made.pieces, force=call.force)


def _split(given: dict[str, Any]) -> tuple[Call, dict[str, object]]:
    """Return how a format is called, and the options that are its own, those of the configuration among them."""
    from teikit.diagnostics import TeikitError

    common = {field.name: given.pop(field.name) for field in fields(Call)}
    options = {name: value for name, value in given.items() if value not in (None, False)}
    missing = [name for name in _CONFIGURED if name in given and name not in options]
    if missing:
        try:
            said = configured(None).export
        except TeikitError as error:
            show([error.diagnostic])
            sys.exit(FAILURE)
        options |= {name: value for name in missing if (value := getattr(said, name))}
    return Call(**common), options
