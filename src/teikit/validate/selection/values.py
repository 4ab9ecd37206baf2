"""The values of the choice of schemas: what a file asks for, what was found, and what the caller allows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity, TeikitError
from teikit.validate.faults import WHOLE_FILE, Fault, Place


class Kind(StrEnum):
    """Languages of schemas, by the suffix of their files; there are engines for the first four."""

    RNG = "rng"
    RNC = "rnc"
    SCH = "sch"
    XSD = "xsd"
    NVDL = "nvdl"
    DTD = "dtd"
    UNKNOWN = ""


READABLE = frozenset({Kind.RNG, Kind.RNC, Kind.SCH, Kind.XSD})
GRAMMARS = frozenset({Kind.RNG, Kind.RNC, Kind.XSD})
NAMES = {
    Kind.RNG: "RELAX NG",
    Kind.RNC: "RELAX NG, compact syntax",
    Kind.SCH: "Schematron",
    Kind.XSD: "XML Schema",
    Kind.NVDL: "NVDL",
    Kind.DTD: "a DTD",
    Kind.UNKNOWN: "an unknown schema language",
}
LANGUAGES = "RELAX NG (.rng, .rnc), Schematron (.sch) or XML Schema (.xsd)"


class Origin(StrEnum):
    """Who named a schema."""

    MODEL = "<?xml-model?>"
    OXYGEN = "<?oxygen?>"
    LOCATION = "xsi:schemaLocation"
    DOCTYPE = "<!DOCTYPE>"
    OPTION = "--schema"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Reference:
    """A schema that a file names, as it names it."""

    href: str
    kind: Kind
    origin: Origin
    place: Place = WHOLE_FILE
    phase: str = ""
    title: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class SchemaRef:
    """A schema to check a file against.

    ``path``: where it lies on this machine, None where it cannot be had or read; ``fault`` then says why. ``base``: the
    URI that its own references are relative to. ``line``: where the file names it, 0 where it does not.
    """

    kind: Kind
    href: str
    origin: Origin
    path: Path | None = None
    base: str = ""
    phase: str = ""
    title: str = ""
    group: str = ""
    line: int = 0
    fault: Fault | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """``refs``: in the order of the file. ``faults``: each once, those of ``refs`` among them.

    ``stand_in``: the schema of the project was put in the place of one that cannot be had.
    """

    refs: tuple[SchemaRef, ...]
    faults: tuple[Fault, ...] = ()
    stand_in: bool = False

    @property
    def usable(self) -> tuple[SchemaRef, ...]:
        """The schemas that an engine can be given."""
        return tuple(ref for ref in self.refs if ref.path is not None)


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks for and allows; the same for every file of a run.

    ``schemas``: names, files or URLs that count instead of what the files name. ``roots``: folders that files and
    schemas may refer into, besides their own. ``catalogues``: those that the user named, which may point anywhere.
    ``project_catalogues`` and ``table`` (pairs of a URI and a path) come out of the project's own settings and may
    point into ``roots`` only; paths of the table are relative to ``project``, the folder that holds ``schemas.lock``.
    ``cache``: where fetched schemas are kept; without it nothing is fetched.
    """

    schemas: tuple[str, ...] = ()
    phase: str = ""
    roots: tuple[Path, ...] = ()
    catalogues: tuple[Path, ...] = ()
    project_catalogues: tuple[Path, ...] = ()
    table: tuple[tuple[str, str], ...] = ()
    project: Path | None = None
    network: bool = False
    cache: Path | None = None


class NotHere(OSError):
    """A schema, or a part of one, that cannot be had. ``code``: of the diagnostic that says so."""

    def __init__(self, code: str, message: str, help: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.help = help

    def fault(self, place: Place, severity: Severity | None = None) -> Fault:
        """Return it as a finding in the file that asks for the schema."""
        return Fault(self.code, place, self.message, self.help, severity=severity)

    def error(self, path: str = "") -> TeikitError:
        """Return it as the failure of a call that asks for the schema."""
        return TeikitError(Diagnostic(self.code, Severity.ERROR, self.message, path, help=self.help))
