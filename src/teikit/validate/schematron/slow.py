"""The bridge to elementpath: nodes and values there and back, and the evaluation of a token of its syntax tree.

elementpath has a tree of its own, which is built once for a document, and only where a rule needs it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from copy import copy
from typing import TYPE_CHECKING, Any

from lxml import etree

from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.nodes import ELEMENT, Attr, Doc, Text, all_children
from teikit.validate.schematron.values import Untyped

if TYPE_CHECKING:
    from teikit.validate.schematron.environment import Environment


def _tree(env: Environment, doc: Doc) -> Any:
    from elementpath import XPathContext

    key = ("elementpath", doc)
    context = env.cache.get(key)
    if context is None:
        context = env.cache[key] = XPathContext(root=doc.root.getroottree())
        # It takes references to entities for processing instructions.
        for entity in doc.root.iter(etree.Entity):
            parent = context.root.elements[entity.getparent()]  # type: ignore[union-attr, index]
            parent.children = [node for node in parent.children if node.value is not entity]  # type: ignore[union-attr]
    return context


def to_item(env: Environment, item: Any) -> Any:
    """Return a node or value as elementpath has it."""
    from elementpath.datatypes import UntypedAtomic

    if isinstance(item, Untyped):
        return UntypedAtomic(str(item))
    if isinstance(item, ELEMENT):
        return _tree(env, env.doc_of(item)).root.elements[item]
    if isinstance(item, Attr):
        attributes = to_item(env, item.parent).attributes
        return next(node for node in attributes if node.name == item.name)
    if isinstance(item, Text):
        return _text(env, item)
    return _tree(env, item).root if isinstance(item, Doc) else item


def _text(env: Environment, item: Text) -> Any:
    parent = item.getparent()
    index = _texts(parent).index(item)
    texts = [child for child in to_item(env, parent).children if isinstance(child.value, str)]
    return texts[index]


def _texts(parent: Any) -> list[Any]:
    return [child for child in all_children(parent) if isinstance(child, Text)]


def from_item(env: Environment, item: Any) -> Any:
    """Return a node or value of elementpath as ours."""
    from elementpath.datatypes import UntypedAtomic
    from elementpath.xpath_nodes import AttributeNode, DocumentNode, TextNode, XPathNode

    if isinstance(item, UntypedAtomic):
        return Untyped(str(item))
    if not isinstance(item, XPathNode):
        return item
    if isinstance(item, AttributeNode):
        return Attr(item.parent.value, str(item.name), str(item.value))  # type: ignore[union-attr, arg-type]
    if isinstance(item, TextNode):
        return _from_text(item)
    if isinstance(item, DocumentNode):
        return env.docs[item.value.getroot()]  # type: ignore[attr-defined]
    return item.value


def _from_text(item: Any) -> Any:
    texts = [child for child in item.parent.children if isinstance(child.value, str)]
    return _texts(item.parent.value)[next(index for index, child in enumerate(texts) if child is item)]


def to_items(env: Environment, items: list[Any]) -> list[Any]:
    return [to_item(env, item) for item in items]


def from_items(env: Environment, items: list[Any]) -> list[Any]:
    return [from_item(env, item) for item in items]


def variables(token: Any) -> set[str]:
    """Return the names of the variables that an expression refers to."""
    return {str(part[0].value) for part in token.iter("$")}


def _context(names: set[str], node: Any, env: Environment) -> Any:
    context = copy(_tree(env, env.doc_of(node) if not _atomic(node) else env.doc))
    context.env = env
    ACTIVE.set(env)
    context.item = to_item(env, node)
    context.position, context.size = env.pos, env.size
    context.variables = {}
    for name in names:
        held = env.locals.get(name, env.globals.get(name))
        if held is None:
            continue
        items = to_items(env, held if isinstance(held, list) else held.get(env))
        context.variables[name] = items[0] if len(items) == 1 else items
    return context


def _atomic(node: Any) -> bool:
    return not (isinstance(node, (ELEMENT, Attr, Text, Doc)))


def evaluate(token: Any, names: set[str], node: Any, env: Environment) -> list[Any]:
    """Return the value of a token, in our items. Raises EvaluationError."""
    return _guarded(lambda: from_items(env, list(_select(token, names, node, env))))  # type: ignore[no-any-return]


def evaluate_truth(token: Any, names: set[str], node: Any, env: Environment) -> bool:
    """Return the effective boolean value of a token. Raises EvaluationError."""
    return bool(_guarded(lambda: token.boolean_value(list(_select(token, names, node, env)))))


def _select(token: Any, names: set[str], node: Any, env: Environment) -> Iterator[Any]:
    return token.select(_context(names, node, env))  # type: ignore[no-any-return]


def _guarded(call: Any) -> Any:
    from elementpath import ElementPathError

    try:
        return call()
    except ElementPathError as error:
        raise EvaluationError(said(error)) from error
    except RecursionError as error:
        raise EvaluationError("the expression calls itself too often, or is nested too deeply") from error
    except (ArithmeticError, ValueError, TypeError, KeyError, AttributeError, LookupError, AssertionError) as error:
        # elementpath lets some errors of Python through; the rule cannot be run, and is named with the reason.
        raise EvaluationError(f"{type(error).__name__}: {error}") from error


def said(error: Any) -> str:
    """Return what elementpath says of an error, without the place inside the expression."""
    code = f" ({error.code.rpartition(':')[2]})" if getattr(error, "code", None) else ""
    return f"{getattr(error, 'message', error)}{code}"


ACTIVE: ContextVar[Any] = ContextVar("the environment in which elementpath evaluates")


def declare(parser: Any, namespaces: dict[str, str], function: Any, declared: Any) -> None:
    """Make a function that the schema declares known to the parser, so that its calls are understood."""
    uri, _, name = function.name[1:].rpartition("}")
    prefix = next((prefix for prefix, bound in namespaces.items() if bound == uri), "")
    if not prefix:
        return

    def call(*arguments: Any) -> Any:
        env = ACTIVE.get()
        items = [from_items(env, list(each) if isinstance(each, list) else [each]) for each in arguments]
        found = to_items(env, declared.call(env, items))
        return found[0] if len(found) == 1 else found

    symbol = parser.external_function(call, name, prefix)
    symbol.nargs = (0, None)
