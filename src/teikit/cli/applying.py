"""The commands for spans made elsewhere: extract gives other programs the text, apply puts back what they found."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from teikit.cli.console import FAILURE, finish, show, tei_jobs

if TYPE_CHECKING:  # each command imports what it needs when it runs, so that --help stays fast
    from teikit.applying import Settings
    from teikit.applying.pairing import Source
    from teikit.pipeline import Encoded

_FORMATS = ("json", "jsonl", "csv", "conll", "xmi", "brat", "spacy")


@click.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for NAME.txt and NAME.offsets.json [standard output].")
@click.option("--map", "offsets", metavar="FILE", help="Where the map goes, for one file to standard output.")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time.")
@click.option("--force", is_flag=True, help="Replace files that teikit did not make.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def extract(paths: tuple[str, ...], output: str | None, offsets: str | None, **options: Any) -> None:
    """Give the exact text of TEI files, and a map from its characters to the bytes of the XML.

    What other programs find in this text, `teikit apply` puts into the TEI.

    \b
    Example:
      teikit extract tei/ -o texts/
    """
    from teikit import exporting, pipeline

    if offsets and output not in (None, "-"):
        raise click.UsageError("with -o each map goes beside its text; --map is for standard output")
    jobs, faults = tei_jobs(paths, output, suffix=".txt")
    if offsets and jobs:
        finish(_one_with_map(jobs[0].source, Path(offsets), options["force"]), faults, verb="extracted", place=output)
    chosen: dict[str, object] = {"offsets": True}
    work = functools.partial(exporting.export_file, style="text", options=chosen, force=options["force"])
    outcomes = pipeline.each(work, jobs, workers=options["jobs"])
    finish(outcomes, faults, quiet=options["quiet"], verb="extracted", place=output, total=len(jobs))


def _one_with_map(source: Path, target: Path, force: bool) -> Iterator[Encoded]:
    from teikit import files, pipeline
    from teikit.export import export

    def work() -> Encoded:
        made = export("text", files.read(source), path=str(source), offsets=True)
        files.write(target, made.beside[0][1], force=force or target.suffix == ".json")
        return pipeline.Encoded(str(source), made.data, made.diagnostics)

    yield pipeline.guarded(work, str(source))


@click.command()
@click.argument("spans")
@click.argument("paths", nargs=-1, required=True)
@click.option("-o", "--output", metavar="DIR", help="Folder for the results [standard output].")
@click.option("--in-place", is_flag=True, help="Replace the files themselves.")
@click.option("--from", "style", type=click.Choice(_FORMATS), help="Format of the spans [detected].")
@click.option("--offsets", type=click.Choice(["char", "utf16", "byte"]), help="What offsets count [code points].")
@click.option("--map", "labels", multiple=True, metavar="LABEL=ELEMENT", help="What a label becomes; - drops it.")
@click.option(
    "--crossing",
    type=click.Choice(["split", "standOff", "report"]),
    help="What becomes of a span that crosses markup or another span [split].",
)
@click.option("--keep", is_flag=True, help="Keep in standOff what no tags can stand for.")
@click.option("--resp", metavar="NAME", help="Who made the spans: a name, or #id of somebody in the file.")
@click.option("--report", metavar="FILE", help="Write what became of every span, as JSON.")
@click.option("--date", metavar="ISO", help="Date for the revision history [none, so that bytes repeat].")
@click.option("--config", "config_path", type=click.Path(dir_okay=False), help="Configuration [nearest teikit.toml].")
@click.option("-j", "--jobs", type=click.IntRange(1), default=1, show_default=True, help="Files at a time.")
@click.option("--force", is_flag=True, help="Replace files that teikit did not make.")
@click.option("-q", "--quiet", is_flag=True, help="Show errors only.")
def apply(spans: str, paths: tuple[str, ...], output: str | None, in_place: bool, **options: Any) -> None:
    """Put spans made elsewhere into TEI files; not one byte of these is changed.

    SPANS is a file of spans, or a folder of them, of the text that `teikit extract` gives: JSON (teikit's, spaCy's, Web
    Annotation), CSV, IOB, UIMA CAS XMI, brat or spaCy DocBin. Every span is marked, kept in standOff, or listed with
    the reason. Labels become TEI names (PER is persName); others become rs with the label as its type, or what --map
    says: --map WORK=title --map EVENT=rs@type=event --map MISC=-

    \b
    Example:
      teikit apply found.json letter.xml -o tagged/
    """
    from teikit import applying, pipeline
    from teikit.applying.pairing import pair

    settings = _settings(options)
    jobs, faults = tei_jobs(paths, output, in_place=in_place)
    paired, told = pair(jobs, _sources(spans, options["style"] or ""))
    tasks = [applying.Task(job.source, job.target, relative=job.relative, spans=found) for job, found in paired]
    faults += [one for one in told if one.severity.rank == 0 or not options["quiet"]]
    work = functools.partial(applying.apply_file, settings=settings, force=options["force"] or in_place)
    outcomes: Iterable[Encoded] = pipeline.each(work, tasks, workers=options["jobs"])
    if options["report"]:
        outcomes = _reported(outcomes, Path(options["report"]), options["force"])
    finish(outcomes, faults, quiet=options["quiet"], verb="marked", place=output, total=len(tasks), summary=_summary)


def _summary(counts: Mapping[str, int]) -> str:
    """Say what became of the spans of all files, in the words of `applying.Applied.counts`."""
    placed, split, apart, left = (counts.get(what, 0) for what in ("placed", "split", "in standOff", "not placed"))
    said = [f"{placed} placed" + (f" ({split} split)" if split else "")]
    return ", ".join(said + ([f"{apart} in standOff"] if apart else []) + ([f"{left} not placed"] if left else []))


def _settings(options: dict[str, Any]) -> Settings:
    from teikit.applying import Settings
    from teikit.cli.console import configured
    from teikit.diagnostics import TeikitError
    from teikit.standoff.labels import rules

    labels: dict[str, str] = {}
    for rule in options["labels"]:
        label, equals, element = rule.partition("=")
        if not equals or not label or not element:
            raise click.UsageError(f"--map {rule!r}: write LABEL=ELEMENT, LABEL=ELEMENT@type=WORD or LABEL=-")
        labels[label] = element
    try:
        rules(labels)
    except ValueError as error:
        raise click.UsageError(f"--map: {error}") from error
    try:
        encode = configured(options["config_path"]).encode
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)
    return Settings(
        labels,
        options["offsets"] or "",
        options["crossing"] or encode.crossing,
        options["keep"],
        options["resp"] or "",
        encode.registers,
        options["date"] or encode.date,
    )


def _sources(spans: str, style: str) -> list[Source]:
    """Read the files of spans. Exit where none can be read; of a folder, what cannot be read is told."""
    from teikit import files
    from teikit.applying import read_spans
    from teikit.applying.pairing import Source, is_spans, suffixes
    from teikit.diagnostics import TeikitError

    found, faults = files.find((spans,), suffixes())
    alone = Path(spans).is_file()
    sources: list[Source] = []
    for path, _ in found:
        if not alone and not is_spans(path):
            continue
        try:
            sources.append(Source(path, read_spans(path, style), alone))
        except TeikitError as error:
            faults.append(error.diagnostic)
    show(faults)
    if not sources:
        sys.exit(FAILURE)
    return sources


def _reported(outcomes: Iterable[Encoded], target: Path, force: bool) -> Iterator[Encoded]:
    """Pass outcomes on, and write what became of each span once all are there."""
    from teikit import files
    from teikit.applying import Outcome
    from teikit.diagnostics import TeikitError

    reports: list[dict[str, object]] = []
    for outcome in outcomes:
        if isinstance(outcome, Outcome):
            placed = [asdict(one) for one in outcome.placed]
            left = [asdict(one) for one in outcome.not_placed]
            reports.append({"path": outcome.path, "counts": dict(outcome.counts), "placed": placed, "notPlaced": left})
        yield outcome
    made = {"generator": "teikit apply", "files": reports}
    try:
        files.write(target, (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode(), force=force)
    except TeikitError as error:
        show([error.diagnostic])
        sys.exit(FAILURE)
