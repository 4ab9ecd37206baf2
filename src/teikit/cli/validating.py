"""The command that checks TEI files: validate."""

from __future__ import annotations

import contextlib
import functools
import os
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from teikit.cli import reporting
from teikit.cli.console import CLEAN, FAILURE, FINDINGS, INTERRUPTED, configured, show, silence_output
from teikit.cli.reporting import Manner, Run

if TYPE_CHECKING:
    from teikit.checking import Checked, Settings
    from teikit.config import Validate
    from teikit.diagnostics import Diagnostic
    from teikit.validate.selection import Options

Command = TypeVar("Command", bound=Callable[..., Any])

_STYLES = ("text", "concise", "json", "github", "gitlab", "sarif", "junit", "html", "markdown")
_LEVELS = ("error", "warning", "info")


def _what_is_checked(command: Command) -> Command:
    options = (
        click.option("--schema", multiple=True, metavar="FILE|URL|NAME", help="Schema to use [what each file names]."),
        click.option("--catalogue", multiple=True, metavar="FILE", help="XML catalogue: where copies of schemas are."),
        click.option("--phase", metavar="NAME", help="Phase of the Schematron rules [the schema's default]."),
        click.option("--allow-network", is_flag=True, default=None, help="Fetch schemas that are not here."),
        click.option("--select", multiple=True, metavar="CODES", help="Only these: V04,schema,schematron,house …"),
        click.option("--ignore", multiple=True, metavar="CODES", help="Not these; the more exact of two names wins."),
        click.option("--fail-level", type=click.Choice(_LEVELS), help="Least severity that fails a run [warning]."),
        click.option("--changed-since", metavar="REV", help="Only files that git says have changed since REV."),
        click.option("--baseline", metavar="FILE", help="Leave out the findings that FILE knows."),
        click.option("--write-baseline", metavar="FILE", help="Write the findings to FILE, to be known henceforth."),
        click.option("--stdin-filename", metavar="NAME", help="What to call standard input."),
        click.option(
            "--config", "config_path", type=click.Path(dir_okay=False), help="Configuration [nearest teikit.toml]."
        ),
        click.option("-j", "--jobs", type=click.IntRange(1), help="Files at a time [the number of cores]."),
    )
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


def _how_it_is_shown(command: Command) -> Command:
    options = (
        click.option("--fix", is_flag=True, help="Make the changes that cannot do harm, and show them."),
        click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing."),
        click.option(
            "--format", "style", type=click.Choice(_STYLES), default="text", show_default=True, help="Format."
        ),
        click.option("-o", "--output-file", metavar="FILE", help="Write the report to FILE [standard output]."),
        click.option("--also", multiple=True, metavar="FORMAT=FILE", help="Write the report in another format too."),
        click.option("--statistics", is_flag=True, help="How often each code was found, instead of each finding."),
        click.option("-q", "--quiet", is_flag=True, help="Show the findings and nothing else."),
    )
    return functools.reduce(lambda decorated, option: option(decorated), reversed(options), command)


@click.command()
@click.argument("paths", nargs=-1, required=True)
@_what_is_checked
@_how_it_is_shown
def validate(paths: tuple[str, ...], **options: Any) -> None:
    """Check TEI files and show every fault with its place and what to do.

    PATHS are files, folders, quoted patterns, or - for standard input. Exit status: 0 nothing found, 1 something found,
    2 nothing could be checked.

    \b
    Examples:
      teikit validate tei/
      teikit validate tei/ --select house --format concise
      teikit validate tei/ --fix
      git show HEAD:a.xml | teikit validate - --stdin-filename a.xml
    """
    from teikit.diagnostics import TeikitError

    _check_options(paths, options)
    run = Run()
    try:
        status = _checked(paths, options, run)
    except TeikitError as error:
        show([error.diagnostic])
        status = FAILURE
    except KeyboardInterrupt:
        click.echo(f"\ninterrupted: {len(run.checked)} of {run.total} files checked", err=True)
        status = INTERRUPTED
    except BrokenPipeError:
        # Whoever reads has had enough. What was not looked at cannot be called clean.
        silence_output()
        status = run.status if len(run.checked) == run.total else FINDINGS
    sys.exit(status)


def _checked(paths: Sequence[str], options: dict[str, Any], run: Run) -> int:
    """Check what the call means, show what was found, and return the status to exit with."""
    from teikit import checking
    from teikit.diagnostics import Severity, TeikitError

    wanted, settings = _settings(paths, options)
    found = _files(paths, options, run)
    run.total, run.fail_at = len(found), Severity(wanted.fail_level)
    manner = _manner(paths, options)
    if not found and not run.faults and options["changed_since"] is not None:
        return _nothing_changed(run, manner, options["changed_since"])
    if "-" in paths:
        name = options["stdin_filename"] or "-"
        results = (checking.check_input(sys.stdin.buffer.read(), name, settings) for _ in found)
    else:
        results = checking.check_files(found, settings, jobs=wanted.jobs)
    known: list[tuple[str, Diagnostic]] = []
    if options["write_baseline"]:
        results = _known(results, known, Path(options["write_baseline"]))
    try:
        with contextlib.closing(results):
            reporting.follow(results, run, manner)
    except TeikitError as error:
        run.faults.append(error.diagnostic)
        reporting.refused(run, manner)
        return FAILURE
    if "-" in paths and settings.write and run.checked[0].data is not None:
        sys.stdout.buffer.write(run.checked[0].data)
        sys.stdout.flush()
    reporting.conclude(run, manner)
    reporting.sums(run, manner)
    if options["write_baseline"] and run.looked:
        _write_baseline(options["write_baseline"], known, quiet=options["quiet"])
    return run.status


