"""Put the files of a schema together: include and externalRef (4.5-4.7), div (4.11), combine (4.17)."""

from __future__ import annotations

from collections.abc import Callable

from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.syntax import Element, joined

Parse = Callable[[bytes, str, str], Element]
Chain = tuple[str, ...]
"""The files on the way from the schema to the one being read: one that comes back refers to itself."""

MAX_FILES = 5000
"""Inclusions in one schema, counting each time a file is included."""

MAX_ELEMENTS = 2_000_000
"""Elements of RELAX NG in all that is included, counting each time; tei_all has 20,000."""


class Sources:
    """The files that make up one schema. Each is read once for each namespace that it inherits."""

    def __init__(self, resolve: Callable[[str], bytes], parse: Parse) -> None:
        self.resolve = resolve
        self.parse = parse
        self.roots: dict[tuple[str, str], Element] = {}
        self.files = 0
        self.elements = 0

    def open(self, el: Element, chain: Chain) -> tuple[Element, Chain]:
        """Return the root of the file that an include or externalRef names, and the chain to it."""
        clause = "4.6" if el.name == "externalRef" else "4.7"
        href = joined(el.base, el.attributes["href"])
        if href in chain:
            raise el.error(f"{href} refers to itself.", clause)
        self.files += 1
        if self.files > MAX_FILES:
            raise el.error(f"The schema includes more than {MAX_FILES} files.", clause)
        key = (href, el.ns)
        if key not in self.roots:
            try:
                data = self.resolve(href)
            except (OSError, ValueError) as error:
                raise el.error(f"{href} cannot be read: {error}.", "4.5") from None
            self.roots[key] = self.parse(data, href, el.ns)
        return self.roots[key], (*chain, href)

    def count(self, el: Element) -> None:
        """Count an element that is translated; what is included again and again must come to an end."""
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise el.error(f"The schema has more than {MAX_ELEMENTS} elements.", "4.7")


Component = tuple[Element, Chain]
Components = dict[str, list[Component]]
"""The definitions of a grammar by name, the start under the empty name."""


def components(grammar: Element, sources: Sources, chain: Chain) -> Components:
    """Return the start and the definitions of a grammar with all that it includes, in the order of the files."""
    found: Components = {}
    for el in _flat(grammar):
        sources.count(el)
        if el.name == "include":
            for name, items in _included(el, sources, chain).items():
                found.setdefault(name, []).extend(items)
        else:
            found.setdefault(el.attributes.get("name", ""), []).append((el, chain))
    return found


def _flat(grammar: Element) -> list[Element]:
    """Return the start, define and include elements of a grammar, out of their divs."""
    found = []
    stack = grammar.children[::-1]
    while stack:
        el = stack.pop()
        if el.name in ("div", "includeDiv"):
            stack.extend(el.children[::-1])
        else:
            found.append(el)
    return found


MAX_CHAIN = 50
"""Files that include one another in a row; each costs a few frames of Python's stack."""


def _included(include: Element, sources: Sources, chain: Chain) -> Components:
    root, inner = sources.open(include, chain)
    if root.name != "grammar":
        raise include.error(f"{inner[-1]} is not a grammar: its root is <{root.name}>.", "4.7")
    if len(inner) > MAX_CHAIN:
        raise include.error(f"More than {MAX_CHAIN} files include one another.", "4.7")
    found = components(root, sources, inner)
    own: Components = {}
    for el in _flat(include):
        own.setdefault(el.attributes.get("name", ""), []).append((el, chain))
    for name, items in own.items():
        if name not in found:
            what = f"a definition of {name}" if name else "a start"
            raise items[0][0].error(f"{inner[-1]} has no {what[2:]} that could be replaced.", "4.7")
        found[name] = items
    return found


def combination(name: str, items: list[Component]) -> str:
    """Return how the definitions of one name are combined: choice or interleave, or "" where there is but one."""
    methods = [el.attributes.get("combine", "") for el, _ in items]
    what = f"definitions of {name}" if name else "<start> elements"
    if methods.count("") > 1:
        again = [el for el, _ in items if "combine" not in el.attributes][1]
        raise again.error(f"Of several {what} only one may do without @combine.", "4.17")
    given = {method for method in methods if method}
    if len(given) > 1:
        raise items[-1][0].error(f"The {what} are combined by choice and by interleave.", "4.17")
    return given.pop() if given else ""


def not_defined(el: Element) -> SchemaError:
    """Return the error of a reference that leads nowhere."""
    return el.error(f"There is no definition of {el.attributes['name']} in this grammar.", "4.18")
