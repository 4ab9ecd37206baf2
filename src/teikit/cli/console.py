"""What a run is to do, how its outcomes are shown, and with which status it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from teikit.config import Config
    from teikit.diagnostics import Diagnostic
    from teikit.files import Job
    from teikit.pipeline import Encoded

CLEAN, FINDINGS, FAILURE = 0, 1, 2
INTERRUPTED = 130  # as shells say it: 128 and the number of the signal


def planned(found: Sequence[tuple[Path, Path]], output: str | None, suffix: str) -> tuple[list[Job], list[Diagnostic]]:
    """Return what is to be done of files, and which cannot be; ``-`` for `output` is standard output, for one file."""
    from teikit import files

    if output != "-":
        return files.plan(found, Path(output) if output else None, suffix)
    if len(found) > 1:
        raise click.UsageError("several files cannot all go to standard output; name a folder with -o")
    return [files.Job(source, None, relative) for source, relative in found], []


def tei_jobs(
    paths: Sequence[str], output: str | None, *, in_place: bool = False, suffix: str = ".xml"
) -> tuple[list[Job], list[Diagnostic]]:
    """Return what is to be done of TEI files: onto themselves, into a folder, or one to standard output."""
    from teikit import files

    if in_place and output:
        raise click.UsageError("--in-place and --output exclude each other")
    found, faults = files.find(paths, files.XML_SUFFIXES)
    if in_place:
        return [files.Job(source, source) for source, _ in found], faults
    jobs, clashes = planned(found, output or "-", suffix)
    return jobs, [*faults, *clashes]


def finish(
    outcomes: Iterable[Encoded],
    faults: Sequence[Diagnostic] = (),
    *,
    quiet: bool = False,
    verb: str,
    place: str | None,
    total: int = 0,
    summary: Callable[[Mapping[str, int]], str] | None = None,
) -> None:
    """Show each outcome as it comes, then the sum, and exit with the status that says it.

    ``total``: how many there will be, for a progress bar; 0 for none. ``summary``: says what the counts of all outcomes
    are; else they are listed by name.
    """
    from teikit.diagnostics import Severity, counted, tally

    done, counts, shown = 0, dict[str, int](), list(faults)
    show(faults)
    with bar(total, verb.capitalize(), quiet) as (clear, advance):
        for outcome in outcomes:
            wanted = [d for d in outcome.diagnostics if d.severity is Severity.ERROR or not quiet]
            if wanted:
                clear()
                show(wanted)
            shown += outcome.diagnostics
            if outcome.data is not None:
                done += 1
                sys.stdout.buffer.write(outcome.data)
                for kind, count in outcome.counts.items():
                    counts[kind] = counts.get(kind, 0) + count
            advance()
    sys.stdout.flush()
    if not quiet:
        marked = (summary or _listed)(counts)
        where = f" into {place}" if place not in (None, "-") else ""
        click.echo(f"{counted(done, 'file')} {verb}{where}{': ' * bool(marked)}{marked}; {tally(shown)}", err=True)
    if not done:
        sys.exit(FAILURE)
    sys.exit(FINDINGS if any(d.severity is Severity.ERROR for d in shown) else CLEAN)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))


def show(diagnostics: Sequence[Diagnostic]) -> None:
    from teikit.diagnostics import Report, text

    if diagnostics:
        click.echo(text(Report(diagnostics)), err=True)


Step = Callable[..., object]


@contextlib.contextmanager
def bar(total: int, label: str, quiet: bool = False) -> Iterator[tuple[Step, Step]]:
    """Show a progress bar where standard error is a terminal; yield what clears its line, and what moves it on."""
    if quiet or total < 2 or not sys.stderr.isatty():
        yield _nothing, _nothing
        return
    with click.progressbar(length=total, label=label, file=sys.stderr, show_pos=True) as shown:
        yield (lambda: click.echo("\r\x1b[K", nl=False, err=True)), (lambda *_: shown.update(1))


def _nothing(*_: object) -> None:
    """Stand in for the steps of a bar that is not shown."""


def configured(path: str | None) -> Config:
    """Return the settings of a configuration file, or of the nearest. Raises TeikitError C001."""
    from teikit import config

    found = Path(path) if path else config.find(Path.cwd())
    return config.load(found) if found else config.Config()


def silence_output() -> None:
    """Let go of a standard output that nobody reads any more, so that closing it at the end makes no noise."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
