"""From XML to a schema: what is included is read, what is abstract is put in place.

ISO/IEC 19757-3; the namespace of Schematron 1.5 is read alike.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from teikit.validate.schematron import includes
from teikit.validate.schematron.abstract import filled_in
from teikit.validate.schematron.environment import Resolve
from teikit.validate.schematron.errors import SchematronError
from teikit.validate.schematron.includes import SCHEMATRON, line_of, named
from teikit.validate.schematron.model import (
    Assertion,
    Fix,
    Function,
    Key,
    Let,
    Part,
    Pattern,
    Phase,
    Rule,
    Schema,
)
from teikit.xmlio import XML, Element, Tree, parser

XSL = "{http://www.w3.org/1999/XSL/Transform}"
SQF = "{http://www.schematron-quickfix.com/validator/process}"
OTHERS = {
    "xml": XML,
    "xs": "http://www.w3.org/2001/XMLSchema",
    "xsl": "http://www.w3.org/1999/XSL/Transform",
    "fn": "http://www.w3.org/2005/xpath-functions",
}


def schema(source: Tree | bytes, base: str = "", resolve: Resolve | None = None) -> Schema:
    """Read a Schematron schema, or the rules inside a RELAX NG or an XML Schema. Raises SchematronError."""
    root = includes.root_of(source, base)
    own = root if named(root) == "schema" else None
    if own is None:
        from teikit.validate.schematron.embedded import gathered

        own = gathered(root)
    included = includes.resolved(own, base, resolve)
    return _Reader(included, resolve, base).schema()


class _Reader:
    """Reads one schema; the abstract patterns and rules of all of it are looked up by id."""

    def __init__(self, root: Element, resolve: Resolve | None, base: str) -> None:
        self.root = root
        self.resolve = resolve
        self.base = base
        self.abstract = {el.get("id"): el for el in _all(root, "pattern") if _yes(el.get("abstract"))}
        self.rules = {el.get("id"): el for el in _all(root, "rule") if el.get("id")}
        self.diagnostics = {el.get("id"): _message(el) for el in _all(root, "diagnostic")}
        self.fixes = {
            el.get("id"): Fix(str(el.get("id")), _fix_title(el))
            for el in root.iter(f"{SQF}fix", f"{SQF}group")
            if el.get("id")
        }

    def schema(self) -> Schema:
        root = self.root
        patterns = [el for el in _children(root, "pattern") if not _yes(el.get("abstract"))]
        return Schema(
            binding=(root.get("queryBinding") or "").strip().lower(),
            namespaces=self._namespaces(),
            patterns=tuple(self._pattern(el) for el in patterns),
            phases={str(el.get("id")): _phase(el) for el in _children(root, "phase")},
            default_phase=(root.get("defaultPhase") or "").strip(),
            lets=tuple(_lets(root)),
            keys=tuple(_keys(root)),
            functions=tuple(self._functions()),
            title=_plain(next(iter(_children(root, "title")), None)),
        )

    def _namespaces(self) -> dict[str, str]:
        declared = {str(el.get("prefix") or ""): str(el.get("uri") or "") for el in _children(self.root, "ns")}
        bound = {prefix: uri for prefix, uri in self.root.nsmap.items() if prefix and uri != XML}
        return {**OTHERS, **{p: u for p, u in bound.items() if _is_function_prefix(self.root, u)}, **declared}

    def _pattern(self, el: Element) -> Pattern:
        params: dict[str, str] = {}
        source = el
        if el.get("is-a"):
            found = self.abstract.get(el.get("is-a"))
            if found is None:
                raise _error(
                    f"The pattern refers to the abstract pattern “{el.get('is-a')}”, which does not exist.", el
                )
            source = found
            params = {str(one.get("name")): str(one.get("value") or "") for one in _children(el, "param")}
            defaults = {str(one.get("name")): str(one.get("value") or "") for one in _children(source, "param")}
            params = {**defaults, **params}
        rules = [self._rule(each) for each in _children(source, "rule") if not _yes(each.get("abstract"))]
        pattern = Pattern(
            id=str(el.get("id") or el.get("name") or source.get("id") or ""),
            rules=tuple(rules),
            lets=(*_lets(source), *(_lets(el) if el is not source else ())),
            role=str(el.get("role") or source.get("role") or ""),
            see=str(el.get("see") or source.get("see") or ""),
            documents=str(el.get("documents") or source.get("documents") or ""),
            line=line_of(el),
        )
        return filled_in(pattern, params) if params else pattern

    def _rule(self, el: Element) -> Rule:
        if el.get("context") is None:
            raise _error("A rule has no context.", el)
        lets, assertions = self._content(el, ())
        return Rule(
            context=str(el.get("context")),
            assertions=tuple(assertions),
            lets=tuple(lets),
            line=line_of(el),
            **_common(el),
        )

    def _content(self, el: Element, open_: tuple[Element, ...]) -> tuple[list[Let], list[Assertion]]:
        """Return the variables and assertions of a rule, with those of the rules that it extends."""
        if any(el is each for each in open_):
            raise _error(f"The rule “{el.get('id')}” extends itself.", el)
        lets: list[Let] = []
        assertions: list[Assertion] = []
        for child in _children(el, "let", "extends", "assert", "report"):
            kind = named(child)
            if kind == "let":
                lets.append(_let(child))
            elif kind == "extends":
                more = self._content(self._extended(child), (*open_, el))
                lets += more[0]
                assertions += more[1]
            else:
                assertions.append(self._assertion(child))
        return lets, assertions

    def _extended(self, el: Element) -> Element:
        """Return the rule that an extends refers to, by ``rule`` or by ``href``."""
        if el.get("rule"):
            found = self.rules.get(el.get("rule"))
            if found is None:
                raise _error(f"The rule to extend, “{el.get('rule')}”, does not exist.", el)
            return found
        href = el.get("href") or ""
        found = includes.load(href, includes.base_of(el, self.base), self.resolve, line_of(el))
        if named(found) != "rule":
            raise _error(f"What is extended, “{href}”, is not a rule.", el)
        return found

    def _assertion(self, el: Element) -> Assertion:
        if el.get("test") is None:
            raise _error(f"An {named(el)} has no test.", el)
        told = [self.diagnostics[name] for name in (el.get("diagnostics") or "").split() if name in self.diagnostics]
        names = (el.get(f"{SQF}fix") or "").split()
        return Assertion(
            test=str(el.get("test")),
            report=named(el) == "report",
            message=_message(el),
            diagnostics=tuple(told),
            fixes=tuple(self.fixes.get(name, Fix(name, "")) for name in names if name != "#ALL"),
            line=line_of(el),
            **_common(el),
        )

    def _functions(self) -> Iterator[Function]:
        for el in self.root.iter(f"{XSL}function"):
            prefix, _, name = str(el.get("name") or "").rpartition(":")
            uri = el.nsmap.get(prefix or None) or self._namespaces().get(prefix, "")
            content = [child for child in el if isinstance(child.tag, str) and child.tag != f"{XSL}param"]
            lets = [child for child in content[:-1] if child.tag == f"{XSL}variable" and child.get("select")]
            last = content[-1] if content else None
            simple = last is not None and last.tag == f"{XSL}sequence" and len(lets) == len(content) - 1
            yield Function(
                name=f"{{{uri}}}{name}",
                params=tuple(str(child.get("name")) for child in el.findall(f"{XSL}param")),
                lets=tuple(Let(str(let.get("name")), let.get("select")) for let in lets),
                body=last.get("select") if simple and last is not None and not len(last) else None,
                line=line_of(el),
            )


def _is_function_prefix(root: Element, uri: str) -> bool:
    """Tell whether a namespace is that of functions that the schema declares, for which sch:ns is often forgotten."""
    return any(uri in el.nsmap.values() for el in root.iter(f"{XSL}function")) and uri not in SCHEMATRON


def _children(el: Element, *names: str) -> list[Element]:
    return [child for child in el if named(child) in names]


def _all(root: Element, name: str) -> Iterator[Element]:
    return root.iter(*(f"{{{uri}}}{name}" for uri in SCHEMATRON))


def _yes(value: str | None) -> bool:
    return (value or "").strip() in ("true", "1", "yes")


def _error(message: str, el: Element) -> SchematronError:
    return SchematronError(message, line=line_of(el), href=el.base or "")


def _common(el: Element) -> dict[str, str]:
    found = {name: str(el.get(name) or "").strip() for name in ("role", "flag", "id", "see", "icon", "subject")}
    # The edition of 2025 has an attribute for what was said with @role before.
    found["role"] = str(el.get("severity") or "").strip() or found["role"]
    return found


def _let(el: Element) -> Let:
    name = el.get("name")
    if not name:
        raise _error("A variable has no name.", el)
    value = el.get("value") if el.get("value") is not None else el.get("select")
    content = next((child for child in el if isinstance(child.tag, str)), None)
    if value is None and content is not None:
        copied = etree.fromstring(etree.tostring(content, with_tail=False), parser())
        return Let(name, None, copied)
    return Let(name, value)


def _lets(el: Element) -> Iterator[Let]:
    """Yield the variables of a schema, phase or pattern; sch:param and those of XSLT among them."""
    abstract = named(el) == "pattern"
    for child in el:
        is_param = named(child) == "param" and not abstract
        if named(child) == "let" or is_param or child.tag in (f"{XSL}param", f"{XSL}variable"):
            yield _let(child)


def _keys(root: Element) -> Iterator[Key]:
    for el in root.iter(f"{XSL}key"):
        if el.get("name") and el.get("match") and el.get("use"):
            yield Key(str(el.get("name")), str(el.get("match")), str(el.get("use")))


def _phase(el: Element) -> Phase:
    if not el.get("id"):
        raise _error("A phase has no id.", el)
    active = tuple(str(child.get("pattern")) for child in _children(el, "active"))
    return Phase(str(el.get("id")), active, tuple(_lets(el)), line_of(el))


def _message(el: Element) -> tuple[Part, ...]:
    """Return a message in its parts; emph, span and dir give their text."""
    parts: list[Part] = [el.text or ""]
    for child in el:
        kind = named(child)
        if kind == "value-of" or child.tag == f"{XSL}value-of":
            parts.append(("value-of", str(child.get("select") or ".")))
        elif kind == "name":
            parts.append(("name", str(child.get("path") or ".")))
        elif isinstance(child.tag, str) and not child.tag.startswith(SQF):
            parts.extend(_message(child))
        parts.append(child.tail or "")
    return tuple(part for part in parts if part)


def _fix_title(el: Element) -> str:
    title = el.find(f"{SQF}description/{SQF}title")
    return _plain(title)


def _plain(el: Element | None) -> str:
    return " ".join("".join(map(str, el.itertext())).split()) if el is not None else ""
