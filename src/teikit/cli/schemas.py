"""The commands about schemas: pin one, show and remove what is pinned."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from teikit.cli.console import CLEAN, FAILURE, FINDINGS, show

if TYPE_CHECKING:
    from teikit.validate.selection.store import Pin

Result = TypeVar("Result")

PROJECT = click.option(
    "--project",
    metavar="DIR",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    help="Folder of schemas.lock [the project around the working folder].",
)


def cache_folder() -> Path:
    """Return the user's own folder for what is made anew when it is gone: compiled and fetched schemas."""
    from platformdirs import user_cache_path

    return user_cache_path("teikit", appauthor=False)


def project_folder(given: Path | None) -> Path:
    """Return the folder that schemas are pinned in: the one named, the project around the working folder, or that."""
    from teikit.validate.selection import project_of

    return given or project_of(Path.cwd()) or Path.cwd()


@click.group()
def schema() -> None:
    """Schemas that a project keeps a copy of, each pinned by its hash.

    \b
    Examples:
      teikit schema add https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng
      teikit schema add odd/out/letters.rng --name letters
      teikit validate --schema letters tei/

    The copies lie in schemas/, the hashes in schemas.lock: commit both, and no validation needs the network.
    """


@schema.command()
@click.argument("source", metavar="URL|FILE")
@click.option("--name", default="", metavar="NAME", help="What to call it [the name of its file].")
@PROJECT
def add(source: str, name: str, project: Path | None) -> None:
    """Pin a schema and all that it includes; again, to take a newer one.

    An address is fetched, which is the only use that teikit makes of the network unless --allow-network is given. A
    file in the project stays where it is; any other is copied to schemas/NAME/.

    \b
    Example:
      teikit schema add https://www.tei-c.org/release/xml/tei/custom/schema/relaxng/tei_all.rng
    """
    from teikit.validate.selection import pinning

    folder = project_folder(project)
    pin, fresh = _done(lambda: pinning.add(source, folder, name=name))
    click.echo(f"{pin.name}: {'pinned' if fresh else 'unchanged'}, {_summary(pin)}")


@schema.command(name="list")
@click.option("--format", "style", type=click.Choice(["text", "json"]), default="text", show_default=True)
@PROJECT
def list_(style: str, project: Path | None) -> None:
    """Show the schemas that are pinned, and whether their copies are still what was pinned.

    \b
    Example:
      teikit schema list

    Exit status: 0 all are as pinned, 1 a copy has changed or is missing, 2 schemas.lock cannot be read.
    """
    from teikit.validate.selection import pinning, store

    folder = project_folder(project)
    pins = _done(lambda: store.load(folder))
    states = {pin.name: pinning.state(pin, folder) for pin in pins}
    if style == "json":
        click.echo(json.dumps([_row(pin, states[pin.name]) for pin in pins], ensure_ascii=False, indent=2))
    else:
        for pin in pins:
            origin = f"  {pin.main.url}" if pin.main.url else ""
            click.echo(f"{pin.name:<20} {states[pin.name]:<8} {_summary(pin)}{origin}")
        if not pins:
            click.echo("No schema is pinned here.", err=True)
    sys.exit(CLEAN if set(states.values()) <= {"ok"} else FINDINGS)


@schema.command()
@click.argument("name")
@PROJECT
def remove(name: str, project: Path | None) -> None:
    """Unpin a schema and delete the copies that were made of it.

    \b
    Example:
      teikit schema remove tei_all
    """
    from teikit.validate.selection import pinning

    folder = project_folder(project)
    pin = _done(lambda: pinning.remove(name, folder))
    click.echo(f"{name}: removed" if pin.owned else f"{name}: no longer pinned; {pin.main.file} stays where it is")


@schema.command(name="path")
@click.argument("name")
@PROJECT
def path_(name: str, project: Path | None) -> None:
    """Print where a schema lies: a pinned one, or teikit (the project's own).

    \b
    Example:
      jing "$(teikit schema path tei_all)" letter.xml
    """
    from teikit.validate.selection import Options, choose

    folder = project_folder(project)
    chosen = _done(lambda: choose(b"", "", Options(schemas=(name,), project=folder)))
    click.echo(str(chosen.usable[0].path))


def _done(work: Callable[[], Result]) -> Result:
    """Do something about schemas; where it cannot be done, say why and end."""
    from teikit.diagnostics import TeikitError
    from teikit.validate.selection import NotHere

    try:
        return work()
    except NotHere as error:
        show([error.error().diagnostic])
    except TeikitError as error:
        show([error.diagnostic])
    except OSError as error:
        raise click.ClickException(f"the files of the project cannot be written: {error}") from error
    sys.exit(FAILURE)


def _summary(pin: Pin) -> str:
    files = f" and {len(pin.copies) - 1} more" if len(pin.copies) > 1 else ""
    return f"{pin.kind}, {pin.main.file}{files}, sha256 {pin.main.sha256[:12]}…"


def _row(pin: Pin, state: str) -> dict[str, object]:
    row = {"name": pin.name, "state": state, "kind": str(pin.kind), "file": pin.main.file, "url": pin.main.url}
    return {**row, "sha256": pin.main.sha256, "files": [copy.file for copy in pin.copies]}
