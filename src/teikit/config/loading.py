"""Finding and reading ``teikit.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from teikit.config.settings import Config, Encode, Export, Validate
from teikit.diagnostics import Diagnostic, Severity, TeikitError

NAME = "teikit.toml"
SECTIONS = ("encode", "metadata", "validate", "export")

Section = TypeVar("Section", Encode, Validate, Export)


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
    known = ", ".join(f"[{name}]" for name in SECTIONS)
    unknown = set(table) - set(SECTIONS)
    if unknown:
        raise _error(path, f"unknown section [{min(unknown)}]", f"the sections are {known}")
    if not all(isinstance(section, dict) for section in table.values()):
        raise _error(path, f"{known} must be tables", "write the name in brackets on a line of its own")
    return Config(
        _section(path, "encode", Encode, table.get("encode", {})),
        table.get("metadata", {}),
        str(path),
        _section(path, "validate", Validate, table.get("validate", {})),
        _section(path, "export", Export, table.get("export", {})),
    )


def _section(path: Path, name: str, kind: type[Section], table: Mapping[str, object]) -> Section:
    known = {item.name.replace("_", "-"): item.name for item in fields(kind)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        item = known.get(key.replace("_", "-"))
        if item is None:
            raise _error(path, f"unknown setting {key!r} in [{name}]", f"the settings are {', '.join(known)}")
        words, read = _KINDS.get((name, item), _STRING)
        try:
            values[item] = read(value)
        except TypeError as error:
            raise _error(path, f"{key} must be {words}", "correct it") from error
    if kind is Validate:
        values |= {item: _beside(path, values[item]) for item in _PATHS & values.keys()}
    try:
        return kind(**values)
    except ValueError as error:
        raise _error(path, str(error), "correct it") from error


def _beside(path: Path, name: Any) -> Any:
    """Return files as named in a configuration: relative to its folder; what is no file there stays as it is."""
    if isinstance(name, tuple):
        return tuple(_beside(path, one) for one in name)
    there = path.parent / name
    return str(there) if name and (there.exists() or name.startswith(".")) else name


def _typed(*kinds: type) -> Callable[[object], Any]:
    def read(value: object) -> object:
        # In Python, and not in TOML, true and false are numbers.
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise TypeError
        return value

    return read


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError
    return tuple(value)


def _one_or_more(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else _strings(value)


def _table_of(read: Callable[[object], Any]) -> Callable[[object], dict[str, Any]]:
    def table(value: object) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise TypeError
        return {key: read(item) for key, item in value.items()}

    return table


# The kinds of values that are no strings, in words and as a function that raises TypeError for any other.
_STRING = ("a string", _typed(str))
_KINDS: dict[tuple[str, str], tuple[str, Callable[[object], Any]]] = {
    ("encode", "min_cert"): ("a number", _typed(int, float)),
    ("validate", "schema"): ("a string or a list of strings", _one_or_more),
    ("validate", "allow_network"): ("true or false", _typed(bool)),
    ("validate", "catalogues"): ("a list of strings", _strings),
    ("validate", "copies"): ("a table of strings", _table_of(_typed(str))),
    ("validate", "select"): ("a list of strings", _strings),
    ("validate", "ignore"): ("a list of strings", _strings),
    ("validate", "jobs"): ("a whole number", _typed(int)),
    ("validate", "severity"): ("a table of strings", _table_of(_typed(str))),
    ("validate", "per_file_ignores"): ("a table of lists of strings", _table_of(_strings)),
}
# The settings of [validate] that name files, relative to the folder of the configuration.
_PATHS = {"schema", "catalogues", "baseline"}


def _error(path: Path, message: str, help: str) -> TeikitError:
    return TeikitError(Diagnostic("C001", Severity.ERROR, message, path=str(path), help=help))
