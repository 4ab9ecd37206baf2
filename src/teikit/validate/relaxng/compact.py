"""Read the compact syntax of RELAX NG (ISO/IEC 19757-2, annex C) to the same tree as the XML syntax gives.

The package rnc2rng is not used for this: it knows neither what follows a pattern (>>), nor literals in single or
triple quotes, escapes, external, what data may not be (-), nor what replaces definitions of an included grammar; it
opens included files, and addresses on the network, by itself; and it keeps no places for messages.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from teikit.validate.relaxng.compactlexer import Token
from teikit.validate.relaxng.compactwords import Words
from teikit.validate.relaxng.syntax import Element

MAX_NESTING = 80
"""Brackets within brackets; each costs a few frames of Python's stack."""

_ASSIGNMENTS = {"=": "", "|=": "choice", "&=": "interleave"}
_CONNECTORS = {"|": "choice", ",": "group", "&": "interleave"}
_REPEATS = {"?": "optional", "*": "zeroOrMore", "+": "oneOrMore"}


def parse(data: bytes, href: str, ns: str = "") -> Element:
    """Return the root of a schema. ``ns`` is what it inherits from the place that refers to it. Raises SchemaError."""
    parser = _Parser(data, href, ns)
    parser.declarations()
    root = parser.top_level()
    parser.expect("end")
    return root


