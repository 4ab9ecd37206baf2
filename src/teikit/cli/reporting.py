"""How the findings of a run reach people and programs: as they come, or whole at the end; in colour on a terminal."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from teikit.cli.console import FAILURE, bar, show

if TYPE_CHECKING:
    from teikit.checking import Checked
    from teikit.diagnostics import Diagnostic, Report, Severity

# The formats that need not know the whole, and can be shown while files are still being checked.
STREAMED = ("text", "concise")
# For these, paths are relative to the checkout, which such a system names in a variable.
_ROOTS = {"github": "GITHUB_WORKSPACE", "sarif": "GITHUB_WORKSPACE", "gitlab": "CI_PROJECT_DIR"}
_OF_SCHEMAS = "V09"
# In so many files the same lack of a schema is shown.
_SEEN = 3
_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}
# GitHub refuses a job summary of more than one mebibyte.
_SUMMARY_MOST = (1 << 20) - 1


@dataclass(frozen=True, slots=True)
class Manner:
    """How a run is shown. ``diff``: what fixes would change is shown, and no findings, unless into a file.

    ``also``: formats and files in which it is written as well. ``err``: findings go to standard error, because
    standard output is taken.
    """

    style: str = "text"
    output: str = ""
    also: tuple[tuple[str, str], ...] = ()
    quiet: bool = False
    diff: bool = False
    statistics: bool = False
    err: bool = False

    @property
    def streams(self) -> bool:
        return self.style in STREAMED and not (self.output or self.diff or self.statistics or self.err)


@dataclass(slots=True)
class Run:
    """What has been seen of a run so far; it grows, because a run may end at any file. ``total``: files there are."""

    total: int = 0
    fail_at: Severity | None = None
    faults: list[Diagnostic] = field(default_factory=list)
    checked: list[Checked] = field(default_factory=list)

    @property
    def diagnostics(self) -> list[Diagnostic]:
        return [*self.faults, *(one for checked in self.checked for one in checked.diagnostics)]

    @property
    def looked(self) -> bool:
        return any(checked.looked for checked in self.checked)

    @property
    def status(self) -> int:
        """The status to exit with; a run that checked nothing has failed."""
        from teikit.diagnostics import Severity, exit_code

        return exit_code(self.diagnostics, at=self.fail_at or Severity.WARNING) if self.looked else FAILURE


def follow(results: Iterable[Checked], run: Run, manner: Manner) -> None:
    """Take in the results as they come; show each at once where the format allows it."""
    from teikit.diagnostics import counted, flat

    if manner.streams:
        _show(run.faults, manner.style)
    seen: Counter[tuple[str, str]] = Counter()
    with bar(run.total, "Checking", manner.quiet) as (clear, advance):
        for checked in results:
            run.checked.append(_counted_only(checked) if manner.streams and not manner.also else checked)
            shown = _unseen(checked.diagnostics, seen) if manner.style == "text" else checked.diagnostics
            if manner.streams and shown:
                clear()
                _show(shown, manner.style)
            if checked.diff:
                clear()
                _show_diff(checked.diff, err=not manner.diff, quiet=manner.quiet)
            advance()
    if manner.streams and not manner.quiet:
        for (code, message), count in seen.items():
            if count > _SEEN:
                click.echo(f"the same in {counted(count - _SEEN, 'more file')}: {code} {flat(message)}", err=True)


def _counted_only(checked: Checked) -> Checked:
    """Keep of what has been shown only what the sum needs: of 20,000 files the findings are many."""
    kept = tuple(_bare(one.code, one.severity) for one in checked.diagnostics)
    return replace(
        checked, diagnostics=kept, mended=tuple(_bare(one.code, one.severity) for one in checked.mended), diff=b""
    )


@lru_cache
def _bare(code: str, severity: Severity) -> Diagnostic:
    from teikit.diagnostics import Diagnostic

    return Diagnostic(code, severity, "")


def _unseen(diagnostics: Sequence[Diagnostic], seen: Counter[tuple[str, str]]) -> list[Diagnostic]:
    """Leave out what has been shown for a few files: that a schema is not here, which is so of all of a corpus."""
    found = []
    for one in diagnostics:
        if one.code.startswith(_OF_SCHEMAS):
            seen[one.code, one.message] += 1
        if seen[one.code, one.message] <= _SEEN:
            found.append(one)
    return found


def conclude(run: Run, manner: Manner) -> None:
    """Show what is shown at the end, when the whole is known."""
    for style, path in manner.also:
        other = replace(manner, style=style, output=path)
        _write(_report(run, other), other)
    if manner.streams or (manner.diff and not manner.output):
        return
    report = _report(run, manner)
    if manner.style in STREAMED and manner.statistics and not manner.output:
        _emit(counts(report), err=manner.err)
    else:
        _write(report, manner)
    if manner.style == "github":
        _append_summary(report)


def refused(run: Run, manner: Manner) -> None:
    """Show why nothing could be checked, to people or in the report that programs wait for."""
    conclude(run, manner)
    if manner.streams or (manner.diff and not manner.output):
        show(run.faults)


def sums(run: Run, manner: Manner) -> None:
    """Say on standard error how much was checked and found."""
    if manner.quiet:
        return
    from teikit.diagnostics import counted, tally

    if manner.statistics and (manner.style not in STREAMED or manner.output or manner.diff):
        _emit(counts(_report(run, manner)), err=True)
    looked = [checked for checked in run.checked if checked.looked]
    parts = [f"{counted(len(looked), 'file')} checked: {tally(run.diagnostics)}"]
    mended = sum(len(checked.mended) for checked in run.checked)
    if mended:
        where = counted(sum(bool(checked.mended) for checked in run.checked), "file")
        parts.append(f"{counted(mended, 'finding')} {'can be fixed' if manner.diff else 'fixed'} in {where}")
    gone = sum(checked.gone for checked in run.checked)
    if gone:
        verb = "is" if gone == 1 else "are"
        parts.append(f"{counted(gone, 'finding')} of the baseline {verb} gone: renew it with --write-baseline")
    click.echo("; ".join(parts), err=True)


def counts(report: Report) -> str:
    """Return how often each code was found, with what it stands for."""
    from teikit.diagnostics import title

    rows = report.by_code()
    width = max((len(str(count)) for _, count in rows), default=0)
    return "\n".join(f"{count:>{width}}  {code}  {title(code)}".rstrip() for code, count in rows)


def _show(diagnostics: Sequence[Diagnostic], style: str) -> None:
    if diagnostics:
        _emit(_rendered(diagnostics, style, colour=_has_colours(sys.stdout)))


def _rendered(diagnostics: Sequence[Diagnostic], style: str, *, colour: bool) -> str:
    from teikit.diagnostics import Report, concise, text

    render = text if style == "text" else concise
    report = Report(diagnostics)
    return render(report, paint=_painted) if colour else render(report)


def _painted(words: str, role: str) -> str:
    if role in _COLOURS:
        return click.style(words, fg=_COLOURS[role], bold=True)
    return click.style(words, dim=True) if role == "faint" else click.style(words, bold=True)


def _has_colours(stream: object) -> bool:
    is_terminal = getattr(stream, "isatty", lambda: False)()
    return is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _report(run: Run, manner: Manner) -> Report:
    from teikit.checking import relative
    from teikit.diagnostics import Report, Severity

    found, paths = run.diagnostics, [checked.path for checked in run.checked]
    rest = "the summary of the job" if os.environ.get("GITHUB_STEP_SUMMARY") else ""
    if manner.style in _ROOTS:
        root = os.environ.get(_ROOTS[manner.style]) or str(Path.cwd())
        found = [replace(one, path=relative(one.path, root) if one.path else "") for one in found]
        paths = [relative(path, root) for path in paths]
    return Report(found, paths, run.fail_at or Severity.WARNING, rest)


def _write(report: Report, manner: Manner) -> None:
    from teikit import files
    from teikit.diagnostics import FORMATS

    if manner.output:
        shown = FORMATS[manner.style](report)
        files.rewrite(Path(manner.output), f"{shown}\n".encode() if shown else b"")
    elif manner.style in STREAMED:
        colour = _has_colours(sys.stderr if manner.err else sys.stdout)
        _emit(_rendered(report.diagnostics, manner.style, colour=colour), err=manner.err)
    else:
        _emit(FORMATS[manner.style](report), err=manner.err)


def _emit(shown: str, *, err: bool = False) -> None:
    """Print text as UTF-8, which the formats for programs demand, whatever the terminal's encoding."""
    if not shown:
        return
    stream = sys.stderr if err else sys.stdout
    if _has_colours(stream):
        click.echo(shown, err=err)
        return
    stream.flush()
    stream.buffer.write(f"{shown}\n".encode())
    stream.flush()


def _show_diff(diff: bytes, *, err: bool, quiet: bool) -> None:
    """Show a diff: byte for byte where a program reads it, safe for the eye on a terminal."""
    if quiet and err:
        return
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        from teikit.diagnostics import visible

        colours = {"+": "green", "-": "red", "@": "cyan"} if _has_colours(stream) else {}
        for line in diff.decode("utf-8", "replace").removesuffix("\n").split("\n"):
            click.secho(visible(line.replace("\t", "    ")), fg=colours.get(line[:1]), err=err)
    else:
        stream.flush()
        stream.buffer.write(diff)
        stream.flush()


def _append_summary(report: Report) -> None:
    """Add the whole table to the job's summary, where GitHub names a file for it."""
    from teikit.diagnostics.formats import markdown

    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        with Path(path).open("ab") as stream:
            room = _SUMMARY_MOST - stream.tell()
            stream.write(f"{markdown(report, most=max(0, room))}\n\n".encode())
    except OSError as error:
        click.echo(f"the job's summary cannot be written: {error.strerror}", err=True)
