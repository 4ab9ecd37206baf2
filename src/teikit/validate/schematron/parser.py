"""elementpath's parser of XPath 3.1 with the functions that XSLT adds for rules.

The parser gives the syntax tree of every expression; what is not compiled (see ``translate``) its tokens evaluate.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from elementpath import ElementPathError
from elementpath.exceptions import MissingContextError
from elementpath.xpath31 import XPath31Parser

from teikit.validate.schematron import slow, xslt
from teikit.validate.schematron.errors import EvaluationError

CODEPOINTS = "http://www.w3.org/2005/xpath-functions/collation/codepoint"
LONGEST = 20_000
# Names that are also operators are read as such inside attribute() and element() by elementpath 5.1.
_KIND_TEST = re.compile(r"""("[^"]*"|'[^']*')|\b(attribute|element)(\s*\(\s*)([A-Za-z]+(?:-[A-Za-z]+)*)(?=\s*[),])""")
_MARK = ".as-name"


class RuleParser(XPath31Parser):
    """XPath 3.1 and the functions of XSLT."""

    version = "3.1"


def _register(name: str, least: int, most: int) -> None:
    RuleParser.symbol_table.pop(name, None)  # a copy of elementpath's table, which stays as it is
    types = ("item()*",) * (most + 1)
    nargs = least if least == most else (least, most)
    token_class: Any = RuleParser.function(name, nargs=nargs, sequence_types=types)

    def evaluate(self: Any, context: Any = None) -> Any:
        if context is None:
            raise MissingContextError("", token=self)
        env = context.env
        arguments = [slow.from_items(env, list(part.select(copy(context)))) for part in self]
        node = slow.from_items(env, [context.item])[0]
        try:
            found = slow.to_items(env, xslt.FUNCTIONS[name](env, node, *arguments))
        except EvaluationError as error:
            raise ElementPathError(str(error)) from error
        return found[0] if len(found) == 1 else found

    def select(self: Any, context: Any = None) -> Iterator[Any]:
        found = self.evaluate(context)
        yield from found if isinstance(found, list) else [found]

    token_class.evaluate = evaluate
    token_class.select = select


for _name, (_least, _most) in xslt.ARITY.items():
    _register(_name, _least, _most)


def parser(namespaces: dict[str, str]) -> RuleParser:
    """Return a parser that knows some prefixes. Strings compare by code point, whatever the locale."""
    return RuleParser(namespaces=namespaces, default_collation=CODEPOINTS)


def parse(parser: RuleParser, source: str) -> Any:
    """Return the syntax tree of an expression. Raises EvaluationError where it is none."""
    if len(source) > LONGEST:
        raise EvaluationError(f"the expression has more than {LONGEST} characters")
    marked = _KIND_TEST.sub(lambda found: found[0] if found[1] else f"{found[0]}{_MARK}", source)
    try:
        return _named(parser.parse(marked), parser.namespaces)
    except ElementPathError as error:
        raise EvaluationError(slow.said(error)) from error
    except RecursionError as error:
        raise EvaluationError("the expression is nested too deeply") from error
    except (ArithmeticError, ValueError, TypeError, LookupError, AttributeError, AssertionError) as error:
        # Constant parts are evaluated here already, and elementpath lets some errors of Python through.
        raise EvaluationError(f"{type(error).__name__}: {error}") from error


def _named(token: Any, namespaces: dict[str, str]) -> Any:
    """Put right the names that elementpath takes for something else first: attribute(to), tei:join."""
    for part in token.iter("(name)", ":"):
        if part.symbol == ":" and len(part) == 2 and part[1].symbol == "(name)" and part[0].symbol == "(name)":
            name = f"{{{namespaces[part[0].value]}}}{part[1].value}"
            if part[1].name != name:
                part[1].bind_namespace(namespaces[part[0].value])
                part.name = part[1].name = name
        elif str(part.value).endswith(_MARK):
            part.value = str(part.value).removesuffix(_MARK)
            part.name = str(part.name).removesuffix(_MARK)
    return token
