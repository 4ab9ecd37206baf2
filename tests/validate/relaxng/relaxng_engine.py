"""What the tests of the engine share: schemas from strings, errors in short."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from teikit.validate.relaxng.errors import Error
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.load import load, load_file
from teikit.validate.relaxng.validator import Validator

SHARED = Path(__file__).resolve().parents[3].parent / "shared"


def nothing(href: str) -> bytes:
    raise FileNotFoundError(href)


def grammar(schema: str) -> Grammar:
    """Return a grammar from compact syntax."""
    return load(schema.encode(), "schema.rnc", resolve=nothing, compact=True)


def validator(schema: str) -> Validator:
    return Validator(grammar(schema))


@cache
def validator_of(path: Path) -> Validator:
    """Return a validator of a schema on disk, compiled once for all tests."""
    return Validator(load_file(path))


def short(error: Error) -> str:
    """Return what an error is and where: ``element not allowed here p``, ``attribute value invalid date@when``."""
    return f"{error.kind} {error.element[1]}" + (f"@{error.attribute[1]}" if error.attribute else "")


def told(schema: Validator, document: str | bytes, *, ids: bool = True) -> list[str]:
    data = document if isinstance(document, bytes) else document.encode()
    return [short(error) for error in schema.validate(data, ids=ids)]
