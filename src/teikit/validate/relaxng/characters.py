"""Names as the recommendations that RELAX NG builds on know them: XML 1.0 before its fifth edition.

Later editions allow more; RELAX NG and XML Schema 1.0, and the programs that implement them, did not follow.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from teikit.data import table

SPACE = " \t\r\n"
"""White space in XML. Python's own notion of it is wider."""

Test = Callable[[str], object]


@cache
def _class(inside: bool) -> str:
    """Return the characters that names begin with, or also those that they hold, as the inside of a character class."""
    rows = [row for row in table("validate_name_characters") if inside or row["class"] == "start"]
    return "".join(f"\\u{row['first']}-\\u{row['last']}" for row in rows)


def name_characters(inside: bool) -> str:
    """Return a regular expression of the characters of names, the colon among them."""
    return f"[:{_class(inside)}]"


def ncname_pattern(ascii_only: bool) -> str:
    """Return a regular expression of names without colon; one for ASCII alone needs no table."""
    if ascii_only:
        return r"[A-Za-z_][A-Za-z_0-9.\-]*"
    return f"[{_class(False)}][{_class(True)}]*"


def _test(pattern: str) -> Test:
    """Return a test of whole strings. ``{s}`` and ``{i}`` in the pattern stand for the characters of names.

    Most names are ASCII; the long table is read when the first comes that is not.
    """
    ascii_ = re.compile(pattern.format(s="A-Za-z_", i="A-Za-z_0-9.\\-"), re.ASCII).fullmatch

    @cache
    def full() -> Test:
        return re.compile(pattern.format(s=_class(False), i=_class(True))).fullmatch

    return lambda text: ascii_(text) if text.isascii() else full()(text)


is_ncname = _test("[{s}][{i}]*")
is_qname = _test("(?:[{s}][{i}]*:)?[{s}][{i}]*")
is_name = _test("[:{s}][:{i}]*")
is_nmtoken = _test("[:{i}]+")
