"""The pass over a document: each node to the rules that may fit it, the first that does to its assertions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from time import perf_counter
from typing import Any

from teikit.diagnostics import Severity
from teikit.validate.faults import Fault
from teikit.validate.schematron import messages
from teikit.validate.schematron.environment import Environment, Lazy
from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.model import Rule
from teikit.validate.schematron.nodes import COMMENT, ELEMENT, PI, Attr, Text
from teikit.validate.schematron.patterns import Alternative, Match
from teikit.validate.schematron.program import MOST_SIGNATURES, Check, Entry, Program, Ready
from teikit.validate.source import Parsed
from teikit.xmlio import Element

MOST_SECONDS = 20
TOO_DEEP = "it calls itself too often, or the file is nested too deeply"


class Run:
    """One document against one program.

    ``told``: what could not be run and was told; ``notes``: the faults of contexts, until they are yielded; ``spent``:
    the seconds that each rule took; ``near``: the rules that may fit elements of a tag and attributes, in this file.
    """

    __slots__ = ("doc", "env", "extra", "near", "notes", "pattern_locals", "program", "spent", "split", "told")

    def __init__(self, program: Program, doc: Parsed, env: Environment, split: bool) -> None:
        self.program = program
        self.doc = doc
        self.env = env
        self.split = split
        self.told: set[object] = set()
        self.notes: list[Fault] = []
        self.near: dict[tuple[str, ...], tuple[Entry, ...]] = {}
        self.spent = [0.0] * len(program.rules)
        self.extra: dict[Any, list[Entry]] = {}
        program.environment(env)
        self.pattern_locals = program.patterns_locals(env)

    def faults(self) -> Iterator[Fault]:
        """Yield what every rule says of every node."""
        for rule, why in self.program.broken:
            yield self._not_run(rule, f"its context “{_flat(rule.context)}” cannot be used: {why}", rule, self.doc.root)
        yield from self._sets()
        fits, fire, notes = self._fits, self._fire, self.notes
        for node, entries in self._nodes():
            fired: set[int] = set()
            attributes = False
            for ready, alternative, name in entries:
                if name:
                    attributes = True
                elif ready.pattern_index not in fired and (
                    alternative.match is None or fits(ready, alternative, alternative.match, node)
                ):
                    fired.add(ready.pattern_index)
                    faults = fire(ready, node)
                    if faults:
                        yield from faults
            if attributes:
                yield from self._attributes(node, entries)
            if notes:
                yield from notes
                notes.clear()

    def _attributes(self, el: Element, entries: tuple[Entry, ...]) -> Iterator[Fault]:
        """Yield what the rules say of the attributes of an element."""
        fired: set[tuple[int, str]] = set()
        for ready, alternative, name in entries:
            if name and (ready.pattern_index, name) not in fired:
                node = Attr(el, name, el.get(name) or "")
                if alternative.match is None or self._fits(ready, alternative, alternative.match, node):
                    fired.add((ready.pattern_index, name))
                    yield from self._fire(ready, node)

    def _nodes(self) -> Iterator[tuple[Any, tuple[Entry, ...]]]:
        """Yield the nodes that some rule may fit, with those rules."""
        if self.extra or self.program.kinds & {"text", "comment", "pi", "node", "document"}:
            yield from self._every_node()
            return
        root, near = self.env.doc.root, self.near
        yield root, self._at_root(root)
        elements = root.iter("*")
        next(elements)
        for el in elements:
            entries = near.get((el.tag, *el.keys()))  # type: ignore[arg-type]  # as _signature, but quicker
            if entries is None:
                entries = self._near(el)
            if entries:
                yield el, entries

    def _at_root(self, root: Element) -> tuple[Entry, ...]:
        return self.program.candidates(_signature(root))

    def _near(self, el: Element) -> tuple[Entry, ...]:
        """Return the rules that may fit an element below the root of a file with such elements as this has."""
        signature, absent = _signature(el), self.env.absent
        found = self.near.get(signature)
        if found is None:
            found = tuple(
                entry
                for entry in self.program.candidates(signature)
                if not entry[1].top and not any(absent[tag] for tag in entry[1].above)
            )
            patterns = Counter(ready.pattern_index for ready, _, _ in found)
            # A rule that fits keeps the later ones of its pattern from being looked at, even if it has nothing to say.
            found = tuple(
                entry
                for entry in found
                if patterns[entry[0].pattern_index] > 1 or not entry[0].has_nothing_to_say(absent)
            )
            if len(self.near) < MOST_SIGNATURES:
                self.near[signature] = found
        return found

    def _every_node(self) -> Iterator[tuple[Any, tuple[Entry, ...]]]:
        others = {kind: tuple(self.program.others(kind)) for kind in ("text", "comment", "pi", "document")}
        yield self.env.doc, self._with_sets(self.env.doc, others["document"])
        for node in self.env.everything(self.env.doc):
            if isinstance(node, Text):
                entries: tuple[Entry, ...] = others["text"]
            elif node.tag is COMMENT or node.tag is PI:
                entries = others["comment" if node.tag is COMMENT else "pi"]
            else:
                near = self._near if node is not self.env.doc.root else self._at_root
                entries = near(node)
            yield node, self._with_sets(node, entries)

    def _with_sets(self, node: Any, entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
        """Return the rules for a node with those whose context is a set that the node or an attribute of it is in."""
        if not self.extra:
            return entries
        more = list(self.extra.get(node, ()))
        if isinstance(node, ELEMENT) and isinstance(node.tag, str):
            for name, value in node.attrib.items():
                found = self.extra.get(Attr(node, str(name), str(value)), ())
                more += [(ready, alternative, str(name)) for ready, alternative, _ in found]
        return tuple(sorted([*entries, *more], key=lambda entry: entry[0].index)) if more else entries

    def _sets(self) -> Iterator[Fault]:
        for ready, alternative, found in self.program.sets(self.env):
            if isinstance(found, EvaluationError):
                why = f"its context “{_flat(ready.rule.context)}” cannot be evaluated: {found}"
                yield self._not_run(ready.rule, why, ready.rule, self.doc.root)
                continue
            for node in found:
                self.extra.setdefault(node, []).append((ready, alternative, ""))

    def _fits(self, ready: Ready, alternative: Alternative, match: Match, node: Any) -> bool:
        """Return whether the context of a rule fits a node; a context that has no value for it is noted."""
        env, spent, index = self.env, self.spent, ready.index
        env.current = node
        env.locals = self.pattern_locals[ready.pattern_index]
        start = perf_counter()
        try:
            return spent[index] <= MOST_SECONDS and match(node, env)
        except (EvaluationError, RecursionError) as error:
            if alternative not in self.told:
                said = TOO_DEEP if isinstance(error, RecursionError) else error
                why = f"its context “{_flat(ready.rule.context)}” cannot be evaluated: {said}"
                # XSLT takes such a node for one that does not fit, so this is no fault of the document.
                self.notes.append(self._not_run(alternative, why, ready.rule, node, Severity.INFO))
            return False
        finally:
            spent[index] += perf_counter() - start

    def _fire(self, ready: Ready, node: Any) -> list[Fault]:
        """Return the assertions of a rule that a node breaks, until the rule has used up its time for this file."""
        spent = self.spent
        if spent[ready.index] > MOST_SECONDS:
            if ready in self.told:
                return []
            why = f"it took more than {MOST_SECONDS} seconds, and was stopped here"
            return [self._not_run(ready, why, ready.rule, node)]
        start = perf_counter()
        env = self.env
        env.current = node
        env.pos = env.size = 1
        locals = self.pattern_locals[ready.pattern_index]
        checks = ready.compile() if ready.checks is None else ready.checks
        if ready.variables:
            locals = dict(locals)
            for name, make in ready.variables:
                # A variable of the same name that was set before is what the new one may refer to.
                locals[name] = Lazy(make, node, dict(locals))
        faults: list[Fault] = []
        for truth, report, check in checks:
            env.locals = locals
            try:
                # RecursionError is caught here and not around each expression, for speed.
                if truth is None:
                    faults += self._failed(check, ready, node)
                elif truth(node, env) is report:
                    faults += self._broken(check, ready, node)
            except EvaluationError as error:
                faults += self._failed(check, ready, node, str(error))
            except RecursionError:
                faults += self._failed(check, ready, node, TOO_DEEP)
        spent[ready.index] += perf_counter() - start
        return faults

    def _broken(self, check: Check, ready: Ready, node: Any) -> Iterator[Fault]:
        assertion, errors = check.assertion, list[str]()
        message = messages.text(assertion.message, ready, node, self.env, errors)
        help = messages.advice(assertion, ready, node, self.env, errors)
        if not message:
            word = "is true" if assertion.report else "does not hold"
            message = f"A rule of the schema is broken: “{_flat(assertion.test)}” {word}."
        elif self.split and not help:
            message, help = messages.split(message)
        el = _element(self._subject(check, ready, node, errors))
        el = self.doc.root if el is None else el
        yield self.doc.fault("V020", el, message, help, severity=messages.severity(assertion, ready))
        if errors and ("message", assertion) not in self.told:
            self.told.add(("message", assertion))
            yield self._not_run(assertion, f"a value in its message is missing ({errors[0]})", ready.rule, node)

    def _subject(self, check: Check, ready: Ready, node: Any, errors: list[str]) -> Any:
        """Return the node that a message is about: what the attribute subject finds, else the node of the rule."""
        source = check.assertion.subject or ready.rule.subject
        if not source:
            return node
        try:
            found = ready.part(source).items(node, self.env)
        except EvaluationError as error:
            errors.append(f"{source}: {error}")
            return node
        return found[0] if found and not isinstance(found[0], (str, int, float)) else node

    def _failed(self, check: Check, ready: Ready, node: Any, why: str = "") -> Iterator[Fault]:
        if check.assertion in self.told:
            return
        self.told.add(check.assertion)
        test = _flat(check.assertion.test)
        reason = f"its test “{test}” cannot be evaluated: {why or check.error}"
        yield self._not_run(check.assertion, reason, ready.rule, node)

    def _not_run(self, what: object, why: str, rule: Rule, node: Any, severity: Severity = Severity.WARNING) -> Fault:
        self.told.add(what)
        line = getattr(what, "line", 0) or rule.line
        where = f" (line {line} of the schema)" if line else ""
        message = f"A rule for “{_flat(rule.context)}”{where} was not run: {why}."
        advice = "The other rules were run. Correct the value that it stumbles on here, or the rule in the schema."
        el = _element(node)
        el = self.doc.root if el is None else el
        return self.doc.fault("V021", el, message, advice, severity=severity)


def _signature(el: Element) -> tuple[str, ...]:
    return (str(el.tag), *map(str, el.keys()))


def _flat(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119].rstrip()}…"


def _element(node: Any) -> Element | None:
    """Return the element whose start-tag is shown for a node."""
    while node is not None and not (isinstance(node, ELEMENT) and isinstance(node.tag, str)):
        node = node.getparent() if hasattr(node, "getparent") else None
    return node
