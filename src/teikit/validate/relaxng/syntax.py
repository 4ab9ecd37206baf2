"""Read the XML syntax of RELAX NG: bytes to a tree of its elements, checked against section 3 of the specification.

What does not belong to RELAX NG is dropped (4.1), except a:documentation. White space is trimmed (4.2), and what
descendants inherit (xml:base, 4.5; datatypeLibrary, 4.3; ns, 4.9) is put on every element.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit, uses_relative
from xml.parsers import expat

from teikit.data import table
from teikit.validate.relaxng.characters import SPACE, is_ncname, is_qname
from teikit.validate.relaxng.errors import SchemaError

RNG = "http://relaxng.org/ns/structure/1.0"
XML = "http://www.w3.org/XML/1998/namespace"
DOCUMENTATION = "http://relaxng.org/ns/compatibility/annotations/1.0}documentation"
MAX_DEPTH = 1000
"""Elements within elements; no schema that was written by or for people comes near."""


def joined(base: str, reference: str) -> str:
    """Return what a reference means at a base, whatever the scheme; urllib joins only those it knows."""
    scheme = urlsplit(base).scheme
    if scheme in uses_relative or urlsplit(reference).scheme:
        return urljoin(base, reference)
    return f"{scheme}:{urljoin(base[len(scheme) + 1 :], reference)}"


class Element:
    """An element of a schema. Mutable while it is read, and with slots, because a schema has tens of thousands.

    ``ns``, ``library``, ``base`` and ``namespaces`` are those in force here. ``name`` is nameChoice and nameExcept for
    a choice and an except of name classes, includeDiv for a div with an include in it. ``href``, ``line`` and
    ``column`` say where it stands.
    """

    __slots__ = (
        "attributes", "base", "children", "column", "documentation", "href", "library", "line", "name", "namespaces",
        "ns", "text",
    )  # fmt: skip

    def __init__(self, name: str, attributes: dict[str, str], href: str, line: int, column: int) -> None:
        self.name = name
        self.attributes = attributes
        self.href = href
        self.line = line
        self.column = column
        self.ns = ""
        self.library = ""
        self.base = href
        self.namespaces: dict[str, str] = {}
        self.children: list[Element] = []
        self.text = ""
        self.documentation = ""

    def error(self, message: str, clause: str) -> SchemaError:
        """Return what is to be raised when this element breaks a clause of the specification."""
        return SchemaError(message, href=self.href, line=self.line, column=self.column, clause=clause)


class Rule(NamedTuple):
    """What section 3 says of an element."""

    letter: str
    required: frozenset[str]
    attributes: frozenset[str]
    content: Callable[[str], object]
    text: bool


@cache
def rules() -> dict[str, Rule]:
    """Return the table of section 3 by the names of the elements."""
    common = {"ns", "datatypeLibrary"}
    return {
        row["element"]: Rule(
            row["letter"],
            frozenset(row["required"].split()),
            frozenset({*common, *row["required"].split(), *row["optional"].split()}),
            re.compile(row["content"]).fullmatch,
            bool(row["text"]),
        )
        for row in table("validate_relaxng_syntax")
    }


def parse(data: bytes, href: str, ns: str = "") -> Element:
    """Return the root of a schema. ``ns`` is what the root inherits from the place that refers to it.

    Raises SchemaError.
    """
    reader = _Reader(href, ns)
    reader.run(data)
    root = reader.root
    if root is None or rules()[root.name].letter != "p":
        raise SchemaError("The root of a schema is a pattern or <grammar>.", href=href, line=1, column=1, clause="3")
    return root


class _Reader:
    """The state of one reading: expat calls its methods."""

    def __init__(self, href: str, ns: str) -> None:
        self.href = href
        self.rules = rules()
        self.root: Element | None = None
        self.stack: list[Element] = []
        self.declared: list[tuple[str, str]] = []
        self.foreign = 0
        self.foreign_text: list[str] | None = None
        self.outside = Element("", {}, href, 1, 1)
        self.outside.ns = ns
        self.outside.namespaces = {"xml": XML}
        self.parser = expat.ParserCreate(namespace_separator="}")

    def run(self, data: bytes) -> None:
        parser = self.parser
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.characters
        parser.StartNamespaceDeclHandler = lambda prefix, uri: self.declared.append((prefix or "", uri or ""))
        parser.ExternalEntityRefHandler = self.entity
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            problem = expat.ErrorString(error.code)
            raise SchemaError(
                f"This is not well-formed XML: {problem}.", href=self.href, line=error.lineno, column=error.offset + 1
            ) from None
        except (LookupError, ValueError) as error:
            raise SchemaError(f"This cannot be read: {error}.", href=self.href, line=1, column=1) from None

    def error(self, message: str, clause: str = "3") -> SchemaError:
        line, column = self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1
        return SchemaError(message, href=self.href, line=line, column=column, clause=clause)

    def entity(self, *_: object) -> int:
        raise self.error("The schema refers to an external entity; these are not read.", "")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        uri, _, name = tag.rpartition("}")
        if self.foreign or uri != RNG:
            self.start_foreign(tag)
            return
        parent = self.stack[-1] if self.stack else self.outside
        el = Element(name, attributes, self.href, self.parser.CurrentLineNumber, self.parser.CurrentColumnNumber + 1)
        self.inherit(el, parent)
        if name not in self.rules:
            raise el.error(f"RELAX NG has no element <{name}>.", "3")
        if len(self.stack) >= MAX_DEPTH:
            raise el.error(f"Elements are nested more than {MAX_DEPTH} deep.", "")
        check_attributes(el)
        self.stack.append(el)

    def inherit(self, el: Element, parent: Element) -> None:
        el.ns = el.attributes.get("ns", parent.ns)
        el.library = el.attributes.get("datatypeLibrary", parent.library)
        el.base = parent.base
        el.namespaces = parent.namespaces
        if self.declared:
            el.namespaces = {**parent.namespaces, **dict(self.declared)}
            self.declared.clear()
        for key in [key for key in el.attributes if "}" in key]:
            value = el.attributes.pop(key)
            if key.startswith(f"{RNG}}}"):
                raise el.error("Attributes of RELAX NG are written without a prefix.", "3")
            if key == f"{XML}}}base":
                el.base = joined(parent.base, value.strip(SPACE))

    def start_foreign(self, tag: str) -> None:
        self.declared.clear()
        if not self.foreign:
            if not self.stack:
                raise self.error("The root is not an element of RELAX NG.")
            if self.rules[self.stack[-1].name].text:
                raise self.error(f"<{self.stack[-1].name}> holds text only.")
            self.foreign_text = [] if tag == DOCUMENTATION else None
        self.foreign += 1

    def end(self, _tag: str) -> None:
        if self.foreign:
            self.foreign -= 1
            if not self.foreign and self.foreign_text:
                self.document(" ".join("".join(self.foreign_text).split()))
            return
        el = self.stack.pop()
        if el.name == "name":
            el.text = el.text.strip(SPACE)
        complete(el)
        if self.stack:
            self.stack[-1].children.append(el)
        else:
            self.root = el

    def document(self, text: str) -> None:
        """Attach documentation: it comes first in what it documents, or after an element that can hold only text."""
        el = self.stack[-1]
        if el.children and self.rules.get(el.children[-1].name, self.rules["text"]).text:
            el = el.children[-1]
        el.documentation = f"{el.documentation} {text}".strip()

    def characters(self, text: str) -> None:
        if self.foreign:
            if self.foreign_text is not None:
                self.foreign_text.append(text)
        elif self.rules[self.stack[-1].name].text:
            self.stack[-1].text += text
        elif text.strip(SPACE):
            raise self.error(f"Text is not allowed in <{self.stack[-1].name}>.")


_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\s#]+").fullmatch
_BROKEN_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})").search
_CHECKS: dict[str, tuple[Callable[[str], object], str, str]] = {
    "name": (is_ncname, "is not a name without colon", "3"),
    "type": (is_ncname, "is not a name without colon", "3"),
    "combine": (lambda value: value in ("choice", "interleave"), "is neither choice nor interleave", "3"),
    "datatypeLibrary": (
        lambda value: not value or (_ABSOLUTE(value) and not _BROKEN_ESCAPE(value)),
        "is not an absolute URI without fragment",
        "4.3",
    ),
    "href": (lambda value: "#" not in value and not _BROKEN_ESCAPE(value), "is not a URI without fragment", "4.5"),
}


def check_attributes(el: Element) -> None:
    """Refuse attributes that an element does not have, and values that they cannot have. Raises SchemaError."""
    rule = rules()[el.name]
    for key, value in el.attributes.items():
        if key not in rule.attributes:
            raise el.error(f"<{el.name}> has no attribute @{key}.", "3")
        if key == "ns":
            continue
        trimmed = value if key == "datatypeLibrary" else value.strip(SPACE)
        el.attributes[key] = trimmed
        allowed, what, clause = _CHECKS[key]
        if key == "name" and el.name in ("element", "attribute"):
            allowed, what = is_qname, "is not a name"
        if not allowed(trimmed):
            raise el.error(f'@{key}="{value}" of <{el.name}> {what}.', clause)
    for key in rule.required:
        if key not in el.attributes:
            raise el.error(f"<{el.name}> must have an attribute @{key}.", "3")


def complete(el: Element) -> None:
    """Check the content of an element when all of it is there. Raises SchemaError."""
    rule = rules()[el.name]
    letters = "".join([_letter(child) for child in el.children])
    named = el.name in ("element", "attribute") and "name" in el.attributes
    if named and "n" in letters:
        raise el.error(f"<{el.name}> has both an attribute @name and a name class.", "3")
    if not rule.content("n" + letters if named else letters):
        raise el.error(f"The content of <{el.name}> is not what RELAX NG allows there.", "3")
    if el.name == "name" and not is_qname(el.text):
        raise el.error(f"<name>{el.text}</name> is not a name.", "3")
    if letters.startswith("n"):
        el.name = {"choice": "nameChoice", "except": "nameExcept"}.get(el.name, el.name)
    elif el.name == "div" and ("i" in letters or "V" in letters):
        el.name = "includeDiv"


_SPECIAL = {"nameChoice": "n", "nameExcept": "X", "includeDiv": "V"}


def _letter(el: Element) -> str:
    """Return what an element is to its parent, as the column ``letter`` of the table has it."""
    return _SPECIAL.get(el.name) or rules()[el.name].letter
