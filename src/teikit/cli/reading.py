"""The commands that read TEI: validate, export; and explain."""

from __future__ import annotations

import functools
import sys

import click

from teikit.cli.console import FAILURE, finish, tally, tei_jobs


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--schema", metavar="RNG", help="Another RELAX NG schema than the project's own.")
@click.option("--format", "style", default="text", show_default=True, help="text, json or github.")
def validate(paths: tuple[str, ...], schema: str | None, style: str) -> None:
    """Check TEI files against the schema and show every fault with its place.

    \b
    Example:
      teikit validate tei/
    """
    from teikit import files
    from teikit.diagnostics import FORMATS, exit_code
    from teikit.pipeline import validate_file

    if style not in FORMATS:
        raise click.UsageError(f"--format must be one of {', '.join(FORMATS)}")
    found, faults = files.find(paths, files.XML_SUFFIXES)
    diagnostics = [*faults, *(d for path, _ in found for d in validate_file(path, schema=schema or ""))]
    shown = FORMATS[style](diagnostics)
    if shown:
        click.echo(shown)
    if style == "text":
        count = f"{len(found)} file{'s' if len(found) != 1 else ''} checked"
        click.echo(f"{count}: {tally(diagnostics)}", err=True)
    sys.exit(FAILURE if not found else exit_code(diagnostics))


@click.command()
@click.argument("style", metavar="FORMAT")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for the results [standard output for one file].")
@click.option("--force", is_flag=True, help="Replace files that are there.")
def export(style: str, paths: tuple[str, ...], output: str | None, force: bool) -> None:
    """Make reading pages (html) or plain text (text) of TEI files.

    \b
    Examples:
      teikit export html tei/ -o site/
      teikit export text letter.xml
    """
    from teikit import pipeline
    from teikit.export import EXPORTERS

    if style not in EXPORTERS:
        raise click.UsageError(f"FORMAT must be one of {', '.join(EXPORTERS)}")
    jobs, faults = tei_jobs(paths, output, suffix=EXPORTERS[style].suffix)
    work = functools.partial(pipeline.export_file, style=style, force=force)
    finish(map(work, jobs), faults, verb="exported", place=output)


@click.command()
@click.argument("code")
def explain(code: str) -> None:
    """Tell what a diagnostic code means and what to do.

    \b
    Example:
      teikit explain D001
    """
    from teikit.diagnostics import page

    text = page(code.upper())
    if not text:
        raise click.UsageError(f"there is no diagnostic {code!r}; codes look like D001")
    click.echo(text)
