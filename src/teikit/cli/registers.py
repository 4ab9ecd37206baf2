"""The commands of registers: a table that an editor has worked on goes back into the TEI."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from teikit.cli.console import CLEAN, FAILURE, FINDINGS, finish, show

if TYPE_CHECKING:  # each command imports what it needs when it runs, so that --help stays fast
    from teikit.diagnostics import Diagnostic
    from teikit.exporting import Given
    from teikit.registers import Table


@click.group()
def register() -> None:
    """Registers of persons, places and organisations as tables.

    \b
    Example:
      teikit export tsv tei/ -o tables/
      teikit register import tables/places.tsv tei/ --diff
    """


@register.command(name="import")
@click.argument("table")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for all files, changed or not; - for standard output.")
@click.option("--in-place", is_flag=True, help="Change the files themselves.")
@click.option("--diff", is_flag=True, help="Show what would change; write nothing.")
@click.option("--dry-run", is_flag=True, help="Say how much would change; write nothing.")
@click.option("--resp", metavar="ID", help="Sign changes with the xml:id of an editor in the header, or a URI.")
@click.option("--remove", is_flag=True, help="Take out what the table has no more [kept, and told of].")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time.")
@click.option("--force", is_flag=True, help="Replace files that teikit did not make.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def import_table(table: str, paths: tuple[str, ...], **options: Any) -> None:
    """Put what an editor changed in a table of a register into the lists of the TEI files.

    TABLE is persons, places or orgs as `teikit export tsv` or csv made it, after work in OpenRefine or a spreadsheet;
    - is standard input. Columns may be added, moved or left out, but for `members`. PATHS are the same as in the
    export. Only facts that differ from the files are changed; not one other byte is.

    \b
    Example:
      teikit register import places.tsv tei/ --in-place --resp jd
    """
    from teikit import exporting, files
    from teikit.registers import importing

    _check(options)
    edited = _table(table)
    found, faults = files.find(paths, files.XML_SUFFIXES)
    sources = [exporting.Given(path, relative) for path, relative in found]
    plan = importing.planned(
        edited, sources, remove=options["remove"], signed=bool(options["resp"]), workers=options["jobs"]
    )
    faults = [*faults, *plan.diagnostics]
    write = not (options["diff"] or options["dry_run"])
    if not plan.changes and (options["in_place"] or not write):
        _nothing_to_do(faults, sources, quiet=options["quiet"])
    jobs, clashes = _jobs(sources, options, set(plan.changes))
    call = importing.Call(
        table=edited.path,
        resp=_pointer(options["resp"]),
        in_place=options["in_place"],
        write=write,
        diff=options["diff"],
        force=options["force"],
    )
    outcomes = importing.imported(jobs, plan.changes, call, workers=options["jobs"])
    verb = "written" if write else "to change"
    shown = _shown([*faults, *clashes], options["quiet"])
    finish(outcomes, shown, quiet=options["quiet"], verb=verb, place=options["output"], total=len(jobs))


def _check(options: dict[str, Any]) -> None:
    chosen = [name for name in ("output", "in_place", "diff", "dry_run") if options[name]]
    if len(chosen) != 1:
        raise click.UsageError("say where the result goes: -o DIR or --in-place; or look first: --diff or --dry-run")


def _table(path: str) -> Table:
    from teikit import files, registers
    from teikit.diagnostics import TeikitError

    try:
        data = sys.stdin.buffer.read() if path == "-" else files.read(Path(path))
        return registers.read(data, path)
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)


def _jobs(
    sources: Sequence[Given], options: dict[str, Any], changed: set[str]
) -> tuple[list[tuple[Any, str]], list[Diagnostic]]:
    """Return what is to be done: of all files for a folder, else of those that change."""
    from teikit import files

    output = options["output"]
    if output and output != "-":
        planned, clashes = files.plan([(one.source, one.relative) for one in sources], Path(output), ".xml")
        paths = {one.source: one.relative.as_posix() for one in sources}
        return [(job, paths[job.source]) for job in planned], clashes
    if output and len(sources) > 1:
        raise click.UsageError("several files cannot all go to standard output; name a folder with -o")
    wanted = [one for one in sources if output or one.relative.as_posix() in changed]
    return [(files.Job(one.source, None), one.relative.as_posix()) for one in wanted], []


def _nothing_to_do(faults: Sequence[Diagnostic], sources: Sequence[Given], *, quiet: bool) -> NoReturn:
    from teikit.diagnostics import Severity, tally

    show(_shown(faults, quiet))
    if not quiet:
        click.echo(f"nothing to change; {tally(faults)}", err=True)
    if not sources:
        sys.exit(FAILURE)
    sys.exit(FINDINGS if any(one.severity is Severity.ERROR for one in faults) else CLEAN)


def _shown(faults: Sequence[Diagnostic], quiet: bool) -> list[Diagnostic]:
    from teikit.diagnostics import Severity

    return [one for one in faults if one.severity is Severity.ERROR or not quiet]


def _pointer(resp: str | None) -> str:
    """Return what @resp says: an id of the file becomes a pointer to it."""
    if not resp:
        return ""
    return resp if resp.startswith("#") or ":" in resp else f"#{resp}"
