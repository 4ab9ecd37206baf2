"""matches(), replace() and tokenize(): XPath's regular expressions by way of Python's."""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import Any

from teikit.validate.schematron.errors import EvaluationError
from teikit.validate.schematron.values import atomise

LONGEST = 5_000
# What means the same in Python, but for the two marks of _IN_PYTHON: elementpath, which knows all, is slow to import.
_PLAIN = re.compile(
    r"""(?:(?:[\w #@:/,;=!'"<>&%~-]|\\[sSd.?*+()|^$\\]|[.)]"""
    r"""|\[\^?(?:[a-z]-[a-z]|[A-Z]-[A-Z]|[0-9]-[0-9]|[\w #@:/,;=.])+\])"""
    r"""(?:[?*+]\??)?|\((?!\?)|[\^$|])*""",
    re.ASCII,
)
_DIFFERENT = re.compile(r"\\.|\[[^\]]*\]|[.$]")
_IN_PYTHON = {".": r"[^\r\n]", "$": r"$(?!\n\Z)"}
FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}


@lru_cache(maxsize=512)
def compiled(pattern: str, flags: str) -> re.Pattern[str]:
    """Return a pattern for Python. Raises EvaluationError for what is no regular expression of XPath."""
    if not flags and len(pattern) <= LONGEST and _PLAIN.fullmatch(pattern):
        with suppress(re.error):
            return re.compile(_DIFFERENT.sub(lambda found: _IN_PYTHON.get(found[0], found[0]), pattern))
    from elementpath.regex import RegexError, translate_pattern

    if len(pattern) > LONGEST:
        raise EvaluationError(f"a regular expression of more than {LONGEST} characters")
    if set(flags) - set("smixq"):
        raise EvaluationError(f"“{flags}” are no flags of a regular expression (FORX0001)")
    switches = 0
    for flag in flags.replace("q", ""):
        switches |= FLAGS[flag]
    try:
        translated = re.escape(pattern) if "q" in flags else translate_pattern(pattern, switches)
        return re.compile(translated, switches)
    except (re.error, RegexError, OverflowError, RecursionError) as error:
        raise EvaluationError(f"“{pattern}” is not a regular expression: {error} (FORX0002)") from error


def _text(items: list[Any]) -> str:
    found = atomise(items)
    if len(found) > 1 or (found and not isinstance(found[0], str)):
        raise EvaluationError("a function that takes one string is given something else (XPTY0004)")
    return str(found[0]) if found else ""


def matches(_env: Any, _node: Any, text: list[Any], pattern: list[Any], flags: list[Any] | None = None) -> list[Any]:
    return [compiled(_text(pattern), _text(flags or [])).search(_text(text)) is not None]


def tokenize(
    _env: Any, _node: Any, text: list[Any], pattern: list[Any] | None = None, flags: list[Any] | None = None
) -> list[Any]:
    whole = _text(text)
    if pattern is None:
        return [word for word in re.split("[ \t\r\n]+", whole) if word]
    form = compiled(_text(pattern), _text(flags or []))
    if form.search("") is not None:
        raise EvaluationError("the regular expression of tokenize() fits the empty string (FORX0003)")
    if not whole:
        return []
    found, start = [], 0
    for between in form.finditer(whole):
        found.append(whole[start : between.start()])
        start = between.end()
    return [*found, whole[start:]]


def replace(
    _env: Any, _node: Any, text: list[Any], pattern: list[Any], new: list[Any], flags: list[Any] | None = None
) -> list[Any]:
    switches = _text(flags or [])
    form = compiled(_text(pattern), switches)
    if form.search("") is not None:
        raise EvaluationError("the regular expression of replace() fits the empty string (FORX0003)")
    written = _text(new)
    if "q" in switches:
        return [form.sub(lambda _found: written, _text(text))]
    if not re.fullmatch(r"(?:[^\\$]|\\[\\$]|\$[0-9]+)*", written):
        raise EvaluationError(f"“{written}” is no replacement: $ stands before a number (FORX0004)")
    parts = re.findall(r"\\[\\$]|\$[0-9]+|[^\\$]+", written)

    def filled(found: re.Match[str]) -> str:
        return "".join(_part(part, found, form.groups) for part in parts)

    return [form.sub(filled, _text(text))]


def _part(part: str, found: re.Match[str], groups: int) -> str:
    if part.startswith("\\"):
        return part[1:]
    if not part.startswith("$"):
        return part
    digits, rest = part[1:], ""
    while len(digits) > 1 and int(digits) > groups:
        digits, rest = digits[:-1], digits[-1] + rest
    return (found[int(digits)] or "" if int(digits) <= groups else "") + rest
