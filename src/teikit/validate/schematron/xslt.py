"""The functions that XSLT adds to XPath, and those of XPath that look outside of the document.

Each takes the environment, the node at hand and its arguments as sequences, and returns a sequence. Both ways of
evaluating use this table: compiled expressions, and elementpath's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urldefrag, urljoin

from lxml import etree

from teikit.validate.schematron import regex
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.nodes import ELEMENT, Doc, Leaf
from teikit.validate.schematron.values import atomise, is_node, text_of
from teikit.xmlio import XML, parser

Items = list[Any]
LANG = f"{{{XML}}}lang"
PROPERTIES = {
    "version": "2.0",
    "vendor": "teikit",
    "vendor-url": "",
    "product-name": "teikit",
    "product-version": "",
    "is-schema-aware": "no",
    "supports-serialization": "no",
    "supports-backwards-compatibility": "yes",
}


def _text(items: Items) -> str:
    values = atomise(items)
    if len(values) > 1:
        raise EvaluationError("one string is expected, and there are several")
    return text_of(values[0]) if values else ""


def _current(env: Environment, _node: Any) -> Items:
    return [env.current]


def _key(env: Environment, node: Any, name: Items, values: Items, top: Items | None = None) -> Items:
    start = top[0] if top else node
    found = env.by_key(_text(name), [text_of(value) for value in atomise(values)], start)
    if not top or isinstance(start, Doc):
        return found
    return [each for each in found if each is start or start in each.iterancestors()]


def _id(env: Environment, node: Any, values: Items, other: Items | None = None) -> Items:
    return env.by_id([text_of(value) for value in atomise(values)], other[0] if other else node)


def _generate_id(env: Environment, node: Any, which: Items | None = None) -> Items:
    items = [node] if which is None else which
    if not items:
        return [""]
    if len(items) > 1 or not is_node(items[0]):
        raise EvaluationError("generate-id() takes one node")
    return ["N" + "x".join(str(number + 9) for number in env.order(items[0]))]


def _load(env: Environment, reference: str, node: Any) -> Doc:
    """Return another document, through the resolver of the caller. Raises EvaluationError."""
    address, _ = urldefrag(reference)
    if not address:
        return env.doc_of(node) if is_node(node) else env.doc
    uri = urljoin(env.base, address)
    if uri not in env.by_uri:
        if env.resolve is None:
            raise EvaluationError(f"it reads another file ({reference}), which is not allowed")
        try:
            root = etree.fromstring(env.resolve(reference, env.base), parser())
        except (OSError, ValueError, etree.XMLSyntaxError) as error:
            raise EvaluationError(f"the file {reference} cannot be read: {error}") from error
        env.by_uri[uri] = env.add(root, uri)
    return env.by_uri[uri]


def _doc(env: Environment, node: Any, reference: Items) -> Items:
    return [_load(env, _text(reference), node)] if reference else []


def _document(env: Environment, node: Any, references: Items, _base: Items | None = None) -> Items:
    return env.sort([_load(env, text_of(value), node) for value in atomise(references)])


def _doc_available(env: Environment, node: Any, reference: Items) -> Items:
    try:
        return [bool(_doc(env, node, reference))]
    except EvaluationError:
        return [False]


def _function_available(_env: Environment, _node: Any, name: Items, _arity: Items | None = None) -> Items:
    from elementpath.xpath31 import XPath31Parser

    plain = _text(name).removeprefix("fn:")
    return [plain in FUNCTIONS or hasattr(XPath31Parser.symbol_table.get(plain), "nargs")]


def _system_property(_env: Environment, _node: Any, name: Items) -> Items:
    return [PROPERTIES.get(_text(name).removeprefix("xsl:"), "")]


def _none_available(_env: Environment, _node: Any, *_: Items) -> Items:
    return [False]


def _refused(_env: Environment, _node: Any, *_: Items) -> Items:
    raise EvaluationError("it reads another file, which is not allowed")


def _lang(_env: Environment, node: Any, tag: Items, which: Items | None = None) -> Items:
    start = which[0] if which else node
    above = start if isinstance(start, ELEMENT) else start.getparent()
    while above is not None and above.get(LANG) is None:
        above = above.getparent()
    written = str(above.get(LANG)).lower() if above is not None else ""
    wanted = _text(tag).lower()
    return [bool(written) and (written == wanted or written.startswith(f"{wanted}-"))]


def _root(env: Environment, node: Any, which: Items | None = None) -> Items:
    items = [node] if which is None else which
    if items and not isinstance(items[0], (ELEMENT, Leaf)):
        raise EvaluationError("root() takes a node")
    return [env.doc_of(items[0])] if items else []


def _base_uri(env: Environment, node: Any, which: Items | None = None) -> Items:
    items = [node] if which is None else which
    return [env.doc_of(items[0]).uri or env.base] if items else []


Function = Callable[..., Items]
FUNCTIONS: dict[str, Function] = {
    "current": _current,
    "key": _key,
    "id": _id,
    "generate-id": _generate_id,
    "doc": _doc,
    "document": _document,
    "doc-available": _doc_available,
    "function-available": _function_available,
    "element-available": _none_available,
    "type-available": _none_available,
    "system-property": _system_property,
    "unparsed-text": _refused,
    "unparsed-text-lines": _refused,
    "unparsed-text-available": _none_available,
    "unparsed-entity-uri": lambda _env, _node, _name: [""],
    "unparsed-entity-public-id": lambda _env, _node, _name: [""],
    "collection": _refused,
    "uri-collection": _refused,
    "root": _root,
    "lang": _lang,
    "base-uri": _base_uri,
    "document-uri": _base_uri,
    "matches": regex.matches,
    "replace": regex.replace,
    "tokenize": regex.tokenize,
}
ARITY: dict[str, tuple[int, int]] = {
    "current": (0, 0),
    "key": (2, 3),
    "id": (1, 2),
    "generate-id": (0, 1),
    "doc": (1, 1),
    "document": (1, 2),
    "doc-available": (1, 1),
    "function-available": (1, 2),
    "element-available": (1, 1),
    "type-available": (1, 1),
    "system-property": (1, 1),
    "unparsed-text": (1, 2),
    "unparsed-text-lines": (1, 2),
    "unparsed-text-available": (1, 2),
    "unparsed-entity-uri": (1, 1),
    "unparsed-entity-public-id": (1, 1),
    "collection": (0, 1),
    "uri-collection": (0, 1),
    "root": (0, 1),
    "lang": (1, 2),
    "base-uri": (0, 1),
    "document-uri": (0, 1),
    "matches": (2, 3),
    "replace": (3, 4),
    "tokenize": (1, 3),
}
