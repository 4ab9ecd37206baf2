"""The command that tells what a diagnostic means."""

from __future__ import annotations

import click


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
