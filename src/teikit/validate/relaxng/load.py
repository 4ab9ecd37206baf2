"""Load a RELAX NG schema, in XML or compact syntax, with all the files that it includes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from teikit.validate.relaxng import syntax
from teikit.validate.relaxng.grammar import Grammar
from teikit.validate.relaxng.includes import Sources
from teikit.validate.relaxng.reduce import Reducer, reached, renumbered
from teikit.validate.relaxng.restrictions import Checker
from teikit.validate.relaxng.simplify import Simplifier
from teikit.validate.relaxng.syntax import Element


def load(data: bytes, base: str, *, resolve: Callable[[str], bytes], compact: bool | None = None) -> Grammar:
    """Return the simplified grammar of a schema.

    ``base``: the URI (or path) that references in it are relative to. ``resolve``: given the absolute URI of a file
    that the schema refers to, returns its bytes or raises OSError; what may be read is for the caller to say.
    ``compact``: the schema is in compact syntax; None: see for yourself. Raises SchemaError.
    """
    simplifier = Simplifier(Sources(resolve, parse))
    root = parse(data, base, compact=compact)
    start = simplifier.run(root, base)
    reducer = Reducer(simplifier)
    start = reducer.run(start)
    kept = reached(reducer.table.nodes, start)
    Checker(reducer.table).run(kept, start)
    return finished(reducer, start, kept)


def parse(data: bytes, href: str, ns: str = "", compact: bool | None = None) -> Element:
    """Return the root of one file of a schema, in whichever syntax it is. Raises SchemaError."""
    if compact is None:
        head = data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
        compact = not head.startswith(b"<")
    if not compact:
        return syntax.parse(data, href, ns)
    from teikit.validate.relaxng import compact as compact_syntax  # most schemas are XML

    return compact_syntax.parse(data, href, ns)


def finished(reducer: Reducer, start: int, kept: list[int]) -> Grammar:
    """Return the nodes that are needed, numbered in the order in which they were made."""
    nodes = reducer.table.nodes
    number = {index: position for position, index in enumerate(kept)} | {-1: -1}
    documentation = reducer.table.documentation
    return Grammar(
        tuple(renumbered(nodes[index], number) for index in kept),
        number[start],
        {number[index]: documentation[index] for index in kept if index in documentation},
    )


def load_file(path: str | Path) -> Grammar:
    """Return the simplified grammar of a schema on disk, which may refer to files in its own folder and below it.

    Raises SchemaError, and OSError where the schema itself cannot be read.
    """
    path = Path(path).resolve()
    return load(path.read_bytes(), path.as_uri(), resolve=folder(path.parent))


def folder(root: Path) -> Callable[[str], bytes]:
    """Return a resolver that reads the files of one folder, and of those below it, and nothing else."""

    def resolve(href: str) -> bytes:
        parts = urlsplit(href)
        if parts.scheme != "file" or parts.netloc not in ("", "localhost"):
            raise PermissionError("only files in the folder of the schema are read")
        path = Path(unquote(parts.path)).resolve()
        if not path.is_relative_to(root.resolve()):
            raise PermissionError("it is outside of the folder of the schema")
        return path.read_bytes()

    return resolve
