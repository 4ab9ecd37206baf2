"""The commands that read: export, and explain."""

from __future__ import annotations

import functools

import click

from teikit.cli.console import finish, tei_jobs


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
@click.argument("code", required=False)
def explain(code: str | None) -> None:
    """Tell what a diagnostic code means and what to do; without CODE, list them all.

    \b
    Examples:
      teikit explain V040
      teikit explain
    """
    from teikit.diagnostics import page

    text = page(code.upper()) if code else _list()
    if not text:
        raise click.UsageError(f"there is no diagnostic {code!r}; {_hint(code or '')}")
    click.echo(text)


def _list() -> str:
    """Return every code with its group, its severity and its title."""
    from teikit.diagnostics import codes, group, severity, title

    width = max(len(group(code)) for code in codes())
    return "\n".join(f"{code}  {group(code):<{width}}  {severity(code):<7}  {title(code)}" for code in codes())


def _hint(code: str) -> str:
    from difflib import get_close_matches

    from teikit.diagnostics import codes, title

    near = [one for one in codes() if code and one.startswith(code.upper())] or get_close_matches(code.upper(), codes())
    if not near:
        return "teikit explain, without a code, lists them all"
    return "did you mean " + ", or ".join(f"{one} ({title(one)})" for one in near[:5]) + "?"
