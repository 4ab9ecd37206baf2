"""Abstract patterns: their parameters put in."""

from __future__ import annotations

import re
from dataclasses import replace

from teikit.validate.schematron.model import Assertion, Let, Part, Pattern, Rule


def filled_in(pattern: Pattern, params: dict[str, str]) -> Pattern:
    """Return an abstract pattern with its parameters put in (ISO/IEC 19757-3, 5.4.10): $name becomes the text."""
    form = re.compile(r"\$(" + "|".join(sorted(map(re.escape, params), key=len, reverse=True)) + r")(?![\w-]|\.\w)")

    def fill(text: str) -> str:
        return form.sub(lambda found: params[found[1]], text)

    def parts(message: tuple[Part, ...]) -> tuple[Part, ...]:
        return tuple(fill(part) if isinstance(part, str) else (part[0], fill(part[1])) for part in message)

    def let(one: Let) -> Let:
        return replace(one, value=fill(one.value)) if one.value is not None else one

    def assertion(one: Assertion) -> Assertion:
        told = tuple(parts(message) for message in one.diagnostics)
        return replace(
            one, test=fill(one.test), message=parts(one.message), diagnostics=told, subject=fill(one.subject)
        )

    def rule(one: Rule) -> Rule:
        return replace(
            one,
            context=fill(one.context),
            lets=tuple(map(let, one.lets)),
            assertions=tuple(map(assertion, one.assertions)),
            subject=fill(one.subject),
        )

    return replace(pattern, rules=tuple(map(rule, pattern.rules)), lets=tuple(map(let, pattern.lets)))
