"""The commands that make TEI or mark it: encode, annotate, strip."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from teikit.cli.console import FAILURE, finish, planned, show, tei_jobs

if TYPE_CHECKING:  # each command imports what it needs when it runs, so that --help stays fast
    from teikit.config import Config
    from teikit.files import Job
    from teikit.pipeline import Encoded

Command = TypeVar("Command", bound=Callable[..., Any])


def _recognition(command: Command) -> Command:
    """Add the options that encode and annotate share."""
    options = (
        click.option(
            "--config", "config_path", type=click.Path(dir_okay=False), help="Configuration [nearest teikit.toml]."
        ),
        click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="How 3/4/61 is meant."),
        click.option("--min-cert", type=click.FloatRange(0, 1), help="Leave out claims less certain than this."),
        click.option(
            "--registers", type=click.Choice(["standOff", "profileDesc", "back", "none"]), help="Where lists go."
        ),
        click.option("--date", metavar="ISO", help="Date for the revision history [none, so that bytes repeat]."),
        click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time."),
        click.option("--force", is_flag=True, help="Replace files that teikit did not make."),
        click.option("-q", "--quiet", is_flag=True, help="Show errors only."),
    )
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


@click.command()
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", metavar="DIR", help="Folder for the results [beside each file]; - for standard output.")
@click.option("--profile", metavar="KIND", help="Kind of document [detected]: letter, telegram, memorandum, diary …")
@click.option("--language", metavar="TAG", help="Language of the text, BCP 47 [detected].")
@click.option("--encoding", help="Character encoding of the files [detected].")
@click.option("--metadata", "table", metavar="CSV", help="Table of metadata, one row a file, with a column `file`.")
@click.option("--schema", metavar="HREF", help="What the xml-model instructions point to [TEI's tei_all].")
@_recognition
def encode(paths: tuple[str, ...], output: str | None, table: str | None, **options: Any) -> None:
    """Make TEI of plain-text files.

    PATHS are files, folders, quoted patterns, or - for standard input. A file NAME.yaml or NAME.json beside a
    document gives metadata for its header.

    \b
    Example:
      teikit encode letters/ -o tei/
    """
    from teikit import files, pipeline, sidecar

    config = _config(options)
    _check_profile(config.encode.profile)
    rows: Mapping[str, sidecar.Given] = _table(table or config.encode.table)
    if not paths and sys.stdin.isatty():
        raise click.UsageError("name a file or a folder to encode, or - for standard input")
    if tuple(paths) in ((), ("-",)):
        finish(_standard_input(config, output), quiet=options["quiet"], verb="encoded", place=None)
    found, faults = files.find(paths, files.TEXT_SUFFIXES)
    jobs, clashes = planned(found, output, ".xml")
    unused = sidecar.unused_rows(rows, [job.source for job in jobs])
    work = functools.partial(_encode_with_row, config=config, rows=rows, force=options["force"])
    outcomes = pipeline.each(work, jobs, workers=options["jobs"])
    finish(outcomes, [*faults, *clashes, *unused], quiet=options["quiet"], verb="encoded", place=output)


def _encode_with_row(job: Job, *, config: Config, rows: Mapping[str, Mapping[str, object]], force: bool) -> Encoded:
    from teikit import pipeline, sidecar

    return pipeline.encode_file(job, config=config, row=sidecar.row_for(rows, job.source), force=force)


def _standard_input(config: Config, output: str | None) -> Iterator[Encoded]:
    from teikit import files, pipeline

    data = sys.stdin.buffer.read()
    made = pipeline.guarded(
        lambda: pipeline.encode(data, "stdin.txt", settings=config.encode, given=dict(config.metadata)),
        "standard input",
    )
    if made.data is not None and output not in (None, "-"):
        target = Path(str(output), "stdin.xml")
        made = pipeline.guarded(lambda: pipeline.written(made, files.Job(Path("stdin.txt"), target)), str(target))
    yield made


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for the results [standard output]; - for standard output.")
@click.option("--in-place", is_flag=True, help="Replace the files themselves.")
@_recognition
def annotate(paths: tuple[str, ...], output: str | None, in_place: bool, **options: Any) -> None:
    """Mark names and dates in TEI files made anywhere; not one byte of them is changed.

    Removing the inserted tags gives back the file exactly: that is proved in every run, and `teikit strip` does it.

    \b
    Example:
      teikit annotate edition.xml > annotated.xml
    """
    from teikit import pipeline

    config = _config(options)
    jobs, faults = tei_jobs(paths, output, in_place=in_place)
    work = functools.partial(pipeline.annotate_file, config=config, force=options["force"] or in_place)
    outcomes = pipeline.each(work, jobs, workers=options["jobs"])
    finish(outcomes, faults, quiet=options["quiet"], verb="annotated", place=output)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for the results [standard output].")
@click.option("--in-place", is_flag=True, help="Replace the files themselves.")
def strip(paths: tuple[str, ...], output: str | None, in_place: bool) -> None:
    """Take out again every claim that teikit made, and nothing else.

    \b
    Example:
      teikit strip annotated.xml > edition.xml
    """
    from teikit import pipeline

    jobs, faults = tei_jobs(paths, output, in_place=in_place)
    finish(map(pipeline.strip_file, jobs), faults, verb="stripped", place=output)


def _config(options: Mapping[str, Any]) -> Config:
    """Return the settings of the configuration file, with the options of the call in their place."""
    from dataclasses import replace

    from teikit import config
    from teikit.diagnostics import TeikitError

    path = Path(options["config_path"]) if options.get("config_path") else config.find(Path.cwd())
    try:
        loaded = config.load(path) if path else config.Config()
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)
    names = ("profile", "language", "encoding", "schema", "date_order", "min_cert", "registers", "date")
    given = {name: options[name] for name in names if options.get(name) is not None}
    try:
        return replace(loaded, encode=replace(loaded.encode, **given))
    except ValueError as error:
        raise click.UsageError(str(error)) from error


def _check_profile(profile: str) -> None:
    from teikit.structure import KINDS

    if profile and profile not in KINDS and profile not in ("cable", "memcon"):
        raise click.UsageError(f"there is no profile {profile!r}; the profiles are {', '.join(KINDS)}")


def _table(path: str) -> Mapping[str, Mapping[str, object]]:
    from teikit import files, sidecar
    from teikit.diagnostics import TeikitError

    if not path:
        return {}
    try:
        return sidecar.parse_table(files.read(Path(path)), path)
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)
