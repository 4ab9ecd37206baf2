"""What an assertion tells: its text filled in, how grave it is, and what helps."""

from __future__ import annotations

from functools import cache

from teikit import data
from teikit.diagnostics import Severity
from teikit.validate.schematron.environment import Environment
from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.model import Assertion, Part
from teikit.validate.schematron.nodes import collapse, qualified_name
from teikit.validate.schematron.program import Ready
from teikit.validate.schematron.values import atomise, is_node, text_of

UNKNOWN = "…"


def severity(assertion: Assertion, ready: Ready) -> Severity:
    """Return how grave it is: the role of the assertion, or of its rule, or of its pattern; an error without one."""
    for role in (assertion.role, ready.rule.role, ready.pattern.role):
        known = _roles().get(role.lower())
        if known is not None:
            return Severity(known)
    return Severity.ERROR


@cache
def _roles() -> dict[str, str]:
    return {row["role"]: row["severity"] for row in data.table("validate_schematron_roles")}


def text(parts: tuple[Part, ...], ready: Ready, node: object, env: Environment, errors: list[str]) -> str:
    """Return a message filled in. What has no value becomes an ellipsis, and the reason is added to ``errors``."""
    found = []
    for part in parts:
        if isinstance(part, str):
            found.append(part)
            continue
        try:
            found.append(_value(part[0], part[1], ready, node, env))
        except EvaluationError as error:
            found.append(UNKNOWN)
            errors.append(f"{part[1]}: {error}")
    return collapse("".join(found))


def _value(kind: str, source: str, ready: Ready, node: object, env: Environment) -> str:
    if kind == "name" and source == ".":
        return qualified_name(node)
    items = ready.part(source).items(node, env)
    if kind == "name":
        return qualified_name(items[0]) if items and is_node(items[0]) else " ".join(map(text_of, items))
    if ready.scope.one:
        return text_of(items[0], True) if items else ""
    return " ".join(map(text_of, atomise(items)))


def advice(assertion: Assertion, ready: Ready, node: object, env: Environment, errors: list[str]) -> str:
    """Return the help: what the diagnostics say, where to read more, which quick fixes there are."""
    found = [text(parts, ready, node, env, errors) for parts in assertion.diagnostics]
    for see in dict.fromkeys(filter(None, (assertion.see, ready.rule.see, ready.pattern.see))):
        found.append(f"See {see}")
    offered = [fix.title or fix.id for fix in assertion.fixes]
    if offered:
        found.append(f"Quick fix offered: {'; '.join(offered)}")
    flag = assertion.flag or ready.rule.flag
    if flag:
        found.append(f"Flagged as “{flag}”")
    return " ".join(
        sentence if sentence.endswith((".", "!", "?")) else f"{sentence}." for sentence in found if sentence
    )


def split(message: str) -> tuple[str, str]:
    """Return a message of the form "what is wrong: what to do" in its two parts, any other whole.

    It must have a single colon before a space, and go on in lower case.
    """
    statement, colon, rest = message.partition(": ")
    if not colon or ": " in rest or not rest[:1].islower():
        return message, ""
    return f"{statement}.", rest[:1].upper() + rest[1:]