def _check_options(paths: Sequence[str], options: dict[str, Any]) -> None:
    """Refuse options that contradict each other."""
    if "-" in paths and len(paths) > 1:
        raise click.UsageError("standard input (-) cannot be checked together with files")
    if options["stdin_filename"] and "-" not in paths:
        raise click.UsageError("--stdin-filename goes with -, standard input")
    if options["changed_since"] is not None and "-" in paths:
        raise click.UsageError("--changed-since goes with files, not with standard input")
    if options["write_baseline"]:
        for name in ("baseline", "changed_since", "fix", "diff"):
            if options[name]:
                raise click.UsageError(f"--write-baseline and --{name.replace('_', '-')} exclude each other")


def _settings(paths: Sequence[str], options: dict[str, Any]) -> tuple[Validate, Settings]:
    """Return what the configuration says with the options of the call in its place, and how files are checked then."""
    from teikit.checking import Settings
    from teikit.diagnostics.selection import split
    from teikit.validate.house import WHOLE_RUN

    config = configured(options["config_path"])
    names = ("phase", "allow_network", "baseline", "jobs", "fail_level")
    given = {name: options[name] for name in names if options[name] is not None}
    given |= {name: split(options[name]) for name in ("select", "ignore") if options[name]}
    given |= {"schema": options["schema"]} if options["schema"] else {}
    try:
        wanted = replace(config.validate, **given)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    selection = wanted.selection()
    if options["changed_since"] is not None:
        # Of what nobody mentions, a few changed files can tell nothing.
        selection = replace(selection, ignore=(*selection.ignore, *sorted(WHOLE_RUN)))
    settings = Settings(
        options=_options(paths, options, wanted, config.path),
        selection=selection,
        named=tuple(paths),
        folder=str(Path(config.path).absolute().parent) if config.path else str(Path.cwd()),
        fix=options["fix"] or options["diff"],
        write=options["fix"] and not options["diff"],
    )
    known = "" if options["write_baseline"] else wanted.baseline
    return wanted, _with_baseline(settings, Path(known)) if known else settings


def _options(paths: Sequence[str], options: dict[str, Any], wanted: Validate, config: str) -> Options:
    """Return which schemas files are checked against, and from where these may be read."""
    from teikit.cli.schemas import cache_folder
    from teikit.validate.selection import Options, project_of, roots_of

    named = [Path(name) for name in paths if name != "-"] or [Path.cwd()]
    return Options(
        schemas=wanted.schema,
        phase=wanted.phase,
        roots=roots_of(named),
        catalogues=tuple(map(Path, options["catalogue"])),
        project_catalogues=tuple(map(Path, wanted.catalogues)),
        table=tuple(wanted.copies.items()),
        project=Path(config).absolute().parent if config else project_of(named[0]),
        network=wanted.allow_network,
        cache=cache_folder(),
    )


def _with_baseline(settings: Settings, path: Path) -> Settings:
    from teikit import files
    from teikit.diagnostics import baseline

    known = baseline.read(files.read(path), str(path))
    return replace(settings, baseline=known, known_from=str(path.absolute().parent))


def _files(paths: Sequence[str], options: dict[str, Any], run: Run) -> list[Path]:
    """Return the files that the call means; a report of an earlier run that lies among them is not one of them."""
    from teikit import files
    from teikit.checking import changes

    if "-" in paths:
        return [Path("-")]
    found, faults = files.find(paths, files.XML_SUFFIXES)
    run.faults += faults
    reports = {os.path.realpath(options[name]) for name in ("output_file", "write_baseline") if options[name]}
    reports |= {os.path.realpath(path) for _, path in _also(options["also"])}
    named = {str(Path(name)) for name in paths}
    chosen = [path for path, _ in found if str(path) in named or os.path.realpath(path) not in reports]
    return changes.changed_since(options["changed_since"], chosen) if options["changed_since"] is not None else chosen


def _manner(paths: Sequence[str], options: dict[str, Any]) -> Manner:
    return Manner(
        style=options["style"],
        output=options["output_file"] or "",
        quiet=options["quiet"],
        also=_also(options["also"]),
        diff=options["diff"],
        statistics=options["statistics"],
        # What fixing makes of standard input goes to standard output.
        err="-" in paths and options["fix"] and not options["diff"],
    )


def _also(given: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs = tuple((style, path) for style, _, path in (one.partition("=") for one in given))
    for style, path in pairs:
        if style not in _STYLES or not path:
            raise click.UsageError(
                f"--also takes FORMAT=FILE, such as junit=report.xml; the formats: {', '.join(_STYLES)}"
            )
    return pairs


def _nothing_changed(run: Run, manner: Manner, rev: str) -> int:
    """Say so, and give the formats for programs their empty report."""
    reporting.conclude(run, manner)
    if not manner.quiet:
        click.echo(f"no file has changed since {rev}: nothing to check", err=True)
    return CLEAN


def _known(results: Generator[Checked], known: list[tuple[str, Diagnostic]], target: Path) -> Generator[Checked]:
    """Take the findings that a baseline can hold out of the results."""
    from teikit.checking import relative
    from teikit.diagnostics import group

    folder = str(target.absolute().parent)
    for checked in results:
        known += [(relative(checked.path, folder), one) for one in checked.diagnostics if group(one.code)]
        yield replace(checked, diagnostics=tuple(one for one in checked.diagnostics if not group(one.code)))


def _write_baseline(path: str, known: Sequence[tuple[str, Diagnostic]], *, quiet: bool) -> None:
    from teikit import files
    from teikit.diagnostics import baseline, counted

    files.rewrite(Path(path), baseline.written(baseline.made(known)).encode())
    if not quiet:
        click.echo(f"{counted(len(known), 'finding')} written to {path}", err=True)
