"""The two movements put together: for the bytes of one document, and for a corpus with results in input order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from teikit import __version__, files, parallel, reader, sidecar
from teikit.config import Config, Encode
from teikit.diagnostics import Diagnostic, Severity, TeikitError, severity
from teikit.files import Job
from teikit.link import link
from teikit.model import Finding
from teikit.recognise import recognise
from teikit.structure import analyse
from teikit.tei import TEI_ALL, Program, Spliced, View, build, splice, strip, view


@dataclass(frozen=True, slots=True)
class Encoded:
    """The TEI made of one document, and what is to be told of it. ``data`` is None where nothing could be made."""

    path: str
    data: bytes | None
    diagnostics: tuple[Diagnostic, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def encode(
    data: bytes,
    name: str,
    *,
    settings: Encode | None = None,
    given: sidecar.Given | None = None,
    given_path: str = "",
    path: str = "",
) -> Encoded:
    """Make TEI of the bytes of a plain-text file.

    ``name``: the file's name, which the header states and the xml:id is made from. ``given``: metadata from outside.
    ``path``: what diagnostics call the result. Raises TeikitError where the input is no plain text.
    """
    settings = settings or Encode()
    path = path or name
    source, reports = reader.read(data, name, encoding=settings.encoding)
    doc = analyse(source, kind=settings.profile, language=settings.language)
    if given:
        doc = sidecar.merge(doc, given, given_path or name)
    found = _diagnostics(doc.findings, _line_finder(source.text), name)
    program = Program(version=__version__, date=settings.date)
    shell = build(doc, source, program=program, schema=TEI_ALL if settings.schema is None else settings.schema)
    marked = _annotate(shell, path, settings, refs_in_header=True)
    return replace(marked, diagnostics=(*reports, *found, *marked.diagnostics))


def annotate(data: bytes, path: str, *, settings: Encode | None = None) -> Encoded:
    """Mark names and dates in the bytes of any TEI file; every byte of it stays.

    Raises TeikitError where it is not well-formed or no TEI, and where the proof of that fails (P009).
    """
    return _annotate(data, path, settings or Encode(), refs_in_header=False)


def _annotate(data: bytes, path: str, settings: Encode, *, refs_in_header: bool) -> Encoded:
    seen = view(data)
    before = seen.document
    doc = recognise(before, min_score=settings.min_cert)
    doc = link(doc, date_order=settings.date_order)
    result = splice(
        seen,
        doc,
        version=__version__,
        date=settings.date,
        registers=settings.registers,
        cert=settings.cert,
        crossing=settings.crossing,
        refs_in_header=refs_in_header,
    )
    findings = (*doc.findings[len(before.findings) :], *result.findings)
    place = _place_finder(seen, result)
    counts = {kind: count for kind, count in result.counts.items() if count}
    return Encoded(path, result.data, _diagnostics(findings, place, path), counts)


def _line_finder(text: str) -> Callable[[Finding], tuple[int, int]]:
    """Return a function that tells line and column, from 1, of a finding in a plain text."""

    def place(finding: Finding) -> tuple[int, int]:
        at = finding.span.start
        return (0, 0) if not finding.span.end else (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))

    return place


def _place_finder(seen: View, result: Spliced) -> Callable[[Finding], tuple[int, int]]:
    """Return a function that tells line and column of a finding in the TEI that an editor will open."""

    def place(finding: Finding) -> tuple[int, int]:
        return seen.scan.encoding.line_and_column(result.data, result.moved(seen.byte_of(finding.span.start)))

    return place


def _diagnostics(
    findings: Iterable[Finding], place: Callable[[Finding], tuple[int, int]], path: str
) -> tuple[Diagnostic, ...]:
    diagnostics = []
    for finding in findings:
        line, column = place(finding)
        level = Severity(severity(finding.code))
        diagnostics.append(
            Diagnostic(finding.code, level, finding.message, path=path, line=line, column=column, help=finding.help)
        )
    return tuple(diagnostics)


def encode_file(job: Job, *, config: Config, row: sidecar.Given | None = None, force: bool = False) -> Encoded:
    """Encode one file and write its result. A bad document is told of in the outcome, never raised."""
    given = dict(config.metadata)
    given.update(row or {})
    beside, path = "", str(job.source)

    def work() -> Encoded:
        nonlocal beside
        for suffix in sidecar.SUFFIXES:
            candidate = job.source.with_suffix(suffix)
            if candidate.is_file():
                given.update(sidecar.parse_sidecar(files.read(candidate), str(candidate)))
                beside = str(candidate)
                break
        made = encode(
            files.read(job.source),
            job.source.name,
            settings=config.encode,
            given=given,
            given_path=beside or config.path,
            path=str(job.target or path),
        )
        return written(made, job, force)

    return guarded(work, path)


def annotate_file(job: Job, *, config: Config, force: bool = False) -> Encoded:
    """Annotate one TEI file and write the result, as `encode_file`."""

    def work() -> Encoded:
        return written(annotate(files.read(job.source), str(job.source), settings=config.encode), job, force)

    return guarded(work, str(job.source))


def strip_file(job: Job) -> Encoded:
    """Take teikit's claims out of one file and write the result."""
    return guarded(lambda: written(Encoded(str(job.source), strip(files.read(job.source))), job, True), str(job.source))


def written(made: Encoded, job: Job, force: bool = False) -> Encoded:
    """Write what was made where it has a target, and let go of the bytes."""
    if job.target is None or made.data is None:
        return made
    files.write(job.target, made.data, force=force)
    return replace(made, data=b"")


def guarded(function: Callable[[], Encoded], path: str) -> Encoded:
    """Call `function`; where the document is bad, return what is wrong with it instead of raising.

    A fault of teikit's own is told as C009: of 20,000 files one must not stop the others.
    """
    try:
        return function()
    except TeikitError as error:
        diagnostic = error.diagnostic
        return Encoded(path, None, (diagnostic if diagnostic.path else replace(diagnostic, path=path),))
    except Exception as error:
        return _failed(path, f"{type(error).__name__}: {error}")


def _failed(path: str, why: str) -> Encoded:
    help = "this is a fault of teikit, not of the file; nothing was written for it; please report it with the file"
    message = f"teikit failed on this file: {why}"
    return Encoded(path, None, (Diagnostic("C009", Severity.ERROR, message, path=path, help=help),))


def each(function: Callable[[Job], Encoded], jobs: Sequence[Job], *, workers: int = 1) -> Iterator[Encoded]:
    """Yield the outcome of each job, in order, with never more than a few of them in memory.

    ``workers``: processes; with one, all is done in this one.
    """

    def lost(job: Job, why: str) -> Encoded:
        return _failed(str(job.source), why)

    return parallel.each(function, jobs, workers=workers if workers > 1 else 0, lost=lost)
