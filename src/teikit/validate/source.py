"""From bytes to a tree that is worth checking, or the one diagnostic that says why not; and places in the bytes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from xml.parsers import expat

from lxml import etree

from teikit import data as tables
from teikit.diagnostics import Diagnostic, Fix, Severity
from teikit.validate.faults import Fault, Place
from teikit.xmlio import TEI, Element, Tree, local, parse
from teikit.xmlscan import Node, Scan, scan


def read(data: bytes, path: str) -> Tree | Diagnostic:
    """Parse a TEI file. Nothing outside the bytes is ever read, and no entity is expanded."""
    try:
        tree = parse(data)
    except etree.XMLSyntaxError as error:
        return _not_well_formed(error, data, path)
    return _refused_entities(tree, path) or _not_tei(tree.getroot(), path) or tree


def _not_well_formed(error: etree.XMLSyntaxError, data: bytes, path: str) -> Diagnostic:
    line, column = (error.lineno or 1), max(1, error.offset or 1)
    if not data.strip():
        return Diagnostic("V001", Severity.ERROR, "The file is empty.", path, 1, 1, help="There is nothing to check.")
    last = error.error_log.last_error  # type: ignore[attr-defined]  # not in the stubs
    row = _explanations().get(last.type_name if last is not None else "", {})
    detail = (error.msg or "not well-formed").partition(", line ")[0]
    message = f"{row['message']} ({detail})" if row else f"This is not well-formed XML: {detail}."
    return Diagnostic("V001", Severity.ERROR, message, path, line, column, help=row.get("help", ""))


def _explanations() -> dict[str, dict[str, str]]:
    return {row["code"]: row for row in tables.table("validate_syntax")}


def _refused_entities(tree: Tree, path: str) -> Diagnostic | None:
    dtd = tree.docinfo.internalDTD
    for entity in dtd.iterentities() if dtd is not None else ():  # type: ignore[attr-defined]  # not in the stubs
        content = entity.content or ""
        if entity.content is None or "&" in content or len(content) > 200 or "<" in content:
            message = f"The file declares the entity {entity.name}, which stands for a file or for other markup."
            advice = "Such entities are not read, for safety: write out what it stands for, and remove the declaration."
            return Diagnostic("V003", Severity.ERROR, message, path, 1, 1, help=advice)
    return None


def _not_tei(root: Element, path: str) -> Diagnostic | None:
    namespace, _, name = root.tag.rpartition("}")
    if namespace == f"{{{TEI}" and name == "TEI":
        return None
    if name == "TEI.2":
        message, advice = "This is TEI P4: its root is <TEI.2>.", "Convert the file to TEI P5 first."
    elif name == "TEI" and not namespace:
        message = "The root <TEI> is in no namespace."
        advice = f'Write <TEI xmlns="{TEI}">: without it no TEI software recognises the file.'
    elif namespace == f"{{{TEI}":
        message = f"The root of the file is <{name}>, not <TEI>."
        advice = "One file holds one <TEI>: take a corpus apart, and put a fragment into a <TEI> with its header."
    else:
        message = f"This is XML, but not TEI: its root is <{name}>."
        advice = f'A TEI file begins with <TEI xmlns="{TEI}">.'
    return Diagnostic("V002", Severity.ERROR, message, path, line_of(root), 1, f"/{name}", advice)


def positions(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield line and column, from 1, of every start-tag in the order of the file; none where expat cannot read it."""
    found: list[tuple[int, int]] = []
    reader = expat.ParserCreate()
    reader.StartElementHandler = lambda *_: found.append((reader.CurrentLineNumber, reader.CurrentColumnNumber + 1))
    # With a default handler expat leaves internal entities alone, as the tree does.
    reader.DefaultHandler = lambda _: None
    try:
        reader.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):
        return
    yield from found


def line_of(el: Element) -> int:
    """Return the line of the element as libxml2 knows it, 0 where it does not."""
    line = el.sourceline
    return line if isinstance(line, int) else 0


class Parsed:
    """A TEI file as checks read it: its bytes, its tree, and the place in the bytes of every element of the tree.

    Places cost a second pass over the bytes, which is made when the first is asked for.
    """

    def __init__(self, data: bytes, path: str, tree: Tree) -> None:
        self.data = data
        self.path = path
        self.tree = tree
        self._steps: dict[Element, str] = {}

    @property
    def root(self) -> Element:
        return self.tree.getroot()

    @cached_property
    def scanned(self) -> Scan:
        """The bytes as a light tree in which every element knows where its tags stand."""
        return scan(self.data)

    @cached_property
    def _nodes(self) -> dict[Element, Node]:
        nodes = (node for node in self.scanned.root.walk() if not node.name.startswith("#"))
        return dict(zip(self.tree.iter(etree.Element), nodes, strict=False))

    def node(self, el: Element) -> Node | None:
        """Return where an element stands in the bytes; None for one that comes out of an entity."""
        return self._nodes.get(el)

    def place(self, el: Element) -> Place:
        """Return the place of the start-tag of an element."""
        xpath = xpath_of(el, self._steps)
        node = self.node(el)
        if node is None:
            return Place(line_of(el), 1, -1, xpath)
        line, column = self.scanned.encoding.line_and_column(self.data, node.start)
        return Place(line, column, node.start, xpath)

    def value_span(self, el: Element, attribute: str) -> tuple[int, int] | None:
        """Return the bytes between the quotation marks of an attribute, by its name as it is written in the file."""
        node = self.node(el)
        if node is None or self.scanned.encoding.unit != 1:
            return None
        tag = self.data[node.start : self.scanned.inside(node)]
        name = re.escape(self.scanned.encoding.encode(attribute))
        found = re.search(rb"""\s%b\s*=\s*(?:"([^"]*)"|'([^']*)')""" % name, tag)
        if found is None:
            return None
        start, end = found.span(1) if found[1] is not None else found.span(2)
        return node.start + start, node.start + end

    def fault(
        self,
        code: str,
        el: Element,
        message: str,
        help: str = "",
        *,
        severity: Severity | None = None,
        fix: Fix | None = None,
    ) -> Fault:
        """Return a fault at the start-tag of an element."""
        return Fault(code, self.place(el), message, help, local(el), severity, fix)


def xpath_of(el: Element, steps: dict[Element, str]) -> str:
    """Return a path to the element that a person can read: local names, with a number where siblings share one.

    ``steps`` keeps what has been counted, from one call to the next over the same tree.
    """
    if el not in steps:
        parent = el.getparent()
        siblings = [child for child in (parent if parent is not None else [el]) if isinstance(child.tag, str)]
        total = Counter(child.tag for child in siblings)
        seen: Counter[object] = Counter()
        for child in siblings:
            seen[child.tag] += 1
            steps[child] = local(child) + (f"[{seen[child.tag]}]" if total[child.tag] > 1 else "")
    above = el.getparent()
    return f"{xpath_of(above, steps) if above is not None else ''}/{steps[el]}"
