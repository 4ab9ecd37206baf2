"""``teikit.toml``: what all documents of a project share.

The file is looked for in the working directory and above it. Unknown keys are errors: a setting that is misspelt
must not be passed over.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from teikit.diagnostics import Diagnostic, Severity, TeikitError

NAME = "teikit.toml"
DATE_ORDERS = ("", "dmy", "mdy", "ymd")
REGISTERS = ("standOff", "profileDesc", "back", "none")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")  # xs:language, as TEI's teidata.language has it
CERTS = ("number", "level")
CROSSINGS = ("split", "standOff", "report")


@dataclass(frozen=True, slots=True)
class Encode:
    """Settings of ``[encode]``: how TEI is made and marked.

    ``cert``: certainty as a ``number`` from 0 to 1, or as a ``level`` (high, medium, low). ``crossing``: what becomes
    of a mention that crosses elements of the file: ``split`` into parts, kept in ``standOff``, or only ``report``-ed.
    """

    profile: str = ""
    language: str = ""
    encoding: str = ""
    schema: str | None = None
    date_order: str = ""
    min_cert: float = 0.0
    registers: str = "standOff"
    cert: str = "number"
    crossing: str = "split"
    date: str = ""
    table: str = ""

    def __post_init__(self) -> None:
        """Refuse what would make an invalid file. Raises ValueError."""
        choices = {"date_order": DATE_ORDERS, "registers": REGISTERS, "cert": CERTS, "crossing": CROSSINGS}
        for name, allowed in choices.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"{name.replace('_', '-')} must be one of {', '.join(a for a in allowed if a)}")
        if self.language and not LANGUAGE.fullmatch(self.language):
            raise ValueError(f"language must be a tag such as en or grc-Latn, not {self.language!r}")
        if self.date and not _is_date(self.date):
            raise ValueError(f"date must be an ISO date such as 2026-11-23, not {self.date!r}")


@dataclass(frozen=True, slots=True)
class Config:
    """All settings.

    ``metadata``: what every document's header says unless its own sidecar or table row says otherwise.
    """

    encode: Encode = field(default_factory=Encode)
    metadata: Mapping[str, object] = field(default_factory=dict)
    path: str = ""


def find(start: Path) -> Path | None:
    """Return the nearest teikit.toml in `start` or a folder above it."""
    for folder in (start, *start.parents):
        candidate = folder / NAME
        if candidate.is_file():
            return candidate
    return None


def load(path: Path) -> Config:
    """Read a configuration file. Raises TeikitError C001 where it cannot be read or says something unknown."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise _error(path, f"cannot be read: {error}", "see the README's section on the configuration file") from error
    unknown = set(table) - {"encode", "metadata"}
    if unknown:
        raise _error(path, f"unknown section [{min(unknown)}]", "the sections are [encode] and [metadata]")
    metadata = table.get("metadata", {})
    encode = table.get("encode", {})
    if not isinstance(metadata, dict) or not isinstance(encode, dict):
        raise _error(path, "[encode] and [metadata] must be tables", "write the name in brackets on a line of its own")
    return Config(encode=_encode(path, encode), metadata=metadata, path=str(path))


def _encode(path: Path, table: Mapping[str, object]) -> Encode:
    known = {item.name.replace("_", "-"): item for item in fields(Encode)}
    values: dict[str, object] = {}
    for key, value in table.items():
        item = known.get(key.replace("_", "-"))
        if item is None:
            raise _error(path, f"unknown setting {key!r} in [encode]", f"the settings are {', '.join(known)}")
        wanted = (int, float) if item.name == "min_cert" else (str,)
        if not isinstance(value, wanted) or isinstance(value, bool):
            raise _error(path, f"{key} must be {'a number' if float in wanted else 'a string'}", "correct it")
        values[item.name] = value
    try:
        return Encode(**values)  # type: ignore[arg-type]  # the loop above has checked names and types
    except ValueError as error:
        raise _error(path, str(error), "correct it") from error


def _is_date(text: str) -> bool:
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _error(path: Path, message: str, help: str) -> TeikitError:
    return TeikitError(Diagnostic("C001", Severity.ERROR, message, path=str(path), help=help))
