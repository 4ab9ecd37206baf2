"""The state of reading compact syntax: the words ahead, what is declared, and annotations, which are passed over."""

from __future__ import annotations

from teikit.validate.relaxng.compactlexer import Lines, Token, decode, tokens, unescaped
from teikit.validate.relaxng.datatypes import XSD
from teikit.validate.relaxng.errors import SchemaError
from teikit.validate.relaxng.syntax import XML, Element, check_attributes, complete

_ANNOTATIONS = "http://relaxng.org/ns/compatibility/annotations/1.0"


class Words:
    """The words of a schema, read one after the other. Mutable: it moves on."""

    def __init__(self, data: bytes, href: str, ns: str) -> None:
        text = unescaped(decode(data, href), href)
        self.href = href
        self.lines = Lines(text)
        self.words = tokens(text, href)
        self.at = 0
        self.depth = 0
        self.inherited = ns
        self.ns = ns
        self.namespaces = {"xml": XML}
        self.libraries = {"xsd": XSD}

    # words

    def peek(self, ahead: int = 0) -> Token:
        return self.words[min(self.at + ahead, len(self.words) - 1)]

    def next(self) -> Token:
        token = self.peek()
        self.at += 1
        return token

    def take(self, *kinds: str) -> Token | None:
        """Return the next word if it is a sign or of a kind, and move past it."""
        return self.next() if self.peek().kind in kinds else None

    def keyword(self, *words: str) -> Token | None:
        """Return the next word if it is one of these keywords, and move past it."""
        token = self.peek()
        return self.next() if token.kind == "keyword" and token.text in words else None

    def expect(self, kind: str) -> Token:
        token = self.take(kind)
        if token is None:
            found = self.peek()
            what = repr(found.text) if found.text else "the end of the schema"
            raise self.error(f"{what} cannot stand here; {kind} is missing.", found)
        return token

    def expect_keyword(self, word: str) -> Token:
        token = self.keyword(word)
        if token is None:
            raise self.error(f"The word {word} is missing.", self.peek())
        return token

    def error(self, message: str, token: Token) -> SchemaError:
        line, column = self.lines.place(token.at)
        return SchemaError(message, href=self.href, line=line, column=column, clause="C")

    def literal(self) -> str:
        text = self.expect("literal").text
        while self.take("~"):
            text += self.expect("literal").text
        return text

    def identifier(self) -> str:
        """Read a name that may be a keyword."""
        return (self.take("keyword") or self.expect("name")).text

    # elements

    def element(self, name: str, token: Token, /, *children: Element, text: str = "", **attributes: str) -> Element:
        line, column = self.lines.place(token.at)
        el = Element(name, attributes, self.href, line, column)
        el.ns = attributes.get("ns", self.ns)
        el.namespaces = self.namespaces
        el.children = list(children)
        el.text = text
        check_attributes(el)
        complete(el)
        return el

    def namespace(self, prefix: str, token: Token) -> str:
        if prefix not in self.namespaces:
            raise self.error(f"The prefix {prefix} is not declared as a namespace.", token)
        return self.namespaces[prefix]

    # annotations

    def leading(self) -> str:
        """Pass over what annotates the next thing; return its documentation."""
        found = []
        while (token := self.take("documentation")) is not None:
            found.append(token.text)
        if self.take("["):
            found.append(self.annotations(text=False))
        return " ".join(" ".join(found).split())

    def annotations(self, *, text: bool, documenting: bool = False) -> str:
        """Pass over annotations up to their closing bracket; return what is in a:documentation.

        ``text``: this is the content of an element, which may hold text; ``documenting``: that of a:documentation.
        """
        found = []
        open_ = [documenting]
        attributes = True
        while open_:
            token = self.next()
            if token.kind == "literal" and (text or len(open_) > 1):
                self.at -= 1
                content = self.literal()
                found.append(content if open_[-1] else "")
                attributes = False
            elif token.kind == "]":
                open_.pop()
                attributes = False
            elif not self.annotation_name(token):
                raise self.error(f"{token.text!r} cannot stand in an annotation.", token)
            elif attributes and self.take("="):
                self.literal()
            else:
                self.expect("[")
                open_.append(open_[-1] or self.is_documentation(token))
                attributes = True
        return " ".join("".join(found).split())

    def annotation_name(self, token: Token) -> bool:
        if token.kind == "cname":
            self.namespace(token.text.partition(":")[0], token)
        return token.kind in ("cname", "name", "keyword")

    def is_documentation(self, token: Token) -> bool:
        prefix, _, name = token.text.partition(":")
        return token.kind == "cname" and name == "documentation" and self.namespaces.get(prefix) == _ANNOTATIONS

    def following(self) -> str:
        """Pass over annotations that follow a pattern or a name class; return their documentation."""
        found = ""
        while self.take(">>"):
            found += " " + self.foreign()
        return found.strip()

    def foreign(self) -> str:
        """Pass over one foreign element; return what it says if it is a:documentation."""
        token = self.next()
        if not self.annotation_name(token):
            raise self.error("An annotation is missing here.", token)
        self.expect("[")
        return self.annotations(text=True, documenting=self.is_documentation(token))
