"""The syntax trees of a schema's expressions: parsed by elementpath once, and kept on disk.

elementpath takes longer to import than most files take to be checked, and what is compiled of an expression needs only
the shape of its tree. Kept are JSON files, found by what the trees depend on; one that is damaged or foreign is passed
over and written again, and nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from teikit.validate.schematron.errors import EvaluationError

FORMAT = 1
"""To be raised whenever what is kept of the same expressions changes."""
_LABELS = ("operator", "axis", "kind test", "array")


class Syntax:
    """A node of a syntax tree, as elementpath's tokens are read here.

    ``kids``: its operands, also by index. ``token``: gives elementpath's own, for what it must evaluate itself.
    """

    __slots__ = ("kids", "label", "name", "namespace", "symbol", "token", "value")

    def __init__(self, fields: list[Any], token: Callable[[], Any]) -> None:
        self.symbol, self.label, self.name, self.namespace, value, kids = fields
        self.value: Any = Decimal(value[0]) if isinstance(value, list) else value
        self.token = token
        self.kids = [Syntax(kid, self._below(at)) for at, kid in enumerate(kids)]

    def _below(self, at: int) -> Callable[[], Any]:
        return lambda: self.token()[at]

    def __len__(self) -> int:
        return len(self.kids)

    def __getitem__(self, at: int) -> Syntax:
        return self.kids[at]

    def __iter__(self) -> Iterator[Syntax]:
        return iter(self.kids)

    def iter(self, *symbols: str) -> Iterator[Syntax]:
        """Yield the node and all below it, or those of some symbols."""
        if not symbols or self.symbol in symbols:
            yield self
        for kid in self.kids:
            yield from kid.iter(*symbols)


def fields(token: Any) -> list[Any]:
    """Return a token of elementpath as JSON can hold it: what `Syntax` is made of."""
    label = token.label
    if not isinstance(label, str):
        label = next((one for one in _LABELS if label == one), label.values[-1])
    value = token.value
    if isinstance(value, Decimal):
        value = [str(value)]
    elif not isinstance(value, (str, int, float)):
        value = None if value is None else str(value)
    name = getattr(token, "name", None)
    namespace = getattr(token, "namespace", None)
    return [token.symbol, label, name and str(name), namespace, value, [fields(kid) for kid in token]]


class Syntaxes:
    """The expressions of one schema. ``sources``: those that it has, as far as known beforehand.

    ``make``: makes the parser, with the functions that the schema declares; ``about``: what it depends on.
    """

    def __init__(
        self, make: Callable[[], Any], about: object, sources: Iterable[str], directory: Path | None = None
    ) -> None:
        self._make = make
        self._known: dict[str, Any] = {}
        if directory is not None:
            wanted = sorted(set(sources))
            path = directory / f"{_digest(json.dumps([FORMAT, _version(), about, wanted]).encode())}.xpath.json"
            self._known = _read(path) or self._parsed(wanted)
            if not path.exists():
                with suppress(OSError):
                    _write(path, self._known)

    @cached_property
    def _parser(self) -> Any:
        return self._make()

    def _parsed(self, sources: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for source in sources:
            try:
                found[source] = self._fields(source)
            except EvaluationError as error:
                found[source] = str(error)
        return found

    def _fields(self, source: str) -> list[Any]:
        from teikit.validate.schematron.parser import parse

        try:
            return fields(parse(self._parser, source))
        except RecursionError as error:
            raise EvaluationError("the expression is nested too deeply") from error

    def _token(self, source: str) -> Any:
        from teikit.validate.schematron.parser import parse

        return parse(self._parser, source)

    def parse(self, source: str) -> Syntax:
        """Return the syntax tree of an expression. Raises EvaluationError where it is none."""
        kept = self._known.get(source)
        if isinstance(kept, str):
            raise EvaluationError(kept)
        root = cache(lambda: self._token(source))
        with suppress(TypeError, ValueError, ArithmeticError, RecursionError):
            if kept is not None:
                return Syntax(kept, root)
        return Syntax(self._fields(source), root)


def _version() -> str:
    """Return what tells one version of elementpath from another, without importing it."""
    spec = find_spec("elementpath")
    assert spec is not None
    assert spec.origin is not None
    return _digest(Path(spec.origin).read_bytes())


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    """Return what was kept, nothing where there is nothing that can be used."""
    try:
        digest, _, body = path.read_bytes().partition(b"\n")
        known = json.loads(body) if digest == _digest(body).encode() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def _write(path: Path, known: dict[str, Any]) -> None:
    """Write a file in one step, so that nobody ever reads half of it."""
    body = json.dumps(known, ensure_ascii=True, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_digest(body).encode() + b"\n" + body)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
