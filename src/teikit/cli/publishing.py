"""The command publish: a corpus as a static site."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.console import CLEAN, FAILURE, FINDINGS, bar, configured, show
from teikit.cli.schemas import cache_folder

if TYPE_CHECKING:
    from teikit.diagnostics import Diagnostic
    from teikit.publish.building import Result
    from teikit.publish.settings import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", required=True, help="Folder of the site.")
@click.option("--title", help="Title of the site.")
@click.option("--description", help="A sentence or two about the edition, for the start page.")
@click.option("--base-url", metavar="URL", help="Where the site will stand; needed for a sitemap.")
@click.option("--publisher", help="Who publishes the edition.")
@click.option("--editor", help="Who edits it.")
@click.option("--licence", metavar="URL", help="Licence of the edition.")
@click.option("--date", metavar="DATE", help="ISO date of this state of the site, for its feed [dates of documents].")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time.")
@click.option("--no-cache", is_flag=True, help="Make everything anew, and keep nothing for the next time.")
@click.option("--force", is_flag=True, help="Replace files in the folder that teikit did not make.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def publish(
    paths: tuple[str, ...], output: str, jobs: int, no_cache: bool, force: bool, quiet: bool, **given: str | None
) -> None:
    """Make a static site of TEI files: pages of documents, people and places, map, timeline, network, search.

    It works from a folder on disk as from any web server. What has not changed since the last time is not made anew.

    \b
    Examples:
      teikit publish tei/ -o site/
      teikit publish tei/ -o site/ --title "The Hartwell Letters" --base-url https://example.org/hartwell/
    """
    from teikit.diagnostics import Severity, counted, tally
    from teikit.publish import building

    out, settings = Path(output), _settings(given)
    found, told = _sources(paths, out)
    build = functools.partial(
        building.publish,
        found,
        out,
        settings,
        workers=jobs,
        cache=None if no_cache else _cache(out),
        force=force,
    )
    made = _built(build, told, quiet) if found else None
    if made is None:
        sys.exit(FAILURE)
    if not quiet:
        sum = f"{counted(made.documents, 'document')} published into {output}: {counted(made.files, 'file')}"
        click.echo(f"{sum}, {made.made} of them made anew; {tally(told)}", err=True)
    sys.exit(FINDINGS if any(one.severity is Severity.ERROR for one in told) else CLEAN)


def _sources(paths: tuple[str, ...], out: Path) -> tuple[list[tuple[Path, Path]], list[Diagnostic]]:
    """Return the files to publish, and what is told of paths that hold none; it is shown."""
    from teikit import files

    found, told = files.find(paths, files.XML_SUFFIXES)
    show(told)
    # What an earlier build left in the folder of the site is no source.
    return [pair for pair in found if not pair[0].resolve().is_relative_to(out.resolve())], told


def _built(build: Callable[..., Result], told: list[Diagnostic], quiet: bool) -> Result | None:
    """Build a site, showing how far it is and what is told of it. ``told``: added to."""
    from teikit.diagnostics import Severity, TeikitError

    with _progress(quiet) as (clear, progress):

        def tell(one: Diagnostic) -> None:
            told.append(one)
            clear()
            show([one] if one.severity is Severity.ERROR or not quiet else [])

        try:
            return build(tell=tell, progress=progress)
        except TeikitError as error:
            tell(error.diagnostic)
            return None


def _settings(given: dict[str, str | None]) -> Settings:
    """Return what the options say, and of the rest what the configuration says. Raises TeikitError C001."""
    from teikit.publish.settings import Settings

    said = asdict(configured(None).export)
    settings = Settings(**said | {name: value for name, value in given.items() if value})
    fault = settings.fault()
    if fault:
        raise click.UsageError(fault)
    return settings


def _cache(out: Path) -> Path:
    """Return where what is kept of a site lies: in the user's own folder, not in the site, which is for others."""
    name = hashlib.sha256(str(out.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
    return cache_folder() / "publish" / f"{name}.sqlite"


@contextlib.contextmanager
def _progress(quiet: bool) -> Iterator[tuple[Callable[..., object], Callable[[str, int], Callable[[], object]]]]:
    """Yield what clears the line of a progress bar, and what begins one: each step of a build has its own."""
    with contextlib.ExitStack() as stack:
        clear: list[Callable[..., object]] = [lambda: None]

        def begin(label: str, total: int) -> Callable[[], object]:
            stack.close()
            clear[0], advance = stack.enter_context(bar(total, label, quiet))
            return advance

        yield (lambda: clear[0]()), begin