class _Parser(Words):
    """The grammar of the compact syntax, a method for each of its rules."""

    # declarations

    def declarations(self) -> None:
        default: str | None = None
        while (token := self.peek()).text in ("namespace", "default", "datatypes") and token.kind == "keyword":
            following = self.peek(1)
            if token.text == "default" or following.kind in ("name", "keyword"):
                default = self.declaration(self.next().text, default)
            else:
                break
        if default is not None:
            self.ns = default

    def declaration(self, word: str, default: str | None) -> str | None:
        if word == "datatypes":
            prefix = self.identifier()
            self.expect("=")
            self.libraries[prefix] = self.literal()
            return default
        if word == "default":
            self.expect_keyword("namespace")
        prefix = self.identifier() if self.peek().kind != "=" else ""
        self.expect("=")
        uri = self.inherited if self.keyword("inherit") else self.literal()
        if prefix:
            self.namespaces[prefix] = uri
        return uri if word == "default" else default

    # grammars

    def top_level(self) -> Element:
        """Read a pattern, or the content of a grammar: what follows the annotations tells which."""
        start = self.at
        token = self.peek()
        self.leading()
        component = self.is_component()
        self.at = start
        if not component:
            return self.pattern()
        return self.element("grammar", token, *self.members("end", True))

    def is_component(self) -> bool:
        token, following = self.peek(), self.peek(1)
        if token.kind == "end" or (token.kind in ("cname", "name") and following.kind == "["):
            return True
        if token.kind == "keyword":
            return token.text in ("start", "div", "include")
        return token.kind == "name" and following.kind in _ASSIGNMENTS

    def members(self, end: str, includes: bool) -> list[Element]:
        """Read the content of a grammar, a div or an include up to a sign, which is left."""
        found: list[Element] = []
        while self.peek().kind != end:
            if self.peek().kind in ("cname", "name") and self.peek(1).kind == "[":
                self.foreign()
                continue
            documentation = self.leading()
            found.append(self.member(includes))
            found[-1].documentation = documentation
        return found

    def member(self, includes: bool) -> Element:
        token = self.next()
        if token.kind == "keyword" and token.text == "div":
            return self.element("div", token, *self.braced(lambda: self.members("}", includes)))
        if token.kind == "keyword" and token.text == "include" and includes:
            return self.include(token)
        start = token.kind == "keyword" and token.text == "start"
        if (token.kind != "name" and not start) or self.peek().kind not in _ASSIGNMENTS:
            raise self.error(f"{token.text!r} begins no definition.", token)
        combine = _ASSIGNMENTS[self.next().kind]
        attributes = {} if start else {"name": token.text}
        if combine:
            attributes["combine"] = combine
        return self.element("start" if start else "define", token, self.pattern(), **attributes)

    def include(self, token: Token) -> Element:
        href = self.literal()
        ns = self.inherit()
        own = self.braced(lambda: self.members("}", False)) if self.peek().kind == "{" else []
        el = self.element("include", token, *own, href=href)
        el.ns = ns
        return el

    def inherit(self) -> str:
        if not self.keyword("inherit"):
            return self.ns
        self.expect("=")
        token = self.peek()
        return self.namespace(self.identifier(), token)

    def braced(self, read: Callable[[], list[Element]]) -> list[Element]:
        return self.enclosed("{", read, "}")

    def enclosed(self, opening: str, read: Callable[[], list[Element]], closing: str) -> list[Element]:
        token = self.expect(opening)
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise self.error(f"Brackets are nested more than {MAX_NESTING} deep.", token)
        found = read()
        self.depth -= 1
        self.expect(closing)
        return found

    # patterns

    def pattern(self) -> Element:
        token = self.peek()
        parts = [self.particle()]
        connector = self.peek().kind
        if connector not in _CONNECTORS:
            return parts[0]
        while self.take(connector):
            parts.append(self.particle())
        if self.peek().kind in _CONNECTORS:
            raise self.error(f"{connector} and {self.peek().kind} are mixed: write parentheses.", self.peek())
        return self.element(_CONNECTORS[connector], token, *parts)

    def particle(self) -> Element:
        documentation = self.leading()
        token = self.peek()
        el = self.primary()
        el.documentation = f"{documentation} {self.following()}".strip() or el.documentation
        repeat = self.take(*_REPEATS)
        if repeat is not None:
            el = self.element(_REPEATS[repeat.kind], token, el)
            self.following()
        return el

    def primary(self) -> Element:
        token = self.peek()
        if token.kind == "(":
            return self.enclosed("(", lambda: [self.pattern()], ")")[0]
        if token.kind == "literal":
            return self.element("value", token, text=self.literal())
        if token.kind == "name":
            return self.element("ref", self.next(), name=token.text)
        if token.kind == "cname" or (token.kind == "keyword" and token.text in ("string", "token")):
            return self.datatype(self.next())
        if token.kind != "keyword" or token.text not in _PRIMARIES:
            raise self.error(f"{token.text!r} begins no pattern.", token)
        return _PRIMARIES[token.text](self, self.next())

    def named(self, token: Token) -> Element:
        name = self.name_class(self.ns if token.text == "element" else "")
        return self.element(token.text, token, name, *self.content())

    def content(self) -> list[Element]:
        return self.braced(lambda: [self.pattern()])

    def holding(self, token: Token) -> Element:
        return self.element(token.text, token, *self.content())

    def plain(self, token: Token) -> Element:
        return self.element(token.text, token)

    def parent(self, token: Token) -> Element:
        return self.element("parentRef", token, name=self.expect("name").text)

    def grammar(self, token: Token) -> Element:
        return self.element("grammar", token, *self.braced(lambda: self.members("}", True)))

    def external(self, token: Token) -> Element:
        el = self.element("externalRef", token, href=self.literal())
        el.ns = self.inherit()
        return el

    def datatype(self, token: Token) -> Element:
        prefix, _, kind = token.text.rpartition(":")
        if prefix and prefix not in self.libraries:
            raise self.error(f"The prefix {prefix} is not declared as a datatype library.", token)
        library = self.libraries[prefix] if prefix else ""
        if self.peek().kind == "literal":
            el = self.element("value", token, text=self.literal(), type=kind, datatypeLibrary=library)
        else:
            params = self.braced(self.params) if self.peek().kind == "{" else []
            el = self.element("data", token, *params, *self.excluded(), type=kind, datatypeLibrary=library)
        el.library = library
        return el

    def params(self) -> list[Element]:
        found = []
        while self.peek().kind != "}":
            self.leading()
            token = self.peek()
            name = self.identifier()
            self.expect("=")
            found.append(self.element("param", token, text=self.literal(), name=name))
        return found

    def excluded(self) -> list[Element]:
        token = self.take("-")
        if token is None:
            return []
        self.leading()
        return [self.element("except", token, self.primary())]

    # name classes

    def name_class(self, ns: str) -> Element:
        """Read a name class; ``ns`` is the namespace of names without prefix."""
        token = self.peek()
        parts = [self.simple_name_class(ns)]
        minus = self.take("-") if parts[0].name in ("anyName", "nsName") else None
        if minus is not None:
            excluded = self.element("except", minus, self.simple_name_class(ns))
            return self.element(parts[0].name, token, excluded, ns=parts[0].ns)
        while self.take("|"):
            parts.append(self.simple_name_class(ns))
        return self.element("choice", token, *parts) if len(parts) > 1 else parts[0]

    def simple_name_class(self, ns: str) -> Element:
        """Read a name, a wildcard, or a name class in parentheses."""
        self.leading()
        token = self.peek()
        if token.kind == "(":
            el = self.enclosed("(", lambda: [self.name_class(ns)], ")")[0]
        elif token.kind in ("*", "nsname"):
            self.next()
            el = self.element("anyName" if token.kind == "*" else "nsName", token)
            el.ns = self.namespace(token.text[:-2], token) if token.kind == "nsname" else self.ns
        elif token.kind == "cname":
            prefix, _, local = self.next().text.partition(":")
            el = self.element("name", token, text=local)
            el.ns = self.namespace(prefix, token)
        else:
            el = self.element("name", token, text=self.identifier())
            el.ns = ns
        self.following()
        return el


_PRIMARIES: Mapping[str, Callable[[_Parser, Token], Element]] = {
    "attribute": _Parser.named,
    "element": _Parser.named,
    "list": _Parser.holding,
    "mixed": _Parser.holding,
    "empty": _Parser.plain,
    "text": _Parser.plain,
    "notAllowed": _Parser.plain,
    "parent": _Parser.parent,
    "grammar": _Parser.grammar,
    "external": _Parser.external,
}
